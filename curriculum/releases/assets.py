"""Files of a release, stored once under the SHA-256 of their bytes."""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from PIL import Image

from curriculum.content.media_types import media_type_of
from curriculum.content.models import Picture
from curriculum.document import Asset as AssetName
from curriculum.document import Document, walk
from curriculum.releases.models import Asset

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


class MissingFileError(LookupError):
    """The bytes of an asset are nowhere, are not what its digest says, or are no picture."""

    def __init__(self, asset: AssetName) -> None:
        super().__init__(asset.name)
        self.asset = asset


def assets_of(document: Document) -> Iterator[AssetName]:
    """Yield the assets that `document` names, each once, in document order."""
    seen = set()
    for node in walk(document):
        for scalar in node.fields.values():
            if isinstance(scalar, AssetName) and scalar.sha256 not in seen:
                seen.add(scalar.sha256)
                yield scalar


def bytes_of_pictures(document: Document, collection_id: int) -> dict[str, bytes]:
    """Return by digest the bytes of every asset of `document` that is not stored yet, from a platform's pictures.

    Raises MissingFileError for the first whose bytes are missing, differ from the digest or are no picture.
    """
    wanted = {asset.sha256: asset for asset in assets_of(document)}
    stored = set(Asset.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    return {digest: _read(asset, collection_id) for digest, asset in wanted.items() if digest not in stored}


def _read(asset: AssetName, collection_id: int) -> bytes:
    for picture in Picture.objects.filter(sha256=asset.sha256, collection_id=collection_id):
        try:
            with picture.open_file() as file:
                file.seek(0)
                content: bytes = file.read()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == asset.sha256 and media_type_of(content):
            return content
    raise MissingFileError(asset)


def store_assets(contents: Iterable[bytes]) -> None:
    """Store files that are pictures; what is stored already stays as it is.

    The bytes are on the disk before the row is written, so that no committed row lacks its file.
    """
    for content in contents:
        sha256 = hashlib.sha256(content).hexdigest()
        if not Asset.objects.filter(sha256=sha256).exists():
            _store(sha256, content)


def _store(sha256: str, content: bytes) -> None:
    facts = facts_of(content)
    asset = Asset(sha256=sha256, **facts)
    asset.file.save(f"{sha256}.{ENDINGS[str(facts['media_type'])]}", ContentFile(content), save=False)
    _flush(asset)
    asset.save()


def facts_of(content: bytes) -> dict[str, int | str]:
    """Return what an Asset says of its bytes, a picture: size in bytes, media type, width and height in pixels."""
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
    return {"size": len(content), "media_type": media_type_of(content) or "", "width": width, "height": height}


def _flush(asset: Asset) -> None:
    """Wait until a file of this machine is on the disk; other storages promise that themselves."""
    try:
        path = asset.file.path
    except NotImplementedError:
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def bytes_of_assets(document: Document) -> dict[str, bytes]:
    """Return by digest the bytes of every asset of `document` that was ever released; the others are left out."""
    wanted = [asset.sha256 for asset in assets_of(document)]
    contents = {}
    for asset in Asset.objects.filter(sha256__in=wanted):
        with asset.file.open("rb") as file:
            contents[asset.sha256] = file.read()
    return contents
