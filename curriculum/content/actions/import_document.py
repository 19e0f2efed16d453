"""Write a document into the working copy of a module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.actions.add_pictures import add_pictures
from curriculum.content.actions.create_pages import create_pages, refusing_what_is_invalid
from curriculum.content.conversion import fill_lesson, fill_module, to_document, to_lesson_node
from curriculum.content.document_checks import Files, check_document
from curriculum.content.lesson_order import order_to_wait
from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.models.identified import slug_of_code
from curriculum.content.references import References, references_of
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import Document, DocumentError, Node, digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What writing a document into a working copy changed."""

    module: ModulePage
    # as it is now
    touched: tuple[ModulePage | LessonPage, ...]
    # the pages that got a new revision: the module's own first, then lessons in document order, then dropped ones


def import_document(
    *,
    platform: PlatformPage,
    document: Document,
    by: AbstractBaseUser | None,
    files: Files | None = None,
    approve: bool = True,
    drop_reason: str = "",
) -> ModulePage:
    """Do as `write_document` does, and return the module's page."""
    return write_document(
        platform=platform, document=document, by=by, files=files, approve=approve, drop_reason=drop_reason
    ).module


@transaction.atomic
def write_document(
    *,
    platform: PlatformPage,
    document: Document,
    by: AbstractBaseUser | None,
    files: Files | None = None,
    approve: bool = True,
    drop_reason: str = "",
) -> Written:
    """Make the working copy of `document`'s module on `platform` equal to `document`, and return what was touched.

    Pages that are equal already are left alone. Lessons that the document does not have are dropped with
    `drop_reason`, or a sentence that says so. `files` are the bytes, by SHA-256, of pictures that the platform does
    not have yet. With `approve` the pages are approved, else they become drafts and no page moves: another order of
    lessons waits in the module's draft. Raises InvalidDocumentError with every reason; then nothing is written.
    """
    files = files or {}
    page = _module_page(platform, str(document.root.fields.get("code", "")))
    check_document(platform, document, files)

    add_pictures(platform=platform, document=document, files=files, by=by)
    if page is None:
        touched = create_pages(platform=platform, document=document, by=by, approve=approve)
    else:
        touched = _update(page, document, by, approve=approve, drop_reason=drop_reason)
    module = ModulePage.objects.get(module__platform=platform, module__code=document.root.fields["code"])
    log(instance=module, action="curriculum.import", user=by, data={"digest": digest(document)})
    return Written(module=module, touched=tuple(touched))


def _module_page(platform: PlatformPage, code: str) -> ModulePage | None:
    """Return the page of module `code`, or None; then nobody else makes it before this transaction ends."""
    pages = ModulePage.objects.filter(module__platform=platform, module__code=code)
    page = pages.first()
    if page is None:
        PlatformPage.objects.select_for_update().get(pk=platform.pk)
        page = pages.first()  # of somebody who was faster, and whom we waited for
    return page


def _update(
    module: ModulePage, document: Document, by: AbstractBaseUser | None, *, approve: bool, drop_reason: str
) -> list[ModulePage | LessonPage]:
    """Bring the pages of a module to `document` and return those that got a new revision."""
    pages = _pages_with_new(module, document, by)
    references = references_of(module.module.platform)
    nodes = document.root.slots.get("lessons", ())
    drafts = {str(page.node_id): page.get_latest_revision_as_object() for page in pages}
    lessons = [drafts[node.id] for node in nodes if _write_lesson(drafts[node.id], node, references)]
    lessons += _drop_others(drafts, nodes, drop_reason or _("The imported document does not have this lesson."))
    own = _write_module(module, pages, document, references)
    # The module last: when it is approved its lessons may move, and a page in memory would not know its new place.
    for page in [*lessons, *own]:
        _save(page, by, approve=approve)
    if approve:
        _approve_unchanged(module, [*own, *lessons], by)
    return [*own, *lessons]


def _pages_with_new(module: ModulePage, document: Document, by: AbstractBaseUser | None) -> list[LessonPage]:
    """Return the lesson pages of `module` in their order, after adding one for each lesson that has none, last."""
    known = {str(node_id) for node_id in module.lessons().values_list("node_id", flat=True)}
    for node in document.root.slots.get("lessons", ()):
        if node.id not in known:
            code = str(node.fields["code"])
            page = LessonPage(title=code, code=code, slug=slug_of_code(code), node_id=node.id, live=False, owner=by)
            with refusing_what_is_invalid(code):
                module.add_child(instance=page)
    return list(module.lessons().select_related("latest_revision"))


def _write_module(
    module: ModulePage, pages: Sequence[LessonPage], document: Document, references: References
) -> list[ModulePage]:
    """Return the module's draft in a list, changed in memory, or an empty list where it is as it should be."""
    draft = module.get_latest_revision_as_object()
    wanted = [node.id for node in document.root.slots.get("lessons", ())]
    order = order_to_wait(pages, draft.lesson_order, wanted)
    bare = Node(id=document.root.id, kind="module", fields=document.root.fields,
                slots={name: nodes for name, nodes in document.root.slots.items() if name != "lessons"})  # fmt: skip
    is_equal = bool(module.latest_revision_id) and _is(bare, lambda: to_document(draft, (), references).root)
    if is_equal and order == draft.lesson_order:
        return []
    if not is_equal:
        fill_module(draft, document.root, document.language, references)
    draft.lesson_order = order
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


def _drop_others(drafts: dict[str, LessonPage], nodes: Sequence[Node], reason: str) -> list[LessonPage]:
    kept = {node.id for node in nodes}
    dropped = [draft for node_id, draft in drafts.items() if node_id not in kept and not draft.is_dropped]
    for draft in dropped:
        draft.dropped_reason = reason
    return dropped


def _save(page: ModulePage | LessonPage, by: AbstractBaseUser | None, *, approve: bool) -> None:
    revision: Any = page.save_revision(user=by, clean=False, log_action=True)
    if approve:
        with refusing_what_is_invalid(page.code):
            revision.publish(user=by, skip_permission_checks=True)


def _approve_unchanged(module: ModulePage, touched: list[Any], by: AbstractBaseUser | None) -> None:
    """Approve the drafts that equal the document already but were never approved, the module last."""
    done = {page.pk for page in touched}
    for page in [*module.lessons(), ModulePage.objects.get(pk=module.pk)]:
        if page.pk not in done and page.latest_revision and (page.has_unpublished_changes or not page.live):
            with refusing_what_is_invalid(page.code):
                page.latest_revision.publish(user=by, skip_permission_checks=True)
