"""Another order of lessons waits in the module's draft, and is taken when the module is approved."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.actions.submit_module import submit_module
from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.page_states import changed_pages
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, dump, load
from tests.factories import imported, make_person, node_id, released, small_document

pytestmark = pytest.mark.django_db

NO_PROBLEMS = ([], [], [], [], [])


def ordered(*numbers: int, lessons: int = 3) -> Document:
    """Return `small_document` with these of its `lessons` lessons, in this order."""
    data = dump(small_document(lessons=max(lessons, *numbers)))
    slots = data["root"]["slots"]
    slots["lessons"] = [slots["lessons"][number - 1] for number in numbers]
    return load(data)


def codes(lessons: Any) -> list[str]:
    """Return the codes of lesson pages."""
    return [lesson.code for lesson in lessons]


def shown(page: ModulePage, state: State) -> list[str]:
    """Return the codes of the lessons that the working copy of `page` has in `state`."""
    return codes(working_copy(ModulePage.objects.get(pk=page.pk), state).lessons)


@pytest.fixture
def module(generic: PlatformPage) -> ModulePage:
    """Return a module with three approved lessons."""
    return imported(generic, ordered(1, 2, 3))


# Waiting


def test_order__of_a_draft_changes_nothing_that_is_approved(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(3, 1, 2), approve=False)

    assert working_copy(page, State.DRAFT).document == ordered(3, 1, 2)
    assert working_copy(page, State.APPROVED).document == ordered(1, 2, 3)
    assert codes(page.lessons()) == ["TST-1.1", "TST-1.2", "TST-1.3"]
    assert codes(changed_pages(page)) == ["TST-1"]
    assert page.lesson_order == []


def test_order__that_is_the_pages_order_does_not_wait(module: ModulePage, generic: PlatformPage) -> None:
    before = Revision.objects.count()

    page = imported(generic, ordered(1, 2, 3), approve=False)

    assert Revision.objects.count() == before
    assert page.get_latest_revision_as_object().lesson_order == []


def test_order__that_waits_already_is_not_written_again(module: ModulePage, generic: PlatformPage) -> None:
    imported(generic, ordered(3, 1, 2), approve=False)
    before = Revision.objects.count()

    imported(generic, ordered(3, 1, 2), approve=False)
    imported(generic, ordered(3, 2), approve=False)  # drops 1: the rest stands as it waits

    assert Revision.objects.count() == before + 1
    assert shown(module, State.DRAFT) == ["TST-1.3", "TST-1.2"]


def test_order__goes_back_to_that_of_the_pages(module: ModulePage, generic: PlatformPage) -> None:
    imported(generic, ordered(3, 1, 2), approve=False)

    page = imported(generic, ordered(1, 2, 3), approve=False)

    assert page.get_latest_revision_as_object().lesson_order == []
    assert shown(page, State.DRAFT) == ["TST-1.1", "TST-1.2", "TST-1.3"]


def test_order__of_a_draft_has_new_lessons_in_their_place(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(4, 1, 2, 3), approve=False)

    assert codes(page.lessons()) == ["TST-1.1", "TST-1.2", "TST-1.3", "TST-1.4"]
    assert shown(page, State.DRAFT) == ["TST-1.4", "TST-1.1", "TST-1.2", "TST-1.3"]
    assert shown(page, State.APPROVED) == ["TST-1.1", "TST-1.2", "TST-1.3"]


def test_order__of_a_draft_has_lessons_that_it_does_not_name_last(module: ModulePage, generic: PlatformPage) -> None:
    imported(generic, ordered(3, 1, 2), approve=False)
    module.add_child(instance=LessonPage(title="Later", code="TST-1.9", minutes=30, live=False))

    assert shown(module, State.DRAFT) == ["TST-1.3", "TST-1.1", "TST-1.2", "TST-1.9"]


def test_order__that_waits_lives_through_an_edit_of_the_module(module: ModulePage, generic: PlatformPage) -> None:
    imported(generic, ordered(3, 1, 2), approve=False)

    draft = ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object()
    draft.summary = "Another summary."
    draft.save_revision()

    assert shown(module, State.DRAFT) == ["TST-1.3", "TST-1.1", "TST-1.2"]


# Approving


def approve_as_a_whole(module: ModulePage) -> None:
    """Approve every changed page of the module."""
    approve_module(module=module, by=make_person())


def approve_after_workflow(module: ModulePage) -> None:
    """Submit the module, then approve its task."""
    submit_module(module=module, by=make_person())
    approve_module(module=ModulePage.objects.get(pk=module.pk), by=make_person())


def approve_page(module: ModulePage) -> None:
    """Approve the module's page alone, as the page editor does."""
    module.get_latest_revision().publish(user=make_person())


@pytest.mark.parametrize("approve", [approve_as_a_whole, approve_after_workflow, approve_page])
def test_order__is_taken_on_approval(module: ModulePage, generic: PlatformPage, approve: Any) -> None:
    page = imported(generic, ordered(3, 1, 2), approve=False)
    before = Revision.objects.count()

    approve(page)

    page = ModulePage.objects.get(pk=page.pk)
    assert working_copy(page, State.APPROVED).document == ordered(3, 1, 2)
    assert codes(page.lessons()) == ["TST-1.3", "TST-1.1", "TST-1.2"]
    assert (page.lesson_order, page.get_latest_revision().content["lesson_order"]) == ([], [])
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert changed_pages(page) == []
    assert Revision.objects.count() == before
    assert ModulePage.find_problems() == NO_PROBLEMS


def test_order__is_taken_with_the_edits_of_lessons(module: ModulePage, generic: PlatformPage) -> None:
    data = dump(ordered(3, 1, 2))
    for lesson in data["root"]["slots"]["lessons"]:
        lesson["fields"]["title"] = {"text": f"New {lesson['fields']['code']}"}
    page = imported(generic, load(data), approve=False)

    approve_as_a_whole(page)

    assert working_copy(ModulePage.objects.get(pk=page.pk), State.APPROVED).document == load(data)
    assert ModulePage.find_problems() == NO_PROBLEMS


def test_order__is_taken_by_an_approved_import_of_what_waited(module: ModulePage, generic: PlatformPage) -> None:
    imported(generic, ordered(3, 1, 2), approve=False)

    page = imported(generic, ordered(3, 1, 2))

    assert working_copy(page, State.APPROVED).document == ordered(3, 1, 2)
    assert page.get_latest_revision().content["lesson_order"] == []


def test_order__counts_though_pages_were_moved_by_hand(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(3, 1, 2), approve=False)
    module.lessons()[1].move(module, pos="first-child")

    assert shown(page, State.APPROVED) == ["TST-1.2", "TST-1.1", "TST-1.3"]
    assert shown(page, State.DRAFT) == ["TST-1.3", "TST-1.1", "TST-1.2"]
    approve_page(page)

    assert shown(page, State.APPROVED) == ["TST-1.3", "TST-1.1", "TST-1.2"]


def test_order__that_was_taken_does_not_come_back(module: ModulePage, generic: PlatformPage) -> None:
    approve_page(imported(generic, ordered(3, 1, 2), approve=False))
    page = ModulePage.objects.get(pk=module.pk)
    page.lessons()[2].move(page, pos="first-child")  # by hand: 2, 3, 1

    page.unpublish()
    approve_page(ModulePage.objects.get(pk=page.pk))

    assert shown(page, State.DRAFT) == shown(page, State.APPROVED) == ["TST-1.2", "TST-1.3", "TST-1.1"]


def test_order__may_name_lessons_that_are_not_approved_or_gone(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(4, 3, 2, 1), approve=False)
    LessonPage.objects.get(code="TST-1.2").delete()

    approve_page(page)

    page = ModulePage.objects.get(pk=page.pk)
    assert codes(page.lessons()) == ["TST-1.4", "TST-1.3", "TST-1.1"]
    assert shown(page, State.APPROVED) == ["TST-1.3", "TST-1.1"]


def test_order__moves_and_logs_only_what_stands_wrong(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(1, 3, 2), approve=False)

    approve_page(page)

    moved = PageLogEntry.objects.filter(action="wagtail.reorder").order_by("pk").values_list("label", flat=True)
    assert list(moved) == ["Lesson number 3", "Lesson number 2"]


# Screens


def test_order__that_waits_is_told_on_the_modules_screen(generic: PlatformPage, client: Any) -> None:
    page = ModulePage.objects.get(module=released(generic, ordered(1, 2, 3)).module)
    imported(generic, ordered(2, 1, 3), approve=False)
    client.force_login(make_person(generic, "committee"))

    screen = client.get(reverse("modules:module", args=[page.pk])).content.decode()

    assert "Lesson 2 “Look, then act” moved" in screen


def test_order__that_waits_is_seen_in_the_preview(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(3, 1, 2), approve=False).get_latest_revision_as_object()

    preview = page.make_preview_request(preview_mode="learner").content.decode()

    places = [preview.index(title) for title in ("Lesson number 3", "Look, then act", "Lesson number 2")]
    assert places == sorted(places)


def test_order__has_no_field_in_the_editor_and_stays_through_it(module: ModulePage, generic: PlatformPage) -> None:
    page = imported(generic, ordered(3, 1, 2), approve=False).get_latest_revision_as_object()

    form_class = page.get_edit_handler().get_form_class()

    assert "lesson_order" not in form_class.base_fields
    assert page.lesson_order == [node_id(f"TST-1/lesson-{number}") for number in (3, 1, 2)]
