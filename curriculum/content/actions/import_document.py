"""Write a document into the working copy of a module."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.block_errors import sentences
from curriculum.content.conforming import MOST_FAULTS, faults
from curriculum.content.conversion import fill_lesson, fill_module, to_document, to_lesson_node
from curriculum.content.languages import validate_language
from curriculum.content.media_types import media_type_of
from curriculum.content.models import LessonPage, Module, ModulePage, Picture, PlatformPage, Requirement, Standard
from curriculum.content.models.identified import slug_of_code
from curriculum.content.references import References, references_of
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import Asset, Document, DocumentError, Node, Text, digest, walk
from curriculum.exceptions import InvalidDocumentError

Files = Mapping[str, bytes]
LESSON_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}\.[0-9]{1,3}")


@transaction.atomic
def import_document(
    *,
    platform: PlatformPage,
    document: Document,
    by: AbstractBaseUser | None,
    files: Files | None = None,
    approve: bool = True,
) -> ModulePage:
    """Make the working copy of `document`'s module on `platform` equal to `document`, and return the module's page.

    Pages that are equal already are left alone. Lessons that the document does not have are dropped with a reason.
    `files` are the bytes, by SHA-256, of pictures that the platform does not have yet. With `approve` the pages are
    approved, else they become drafts. Raises InvalidDocumentError with every reason; then nothing is written.
    """
    files = files or {}
    _check(platform, document, files)
    module = _write(platform, document, files, by, approve=approve)
    log(instance=module, action="curriculum.import", user=by, data={"digest": digest(document)})
    return module


def _write(
    platform: PlatformPage, document: Document, files: Files, by: AbstractBaseUser | None, *, approve: bool
) -> ModulePage:
    _add_pictures(platform, document, files, by)
    module = _module_page(platform, document, by)
    lessons = _lesson_pages(module, document, by)
    references = references_of(platform)
    touched = _write_module(module, document, references)
    touched += [page for node, page in lessons if _write_lesson(page, node, references)] + _drop_other_lessons(
        module, document
    )
    for page in touched:
        _save(page, by, approve=approve)
    if approve:
        _approve_unchanged(module, touched, by)
    return ModulePage.objects.get(pk=module.pk)


def _check(platform: PlatformPage, document: Document, files: Files) -> None:
    reasons = list(islice(faults(document), MOST_FAULTS)) or list(_platform_faults(platform, document, files))
    if reasons:
        raise InvalidDocumentError(reasons=reasons)


def _platform_faults(platform: PlatformPage, document: Document, files: Files) -> Iterable[str]:
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
    standards = set(Standard.objects.values_list("code", flat=True))
    named = {str(code) for node in walk(document) for code in _standards_of(node)}
    for code in sorted(named - standards):
        yield _("There is no standard %s.") % code[:40]
    requirements = {(r.standard.code, r.code) for r in Requirement.objects.select_related("standard")}
    for node in walk(document):
        pair = (node.fields.get("standard"), node.fields.get("requirement"))
        if node.kind == "requirement" and pair not in requirements:
            yield _("There is no requirement %s.") % "/".join(str(part) for part in pair)


def _standards_of(node: Node) -> Iterable[object]:
    scalar = node.fields.get("standards")
    return scalar if isinstance(scalar, tuple) else ()


def _picture_faults(platform: PlatformPage, document: Document, files: Files) -> Iterable[str]:
    known = {sha256 for sha256, _name in _known_pictures(platform)}
    for asset in sorted({asset.sha256: asset for asset in _assets(document)}.values(), key=lambda asset: asset.name):
        content = files.get(asset.sha256)
        if content is None and asset.sha256 not in known:
            yield _("The file of picture “%s” is missing.") % asset.name
        elif content is not None and (
            hashlib.sha256(content).hexdigest() != asset.sha256 or media_type_of(content) is None
        ):
            yield _("The file of picture “%s” is damaged, or is no PNG, JPEG, GIF or WebP picture.") % asset.name


def _known_pictures(platform: PlatformPage) -> set[tuple[str, str]]:
    pictures = Picture.objects.filter(collection=platform.collection)
    return set(pictures.values_list("sha256", "file_name"))


def _lesson_faults(document: Document) -> Iterable[str]:
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


def _assets(document: Document) -> Iterable[Asset]:
    return (scalar for node in walk(document) for scalar in node.fields.values() if isinstance(scalar, Asset))


def _add_pictures(platform: PlatformPage, document: Document, files: Files, by: AbstractBaseUser | None) -> None:
    known = _known_pictures(platform)
    for asset in dict.fromkeys(_assets(document)):
        if (asset.sha256, asset.name) not in known:
            content = files[asset.sha256] if asset.sha256 in files else _bytes_of(platform, asset)
            file = ContentFile(content, name=asset.name)
            Picture.objects.create(title=asset.name, file=file, collection=platform.collection, uploaded_by_user=by)


def _bytes_of(platform: PlatformPage, asset: Asset) -> bytes:
    """Return the bytes of a picture that the platform has under another name."""
    picture = Picture.objects.filter(collection=platform.collection, sha256=asset.sha256).order_by("pk")[0]
    with picture.open_file() as file:
        file.seek(0)
        content: bytes = file.read()
    return content


def _module_page(platform: PlatformPage, document: Document, by: AbstractBaseUser | None) -> ModulePage:
    code = str(document.root.fields["code"])
    page = ModulePage.objects.filter(module__platform=platform, module__code=code).first()
    if page is not None:
        return page
    identity, _made = Module.objects.get_or_create(platform=platform, code=code)
    page = ModulePage(
        module=identity, code=code, title=code, slug=slug_of_code(code), language=document.language,
        node_id=document.root.id, live=False, owner=by,
    )  # fmt: skip
    return platform.add_child(instance=page)


def _lesson_pages(module: ModulePage, document: Document, by: AbstractBaseUser | None) -> list[tuple[Node, LessonPage]]:
    """Return the page of each lesson node, made where there is none, after putting the pages in the nodes' order."""
    pages = {str(page.node_id): page for page in module.lessons()}
    nodes = document.root.slots.get("lessons", ())
    for node in nodes:
        if node.id not in pages:
            code = str(node.fields["code"])
            page = LessonPage(title=code, code=code, slug=slug_of_code(code), node_id=node.id, live=False, owner=by)
            with _refusing_what_is_invalid(code):
                pages[node.id] = module.add_child(instance=page)
    put_in_order(module, [node.id for node in nodes])
    fresh = {str(page.node_id): page for page in module.lessons()}
    return [(node, fresh[node.id].get_latest_revision_as_object()) for node in nodes]


def put_in_order(module: ModulePage, node_ids: list[str]) -> None:
    """Put the lesson pages of `module` in the order of `node_ids`; those that are not in the list go last."""
    present = [str(node_id) for node_id in module.lessons().values_list("node_id", flat=True)]
    wanted = [*node_ids, *(node_id for node_id in present if node_id not in set(node_ids))]
    if present == wanted:
        return
    for node_id in wanted:
        module.lessons().get(node_id=node_id).move(ModulePage.objects.get(pk=module.pk), pos="last-child")


def _write_module(module: ModulePage, document: Document, references: References) -> list[ModulePage]:
    draft = module.get_latest_revision_as_object()
    bare = Node(id=document.root.id, kind="module", fields=document.root.fields,
                slots={name: nodes for name, nodes in document.root.slots.items() if name != "lessons"})  # fmt: skip
    if module.latest_revision_id and _is(bare, lambda: to_document(draft, (), references).root):
        return []
    fill_module(draft, document.root, document.language, references)
    return [draft]


def _write_lesson(page: LessonPage, node: Node, references: References) -> bool:
    if page.latest_revision_id and not page.is_dropped and _is(node, lambda: to_lesson_node(page, references)):
        return False
    fill_lesson(page, node, references)
    page.dropped_reason = ""
    return True


def _is(node: Node, converted: Callable[[], Node]) -> bool:
    """Whether a page's node is `node`; a page that cannot be converted, for a link to a page that is gone, is not."""
    try:
        return converted() == node
    except (DocumentError, ForeignLinkError):
        return False


def _drop_other_lessons(module: ModulePage, document: Document) -> list[LessonPage]:
    kept = {node.id for node in document.root.slots.get("lessons", ())}
    dropped = []
    for page in module.lessons():
        draft = page.get_latest_revision_as_object()
        if str(page.node_id) not in kept and not draft.is_dropped:
            draft.dropped_reason = _("The imported document does not have this lesson.")
            dropped.append(draft)
    return dropped


def _save(page: ModulePage | LessonPage, by: AbstractBaseUser | None, *, approve: bool) -> None:
    revision: Any = page.save_revision(user=by, clean=False, log_action=True)
    if approve:
        with _refusing_what_is_invalid(page.code):
            revision.publish(user=by, skip_permission_checks=True)


@contextmanager
def _refusing_what_is_invalid(code: str) -> Iterator[None]:
    """Turn what the page editor would not take into a refusal of the document."""
    try:
        yield
    except ValidationError as error:
        raise InvalidDocumentError(reasons=sentences(error, code)) from error


def _approve_unchanged(module: ModulePage, touched: list[Any], by: AbstractBaseUser | None) -> None:
    """Approve the drafts that equal the document already but were never approved."""
    done = {page.pk for page in touched}
    for page in [ModulePage.objects.get(pk=module.pk), *module.lessons()]:
        if page.pk not in done and page.latest_revision and (page.has_unpublished_changes or not page.live):
            with _refusing_what_is_invalid(page.code):
                page.latest_revision.publish(user=by, skip_permission_checks=True)
