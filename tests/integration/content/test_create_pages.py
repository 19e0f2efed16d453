"""The first writing of a module: all its pages at once, as Wagtail would have written them one by one."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published, published

from curriculum.content.actions.add_pictures import add_pictures
from curriculum.content.actions.import_document import import_document, write_document
from curriculum.content.conversion import fill_lesson, fill_module
from curriculum.content.models import LessonPage, Module, ModulePage, Picture, PlatformPage
from curriculum.content.models.identified import slug_of_code
from curriculum.content.references import references_of
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, Node, dump, load
from tests.factories import FILES, ensure_requirements, imported, make_person, make_platform, node_id, small_document

pytestmark = pytest.mark.django_db

WRITTEN = (Module, ModulePage, LessonPage, Page, Revision, Picture, PageLogEntry, ReferenceIndex, IndexEntry)
#: Numbers of rows and places in the tree, which no two pages share.
OWN = {"id", "pk", "page_ptr", "page", "module", "path", "url_path", "translation_key", "latest_revision",
       "live_revision"}  # fmt: skip
TIMES = {"first_published_at", "last_published_at", "latest_revision_created_at"}


@pytest.fixture
def kenya(db: None) -> PlatformPage:
    """Return a platform that writes in English."""
    return make_platform("kenya", name="SCAN Kenya", country="KE", language="en")


def linked_document() -> Document:
    """Return a document with links between its pages, and with one to a lesson of another module."""
    data = dump(small_document())
    slots = data["root"]["slots"]
    targets = {"on": "TST-1/lesson-2", "up": "TST-1/module", "away": "TST-9/lesson-1"}
    links = "".join(f'<p><a data-node="{node_id(target)}">{text}</a></p>' for text, target in targets.items())
    slots["introduction"][1]["fields"]["body"] = slots["lessons"][0]["slots"]["body"][1]["fields"]["body"] = {
        "html": links
    }
    return load(data)


# As Wagtail writes them


def by_wagtail(platform: PlatformPage, document: Document, by: AbstractUser, *, approve: bool) -> ModulePage:
    """Write `document` by Wagtail's own calls: each page is added, saved, given a revision, and published."""
    add_pictures(platform=platform, document=document, files=FILES, by=by)
    identity = Module.objects.create(platform=platform, code="TST-1")
    module = ModulePage(module=identity, language=document.language, **_named(document.root, by))
    platform.add_child(instance=module)
    lessons = {node: LessonPage(**_named(node, by)) for node in document.root.slots["lessons"]}
    for lesson in lessons.values():
        module.add_child(instance=lesson)

    references = references_of(platform)
    fill_module(module, document.root, document.language, references)
    for node, lesson in lessons.items():
        fill_lesson(lesson, node, references)
    for page in (module, *lessons.values()):
        page.save()
        revision = page.save_revision(user=by, clean=False)
        if approve:
            revision.publish(user=by, skip_permission_checks=True)
    return ModulePage.objects.get(pk=module.pk)


def _named(node: Node, by: AbstractUser) -> dict[str, Any]:
    code = node.fields["code"]
    return {"title": node.fields["title"].text, "code": code, "slug": slug_of_code(code), "node_id": node.id,
            "live": False, "owner": by}  # fmt: skip


class Story:
    """Everything that the database tells of the pages of one module, without what no two pages share."""

    def __init__(self, module: ModulePage) -> None:
        self.platform = module.module.platform
        self.pages = [ModulePage.objects.get(pk=module.pk), *module.lessons()]
        self.code_of_page = {str(page.pk): page.code for page in self.pages}
        self.name_of_picture = {
            str(picture.pk): picture.file_name
            for picture in Picture.objects.filter(collection=self.platform.collection)
        }

    def told(self) -> dict[str, Any]:
        """Return it all, by kind and page."""
        return {
            "pages": [self._page(page) for page in self.pages],
            "revisions": [self._revision(revision) for revision in self._revisions()],
            "log": [self._entry(entry) for entry in self._about(PageLogEntry, "page_id").order_by("page_id", "pk")],
            "references": sorted(self._reference(found) for found in self._about(ReferenceIndex, "object_id")),
            "search": sorted(self._found(entry) for entry in self._about(IndexEntry, "object_id")),
        }

    def _about(self, model: type[Model], field: str) -> Any:
        rows = model._default_manager.filter(**{f"{field}__in": list(self.code_of_page)})
        if model is PageLogEntry:
            return rows.filter(action__startswith="wagtail.")
        page_types = [page.content_type for page in self.pages]
        return rows.filter(content_type__in=page_types)

    def _page(self, page: Any) -> dict[str, Any]:
        fields = {field.name: field.value_to_string(page) for field in page._meta.fields
                  if field.name not in OWN | TIMES}  # fmt: skip
        return {
            **self._fields(fields),
            **{name: getattr(page, name) is not None for name in TIMES},
            "below": (page.path.removeprefix(self.platform.path), page.url_path.removeprefix(self.platform.url_path)),
            "published last": page.live_revision_id == page.latest_revision_id,
            "written and revised at once": page.latest_revision_created_at == page.latest_revision.created_at,
            "comments": getattr(page, COMMENTS_RELATION_NAME).count(),
            "rows": [
                (relation, str(row.node_id), row.sort_order, str(row))
                for relation in page.row_relations
                for row in getattr(page, relation).all()
            ],
        }

    def _revisions(self) -> list[Revision]:
        return [revision for page in self.pages for revision in page.revisions.order_by("pk")]

    def _revision(self, revision: Revision) -> dict[str, Any]:
        return {
            "content": self._fields(revision.content),
            "of": (self.code_of_page[revision.object_id], revision.content_type, revision.base_content_type),
            "about": (revision.object_str, revision.user, revision.approved_go_live_at),
        }

    def _entry(self, entry: PageLogEntry) -> tuple[Any, ...]:
        page = Page.objects.get(pk=entry.page_id)
        return (
            self.code_of_page[str(entry.page_id)], entry.action, entry.label, entry.user, entry.data, entry.uuid,
            entry.content_type, entry.content_changed, entry.deleted,
            entry.revision_id is not None and entry.revision_id == page.live_revision_id,
        )  # fmt: skip

    def _reference(self, found: ReferenceIndex) -> tuple[str, ...]:
        names = {"page": self.code_of_page, "picture": self.name_of_picture}.get(found.to_content_type.model, {})
        return (
            self.code_of_page[found.object_id], found.content_type.model, found.base_content_type.model,
            found.to_content_type.model, names.get(found.to_object_id, found.to_object_id), found.model_path,
            re.sub(r"\.\d+\.", ".row.", found.content_path),
        )  # fmt: skip

    def _found(self, entry: IndexEntry) -> tuple[str, ...]:
        return (self.code_of_page[entry.object_id], entry.content_type.model,
                *(str(getattr(entry, name)) for name in ("title", "body", "autocomplete")))  # fmt: skip

    def _fields(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return a page's or row's fields as they are stored, with names for the numbers of pages and pictures."""
        return {name: self._field(value) for name, value in fields.items() if name not in OWN}

    def _field(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._fields(inner) if isinstance(inner, dict) else inner for inner in value]
        is_stream = isinstance(value, str) and value.startswith("[{")
        return self._stream(json.loads(value)) if is_stream else value

    def _stream(self, raw: Any) -> Any:
        if isinstance(raw, dict):
            return {name: self.name_of_picture[str(inner)] if name == "image" else self._stream(inner)
                    for name, inner in raw.items()}  # fmt: skip
        if isinstance(raw, list):
            return [self._stream(inner) for inner in raw]
        links = re.compile(r'id="(\d+)"')
        return links.sub(lambda link: f"id={self.code_of_page[link[1]]}", raw) if isinstance(raw, str) else raw


@pytest.mark.parametrize("approve", [True, False])
def test_first_writing__is_what_wagtail_writes(generic: PlatformPage, kenya: PlatformPage, *, approve: bool) -> None:
    """QUALITY M7: what a fork holds renders, resolves inside its platform and is worked on like any page."""
    document, by = linked_document(), make_person()
    ensure_requirements(document)
    expected = Story(by_wagtail(generic, document, by, approve=approve)).told()

    page = import_document(platform=kenya, document=document, by=by, files=FILES, approve=approve)

    told = Story(page).told()
    for kind, facts in expected.items():
        assert told[kind] == facts, kind
    assert ModulePage.find_problems() == ([], [], [], [], [])


def test_first_writing__tells_what_it_touched(kenya: PlatformPage) -> None:
    document = small_document(lessons=3)
    ensure_requirements(document)

    written = write_document(platform=kenya, document=document, by=None, files=FILES)

    assert [page.code for page in written.touched] == ["TST-1", "TST-1.1", "TST-1.2", "TST-1.3"]
    assert [page.latest_revision for page in written.touched] == [
        page.revisions.get() for page in (written.module, *written.module.lessons())
    ]
    assert written.module == ModulePage.objects.get()


def test_first_writing__of_a_draft_without_a_title_shows_the_code(kenya: PlatformPage) -> None:
    data = dump(small_document())
    del data["root"]["fields"]["title"]

    page = imported(kenya, load(data), approve=False)

    assert (page.title, page.live) == ("TST-1", False)
    assert working_copy(page).document == load(data)


def test_first_writing__takes_the_identity_that_a_deleted_page_left(kenya: PlatformPage) -> None:
    identity = imported(kenya, small_document()).module
    ModulePage.objects.get().delete()

    page = imported(kenya, small_document(lessons=3))

    assert page.module == identity
    assert working_copy(page, State.APPROVED).document == small_document(lessons=3)


@contextmanager
def heard_by(receiver: Callable[..., None]) -> Iterator[None]:
    """Let `receiver` hear of published pages."""
    for signal in (page_published, published):
        signal.connect(receiver)
    try:
        yield
    finally:
        for signal in (page_published, published):
            signal.disconnect(receiver)


def test_first_writing__tells_that_each_page_was_published(kenya: PlatformPage) -> None:
    heard: list[tuple[str, str, bool]] = []

    def hear(sender: type[Model], instance: Any, revision: Revision, **kwargs: Any) -> None:
        stands = type(instance).objects.get(pk=instance.pk).live_revision == revision == instance.live_revision
        heard.append((sender.__name__, instance.code, stands))

    with heard_by(hear):
        imported(kenya, small_document())

    assert heard == [
        (kind, code, True)
        for kind, code in [("ModulePage", "TST-1"), ("LessonPage", "TST-1.1"), ("LessonPage", "TST-1.2")]
        for _signal in (page_published, published)
    ]


def test_first_writing__that_fails_half_way_leaves_nothing(kenya: PlatformPage) -> None:
    """QUALITY D1: before or after, never between."""
    document = small_document()
    ensure_requirements(document)
    before = {model: model._default_manager.count() for model in WRITTEN}

    def fail(instance: Any, **kwargs: Any) -> None:
        if instance.code == "TST-1.2":
            raise RuntimeError("the last page")

    with heard_by(fail), pytest.raises(RuntimeError, match="the last page"):
        imported(kenya, document)

    assert {model: model._default_manager.count() for model in WRITTEN} == before
    assert PlatformPage.objects.get(pk=kenya.pk).numchild == 0


# How much it asks


def test_first_writing__asks_no_more_for_more_blocks(generic: PlatformPage, kenya: PlatformPage) -> None:
    imported(generic, small_document())  # what is asked once in a process is asked now

    once, often = (queries_of(platform, repeated(times)) for platform, times in ((kenya, 1), (other(), 10)))

    assert once == often


def test_first_writing__asks_no_more_for_more_rows(generic: PlatformPage, kenya: PlatformPage) -> None:
    imported(generic, small_document())
    data = dump(small_document())
    slots = data["root"]["slots"]
    for rows in (slots["outcomes"], slots["lessons"][0]["slots"]["materials"]):
        rows += [rows[0] | {"id": node_id(f"{rows[0]['id']} {number}")} for number in range(20)]

    once, often = queries_of(kenya, small_document()), queries_of(other(), load(data))

    assert once == often


def other() -> PlatformPage:
    """Return one more platform that writes in English."""
    return make_platform("uganda", name="SCAN Uganda", country="UG", language="en")


def queries_of(platform: PlatformPage, document: Document) -> int:
    """Return how many queries the first writing of `document` takes, with the tasks that follow."""
    with CaptureQueriesContext(connection) as queries:
        import_document(platform=platform, document=document, by=None, files=FILES)
    assert working_copy(ModulePage.objects.get(module__platform=platform)).document == document
    return len(queries)


def repeated(times: int) -> Document:
    """Return `small_document` with every block of the introduction and of each body so many times."""
    data = dump(small_document())
    root = data["root"]
    streams = [(root["slots"], "introduction"), *((lesson["slots"], "body") for lesson in root["slots"]["lessons"])]
    for slots, name in streams:
        slots[name] = [
            block for number in range(times) for block in renewed(copy.deepcopy(slots[name]), f"time {number}")
        ]
    return load(data)


def renewed(nodes: list[dict[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """Yield nodes with ids of their own, all the way down."""
    for node in nodes:
        node["id"] = node_id(f"{node['id']} {name}")
        node["slots"] = {slot: list(renewed(children, name)) for slot, children in node["slots"].items()}
        yield node
