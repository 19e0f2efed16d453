"""Every case of a merge that Kenya's waiting pull of QMS-1 1.1.0 must show, by name.

The texts may be edited at any time; none of these cases may get lost by it. The table of the cases for people stands
in `curriculum_data/README.md`.
"""

from functools import cache
from pathlib import Path

import pytest

from curriculum.content.completeness import gaps
from curriculum.content.conforming import faults
from curriculum.content.sources import read_module
from curriculum.content.sources.adaptations import SourceAdaptation, read_adaptation
from curriculum.content.sources.addresses import node_id
from curriculum.document import Conflict, Document, MergeResult, Node, Note, diff, merge, resolve, walk

DATA = Path(__file__).parents[3] / "curriculum_data"

#: The conflicts that must be decided: kind, address, and the field or slot.
CONFLICTS = {
    "both rewrote one sentence of a note": ("field", "QMS-1/by-workshop", "body"),
    "both rewrote sentences of one story, in two currencies": ("field", "QMS-1/asha-story", "body"),
    "both changed a number": ("field", "QMS-1/water-game/steps/carry", "minutes"),
    "both changed a second number of one block": ("field", "QMS-1/water-game/steps/again", "minutes"),
    "upstream removed what Kenya adapted": ("edit/delete", "QMS-1/talk-habits", None),
    "upstream changed what Kenya declined": ("edit/delete", "QMS-1/q2", None),
    "both moved a picture within one lesson": ("move/move", "QMS-1.1", "body"),
    "both moved a table to different lessons": ("move/move", "QMS-1/start-number-table", None),
}


@cache
def adaptation() -> SourceAdaptation:
    """Return Kenya's QMS-1."""
    return read_adaptation(DATA / "kenya" / "en" / "QMS-1")


@cache
def generic(version: str) -> Document:
    """Return a version of the generic QMS-1."""
    return read_module(DATA / "generic" / "en" / "QMS-1", version).document


@cache
def pull() -> MergeResult:
    """Return the merge of Kenya's QMS-1 with the generic 1.1.0."""
    return merge(generic("1.0.0"), adaptation().document, generic("1.1.0"))


def node(document: Document, address: str) -> Node:
    """Return the node at an address."""
    found = document.find(node_id(address))
    assert found is not None, address
    return found


def html(document: Document, address: str) -> str:
    """Return the text of the block at an address."""
    return str(node(document, address).fields["body"].html)


def conflict(case: str) -> Conflict:
    """Return the conflict of a case."""
    kind, address, name = CONFLICTS[case]
    return next(found for found in pull().conflicts if (found.kind, found.node_id) == (kind, node_id(address))
                and found.field == name)  # fmt: skip


def ids(document: Document, address: str, slot: str) -> list[str]:
    """Return the ids in a slot, in order."""
    return [child.id for child in node(document, address).slots[slot]]


# What must be decided


def test_conflicts__are_exactly_those_of_the_table() -> None:
    found = {(conflict.kind, conflict.node_id, conflict.field) for conflict in pull().conflicts}

    assert found == {(kind, node_id(address), name) for kind, address, name in CONFLICTS.values()}


def test_number__differs_on_all_sides() -> None:
    carry, again = conflict("both changed a number"), conflict("both changed a second number of one block")

    assert (carry.base, carry.ours, carry.theirs) == (5, 8, 7)
    assert (again.base, again.ours, again.theirs) == (4, 6, 7)


def test_story__is_told_in_the_currency_of_each_side() -> None:
    story = conflict("both rewrote sentences of one story, in two currencies")

    assert "KES 1,800" in story.ours.html
    assert "LMU" not in story.ours.html
    assert "180 LMU" in story.theirs.html
    decided = resolve(pull(), dict.fromkeys((found.key for found in pull().conflicts), "ours"))
    assert html(decided, "QMS-1/asha-story") == story.ours.html


def test_edit_delete__in_both_directions() -> None:
    removed, declined = (
        conflict("upstream removed what Kenya adapted"),
        conflict("upstream changed what Kenya declined"),
    )

    assert (removed.theirs, declined.ours) == (None, None)
    assert isinstance(removed.ours, Node)
    assert removed.ours != removed.base
    assert isinstance(declined.theirs, Node)
    assert declined.theirs != declined.base
    assert node_id("QMS-1/q2") in {reason.node_id for reason in adaptation().reasons}


def test_moves__of_one_block_to_two_places() -> None:
    table, order = (
        conflict("both moved a table to different lessons"),
        conflict("both moved a picture within one lesson"),
    )

    assert (table.base.parent, table.ours.parent, table.theirs.parent) == (
        node_id("QMS-1.4"), node_id("QMS-1.1"), node_id("QMS-1.3"),
    )  # fmt: skip
    picture = node_id("QMS-1/wheel-picture")
    assert len({order.base.index(picture), order.ours.index(picture), order.theirs.index(picture)}) == 3


# What needs no decision


def test_unchanged__lesson_2_is_touched_by_kenya_only() -> None:
    base, ours, theirs = (node(document, "QMS-1.2") for document in (pull().base, pull().ours, pull().theirs))

    assert base == theirs
    assert base != ours
    assert node(pull().document, "QMS-1.2") == ours


def test_taken__lesson_3_is_touched_by_upstream_only() -> None:
    assert node(pull().ours, "QMS-1.3") == node(pull().base, "QMS-1.3")
    assert node(pull().theirs, "QMS-1.3") != node(pull().base, "QMS-1.3")
    for address in ("QMS-1/measure-first-text", "QMS-1/form-plan", "QMS-1/plan-case"):
        assert node(pull().document, address) == node(pull().theirs, address)


def test_merged__lesson_4_is_touched_by_both_without_a_conflict() -> None:
    lesson = {found.id for document in (pull().base, pull().theirs) for found in walk(node(document, "QMS-1.4"))}

    assert len({node(document, "QMS-1.4") for document in (pull().base, pull().ours, pull().theirs)}) == 3
    assert {found.node_id for found in pull().conflicts} & lesson == {node_id("QMS-1/start-number-table")}


def test_merged__different_sentences_of_one_paragraph() -> None:
    for address, ours, theirs in (
        ("QMS-1/proof-text", "a mobile-money message", "not a close relative"),
        ("QMS-1/why-text", "move the cowshed", "one neighbour says it was better"),
    ):
        merged = html(pull().document, address)
        assert ours in merged
        assert theirs in merged


def test_merged__different_parts_of_one_block() -> None:
    merged = pull().document

    assert "market day" in html(merged, "QMS-1/closing-review/steps/next-date")
    assert "by voice message" in html(merged, "QMS-1/closing-review/steps/who-tells")
    assert "jerrycans" in node(merged, "QMS-1/water-game/materials/two-buckets").fields["text"].text
    assert "to the brim" in html(merged, "QMS-1/water-game/steps/carry")


def test_merged__the_same_change_on_both_sides_is_silent() -> None:
    minutes = [node(document, "QMS-1.1").fields["minutes"] for document in (pull().base, pull().ours, pull().theirs)]

    assert minutes == [75, 80, 80]


def test_notes__added_and_written_together() -> None:
    assert pull().notes == (
        Note(kind="written-together", node_id=node_id("QMS-1/all-voices"), field="body"),
        Note(kind="added-together", node_id=node_id("QMS-1.4"), field="body", ours=(node_id("kenya:QMS-1/slip-case"),),
             theirs=(node_id("QMS-1/tea-case"),)),
    )  # fmt: skip


@pytest.mark.parametrize("address", ["QMS-1/for-adequate-roots", "QMS-1/for-gg-review", "QMS-1/to-adapt"])
def test_declined__what_upstream_did_not_touch_stays_declined(address: str) -> None:
    assert node(pull().base, address) == node(pull().theirs, address)
    assert pull().document.find(node_id(address)) is None


@pytest.mark.parametrize("address", ["QMS-1/for-adequate-roots", "QMS-1/for-gg-review", "QMS-1/q2"])
def test_declined__in_a_lesson_with_its_reason(address: str) -> None:
    assert node_id(address) in {reason.node_id for reason in adaptation().reasons}


def test_moved__by_kenya_alone_stays_there() -> None:
    body = ids(pull().document, "QMS-1.2", "body")

    assert body.index(node_id("QMS-1/example-sheet")) == body.index(node_id("QMS-1/talk-influence")) + 1


def test_local__lesson_and_blocks_of_kenya_stay() -> None:
    local = {found.id for found in walk(pull().ours)} - {found.id for found in walk(pull().base)}

    assert {change.node_id for change in diff(pull().ours, pull().document)} & local == set()
    assert ids(pull().document, "QMS-1", "lessons")[-1] == node_id("kenya:QMS-1.50")
    assert local & {found.id for found in walk(pull().theirs)} == set()


# What comes out


@pytest.mark.parametrize("choice", ["ours", "theirs", "both"])
def test_result__is_a_module_that_can_be_released(choice: str) -> None:
    """M7: whatever is chosen, the merged module fits the vocabulary and lacks nothing."""
    decided = resolve(pull(), dict.fromkeys((found.key for found in pull().conflicts), choice))

    assert list(faults(decided)) == []
    assert gaps(decided) == []


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_result__minutes_add_up_on_either_side(choice: str) -> None:
    decided = resolve(pull(), dict.fromkeys((found.key for found in pull().conflicts), choice))

    for lesson in decided.root.slots["lessons"]:
        steps = [found.fields["minutes"] for found in walk(lesson) if found.kind == "step"]
        assert sum(steps) == lesson.fields["minutes"], lesson.fields["code"]
