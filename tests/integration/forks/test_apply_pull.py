"""Writing a pull into drafts, from notice to release, and undoing it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from wagtail.models import Page, PageLogEntry

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.actions.submit_module import submit_module
from curriculum.content.models import LessonPage, ModulePage, Picture
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, diff, digest, dump, load, merge
from curriculum.exceptions import (
    DecisionTakenError,
    DraftsChangedError,
    InvalidDecisionError,
    NothingToUndoError,
    PagesBusyError,
    PullClosedError,
    UndecidedConflictsError,
    UnknownQuestionError,
    WithdrawnUpdateError,
)  # fmt: skip
from curriculum.forks.actions.apply_pull import apply_pull, discard_pull
from curriculum.forks.actions.decide import accept_safe_changes, decide
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.actions.undo_pull import edited_since, undo_pull
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork, PullState
from curriculum.forks.updates import update_of
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.actions.withdraw_release import withdraw_release
from tests.factories import FILES, node_id, picture_bytes, released, sha256_of, small_document
from tests.integration.forks.forking import draft_of, fork_edits, opened, upstream_releases
from tests.integration.releases.edits import edited


def lesson(fork: Fork, number: int) -> LessonPage:
    return fork.module.page.lessons().get(node_id=node_id(f"TST-1/lesson-{number}"))


def approved(fork: Fork) -> Document:
    return working_copy(ModulePage.objects.get(pk=fork.module.page.pk), State.APPROVED).document


def test_apply__writes_drafts_of_the_touched_pages_only_and_moves_the_base(fork: Fork) -> None:
    before = approved(fork)
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    pull = apply_pull(pull=opened(fork), by=None)

    fork.refresh_from_db()
    assert draft_of(fork) == second.source_edition().load()
    assert approved(fork) == before
    assert [page.code for page in fork.module.page.lessons() if page.has_unpublished_changes] == ["TST-1.2"]
    assert list(pull.drafts_before) == [str(lesson(fork, 2).pk)]
    assert (pull.state, fork.base, fork.base_document_id) == (
        PullState.APPLIED, second.source_edition(), second.source_edition().document_id,
    )  # fmt: skip
    assert update_of(fork) is None


def test_apply__then_approve_and_release__brings_the_update_to_readers(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    fork_edits(fork, ["set lessons[0].title Ours"], approve=True)
    cut_release(module=fork.module, by=None, notes="Ours.")
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    apply_pull(pull=opened(fork), by=person(fork.module.platform, "editor"))
    approve_module(module=fork.module.page, by=person(fork.module.platform, "coordinator"))
    release = cut_release(module=fork.module, by=None, notes="With upstream's second.")

    titles = [node.fields["title"].text for node in release.source_edition().load().root.slots["lessons"]]
    assert titles == ["Ours", "Theirs", "Lesson number 3"]
    assert second.number == release.number == "1.0.1"


def test_apply__again_changes_nothing(fork: Fork) -> None:
    """M5: the same upstream brings nothing a second time, and a decided conflict does not return."""
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    apply_pull(pull=opened(fork), by=None, take="ours")
    drafts = sorted(page.latest_revision_id for page in fork.module.page.lessons())

    assert pull_upstream(fork=fork, by=None) is None
    fork.refresh_from_db()
    again = merge(fork.load_base(), draft_of(fork), fork.load_base())
    assert (again.conflicts, diff(draft_of(fork), again.document)) == ((), ())
    assert sorted(page.latest_revision_id for page in fork.module.page.lessons()) == drafts


def test_apply__over_several_releases_at_once(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[2].title Ours"])
    upstream_releases(fork, ["set lessons[0].title First"], "1.0.1")
    upstream_releases(fork, ["add lessons[1].body[0] heading New"], "1.1.0")
    third = upstream_releases(fork, ["move lessons[1] lessons[0]"], "2.0.0")

    pull = apply_pull(pull=opened(fork), by=None)

    assert (pull.base.release.number, pull.theirs.release) == ("1.0.0", third)
    assert draft_of(fork) == edited(third.source_edition().load(), ["set lessons[2].title Ours"])


def test_apply__leaves_the_order_that_is_approved_until_the_module_is_approved(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    before = approved(fork)
    upstream_releases(fork, ["move lessons[2] lessons[0]"], "2.0.0")

    apply_pull(pull=opened(fork), by=None)

    assert approved(fork) == before
    assert [node.fields["code"] for node in draft_of(fork).root.slots["lessons"]] == ["TST-1.3", "TST-1.1", "TST-1.2"]
    approve_module(module=fork.module.page, by=person(fork.module.platform, "coordinator"))
    assert approved(fork) == draft_of(fork)


def test_apply__drops_a_lesson_that_upstream_removed_and_says_so(fork: Fork) -> None:
    upstream_releases(fork, ["remove lessons[2]"], "2.0.0")

    apply_pull(pull=opened(fork), by=None)

    draft = lesson(fork, 3).get_latest_revision_as_object()
    assert draft.dropped_reason == "Upstream removed this lesson in release 2.0.0."
    assert not lesson(fork, 3).is_dropped


def test_apply__brings_new_pictures_into_the_platforms_own_collection(fork: Fork) -> None:
    """M7: what comes from upstream refers to nothing outside the platform."""
    red = picture_bytes("red")
    data = dump(small_document(lessons=3))
    picture = next(n for n in data["root"]["slots"]["lessons"][0]["slots"]["body"] if n["kind"] == "picture")
    picture["fields"]["image"] = {"asset": sha256_of(red), "name": "red.png"}
    released(fork.upstream.platform, load(data), "1.1.0", files=FILES | {sha256_of(red): red})

    apply_pull(pull=opened(fork), by=None)

    own = Picture.objects.filter(collection=fork.module.platform.collection)
    assert own.filter(sha256=sha256_of(red)).count() == 1
    lesson(fork, 1).get_latest_revision_as_object().full_clean()
    assert Page.find_problems() == ([], [], [], [], [])


def test_apply__is_refused_while_conflicts_are_open_and_names_them(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)

    with pytest.raises(UndecidedConflictsError) as refused:
        apply_pull(pull=pull, by=None)

    assert refused.value.lines() == [
        "TST-1: conflicts to decide first: 1. Nothing was changed.",
        "lesson “Ours”",
    ]
    pull.refresh_from_db()
    assert (pull.state, draft_of(fork)) == (PullState.OPEN, ours)


@pytest.mark.parametrize(("take", "title"), [("ours", "Ours"), ("theirs", "Theirs")])
def test_apply__takes_a_side_where_nobody_decided(fork: Fork, take: str, title: str) -> None:
    fork_edits(fork, ["set lessons[1].title Ours", "set lessons[2].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs", "set lessons[2].title Theirs"], "1.0.1")
    pull = opened(fork)
    decided = prepare(pull).undecided[0]
    decide(pull=pull, key=decided.key, choice="value", value={"text": "Decided"}, by=None)

    apply_pull(pull=pull, by=None, take=take)

    assert [node.fields["title"].text for node in draft_of(fork).root.slots["lessons"]][1:] == ["Decided", title]


def test_apply__names_who_locked_a_touched_page(fork: Fork, person: Callable[..., AbstractUser]) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    page = lesson(fork, 2)
    page.locked, page.locked_by = True, person(fork.module.platform, "editor")
    page.save()

    with pytest.raises(PagesBusyError, match=r"TST-1.2 \(locked by kenya-editor\)"):
        apply_pull(pull=opened(fork), by=person(fork.module.platform, "coordinator"))


def test_apply__names_who_locked_the_module_where_a_block_of_its_own_changes(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    upstream_releases(fork, ["set introduction[0].text Karibu"], "1.0.1")
    page = fork.module.page
    page.locked, page.locked_by = True, person(fork.module.platform, "editor")
    page.save()

    with pytest.raises(PagesBusyError, match=r"TST-1 \(locked by kenya-editor\)"):
        apply_pull(pull=opened(fork), by=None)


def test_apply__names_who_submitted_a_touched_page(fork: Fork, person: Callable[..., AbstractUser]) -> None:
    fork_edits(fork, ["set lessons[1].minutes 50"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    submit_module(module=fork.module.page, by=person(fork.module.platform, "editor"))

    with pytest.raises(PagesBusyError, match=r"TST-1.2 \(submitted by kenya-editor\)"):
        apply_pull(pull=opened(fork), by=None)


def test_apply__does_not_mind_a_lock_on_a_page_that_it_leaves_alone(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    page = lesson(fork, 3)
    page.locked, page.locked_by = True, person(fork.module.platform, "editor")
    page.save()

    assert apply_pull(pull=opened(fork), by=None).state == PullState.APPLIED


def test_apply__of_something_else_than_was_shown_is_refused(fork: Fork) -> None:
    """L3: what one person applies is what that person saw."""
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    seen = prepare(pull).digest

    fork_edits(fork, ["set lessons[2].title Ours, meanwhile"])

    with pytest.raises(DraftsChangedError):
        apply_pull(pull=pull, by=None, seen=seen)
    assert apply_pull(pull=pull, by=None, seen=prepare(pull).digest).state == PullState.APPLIED
    assert [n.fields["title"].text for n in draft_of(fork).root.slots["lessons"]][1:] == ["Theirs", "Ours, meanwhile"]


def test_apply__twice_tells_the_second_person(fork: Fork) -> None:
    """L3: of two people who apply the same pull, one wins and the other is told."""
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    apply_pull(pull=pull, by=None)

    with pytest.raises(PullClosedError, match="no longer open"):
        apply_pull(pull=pull, by=None)
    assert PageLogEntry.objects.filter(action="curriculum.apply_pull").count() == 1


def test_apply__of_a_release_that_upstream_withdrew_meanwhile_is_refused(fork: Fork) -> None:
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    withdraw_release(release=second, by=None, reason="Wrong dose.")

    with pytest.raises(WithdrawnUpdateError, match="Wrong dose."):
        apply_pull(pull=pull, by=None)


# Decisions


def test_decide__tells_the_second_person_what_the_first_one_chose(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    """L3: nobody overwrites somebody else's decision unasked; asked, the later one counts."""
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull, one, other = opened(fork), *(person(fork.module.platform, role) for role in ("editor", "coordinator"))
    key = prepare(pull).undecided[0].key
    first = decide(pull=pull, key=key, choice="ours", by=one)

    with pytest.raises(DecisionTakenError, match="kenya-editor decided this meanwhile: Ours") as refused:
        decide(pull=pull, key=key, choice="theirs", by=other)

    assert refused.value.data["decision"] == first
    assert decide(pull=pull, key=key, choice="ours", by=other) == first
    assert decide(pull=pull, key=key, choice="theirs", by=other, seen=first.version).choice == "theirs"


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        ("value", None), ("value", {"html": "<p>x</p>"}), ("value", "plain"), ("value", {"text": "a\x00b"}),
        ("accepted", None), ("ours", {"text": "x"}), ("", None), ("mine", None),
    ],
)  # fmt: skip
def test_decide__refuses_what_does_not_answer_the_question(fork: Fork, choice: str, value: object) -> None:
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)

    with pytest.raises(InvalidDecisionError):
        decide(pull=pull, key=prepare(pull).undecided[0].key, choice=choice, value=value, by=None)
    assert not pull.decisions.exists()


def test_decide__refuses_a_question_that_is_not_asked(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    with pytest.raises(UnknownQuestionError):
        decide(pull=opened(fork), key="field:x:title", choice="ours", by=None)


def test_decide__after_the_pull_was_discarded_is_refused(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    discard_pull(pull=pull, by=None)

    with pytest.raises(PullClosedError):
        accept_safe_changes(pull=pull, by=None)


@pytest.mark.parametrize(
    "step",
    [
        "set lessons[1].title Theirs",
        "html lessons[1].body[0].body <p>Theirs.</p>",
        "add lessons[1].body[0] heading Theirs",
        "add lessons[0].body[11].body[1] heading Theirs",
        "remove lessons[0].body[3]",
        "remove lessons[2]",
        "move lessons[0].body[0] lessons[0].body[10].body[1]",
        "move lessons[0].body[5] lessons[0].body[1]",
        "move lessons[2] lessons[0]",
        "move lessons[0].body[5] lessons[1].body[1]",
        "set title Theirs",
    ],
)
def test_decline__leaves_one_change_out_and_takes_the_rest(fork: Fork, step: str) -> None:
    """A change that needs no decision can be declined; then ours stays, and the place counts as adapted or declined."""
    upstream_releases(fork, ["set lessons[1].minutes 55", step], "2.0.0")
    pull = opened(fork)
    changes = [change for change in prepare(pull).changes if change.field != "minutes"]
    assert changes

    for change in changes:
        decide(pull=pull, key=change.key, choice="declined", by=None)
    prepared = prepare(pull)
    assert {change.key for change in changes} == {key for key, made in prepared.decisions.items()}
    apply_pull(pull=pull, by=None)

    assert draft_of(fork) == edited(small_document(lessons=3), ["set lessons[1].minutes 55"])
    assert pull_upstream(fork=fork, by=None) is None


def test_accept_safe_changes__leaves_alone_what_was_declined(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs", "set lessons[2].title Theirs", "set title Theirs"], "1.0.1")
    pull = opened(fork)
    decide(pull=pull, key=prepare(pull).changes[0].key, choice="declined", by=None)

    assert accept_safe_changes(pull=pull, by=None) == 2
    assert accept_safe_changes(pull=pull, by=None) == 0
    assert sorted(decision.choice for decision in pull.decisions.all()) == ["accepted", "accepted", "declined"]


# Undoing


def test_undo__restores_drafts_and_base(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[0].title Ours", "move lessons[1] lessons[0]", "remove lessons[2]"])
    base = fork.base
    upstream_releases(
        fork, ["set lessons[1].title Theirs", "set lessons[2].title Theirs", "move lessons[2] lessons[0]"], "2.0.0"
    )
    apply_pull(pull=opened(fork), by=None, take="theirs")
    assert draft_of(fork) != ours

    pull = undo_pull(fork=fork, by=None)

    fork.refresh_from_db()
    assert (draft_of(fork), fork.base, pull.state) == (ours, base, PullState.UNDONE)
    assert fork.load_base() == base.load()
    update = update_of(fork)
    assert update is not None
    assert update.number == "2.0.0"


def test_undo__takes_away_a_lesson_that_the_pull_brought(fork: Fork) -> None:
    released(fork.upstream.platform, small_document(lessons=4), "1.1.0")
    apply_pull(pull=opened(fork), by=None)
    assert fork.module.page.lessons().count() == 4

    undo_pull(fork=fork, by=None)

    assert fork.module.page.lessons().count() == 3
    assert draft_of(fork) == small_document(lessons=3)


def test_undo__keeps_a_new_lesson_that_somebody_wrote_in_but_drops_it(fork: Fork) -> None:
    released(fork.upstream.platform, small_document(lessons=4), "1.1.0")
    apply_pull(pull=opened(fork), by=None)
    draft = lesson(fork, 4).get_latest_revision_as_object()
    draft.title = "Written since"
    draft.save_revision()
    assert [page.code for page in edited_since(fork.pulls.get())] == ["TST-1.4"]

    undo_pull(fork=fork, by=None)

    assert draft_of(fork) == small_document(lessons=3)
    kept = lesson(fork, 4).get_latest_revision_as_object()
    assert (kept.title, kept.dropped_reason) == (
        "Written since", "The update to release 1.1.0, which brought this lesson, was undone.",
    )  # fmt: skip


def test_undo__is_possible_after_approval_and_refused_after_a_release(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    cut_release(module=fork.module, by=None, notes="First.")
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    coordinator = person(fork.module.platform, "coordinator")
    apply_pull(pull=opened(fork), by=coordinator)
    approve_module(module=fork.module.page, by=coordinator)
    undo_pull(fork=fork, by=coordinator)
    assert draft_of(fork) == small_document(lessons=3)

    apply_pull(pull=opened(fork), by=coordinator)
    approve_module(module=fork.module.page, by=coordinator)
    cut_release(module=fork.module, by=None, notes="Second.")

    with pytest.raises(NothingToUndoError, match="none was applied since its last release"):
        undo_pull(fork=fork, by=coordinator)


def test_undo__then_pull_again__asks_nothing_that_was_decided(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    decide(pull=pull, key=prepare(pull).undecided[0].key, choice="both", by=None)
    merged = prepare(pull).document()
    apply_pull(pull=pull, by=None)
    undo_pull(fork=fork, by=None)

    apply_pull(pull=opened(fork), by=None)

    assert digest(draft_of(fork)) == digest(merged)
