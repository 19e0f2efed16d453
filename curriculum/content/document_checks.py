"""Whether a platform can hold a document: language, ids, codes, pictures, standards and requirements."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from curriculum.content.conforming import MOST_FAULTS, faults
from curriculum.content.languages import validate_language
from curriculum.content.media_types import media_type_of
from curriculum.content.models import ModulePage, Picture, PlatformPage, Requirement, Standard
from curriculum.document import Asset, Document, Node, Text, walk
from curriculum.exceptions import InvalidDocumentError

Files = Mapping[str, bytes]  # by SHA-256
LESSON_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}\.[0-9]{1,3}")


def check_document(platform: PlatformPage, document: Document, files: Files) -> None:
    """Refuse a document that does not keep to the vocabulary or that `platform` cannot hold, with every reason.

    `files` are the bytes of pictures that come along.
    """
    reasons = list(islice(faults(document), MOST_FAULTS)) or list(_platform_faults(platform, document, files))
    if reasons:
        raise InvalidDocumentError(reasons=reasons)


def assets_in(document: Document) -> Iterator[Asset]:
    """Yield every picture that `document` names, as often as it does, in document order."""
    return (scalar for node in walk(document) for scalar in node.fields.values() if isinstance(scalar, Asset))


def known_pictures(platform: PlatformPage) -> set[tuple[str, str]]:
    """Return SHA-256 and name of the file of every picture of `platform`."""
    pictures = Picture.objects.filter(collection=platform.collection)
    return set(pictures.values_list("sha256", "file_name"))


def _platform_faults(platform: PlatformPage, document: Document, files: Files) -> Iterator[str]:
    try:
        validate_language(document.language)
    except ValidationError as error:
        yield " ".join(error.messages)
    code = document.root.fields["code"]
    page = ModulePage.objects.filter(module__platform=platform, module__code=code).first()
    if page and page.language != document.language:
        yield _("%(module)s is written in “%(own)s”, the document is in “%(other)s”.") % {
            "module": code, "own": page.language, "other": document.language,
        }  # fmt: skip
    if page is not None and str(page.node_id) != document.root.id:
        yield _("%(module)s of this platform has another id than the document's module.") % {"module": code}
    yield from _lesson_faults(document)
    yield from _picture_faults(platform, document, files)
    yield from _standard_faults(document)


def _lesson_faults(document: Document) -> Iterator[str]:
    seen = set()
    for place, lesson in enumerate(document.root.slots.get("lessons", ())):
        code, path = str(lesson.fields.get("code", "")), f"root.slots.lessons[{place}].fields"
        if not LESSON_CODE.fullmatch(code) or not code.startswith(f"{document.root.fields['code']}.") or code in seen:
            yield _("%(path)s: “%(code)s” is not a lesson code of this module, or is used twice.") % {
                "path": f"{path}.code", "code": code[:40],
            }  # fmt: skip
        if not isinstance(lesson.fields.get("title"), Text):
            yield _("%(path)s: a lesson needs a title.") % {"path": f"{path}.title"}
        seen.add(code)


def _picture_faults(platform: PlatformPage, document: Document, files: Files) -> Iterator[str]:
    known = {sha256 for sha256, _name in known_pictures(platform)}
    for asset in sorted({asset.sha256: asset for asset in assets_in(document)}.values(), key=lambda asset: asset.name):
        content = files.get(asset.sha256)
        if content is None and asset.sha256 not in known:
            yield _("The file of picture “%s” is missing.") % asset.name
        elif content is not None and (
            hashlib.sha256(content).hexdigest() != asset.sha256 or media_type_of(content) is None
        ):
            yield _("The file of picture “%s” is damaged, or is no PNG, JPEG, GIF or WebP picture.") % asset.name


def _standard_faults(document: Document) -> Iterator[str]:
    standards = set(Standard.objects.values_list("code", flat=True))
    named = {str(code) for node in walk(document) for code in _standards_of(node)}
    for code in sorted(named - standards):
        yield _("There is no standard %s.") % code[:40]
    requirements = set(Requirement.objects.values_list("standard__code", "code"))
    for node in walk(document):
        pair = (node.fields.get("standard"), node.fields.get("requirement"))
        if node.kind == "requirement" and pair not in requirements:
            yield _("There is no requirement %s.") % "/".join(str(part) for part in pair)


def _standards_of(node: Node) -> Iterable[object]:
    scalar = node.fields.get("standards")
    return scalar if isinstance(scalar, tuple) else ()
