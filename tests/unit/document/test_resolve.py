"""Decisions about conflicts, and merges that are refused."""

from typing import Any

import pytest

from curriculum.document import Conflict, Html, MergeError, ResolveError, Text, merge, resolve
from tests.unit.document.building import JSON, document, node, uid

KEY = f"field:{uid(1)}:title"


def conflict_of(base: Any, ours: Any, theirs: Any) -> Any:
    """Return the merge of one field on which the sides disagree."""
    return merge(*(document(node(1, {"title": value})) for value in (base, ours, theirs)))


def test_merge__conflict_says_what_stands_where() -> None:
    result = conflict_of({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    assert result.conflicts == (
        Conflict(
            key=KEY,
            kind="field",
            node_id=uid(1),
            field="title",
            base=Text("One."),
            ours=Text("Two."),
            theirs=Text("Three."),
        ),
    )


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        ("ours", Text("Two.")),
        ("theirs", Text("Three.")),
        ("both", Text("Two. Three.")),
        ({"value": {"text": "Cafe\u0301"}}, Text("Café")),
        ({"value": Text("Four.")}, Text("Four.")),
    ],
)
def test_resolve__choices(choice: Any, title: Text) -> None:
    result = conflict_of({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    assert resolve(result, {KEY: choice}).root.fields["title"] == title


def test_resolve__own_rich_text_is_made_canonical() -> None:
    result = conflict_of({"html": "<p>One.</p>"}, {"html": "<p>Two.</p>"}, {"html": "<p>Three.</p>"})
    decided = resolve(result, {KEY: {"value": {"html": "<P>Four.</P>"}}})
    assert decided.root.fields["title"] == Html("<p>Four.</p>")


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ("mine", "choice"),
        (None, "choice"),
        ({}, "choice"),
        ({"value": {"text": "x"}, "more": 1}, "choice"),
        ({"value": "plain"}, "value"),
        ({"value": 5}, "value"),
        ({"value": {"html": "<p>x</p>"}}, "value"),
        ({"value": {"text": "\x00"}}, "value"),
    ],
)
def test_resolve__refuses_choices(choice: Any, code: str) -> None:
    result = conflict_of({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    with pytest.raises(ResolveError) as caught:
        resolve(result, {KEY: choice})
    assert (caught.value.code, caught.value.data["key"]) == (code, KEY)


def test_resolve__refuses_unknown_keys_and_lists_what_is_open() -> None:
    result = conflict_of({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    with pytest.raises(ResolveError) as unknown:
        resolve(result, {KEY: "ours", "field:x": "ours"})
    assert unknown.value.data["unknown"] == ["field:x"]
    with pytest.raises(ResolveError) as unresolved:
        resolve(result, {})
    assert unresolved.value.unresolved == (KEY,)


def test_resolve__places_take_no_value() -> None:
    base, ours, theirs = (
        document(node(1, body=[node(2, body=a), node(3, body=b)], quiz=q))
        for a, b, q in (([], [], [node(4)]), ([node(4)], [], []), ([], [node(4)], []))
    )
    result = merge(base, ours, theirs)
    assert [conflict.key for conflict in result.conflicts] == [f"move/move:{uid(4)}"]
    with pytest.raises(ResolveError, match="no choice"):
        resolve(result, {f"move/move:{uid(4)}": {"value": 1}})


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ((node(1), "es"), "language"),
        ((node(2), "en"), "root"),
    ],
)
def test_merge__refuses_what_does_not_belong_together(others: tuple[JSON, str], code: str) -> None:
    with pytest.raises(MergeError) as caught:
        merge(document(node(1)), document(node(1)), document(*others))
    assert caught.value.code == code


def test_merge__refuses_to_nest_too_deep() -> None:
    def chain(first: int, length: int, end: list[JSON]) -> list[JSON]:
        for number in range(first + length - 1, first - 1, -1):
            end = [node(number, body=end)]
        return end

    base = document(node(1, body=[*chain(100, 40, []), *chain(200, 20, [])]))
    ours = document(node(1, body=chain(100, 40, [node(2)]) + chain(200, 20, [])))
    theirs = document(node(1, body=[*chain(100, 20, chain(120, 20, [])), *chain(200, 20, [])]))
    assert merge(base, ours, theirs).document == ours
    deep_ours = document(node(1, body=chain(100, 40, chain(200, 1, []))))
    deep_theirs = document(node(1, body=[*chain(100, 40, []), *chain(200, 1, chain(300, 20, []))]))
    small = document(node(1, body=[*chain(100, 40, []), *chain(200, 1, [])]))
    with pytest.raises(MergeError) as caught:
        merge(small, deep_ours, deep_theirs)
    assert caught.value.code == "depth"


def test_merge__hostile_texts_take_no_time() -> None:
    """Long texts of repeated sentences are merged in near linear time."""
    words = ["Dry it."] * 4000
    texts = [" ".join([*words[:2000], middle, *words]) for middle in ("One.", "Two. Dry it. More.", "One. Dry it.")]
    result = merge(*(document(node(1, {"title": {"text": text}})) for text in texts))
    assert len(result.conflicts) <= 1
