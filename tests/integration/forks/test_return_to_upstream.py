"""Returning a part of a fork to upstream's version."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.actions.submit_module import submit_module
from curriculum.content.models import LessonPage, ModulePage, Picture, PlatformPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document
from curriculum.exceptions import (
    NoPlaceError,
    NotAForkError,
    NothingToReturnError,
    NotPermittedError,
    PagesBusyError,
    UnknownPartError,
)  # fmt: skip
from curriculum.forks.actions.return_to_upstream import return_to_upstream
from curriculum.forks.models import Fork
from curriculum.forks.returning import returned
from tests.factories import node_id, released, small_document
from tests.integration.forks.forking import draft_of, fork_edits
from tests.integration.releases.edits import edited

ACTIVITY, HEADING = "TST-1/lesson-1/activity", "TST-1/lesson-1/heading"
PASSAGE, IN_PASSAGE = "TST-1/lesson-1/passage", "TST-1/lesson-1/passage/heading"
#: What the fork does, which part returns, and what of it stays.
RETURNS = [
    ("wording", ["set lessons[0].body[0].text Ours", "set lessons[1].title Mine"], HEADING,
     ["set lessons[1].title Mine"]),
    ("a step of an activity", ["html lessons[0].body[3].steps[0].body <p>Ours.</p>"], ACTIVITY, []),
    ("a step that was left out", ["remove lessons[0].body[3].steps[0]"], ACTIVITY, []),
    ("a step that was added", ["add lessons[0].body[4].prompts[0] prompt Mine"], "TST-1/lesson-1/discussion", []),
    ("what was left out", ["remove lessons[0].body[3]"], ACTIVITY, []),
    ("one of two neighbours", ["remove lessons[0].body[3]", "remove lessons[0].body[3]"], ACTIVITY,
     ["remove lessons[0].body[4]"]),
    ("before what was added there", ["remove lessons[0].body[3]", "add lessons[0].body[3] heading Mine"], ACTIVITY,
     ["add lessons[0].body[4] heading Mine"]),
    ("the first of all", ["remove lessons[0].body[0]"], HEADING, []),
    ("a passage with all in it", ["remove lessons[0].body[11]"], PASSAGE, []),
    ("what stood in a passage", ["remove lessons[0].body[11].body[0]"], IN_PASSAGE, []),
    ("a passage but for what moved out", ["move lessons[0].body[11].body[0] lessons[0].body[0]",
     "remove lessons[0].body[12]"], PASSAGE, ["move lessons[0].body[11].body[0] lessons[0].body[0]"]),
    ("a passage's own details", ["set lessons[0].body[11].title Ours", "add lessons[0].body[11].body[1] heading Mine"],
     PASSAGE, ["add lessons[0].body[11].body[1] heading Mine"]),
    ("a place in the lesson", ["move lessons[0].body[3] lessons[0].body[8]"], ACTIVITY, []),
    ("a place in another lesson", ["move lessons[0].body[3] lessons[1].body[0]"], ACTIVITY, []),
    ("wording and place", ["set lessons[0].body[3].title Ours", "move lessons[0].body[3] lessons[1].body[0]"],
     ACTIVITY, []),
    ("a lesson's own details", ["set lessons[0].minutes 60", "set lessons[0].body[0].text Ours"], "TST-1/lesson-1",
     ["set lessons[0].body[0].text Ours"]),
    ("a lesson's requirements", ["remove lessons[0].requirements[0]"], "TST-1/lesson-1", []),
    ("a lesson's material", ["remove lessons[0].materials[0]"], "TST-1/lesson-1/cards", []),
    ("a lesson's place", ["move lessons[2] lessons[0]"], "TST-1/lesson-3", []),
    ("a whole lesson", ["remove lessons[0]"], "TST-1/lesson-1", []),
    ("the module's own details", ["set title Ours", "set outcomes[0].text Ours"], "TST-1/module",
     ["set outcomes[0].text Ours"]),
    ("an outcome", ["set outcomes[0].text Ours"], "TST-1/say-why", []),
]  # fmt: skip


def base() -> Document:
    return small_document(lessons=3)


def page_of(fork: Fork, number: int = 0) -> ModulePage | LessonPage:
    """Return lesson `number` from 1 on, or the module for 0."""
    module = ModulePage.objects.get(pk=fork.module.page.pk)
    return module.lessons().get(node_id=node_id(f"TST-1/lesson-{number}")) if number else module


@pytest.mark.parametrize(("steps", "unit", "left"), [case[1:] for case in RETURNS], ids=[case[0] for case in RETURNS])
def test_returned__is_upstreams_and_leaves_the_rest(steps: list[str], unit: str, left: list[str]) -> None:
    ours = edited(base(), steps)

    assert returned(base(), ours, node_id(unit)) == edited(base(), left)


@pytest.mark.parametrize(
    ("steps", "unit"),
    [([], HEADING), (["add lessons[0].body[0] heading Mine"], "heading Mine")],
    ids=["inherited", "local"],
)
def test_returned__refuses_where_there_is_nothing_to_return_to(steps: list[str], unit: str) -> None:
    with pytest.raises(NothingToReturnError):
        returned(base(), edited(base(), steps), node_id(unit))


def test_returned__refuses_a_part_that_nobody_has() -> None:
    with pytest.raises(UnknownPartError):
        returned(base(), base(), node_id("nowhere"))


def test_returned__refuses_a_part_whose_holder_is_gone_and_names_it() -> None:
    with pytest.raises(NoPlaceError) as refused:
        returned(base(), edited(base(), ["remove lessons[0].body[11]"]), node_id(IN_PASSAGE))

    assert str(refused.value) == (
        "heading “Small” stood in passage “For small groups”, which is not here. Take that back in first."
    )


def test_return__writes_a_draft_of_that_page_alone_and_says_so_in_the_log(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    fork_edits(fork, ["remove lessons[0].body[3]", "set lessons[1].title Ours"], approve=True)
    editor = person(fork.module.platform, "editor")

    touched = return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=editor)

    assert draft_of(fork) == edited(base(), ["set lessons[1].title Ours"])
    assert [page.code for page in touched] == ["TST-1.1"]
    assert [page.has_unpublished_changes for page in (page_of(fork), page_of(fork, 1), page_of(fork, 2))] == [
        False, True, False,
    ]  # fmt: skip
    entry = PageLogEntry.objects.get(action="curriculum.return_to_upstream")
    assert (entry.page_id, entry.user) == (page_of(fork, 1).pk, editor)
    assert registry.get_formatter(entry).format_message(entry) == "Returned activity “Water game” to upstream's"


def test_return__of_a_block_that_went_to_another_lesson_writes_both(fork: Fork) -> None:
    fork_edits(fork, ["move lessons[0].body[3] lessons[1].body[0]"])

    touched = return_to_upstream(page=page_of(fork, 2), unit_id=node_id(ACTIVITY), by=None)

    assert draft_of(fork) == base()
    assert {page.code for page in touched} == {"TST-1.1", "TST-1.2"}


def test_return__of_the_order_of_lessons_waits_in_the_modules_draft(fork: Fork) -> None:
    fork_edits(fork, ["move lessons[2] lessons[0]"])

    return_to_upstream(page=page_of(fork, 3), unit_id=node_id("TST-1/lesson-3"), by=None)

    assert draft_of(fork) == base()


def test_return__of_a_dropped_lesson_keeps_what_was_written_in_it(fork: Fork) -> None:
    fork_edits(fork, ["html lessons[1].body[0].body <p>Ours.</p>", "set lessons[1].title Ours"])
    ours = draft_of(fork)
    draft = page_of(fork, 2).get_latest_revision_as_object()
    draft.dropped_reason = "Nobody needs it."
    draft.save_revision()

    touched = return_to_upstream(page=page_of(fork, 2), unit_id=node_id("TST-1/lesson-2"), by=None)

    assert draft_of(fork) == ours
    assert [page.pk for page in touched] == [page_of(fork, 2).pk]


def test_return__of_a_part_of_a_dropped_lesson_says_to_take_the_lesson_first(fork: Fork) -> None:
    fork_edits(fork, ["remove lessons[0]"])

    with pytest.raises(NoPlaceError) as refused:
        return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=None)

    assert "lesson “Look, then act”, which is not here" in str(refused.value)


def test_return__of_a_lesson_whose_page_was_deleted_makes_it_anew(fork: Fork) -> None:
    page_of(fork, 2).delete()

    return_to_upstream(page=page_of(fork), unit_id=node_id("TST-1/lesson-2"), by=None)

    assert draft_of(fork) == base()


def test_return__brings_a_picture_back_that_was_deleted_here(fork: Fork) -> None:
    """M7: what comes back refers to the platform's own pictures."""
    fork_edits(fork, ["remove lessons[0].body[7]"])
    own = Picture.objects.filter(collection=fork.module.platform.collection)
    own.delete()

    return_to_upstream(page=page_of(fork, 1), unit_id=node_id("TST-1/lesson-1/picture"), by=None)

    assert draft_of(fork) == base()
    assert own.count() == 1


def test_return__names_who_locked_the_page(fork: Fork, person: Callable[..., AbstractUser]) -> None:
    """L3: what somebody works on is not written over."""
    fork_edits(fork, ["remove lessons[0].body[3]"])
    platform = fork.module.platform
    LessonPage.objects.filter(pk=page_of(fork, 1).pk).update(locked=True, locked_by=person(platform, "coordinator"))
    ours = draft_of(fork)

    with pytest.raises(PagesBusyError, match="kenya-coordinator"):
        return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=person(platform, "editor"))

    assert draft_of(fork) == ours


def test_return__waits_until_a_submitted_page_is_approved(fork: Fork, person: Callable[..., AbstractUser]) -> None:
    fork_edits(fork, ["remove lessons[0].body[3]"])
    editor = person(fork.module.platform, "editor")
    submit_module(module=page_of(fork), by=editor)

    with pytest.raises(PagesBusyError):
        return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=editor)
    approve_module(module=page_of(fork), by=person(fork.module.platform, "coordinator"))
    return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=editor)

    assert draft_of(fork) == base()
    assert working_copy(page_of(fork), State.APPROVED).document == edited(base(), ["remove lessons[0].body[3]"])


@pytest.mark.parametrize(
    ("platform", "role"), [("kenya", "translator"), ("kenya", "learner"), ("generic", "committee")]
)
def test_return__is_for_those_who_edit_the_module(
    fork: Fork, generic: PlatformPage, person: Callable[..., AbstractUser], platform: str, role: str
) -> None:
    """T5: upstream's own people change nothing in a fork."""
    fork_edits(fork, ["remove lessons[0].body[3]"])
    stranger = person({"kenya": fork.module.platform, "generic": generic}[platform], role)

    with pytest.raises(NotPermittedError):
        return_to_upstream(page=page_of(fork, 1), unit_id=node_id(ACTIVITY), by=stranger)


def test_return__is_for_forks(generic: PlatformPage) -> None:
    module = released(generic, small_document()).module.page

    with pytest.raises(NotAForkError):
        return_to_upstream(page=module, unit_id=node_id(ACTIVITY), by=None)
