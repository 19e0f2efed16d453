"""Documents into working copies: whole or not at all, and nothing written where nothing differs."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import PageLogEntry, Revision

from curriculum.content.actions.import_document import import_document, write_document
from curriculum.content.models import LessonPage, Module, ModulePage, Picture, PlatformPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, dump, load
from curriculum.exceptions import InvalidDocumentError
from tests.factories import (
    FILES,
    ensure_requirements,
    imported,
    make_person,
    node_id,
    picture_bytes,
    sha256_of,
    small_document,
)

pytestmark = pytest.mark.django_db

Edit = Callable[[dict[str, Any]], object]


def edited(edit: Edit, **options: Any) -> Document:
    """Return `small_document` after `edit` of the JSON of its root."""
    data = dump(small_document(**options))
    edit(data["root"])
    return load(data)


def lesson(root: dict[str, Any], place: int = 0) -> dict[str, Any]:
    """Return the JSON of a lesson."""
    return root["slots"]["lessons"][place]


def rows() -> dict[str, int]:
    """Return how many rows there are of whatever an import writes."""
    models = (Module, ModulePage, LessonPage, Revision, Picture, PageLogEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_import__makes_pages_that_are_approved_and_logged(generic: PlatformPage) -> None:
    person = make_person(generic, "committee")

    page = imported(generic, small_document(), by=person)

    assert page.live
    assert [lesson.live for lesson in page.lessons()] == [True, True]
    assert [lesson.slug for lesson in page.lessons()] == ["tst-1-1", "tst-1-2"]
    assert not page.has_unpublished_changes
    entry = PageLogEntry.objects.get(action="curriculum.import")
    assert (entry.page_id, entry.user) == (page.pk, person)
    assert Picture.objects.get().collection == generic.collection


def test_import__of_an_equal_document_writes_no_revision(generic: PlatformPage) -> None:
    imported(generic, small_document())
    before = Revision.objects.count()

    imported(generic, small_document())
    imported(generic, small_document(), approve=False)

    assert Revision.objects.count() == before


def test_import__writes_only_the_pages_that_differ(generic: PlatformPage) -> None:
    imported(generic, small_document())
    before = Revision.objects.count()
    document = edited(lambda root: lesson(root, 1)["fields"].update(title={"text": "Renamed"}))

    page = imported(generic, document)

    assert Revision.objects.count() == before + 1
    assert [lesson.title for lesson in page.lessons()] == ["Look, then act", "Renamed"]


def test_import__as_a_draft_approves_nothing(generic: PlatformPage) -> None:
    imported(generic, small_document())

    page = imported(generic, small_document(title="Another"), approve=False)

    assert working_copy(page, State.APPROVED).document == small_document()
    assert working_copy(page, State.DRAFT).document == small_document(title="Another")
    assert page.has_unpublished_changes


def test_import__as_a_draft_of_a_new_module_is_not_live(generic: PlatformPage) -> None:
    page = imported(generic, small_document(), approve=False)

    assert not page.live
    assert [lesson.live for lesson in page.lessons()] == [False, False]
    assert working_copy(page).document == small_document()


def test_import__approves_drafts_that_are_equal_already(generic: PlatformPage) -> None:
    imported(generic, small_document(), approve=False)
    before = Revision.objects.count()

    page = imported(generic, small_document())

    assert Revision.objects.count() == before
    assert working_copy(page, State.APPROVED).document == small_document()


def test_import__drops_lessons_that_the_document_does_not_have(generic: PlatformPage) -> None:
    imported(generic, small_document(lessons=3))

    page = imported(generic, edited(lambda root: root["slots"]["lessons"].pop(1), lessons=3))

    dropped = LessonPage.objects.get(code="TST-1.2")
    assert dropped.dropped_reason == "The imported document does not have this lesson."
    assert [lesson.code for lesson in working_copy(page).dropped] == ["TST-1.2"]
    assert [lesson.code for lesson in working_copy(page).lessons] == ["TST-1.1", "TST-1.3"]


def test_import__drops_lessons_for_the_reason_that_is_given(generic: PlatformPage) -> None:
    imported(generic, small_document(lessons=3))
    document = edited(lambda root: root["slots"]["lessons"].pop(1), lessons=3)

    import_document(platform=generic, document=document, by=None, drop_reason="Upstream dropped it.")

    assert LessonPage.objects.get(code="TST-1.2").dropped_reason == "Upstream dropped it."


@pytest.mark.parametrize("approve", [True, False])
def test_write__tells_the_pages_that_got_a_new_revision(generic: PlatformPage, *, approve: bool) -> None:
    imported(generic, small_document(lessons=4))

    def edit(root: dict[str, Any]) -> None:
        lessons = root["slots"]["lessons"]
        root["fields"]["title"] = {"text": "Another module"}
        lessons[0]["fields"]["title"] = {"text": "Another lesson"}
        root["slots"]["lessons"] = [lessons[3], lessons[2], lessons[0]]

    document = edited(edit, lessons=4)
    before = set(Revision.objects.all())

    written = write_document(platform=generic, document=document, by=None, approve=approve)

    new = Revision.objects.exclude(pk__in=[revision.pk for revision in before])
    assert [page.code for page in written.touched] == ["TST-1", "TST-1.1", "TST-1.2"]
    assert {page.latest_revision for page in written.touched} == set(new)
    assert written.module.title == ("Another module" if approve else "A small module")
    assert working_copy(written.module).document == document
    assert (working_copy(written.module, State.APPROVED).document == document) is approve
    assert LessonPage.find_problems() == ([], [], [], [], [])


def test_write__of_an_equal_document_touches_nothing(generic: PlatformPage) -> None:
    imported(generic, small_document())

    written = write_document(platform=generic, document=small_document(), by=None)

    assert written.touched == ()


def test_import__takes_a_dropped_lesson_up_again(generic: PlatformPage) -> None:
    imported(generic, small_document(lessons=3))
    imported(generic, edited(lambda root: root["slots"]["lessons"].pop(1), lessons=3))

    page = imported(generic, small_document(lessons=3))

    assert LessonPage.objects.get(code="TST-1.2").dropped_reason == ""
    assert working_copy(page, State.APPROVED).document == small_document(lessons=3)


def test_import__puts_lessons_in_the_order_of_the_document(generic: PlatformPage) -> None:
    imported(generic, small_document(lessons=4))
    document = edited(lambda root: root["slots"]["lessons"].reverse(), lessons=4)

    page = imported(generic, document)

    assert [lesson.code for lesson in page.lessons()] == ["TST-1.4", "TST-1.3", "TST-1.2", "TST-1.1"]
    assert working_copy(page, State.APPROVED).document == document
    assert ModulePage.find_problems() == ([], [], [], [], [])


def test_import__inserts_a_lesson_in_its_place(generic: PlatformPage) -> None:
    imported(generic, edited(lambda root: root["slots"]["lessons"].pop(1), lessons=3))

    page = imported(generic, small_document(lessons=3))

    assert [lesson.code for lesson in page.lessons()] == ["TST-1.1", "TST-1.2", "TST-1.3"]


def test_import__a_page_whose_link_lost_its_target_is_written_over(generic: PlatformPage) -> None:
    def link(root: dict[str, Any]) -> None:
        html = f'<p><a data-node="{node_id("TST-1/lesson-2")}">next</a></p>'
        lesson(root)["slots"]["body"][1]["fields"]["body"] = {"html": html}

    imported(generic, edited(link))
    LessonPage.objects.get(code="TST-1.2").delete()

    page = imported(generic, small_document(lessons=1))

    assert working_copy(page).document == small_document(lessons=1)


def test_import__the_same_bytes_under_another_name_are_another_picture(generic: PlatformPage) -> None:
    def rename(root: dict[str, Any]) -> None:
        picture = next(block for block in lesson(root)["slots"]["body"] if block["kind"] == "picture")
        picture["fields"]["image"] = {"asset": next(iter(FILES)), "name": "rueda ñ.png"}

    imported(generic, small_document())
    before = Revision.objects.count()

    page = imported(generic, edited(rename), files={})
    imported(generic, edited(rename), files={})

    assert working_copy(page).document == edited(rename)
    assert Revision.objects.count() == before + 1


def picture_named(name: str, content: bytes) -> Edit:
    """Return an edit that puts another file into the picture of lesson 1."""

    def edit(root: dict[str, Any]) -> None:
        picture = next(block for block in lesson(root)["slots"]["body"] if block["kind"] == "picture")
        picture["fields"]["image"] = {"asset": sha256_of(content), "name": name}

    return edit


REFUSED: dict[str, tuple[Edit, str]] = {
    "unknown kind": (
        lambda root: lesson(root)["slots"]["body"][0].update(kind="raw_html"),
        "root.slots.lessons[0].slots.body[0]: “raw_html” cannot stand here.",
    ),
    "kind in a wrong place": (
        lambda root: root["slots"]["introduction"].append(lesson(root)["slots"]["quiz"].pop()),
        "root.slots.introduction[2]: “question” cannot stand here.",
    ),
    "unknown field": (
        lambda root: root["fields"].update(colour={"text": "red"}),
        "root.fields.colour: “module” has no such field.",
    ),
    "unknown slot": (
        lambda root: lesson(root)["slots"].update(extra=lesson(root)["slots"].pop("notes")),
        "root.slots.lessons[0].slots.extra[0]: “facilitator_note” cannot stand here.",
    ),
    "wrong form of scalar": (
        lambda root: root["fields"].update(title={"html": "<p>x</p>"}),
        "root.fields.title: is empty or not of the form that this field has.",
    ),
    "blank text": (
        lambda root: root["fields"].update(title={"text": " \n"}),
        "root.fields.title: is empty or not of the form that this field has.",
    ),
    "empty paragraph": (
        lambda root: root["slots"]["introduction"][1]["fields"].update(body={"html": "<p></p>"}),
        "root.slots.introduction[1].fields.body: is empty or not of the form that this field has.",
    ),
    "long title": (
        lambda root: root["fields"].update(title={"text": "x" * 256}),
        "root.fields.title: has more than 255 characters.",
    ),
    "unknown level": (
        lambda root: root["fields"].update(levels=["low", "highest"]),
        "root.fields.levels: “highest” is not one of low, moderate, adequate, specialized.",
    ),
    "level twice": (
        lambda root: root["fields"].update(levels=["low", "low"]),
        "root.fields.levels: is empty or not of the form that this field has.",
    ),
    "refresher level that is no level": (
        lambda root: lesson(root)["fields"].update(refresher_levels=["specialized"]),
        "root.slots.lessons[0]: refresher and optional levels must be levels of the lesson, each in one list only.",
    ),
    "note for learners": (
        lambda root: lesson(root)["slots"]["notes"][0]["fields"].update(audience=["learner"]),
        "root.slots.lessons[0].slots.notes[0].fields.audience: must be facilitator.",
    ),
    "minutes out of range": (
        lambda root: lesson(root)["fields"].update(minutes=601),
        "root.slots.lessons[0].fields.minutes: must be from 5 to 600.",
    ),
    "no minutes": (
        lambda root: lesson(root)["fields"].pop("minutes"),
        "TST-1.1.minutes: Ensure this value is greater than or equal to 5.",
    ),
    "code of another form": (
        lambda root: root["fields"].update(code="tst 1"),
        "root.fields.code: must be a code such as QMS-1.",
    ),
    "lesson of another module": (
        lambda root: lesson(root)["fields"].update(code="QMS-1.1"),
        "root.slots.lessons[0].fields.code: “QMS-1.1” is not a lesson code of this module, or is used twice.",
    ),
    "lesson code of another form": (
        lambda root: lesson(root)["fields"].update(code="TST-1.one"),
        "root.slots.lessons[0].fields.code: “TST-1.one” is not a lesson code of this module, or is used twice.",
    ),
    "lesson code twice": (
        lambda root: lesson(root, 1)["fields"].update(code="TST-1.1"),
        "root.slots.lessons[1].fields.code: “TST-1.1” is not a lesson code of this module, or is used twice.",
    ),
    "lesson without a title": (
        lambda root: lesson(root)["fields"].pop("title"),
        "root.slots.lessons[0].fields.title: a lesson needs a title.",
    ),
    "unknown standard": (
        lambda root: lesson(root)["fields"].update(standards=["NO-STD"]),
        "There is no standard NO-STD.",
    ),
    "unknown requirement": (
        lambda root: lesson(root)["slots"]["requirements"][0]["fields"].update(requirement="T-99"),
        "There is no requirement TST-STD/T-99.",
    ),
    "missing file": (picture_named("lost.png", b"lost"), "The file of picture “lost.png” is missing."),
    "file that is no picture": (
        picture_named("page.png", b"<html>"),
        "The file of picture “page.png” is damaged, or is no PNG, JPEG, GIF or WebP picture.",
    ),
    "file of a format not taken": (
        picture_named("old.bmp", picture_bytes("red", "BMP")),
        "The file of picture “old.bmp” is damaged, or is no PNG, JPEG, GIF or WebP picture.",
    ),
    "file name with a path": (
        picture_named("../../x.png", picture_bytes()),
        "root.slots.lessons[0].slots.body[7].fields.image: is empty or not of the form that this field has.",
    ),
    "table that the editor cannot hold": (
        lambda root: lesson(root)["slots"]["body"][6]["fields"].update(
            table={"html": "<table><tbody><tr><td><b>bold</b></td></tr></tbody></table>"}
        ),
        "root.slots.lessons[0].slots.body[6].fields.table: is empty or not of the form that this field has.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_import__refuses_with_the_path_and_writes_nothing(generic: PlatformPage, name: str) -> None:
    edit, sentence = REFUSED[name]
    ensure_requirements(small_document())
    files = {
        **FILES,
        sha256_of(b"<html>"): b"<html>",
        sha256_of(picture_bytes("red", "BMP")): picture_bytes("red", "BMP"),
    }
    before = rows()

    with pytest.raises(InvalidDocumentError) as refusal:
        import_document(platform=generic, document=edited(edit), by=None, files=files)

    assert any(sentence in reason for reason in refusal.value.reasons)
    assert len(refusal.value.reasons) == 1
    assert rows() == before


def test_import__refuses_with_every_reason(generic: PlatformPage) -> None:
    def edit(root: dict[str, Any]) -> None:
        root["fields"]["title"] = "plain"
        lesson(root)["fields"]["minutes"] = 1
        for place in range(20):
            root["fields"][f"unknown{place}"] = True

    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, edited(edit))

    assert len(refusal.value.reasons) == 22
    assert refusal.value.lines()[0] == "The document was not imported:"
    assert len(refusal.value.lines()) == 10
    assert refusal.value.lines()[-1] == "… and 14 more."


def test_import__refuses_what_is_no_module(generic: PlatformPage) -> None:
    data = dump(small_document())
    data["root"] = data["root"]["slots"]["lessons"][0]

    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, load(data))

    assert refusal.value.reasons == ["root: the root must be a module."]


def test_import__refuses_another_language_than_the_module_is_written_in(generic: PlatformPage) -> None:
    imported(generic, small_document())

    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, small_document(language="es"))

    assert refusal.value.reasons == ["TST-1 is written in “en”, the document is in “es”."]


def test_import__refuses_a_language_that_the_site_does_not_have(generic: PlatformPage) -> None:
    with pytest.raises(InvalidDocumentError, match="not imported") as refusal:
        imported(generic, small_document(language="fr"))

    assert refusal.value.reasons == [
        "“fr” is not a language of this site. Choose en, es, pt, sw or a regional form such as pt-BR."
    ]


def test_import__refuses_a_module_with_another_id(generic: PlatformPage) -> None:
    imported(generic, small_document())

    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, edited(lambda root: root.update(id=node_id("other"))))

    assert refusal.value.reasons == ["TST-1 of this platform has another id than the document's module."]


def test_import__refuses_a_lesson_code_that_another_lesson_has(generic: PlatformPage) -> None:
    imported(generic, small_document())
    before = rows()

    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, edited(lambda root: lesson(root, 1).update(id=node_id("other"))))

    assert len(refusal.value.reasons) == 1
    assert rows() == before


@pytest.mark.parametrize("bytes_given", [b"", b"not what the digest says", picture_bytes("blue")])
def test_import__refuses_bytes_that_are_not_what_the_digest_says(generic: PlatformPage, bytes_given: bytes) -> None:
    with pytest.raises(InvalidDocumentError) as refusal:
        imported(generic, small_document(), files={next(iter(FILES)): bytes_given})

    assert refusal.value.reasons == [
        "The file of picture “wheel.png” is damaged, or is no PNG, JPEG, GIF or WebP picture."
    ]


def test_import__of_an_incomplete_document_makes_drafts(generic: PlatformPage) -> None:
    document = edited(lambda root: (lesson(root)["fields"].pop("minutes"), root["slots"].pop("outcomes")))

    page = imported(generic, document, approve=False)

    assert working_copy(page).document == document
