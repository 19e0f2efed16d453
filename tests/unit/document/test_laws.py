"""Laws that hold for every merge, every document, every translation: properties over random editing."""

import itertools
import json
import os
import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from curriculum.document import (
    Asset,
    Conflict,
    Document,
    Html,
    MergeResult,
    Node,
    Place,
    Text,
    apply_segments,
    diff,
    digest,
    dump,
    extract_segments,
    load,
    merge,
    pair_segments,
    resolve,
    select_profile,
    walk,
)
from tests.unit.document.strategies import Versions, documents, versions

SENTENCE = re.compile(r"\b[bsot]\d+\b")


def sentences_of(*values: object) -> set[str]:
    """Return the numbers of all sentences in documents, nodes and scalars."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, Document):
            found |= sentences_of(value.root)
        elif isinstance(value, Node):
            found |= sentences_of(*(scalar for node in walk(value) for scalar in node.fields.values()))
        elif isinstance(value, (Text, Html)):
            found |= set(SENTENCE.findall(value.text if isinstance(value, Text) else value.html))
    return found


def ids_of(*values: object) -> set[str]:
    """Return the ids of all nodes in documents, nodes and other sides of a conflict."""
    return {node.id for value in values if isinstance(value, (Document, Node)) for node in walk(value)}


def assert_valid(document: Document) -> None:
    """A valid document survives a round trip, byte for byte."""
    assert dump(load(dump(document))) == dump(document)


def mirrored(conflict: Conflict) -> tuple[object, ...]:
    """Return a conflict as the other side sees it."""
    return conflict.key, conflict.kind, conflict.node_id, conflict.field, conflict.base, conflict.theirs, conflict.ours


def straight(conflict: Conflict) -> tuple[object, ...]:
    """Return a conflict as it is."""
    return conflict.key, conflict.kind, conflict.node_id, conflict.field, conflict.base, conflict.ours, conflict.theirs


def outcome(result: MergeResult) -> tuple[object, ...]:
    """Return all that a merge says."""
    return result.document, result.conflicts, result.notes


@given(documents())
def test_load__inverts_dump(document: Document) -> None:
    assert load(dump(document)) == document
    assert load(json.loads(json.dumps(dump(document)))) == document


@given(versions())
def test_merge__one_side_unchanged(v: Versions) -> None:
    """M1: merge(b,x,x)=x, merge(b,b,x)=x, merge(b,x,b)=x, merge(b,b,b)=b, without a conflict or a note."""
    for x in (v.base, v.ours, v.theirs):
        assert outcome(merge(v.base, x, x)) == (x, (), ())
        assert outcome(merge(v.base, v.base, x)) == (x, (), ())
        assert outcome(merge(v.base, x, v.base)) == (x, (), ())


@given(versions())
def test_merge__swapping_sides_mirrors(v: Versions) -> None:
    """M2: the other side sees the same conflicts and nodes; the same document where nothing depends on the side."""
    here, there = merge(v.base, v.ours, v.theirs), merge(v.base, v.theirs, v.ours)
    assert {mirrored(c) for c in here.conflicts} == {straight(c) for c in there.conflicts}
    if not any(c.kind == "cycle" for c in here.conflicts):
        # An open circle shows a node where one side has it, so that a parent which goes otherwise may have to stay.
        assert ids_of(here.document) == ids_of(there.document)
    if not here.conflicts and not here.notes:
        assert here.document == there.document


@given(versions())
def test_merge__loses_nothing(v: Versions) -> None:
    """M3: every node and sentence of a side is in the result, in a conflict, or was deleted by the other side."""
    result = merge(v.base, v.ours, v.theirs)
    disputed = [side for c in result.conflicts for side in (c.base, c.ours, c.theirs)]
    for side, other in ((v.ours, v.theirs), (v.theirs, v.ours)):
        deleted = ids_of(v.base) - ids_of(other)
        assert ids_of(side) <= ids_of(result.document) | ids_of(*disputed) | deleted
        deleted_sentences = sentences_of(v.base) - sentences_of(other)
        assert sentences_of(side) <= sentences_of(result.document, *disputed) | deleted_sentences


@given(versions())
def test_merge__result_is_valid(v: Versions) -> None:
    """M4: ids stay unique, the result is a document, until and after any decision."""
    result = merge(v.base, v.ours, v.theirs)
    assert_valid(result.document)
    ids = [node.id for node in walk(result.document)]
    assert len(ids) == len(set(ids))


@given(versions())
def test_merge__keeps_order(v: Versions) -> None:
    """M4: nodes that stand in one slot everywhere, in the same order everywhere, keep it."""
    result = merge(v.base, v.ours, v.theirs)
    merged = {node.id: node for node in walk(result.document)}
    for node in walk(v.base):
        for slot, children in node.slots.items():
            orders = []
            for document in (v.base, v.ours, v.theirs, result.document):
                found = document.find(node.id)
                orders.append([child.id for child in found.slots.get(slot, ())] if found else [])
            shared = set.intersection(*map(set, orders))
            before, mine, yours, now = ([i for i in order if i in shared] for order in orders)
            if before == mine == yours and node.id in merged:
                assert now == before, children


@given(versions())
def test_merge__again_changes_nothing(v: Versions) -> None:
    """M5: the same upstream once more brings nothing back, whatever was decided."""
    result = merge(v.base, v.ours, v.theirs)
    for choice in ("ours", "theirs", "both"):
        decided = resolve(result, {c.key: choice for c in result.conflicts})
        assert_valid(decided)
        assert outcome(merge(v.theirs, decided, v.theirs)) == (decided, (), ())


@given(versions(), st.integers(0, 2**32))
def test_resolve__mixed_choices_are_valid(v: Versions, seed: int) -> None:
    """M6: any mix of decisions gives a valid document that has every node nobody deleted."""
    result = merge(v.base, v.ours, v.theirs)
    names = itertools.cycle([("ours", "theirs", "both")[int(digit) % 3] for digit in str(seed)])
    decided = resolve(result, {c.key: next(names) for c in result.conflicts})
    assert_valid(decided)
    assert ids_of(v.ours) & ids_of(v.theirs) <= ids_of(decided)


@given(versions())
def test_merge__until_decided_shows_ours(v: Versions) -> None:
    """Rule 5: without decisions a field in conflict shows ours where it differs from the base, and no node is gone."""
    result = merge(v.base, v.ours, v.theirs)
    assert result.document == resolve(result, {c.key: "both" if c.kind == "edit/delete" else "ours"
                                               for c in result.conflicts})  # fmt: skip


@given(versions())
def test_merge__fields_of_different_nodes_never_conflict(v: Versions) -> None:
    """Edits of different nodes never conflict: a field conflict needs a field that both sides changed."""
    changed = [{(c.node_id, c.field) for c in diff(v.base, side) if c.kind in ("changed", "added")}
               for side in (v.ours, v.theirs)]  # fmt: skip
    nodes = [{node_id for node_id, _ in side} for side in changed]
    for conflict in merge(v.base, v.ours, v.theirs).conflicts:
        if conflict.kind == "field":
            assert conflict.node_id in nodes[0] & nodes[1]


@given(versions())
def test_diff__empty_only_for_equal_documents(v: Versions) -> None:
    assert diff(v.base, v.base) == ()
    assert (diff(v.base, v.ours) == ()) == (v.base == v.ours) == (digest(v.base) == digest(v.ours))


@given(versions())
def test_diff__is_complete(v: Versions) -> None:
    """What diff names, and nothing else, differs."""
    changes = diff(v.base, v.ours)
    assert {c.node_id for c in changes if c.kind == "added"} == ids_of(v.ours) - ids_of(v.base)
    assert {c.node_id for c in changes if c.kind == "removed"} == ids_of(v.base) - ids_of(v.ours)
    for change in changes:
        same = type(change.before) is type(change.after) and change.before == change.after
        assert not same or isinstance(change.after, Place | None)  # re-ordered, or null became absent


@given(documents())
def test_segments__own_texts_change_nothing(document: Document) -> None:
    """apply_segments(d, own texts) = d."""
    segments = extract_segments(document)
    assert len({segment.key for segment in segments}) == len(segments)
    assert apply_segments(document, {s.key: s.source for s in segments}, "en") == document
    assert apply_segments(document, {}, "en") == document


@given(documents())
def test_segments__every_text_reaches_its_place(document: Document) -> None:
    segments = extract_segments(document)
    texts = {s.key: s.source.replace("Farmers", "Wakulima") for s in segments}
    translated = apply_segments(document, texts, "sw")
    assert [s.source for s in extract_segments(translated)] == [texts[s.key] for s in segments]
    assert sentences_of(translated) == sentences_of(document)


@given(versions())
def test_pair_segments__pairs_within_a_field(v: Versions) -> None:
    old = {s.key: s for s in extract_segments(v.base)}
    new = {s.key: s for s in extract_segments(v.ours)}
    pairs = pair_segments(v.base, v.ours)
    assert len(set(pairs.values())) == len(pairs)
    for after, before in pairs.items():
        assert (new[after].node_id, new[after].field) == (old[before].node_id, old[before].field)
    assert all(pairs[key] == key for key in old.keys() & new.keys())


@given(documents(), st.sampled_from(["low", "moderate", "adequate"]))
def test_select_profile__drops_only_what_is_excluded(document: Document, level: str) -> None:
    assert select_profile(document) == document
    selected = select_profile(document, levels=[level])
    assert ids_of(selected) <= ids_of(document)
    assert select_profile(selected, levels=[level]) == selected
    for node in list(walk(selected))[1:]:
        assert not node.fields.get("levels") or level in node.fields["levels"]  # type: ignore[operator]


def test_digest__same_in_other_processes() -> None:
    """The digest does not depend on the order of hashes."""
    document = Document(
        language="sw",
        root=Node(
            id="00000000-0000-4000-8000-000000000001",
            kind="lesson",
            fields={"title": Text("Kahawa é"), "z": 1, "a": ("x", "y"), "image": Asset("0" * 64, "a.png")},
        ),
    )
    code = "import json,sys; from curriculum.document import *; print(digest(load(json.load(sys.stdin))))"
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(dump(document)),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == digest(document)
