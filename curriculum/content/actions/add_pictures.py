"""Add the pictures of a document to a platform."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction

from curriculum.content.document_checks import assets_in, known_pictures
from curriculum.content.models import Picture, PlatformPage
from curriculum.document import Asset, Document


@transaction.atomic
def add_pictures(
    *, platform: PlatformPage, document: Document, files: Mapping[str, bytes], by: AbstractBaseUser | None
) -> list[Picture]:
    """Add those pictures of `document` to `platform` that it does not have under their name, and return them.

    Bytes come from `files`, by SHA-256, or from the platform's picture of the same bytes under another name; one of
    the two must be there, as `check_document` says.
    """
    known = known_pictures(platform)
    missing = [asset for asset in dict.fromkeys(assets_in(document)) if (asset.sha256, asset.name) not in known]
    return [
        Picture.objects.create(
            title=asset.name,
            file=ContentFile(files.get(asset.sha256) or _bytes_of(platform, asset), name=asset.name),
            collection=platform.collection,
            uploaded_by_user=by,
        )
        for asset in missing
    ]


def _bytes_of(platform: PlatformPage, asset: Asset) -> bytes:
    picture = Picture.objects.filter(collection=platform.collection, sha256=asset.sha256).order_by("pk")[0]
    with picture.open_file() as file:
        file.seek(0)
        content: bytes = file.read()
    return content
