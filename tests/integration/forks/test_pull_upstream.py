"""What a fork can take, opening a pull, and the merge that people look at."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curriculum.content.models import PlatformPage
from curriculum.document import Document, Text, dump, load
from curriculum.exceptions import NotAForkError, NotPermittedError
from curriculum.forks.actions.apply_pull import apply_pull, discard_pull
from curriculum.forks.actions.decide import accept_safe_changes, decide
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.finding import fork_of
from curriculum.forks.merging import prepare
from curriculum.forks.models import Decision, Fork, Pull
from curriculum.forks.updates import change_words, update_of, updates_for
from curriculum.releases.actions.withdraw_release import withdraw_release
from tests.factories import imported, node_id, released, small_document
from tests.integration.forks.forking import draft_of, fork_edits, forked, opened, upstream_releases

LESSON_1, LESSON_2, LESSON_3 = (node_id(f"TST-1/lesson-{number}") for number in (1, 2, 3))


def test_update__none_while_upstream_released_nothing_later(fork: Fork) -> None:
    assert update_of(fork) is None
    assert pull_upstream(fork=fork, by=None) is None
    assert not Pull.objects.exists()


def test_update__names_the_newest_standing_release_and_its_changes_in_words(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[0].title Look first"])
    second = upstream_releases(fork, ["remove lessons[2]"], "2.0.0")
    withdrawn = upstream_releases(fork, ["set title Wrong"], "2.0.1")
    withdraw_release(release=withdrawn, by=None, reason="Wrong dose.")

    update = update_of(fork)

    assert update is not None
    assert (update.ready, update.waiting, update.number) == (second.source_edition(), None, "2.0.0")
    assert [line.words for line in change_words(update)] == [
        "Lesson 1 “Look first”: title or details changed",
        "Lesson 3 “Lesson number 3” removed",
    ]


def test_updates__take_as_many_queries_for_many_forks_as_for_one(
    generic: PlatformPage, kenya: PlatformPage, fork: Fork
) -> None:
    upstream_releases(fork, ["set title Second"], "1.0.1")
    with CaptureQueriesContext(connection) as one:
        assert len(updates_for([kenya])) == 1
    for number in (2, 3, 4):
        other = forked(released(generic, small_document(f"TST-{number}")), kenya)
        upstream_releases(other, ["set title Second"], "1.0.1")
    with CaptureQueriesContext(connection) as many:
        assert [update.fork.module.code for update in updates_for([kenya])] == ["TST-1", "TST-2", "TST-3", "TST-4"]
    assert len(many) == len(one)


def test_fork_of__refuses_a_module_that_is_no_fork(generic: PlatformPage) -> None:
    with pytest.raises(NotAForkError, match="TST-1 of “generic” is no fork"):
        fork_of(imported(generic, small_document()).module)


def test_pull__opens_once_and_is_pointed_at_what_comes_later(fork: Fork) -> None:
    first = upstream_releases(fork, ["set lessons[0].title Look first"], "1.0.1")
    pull = opened(fork)
    assert opened(fork) == pull
    assert pull.theirs == first.source_edition()

    second = upstream_releases(fork, ["set lessons[1].title Second title"], "1.0.2")

    again = opened(fork)
    assert (again, again.theirs, again.base) == (pull, second.source_edition(), fork.base)
    assert prepare(again).counts == {"unchanged": 2, "taken": 2, "merged": 0, "conflict": 0}


def test_pull__touches_no_draft(fork: Fork) -> None:
    ours = fork_edits(fork, ["set lessons[0].title Ours"])
    revisions = sorted(page.latest_revision_id for page in fork.module.page.lessons())
    upstream_releases(fork, ["set lessons[0].title Theirs"], "1.0.1")

    prepare(opened(fork))

    assert draft_of(fork) == ours
    assert sorted(page.latest_revision_id for page in fork.module.page.lessons()) == revisions


@pytest.mark.parametrize("role", ["translator", "trainer", "learner"])
def test_pull__is_for_those_who_may_edit(fork: Fork, person: Callable[..., AbstractUser], role: str) -> None:
    """T5: nobody pulls into a module that they may not edit."""
    upstream_releases(fork, ["set title Second"], "1.0.1")
    stranger = person(fork.module.platform, role)

    with pytest.raises(NotPermittedError):
        pull_upstream(fork=fork, by=stranger)
    pull = opened(fork)
    for act in (
        lambda: apply_pull(pull=pull, by=stranger),
        lambda: discard_pull(pull=pull, by=stranger),
        lambda: accept_safe_changes(pull=pull, by=stranger),
        lambda: decide(pull=pull, key="change:x", choice="accepted", by=stranger),
    ):
        with pytest.raises(NotPermittedError):
            act()
    assert not Decision.objects.exists()


def test_merge__says_of_each_lesson_what_happens_to_it(fork: Fork) -> None:
    """M6: taken, merged, conflict and unchanged, lesson by lesson, and nothing chosen silently."""
    fork_edits(fork, ["set lessons[1].title Our second", "html lessons[1].body[0].body <p>Our text.</p>"])
    upstream_releases(
        fork,
        [
            "set lessons[0].title Their first",
            "html lessons[1].body[0].body <p>Their text.</p>",
            "set lessons[2].minutes 45",
            "add lessons[2].body[1] heading Their heading",
        ],
    )

    prepared = prepare(opened(fork))

    assert [(part.title, part.status.value) for part in prepared.parts] == [
        ("A small module", "unchanged"),
        ("TST-1.1 Their first", "taken"),
        ("TST-1.2 Our second", "conflict"),
        ("TST-1.3 Lesson number 3", "taken"),
    ]
    assert prepared.counts == {"unchanged": 1, "taken": 2, "merged": 0, "conflict": 1}
    conflict = prepared.undecided[0]
    assert (conflict.kind, conflict.field) == ("field", "body")
    assert prepared.choices_for(conflict) == ("ours", "theirs", "both", "value")
    assert [change.words for part in prepared.parts for item in part.items for change in item.changes] == [
        "lesson “Their first”: title changed",
        "lesson “Lesson number 3”: minutes changed",
        "heading “Their heading” added",
    ]


def test_merge__calls_merged_what_both_sides_changed_without_contradiction(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].minutes 50"])
    upstream_releases(fork, ["html lessons[1].body[0].body <p>Their text.</p>"], "1.0.1")

    prepared = prepare(opened(fork))

    assert prepared.counts == {"unchanged": 3, "taken": 0, "merged": 1, "conflict": 0}
    assert [item.status.value for part in prepared.parts for item in part.items] == ["taken"]
    assert prepared.undecided == ()


def test_merge__of_what_both_sides_did_alike_asks_and_tells_nothing(fork: Fork) -> None:
    steps = ["set lessons[1].title Same", "remove lessons[2]"]
    fork_edits(fork, steps)
    upstream_releases(fork, steps, "2.0.0")

    assert prepare(opened(fork)).counts == {"unchanged": 3, "taken": 0, "merged": 0, "conflict": 0}


def test_merge__shows_a_decision_at_once(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    key = prepare(pull).undecided[0].key

    decide(pull=pull, key=key, choice="value", value={"text": "Of both"}, by=None)

    prepared = prepare(pull)
    assert prepared.undecided == ()
    assert [part.status.value for part in prepared.parts if part.lesson] == ["unchanged", "conflict", "unchanged"]
    item = next(item for part in prepared.parts for item in part.items)
    assert item.merged is not None
    assert item.merged.node.fields["title"] == Text("Of both")


def test_merge__keeps_the_decisions_that_still_apply_when_the_drafts_change(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].title Ours", "set lessons[2].title Ours too"])
    upstream_releases(fork, ["set lessons[1].title Theirs", "set lessons[2].title Theirs too"], "1.0.1")
    pull = opened(fork)
    for conflict in prepare(pull).undecided:
        decide(pull=pull, key=conflict.key, choice="theirs", by=None)

    fork_edits(fork, ["set lessons[1].title Ours, rewritten"])

    prepared = prepare(pull)
    assert [conflict.node_id for conflict in prepared.undecided] == [LESSON_2]
    assert [decision.key for decision in prepared.stale] == [f"field:{LESSON_2}:title"]
    assert [decision.key for decision in prepared.decisions.values()] == [f"field:{LESSON_3}:title"]


def test_merge__offers_what_fits_the_field(fork: Fork) -> None:
    ours = [
        "set lessons[0].minutes 60",
        "set lessons[0].phase planning-2",
        "move lessons[0].body[2] lessons[0].body[0]",
    ]
    theirs = ["set lessons[0].minutes 70", "set lessons[0].phase preconditions",
              "move lessons[0].body[2] lessons[0].body[5]"]  # fmt: skip
    fork_edits(fork, ours)
    upstream_releases(fork, theirs)

    prepared = prepare(opened(fork))

    assert {conflict.field: prepared.choices_for(conflict) for conflict in prepared.conflicts} == {
        "minutes": ("ours", "theirs", "value"),
        "phase": ("ours", "theirs"),
        "body": ("ours", "theirs"),
    }


def test_merge__shows_the_reason_that_was_given_for_a_declined_passage_that_upstream_changed(fork: Fork) -> None:
    declined = node_id("TST-1/lesson-1/story")
    fork.adaptations.create(node_id=declined, factor="market", reason="Nobody sells there.")
    fork_edits(fork, ["remove lessons[0].body[5]"])
    upstream_releases(fork, ["html lessons[0].body[5].body <p>Twice.</p>"], "1.0.1")

    items = [item for part in prepare(opened(fork)).parts for item in part.items]

    assert [(item.unit_id, item.status.value, str(item.adaptation)) for item in items] == [
        (declined, "conflict", "Market: Nobody sells there.")
    ]


def test_merge__keeps_declined_what_upstream_did_not_change(fork: Fork) -> None:
    fork_edits(fork, ["remove lessons[0].body[5]"])
    upstream_releases(fork, ["set lessons[0].title Their first"], "1.0.1")

    prepared = prepare(opened(fork))

    assert prepared.conflicts == ()
    assert prepared.document().find(node_id("TST-1/lesson-1/story")) is None


def test_merge__gives_upstreams_new_lesson_a_free_code_where_ours_is_printed(fork: Fork, generic: PlatformPage) -> None:
    """M7: two lessons never have one code, and the fork's own keeps the one that it printed."""
    imported(fork.module.platform, small_document(lessons=4), approve=True)
    released(generic, with_other_last_lesson(small_document(lessons=4)), "1.1.0")

    prepared = prepare(opened(fork))
    apply_pull(pull=prepared.pull, by=None)

    assert [(row.upstream, row.here) for row in prepared.renumbered] == [("TST-1.4", "TST-1.5")]
    lessons = draft_of(fork).root.slots["lessons"]
    assert [(lesson.fields["code"], lesson.id == node_id("theirs")) for lesson in lessons[3:]] == [
        ("TST-1.4", False),
        ("TST-1.5", True),
    ]


def testpull__opened_again_after_it_was_discarded_keeps_its_decisions(fork: Fork) -> None:
    fork_edits(fork, ["set lessons[1].title Ours"])
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = opened(fork)
    decide(pull=pull, key=prepare(pull).undecided[0].key, choice="both", by=None)

    discard_pull(pull=pull, by=None)

    again = opened(fork)
    assert again != pull
    assert prepare(again).undecided == ()


def with_other_last_lesson(document: Document) -> Document:
    """Return `document` with a last lesson that is another one, under the same code."""
    data = dump(document)
    _renew(data["root"]["slots"]["lessons"][-1], "theirs")
    return load(data)


def _renew(node: dict[str, Any], name: str) -> None:
    node["id"] = node_id(name)
    for slot, children in node["slots"].items():
        for place, child in enumerate(children):
            _renew(child, f"{name}/{slot}/{place}")
