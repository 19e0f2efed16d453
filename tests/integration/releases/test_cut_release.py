"""Releasing a module: numbers, refusals, warnings, what is left out, and what never changes afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from wagtail.models import Comment, PageLogEntry

from curriculum.content.models import LessonPage, Module, Picture, PlatformPage
from curriculum.document import digest, dump, load
from curriculum.exceptions import (
    IncompleteModuleError,
    InvalidValueError,
    NotApprovedError,
    NothingChangedError,
)
from curriculum.releases.actions.cut_release import cut_release, plan_release
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.integrity import integrity_problems
from curriculum.releases.models import Asset, Edition, Release, StoredDocument, Withdrawal, canonical_text
from curriculum.releases.numbering import Bump
from curriculum.releases.signals import editions_changed
from tests.factories import FILES, imported, make_person, picture_bytes, released, sha256_of, small_document
from tests.integration.releases.edits import edited

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rows() -> dict[str, int]:
    """Return how many rows there are of whatever a release writes."""
    models = (Release, Edition, StoredDocument, Asset, Withdrawal, PageLogEntry)
    return {model.__name__: model.objects.count() for model in models}


# What comes into being


def test_cut_release__makes_release_edition_document_file_and_log_entry(generic: PlatformPage) -> None:
    person = make_person(generic, "committee")
    module = imported(generic, small_document()).module

    with time_machine.travel(NOW, tick=False):
        release = cut_release(module=module, by=person, notes="  First. ")

    document = small_document()
    edition = release.source_edition()
    assert (release.number, release.notes, release.created_at) == ("1.0.0", "First.", NOW)
    assert (edition.language, edition.revision, edition.published_at) == ("en", 1, NOW)
    assert edition.document_id == digest(document)
    assert StoredDocument.objects.get().json == canonical_text(document)
    assert edition.load() == document
    asset = Asset.objects.get()
    assert (asset.sha256, asset.media_type, asset.width, asset.height) == (next(iter(FILES)), "image/png", 8, 6)
    with asset.file.open("rb") as file:
        assert file.read() == picture_bytes()
    entry = PageLogEntry.objects.get(action="curriculum.release")
    assert (entry.user, entry.timestamp, entry.page_id) == (person, NOW, module.page.pk)
    assert entry.data == {"module": str(module.pk), "number": "1.0.0", "digest": digest(document)}
    assert list(integrity_problems()) == []


def test_cut_release__tells_the_later_stages_once_it_is_committed(
    generic: PlatformPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told: list[Module] = []

    def receive(module: Module, **_more: object) -> None:
        told.append(module)

    editions_changed.connect(receive)
    module = imported(generic, small_document()).module
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            cut_release(module=module, by=None, notes="First.")
        assert told == []
        for callback in callbacks:
            callback()
    finally:
        editions_changed.disconnect(receive)
    assert told == [module]


def test_cut_release__shares_document_and_file_between_platforms(generic: PlatformPage, peru: PlatformPage) -> None:
    first = released(generic, small_document())
    second = released(peru, small_document())

    assert first.source_edition().document_id == second.source_edition().document_id
    assert (StoredDocument.objects.count(), Asset.objects.count(), Release.objects.count()) == (1, 1, 2)


def test_cut_release__a_photograph_of_a_phone_is_a_jpeg(generic: PlatformPage) -> None:
    photograph = picture_bytes("red", "MPO")
    data = dump(small_document())
    data["root"]["slots"]["lessons"][0]["slots"]["body"][7]["fields"]["image"] = {
        "asset": sha256_of(photograph), "name": "photo.jpg",
    }  # fmt: skip

    released(generic, load(data), files={sha256_of(photograph): photograph})

    assert Asset.objects.get().media_type == "image/jpeg"


# Numbers


NUMBERS = {
    "wording": (["set lessons[0].place by the river"], None, "1.0.1"),
    "added": (["add lessons[1].body[1] heading New"], None, "1.1.0"),
    "adapted": (["set lessons[0].minutes 60"], None, "1.1.0"),
    "removed": (["remove lessons[1]"], None, "2.0.0"),
    "reordered": (["move lessons[1] lessons[0]"], None, "2.0.0"),
    "outcome": (["set outcomes[0].text Say how"], None, "2.0.0"),
    "chosen smaller": (["remove lessons[1]"], Bump.PATCH, "1.0.1"),
    "chosen larger": (["set lessons[0].place by the river"], Bump.MAJOR, "2.0.0"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_cut_release__numbers(generic: PlatformPage, name: str) -> None:
    steps, bump, expected = NUMBERS[name]
    released(generic, small_document())
    module = imported(generic, edited(small_document(), steps)).module

    plan = plan_release(module)
    release = cut_release(module=module, by=None, notes="Second.", bump=bump)

    assert plan.number(bump) == release.number == expected
    assert release.previous() == Release.objects.numbered("1.0.0").get()
    assert list(integrity_problems()) == []


def test_cut_release__first_is_1_0_0_whatever_the_bump(generic: PlatformPage) -> None:
    module = imported(generic, small_document()).module

    assert plan_release(module).is_first
    assert cut_release(module=module, by=None, notes="First.", bump=Bump.MINOR).number == "1.0.0"


def test_cut_release__goes_on_after_a_withdrawn_release(generic: PlatformPage) -> None:
    withdraw_release(release=released(generic, small_document()), by=None, reason="Wrong.")

    assert released(generic, small_document(title="Right"), "1.0.1").previous().number == "1.0.0"


# Refusals


def test_cut_release__refuses_where_nothing_changed(generic: PlatformPage) -> None:
    module = released(generic, small_document()).module
    before = rows()

    with pytest.raises(NothingChangedError, match="TST-1 has not changed since release 1.0.0"):
        cut_release(module=module, by=None, notes="Again.")

    assert rows() == before


def test_cut_release__refuses_what_was_never_approved(generic: PlatformPage) -> None:
    module = imported(generic, small_document(), approve=False).module

    with pytest.raises(NotApprovedError):
        cut_release(module=module, by=None, notes="First.")


def test_cut_release__refuses_where_the_page_is_gone(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    module = page.module
    page.delete()

    with pytest.raises(NotApprovedError):
        cut_release(module=Module.objects.get(pk=module.pk), by=None, notes="First.")


@pytest.mark.parametrize("notes", ["", " \n\t ", "x" * 4001])
def test_cut_release__refuses_notes_that_are_missing_or_too_long(generic: PlatformPage, notes: str) -> None:
    module = imported(generic, small_document()).module

    with pytest.raises(InvalidValueError, match="Notes"):
        cut_release(module=module, by=None, notes=notes)

    assert Release.objects.count() == 0


INCOMPLETE: dict[str, tuple[list[str], list[str]]] = {
    "no outcome": (["remove outcomes[0]"], ["module “A small module” has no outcome."]),
    "no lesson": (["remove lessons[1]", "remove lessons[0]"], ["module “A small module” has no approved lesson."]),
    "no step": (["remove lessons[0].body[3].steps[0]"], ["Lesson 1: activity “Water game” has no step."]),
    "no text": (["set lessons[0].body[0].text --"], ["Lesson 1: heading has no text."]),
    "no alternative": (
        ["set lessons[0].body[7].alternative --"],
        ["Lesson 1: picture “The wheel” has no text alternative."],
    ),
    "no picture": (["set lessons[0].body[7].image --"], ["Lesson 1: picture “The wheel” has no picture file."]),
    "no caption": (["set lessons[0].body[6].caption --"], ["Lesson 1: table has no caption."]),
    "no right answer": (
        ["set lessons[1].quiz[0].options[0].correct --"],
        ["Lesson 2: quiz question “Does writing help?” needs exactly one correct answer."],
    ),
    "one answer": (
        ["remove lessons[1].quiz[0].options[1]"],
        ["Lesson 2: quiz question “Does writing help?” needs at least two answers."],
    ),
    "no answer": (
        ["remove lessons[1].quiz[0].options[1]", "remove lessons[1].quiz[0].options[0]"],
        ["Lesson 2: quiz question “Does writing help?” has no option."],
    ),
    "several": (
        ["remove outcomes[0]", "set lessons[0].body[10].body --", "set lessons[1].quiz[0].text --"],
        [
            "module “A small module” has no outcome.",
            "Lesson 1: facilitator note has no text.",
            "Lesson 2: quiz question has no text.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", INCOMPLETE)
def test_cut_release__refuses_what_is_incomplete_with_every_reason(generic: PlatformPage, name: str) -> None:
    steps, reasons = INCOMPLETE[name]
    module = imported(generic, edited(small_document(), steps)).module
    before = rows()

    with pytest.raises(IncompleteModuleError) as refusal:
        cut_release(module=module, by=None, notes="First.")

    assert refusal.value.reasons == reasons
    assert refusal.value.lines()[0] == "TST-1 is not complete, so it was not released:"
    assert plan_release(module).problems == reasons
    assert rows() == before


@pytest.mark.parametrize("content", [None, b"", b"something else"])
def test_cut_release__refuses_a_picture_whose_file_is_missing_or_damaged(
    generic: PlatformPage, content: bytes | None
) -> None:
    module = imported(generic, small_document()).module
    picture = Picture.objects.get()
    picture.file.storage.delete(picture.file.name)
    if content is not None:
        picture.file.storage.save(picture.file.name, ContentFile(content))

    with pytest.raises(IncompleteModuleError) as refusal:
        cut_release(module=module, by=None, notes="First.")

    assert refusal.value.reasons == ["The file of picture “wheel.png” is missing or damaged. Upload it again."]


def test_cut_release__needs_no_file_that_is_stored_already(generic: PlatformPage) -> None:
    released(generic, small_document())
    picture = Picture.objects.get()
    picture.file.storage.delete(picture.file.name)

    assert released(generic, small_document(title="Other"), "1.0.1").number == "1.0.1"


def test_cut_release__refuses_two_nodes_with_one_id(generic: PlatformPage) -> None:
    module = imported(generic, small_document()).module
    first, second = LessonPage.objects.order_by("code")
    second.body = first.body
    second.save_revision().publish()

    with pytest.raises(IncompleteModuleError) as refusal:
        cut_release(module=module, by=None, notes="First.")

    assert refusal.value.reasons[0] == (
        "heading “Why we look first” is a copy that shares its id with the original. Remove it and make it anew."
    )


def test_cut_release__refuses_a_link_to_a_page_that_is_gone(generic: PlatformPage) -> None:
    linked = edited(small_document(), ["set lessons[0].place a tree"])
    data = dump(linked)
    target = data["root"]["slots"]["lessons"][1]["id"]
    data["root"]["slots"]["introduction"][1]["fields"]["body"] = {"html": f'<p><a data-node="{target}">on</a></p>'}
    module = imported(generic, load(data)).module
    LessonPage.objects.get(code="TST-1.2").delete()

    with pytest.raises(IncompleteModuleError) as refusal:
        cut_release(module=module, by=None, notes="First.")

    assert refusal.value.reasons == [
        "The link “on” leads to a page that is gone or not on this platform. Link it anew."
    ]


# Warnings, and what is left out


def test_plan__unapproved_lesson_is_left_out_and_named(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    page.add_child(instance=LessonPage(title="New", code="TST-1.3", slug="x", live=False))

    plan = plan_release(page.module)
    release = cut_release(module=page.module, by=None, notes="First.")

    assert plan.warnings == ["Lesson TST-1.3 was never approved and is left out."]
    assert release.source_edition().load() == small_document()


def test_plan__dropped_lesson_is_left_out_and_named(generic: PlatformPage) -> None:
    released(generic, small_document(lessons=3))
    module = imported(generic, edited(small_document(lessons=3), ["remove lessons[1]"])).module

    plan = plan_release(module)

    assert plan.warnings == ["Lesson TST-1.2 is dropped: The imported document does not have this lesson."]
    assert plan.suggested == Bump.MAJOR


def test_plan__changes_that_are_not_approved_are_left_out_and_named(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    imported(generic, small_document(title="Draft title"), approve=False)

    plan = plan_release(page.module)
    release = cut_release(module=page.module, by=None, notes="First.")

    assert plan.warnings == ["A small module has changes that are not approved; they are left out."]
    assert release.source_edition().load() == small_document()


def test_plan__open_comments_are_named_and_resolved_ones_are_not(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    for text, resolved_at in (("Is this right?", None), ("Was wrong", NOW)):
        Comment.objects.create(page=page, user=make_person(), text=text, contentpath="summary", resolved_at=resolved_at)

    assert plan_release(page.module).warnings == ["Open comment on A small module: “Is this right?”"]
