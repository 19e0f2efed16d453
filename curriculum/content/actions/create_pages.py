"""Write the pages of a module that its platform does not have yet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

from curriculum.content.block_errors import sentences
from curriculum.content.conversion import fill_lesson, fill_module
from curriculum.content.indexing import index_pages
from curriculum.content.models import LessonPage, Module, ModulePage, PlatformPage
from curriculum.content.models.identified import slug_of_code
from curriculum.content.references import references_of
from curriculum.document import Document, Node, Text
from curriculum.exceptions import InvalidDocumentError

Pages = Sequence[ModulePage | LessonPage]


@transaction.atomic
def create_pages(
    *, platform: PlatformPage, document: Document, by: AbstractBaseUser | None, approve: bool
) -> list[ModulePage | LessonPage]:
    """Make the pages of `document`'s module on `platform`, with one revision each, and return them, the module first.

    Wagtail's own way to a new page writes it three times (added, with its revision, approved), each time with checks
    that ask the database and with tasks for every row. Here the same rows are written for all pages at once, a table
    at a time, so that a whole curriculum is forked in a second and queries do not grow with what a lesson holds. The
    lessons hang below a module that nobody else sees before the commit, so that only the module needs the tree's lock.
    Raises InvalidDocumentError where approved pages would not be what the page editor takes.
    """
    now = timezone.now()
    module = _add_module(platform, document, by)
    lessons = _insert_lessons(module, document.root.slots.get("lessons", ()), by)
    pages = [module, *lessons]
    _fill(pages, document)
    if approve:
        _check(pages)
    _write_content(pages)
    _save_revisions(pages, by, now)
    _log(lessons, "wagtail.create", by, now)
    if approve:
        _approve(pages, by, now)
    index_pages.enqueue([page.pk for page in pages])
    return pages


def _add_module(platform: PlatformPage, document: Document, by: AbstractBaseUser | None) -> ModulePage:
    """Add the page of the module with its name only: others find their place in the tree behind it."""
    code = str(document.root.fields["code"])
    identity, _made = Module.objects.get_or_create(platform=platform, code=code)
    page = ModulePage(module=identity, code=code, language=document.language, node_id=document.root.id,
                      **_head(document.root, by))  # fmt: skip
    return platform.add_child(instance=page)


def _head(node: Node, by: AbstractBaseUser | None) -> dict[str, Any]:
    """Return what every page of a node starts with. A draft may lack its title; the code stands in for it."""
    code, title = str(node.fields["code"]), node.fields.get("title")
    name = title.text if isinstance(title, Text) else code
    return {"title": name, "draft_title": name, "slug": slug_of_code(code), "live": False, "owner": by}


def _insert_lessons(module: ModulePage, nodes: Sequence[Node], by: AbstractBaseUser | None) -> list[LessonPage]:
    """Insert what Wagtail's own table knows of each lesson, so that every page has a number to be linked by."""
    lessons = []
    for place, node in enumerate(nodes, start=1):
        lesson = LessonPage(code=str(node.fields["code"]), node_id=node.id, locale=module.locale, **_head(node, by))
        # As Wagtail's own recursive copy does it: below a page that is new there is nothing to ask treebeard for.
        lesson.depth = module.depth + 1
        lesson.path = LessonPage._get_path(module.path, lesson.depth, place)
        lesson.set_url_path(module)
        lessons.append(lesson)
    # Django inserts many rows of one table only, so that a page's two tables take two steps; `_write_content` is next.
    Page.objects.bulk_create(lessons)
    for lesson in lessons:
        lesson.pk = lesson.page_ptr_id = lesson.id
    _update([module], numchild=len(lessons))
    return lessons


def _fill(pages: Pages, document: Document) -> None:
    """Fill the pages in memory, every link to a page of the platform included."""
    module, *lessons = pages
    # The tables that maps are read from hold no lesson yet.
    references = references_of(module.module.platform).with_pages({str(page.node_id): page.pk for page in pages})
    fill_module(module, document.root, document.language, references)
    for lesson, node in zip(lessons, document.root.slots.get("lessons", ()), strict=True):
        fill_lesson(lesson, node, references)
    for page in pages:
        setattr(page, COMMENTS_RELATION_NAME, [])  # none yet; said here, or each page would ask the database


def _check(pages: Pages) -> None:
    """Refuse what the page editor would not take.

    The slug, the place and what pages refer to were made here from a checked document; what they hold is checked.
    """
    for page in pages:
        with refusing_what_is_invalid(page.code):
            page.clean_fields(exclude={field.name for field in page._meta.fields if field.remote_field})


@contextmanager
def refusing_what_is_invalid(code: str) -> Iterator[None]:
    """Turn what the page editor would not take of page `code` into a refusal of the document."""
    try:
        yield
    except ValidationError as error:
        raise InvalidDocumentError(reasons=sentences(error, code)) from error


def _write_content(pages: Pages) -> None:
    """Write what the tables of modules, lessons and their rows hold."""
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    for page in pages:
        # Raw writes a page's own table and not Wagtail's, and starts no tasks: as loading a fixture does.
        page.save_base(raw=True, force_insert=isinstance(page, LessonPage))
        for relation in page.row_relations:
            for row in getattr(page, relation).all():
                rows[type(row)].append(row)
    for model, found in rows.items():
        model._default_manager.bulk_create(found)


def _save_revisions(pages: Pages, by: AbstractBaseUser | None, now: datetime) -> None:
    """Do what `Page.save_revision` does, for all pages."""
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=by,
            created_at=now,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
    Page.objects.bulk_update(pages, ["latest_revision"])
    _update(pages, latest_revision_created_at=now, has_unpublished_changes=True)


def _approve(pages: Pages, by: AbstractBaseUser | None, now: datetime) -> None:
    """Do what publishing a page's first revision does, for all pages."""
    _update(pages, live=True, has_unpublished_changes=False, first_published_at=now, last_published_at=now)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(live_revision=F("latest_revision"))
    for page in pages:
        page.live_revision = page.latest_revision
        page_published.send(sender=type(page), instance=page, revision=page.live_revision)
        published.send(sender=type(page), instance=page, revision=page.live_revision)
    _log(pages, "wagtail.publish", by, now)


def _update(pages: Pages, **values: Any) -> None:
    """Set the same `values` on every page, in memory and in Wagtail's table."""
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(**values)
    for page in pages:
        for name, value in values.items():
            setattr(page, name, value)


def _log(pages: Pages, action: str, by: AbstractBaseUser | None, now: datetime) -> None:
    """Do what `wagtail.log_actions.log` does, for all pages."""
    context = get_active_log_context()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=page.content_type,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=now,
            user=by or context.user,
            uuid=context.uuid,
            revision=page.live_revision,
            content_changed=True,
        )
        for page in pages
    )
