"""Words that two versions of a text do not have in common. The notation is explained in cases/words.txt."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.document import Html, Node, Text, canonical_html, load_node, walk
from curriculum.forks.marking import ADDED, MARK, REMOVED, marked_pair, marked_texts, unmarked
from tests.factories import bare, node
from tests.unit.document.strategies import Versions, versions

JSON = dict[str, Any]
NOTATION = dict(zip((*REMOVED, *ADDED), ("[-", "-]", "{+", "+}"), strict=True))
SIGNS = re.compile(r"\[-|-\]|\{\+|\+\}")
SECONDS = 1.0


def cases() -> list[Any]:
    """Return the cases of the table: both versions as they should be marked."""
    table = (Path(__file__).parent / "cases" / "words.txt").read_text("utf-8")
    found = []
    for block in table.split("\n=== ")[1:]:
        title, before, after = block.strip("\n").split("\n")
        sides = [line.partition("  ")[2].strip().replace("\\n", "\n") for line in (before, after)]
        found.append(pytest.param(*sides, id=title))
    return found


def noted(text: str) -> str:
    """Return a marked text in the notation of the table."""
    return MARK.sub(lambda mark: NOTATION[mark[0]], text)


def text_node(text: str) -> Node:
    """Return a node with one field, of rich text where `text` begins with a tag."""
    value = {"html": text} if text.startswith("<") else {"text": text}
    return load_node(node("test", "text", "text", {"body": value}))


def texts(top: Node | None) -> list[str]:
    """Return the texts of a node and those below it, in document order, in the notation of the table."""
    return [
        noted(value.text if isinstance(value, Text) else value.html)
        for inner in (walk(top) if top else ())
        for value in inner.fields.values()
        if isinstance(value, Text | Html)
    ]


def unmarked_words(top: Node) -> list[tuple[str, str]]:
    """Return the words of each text that carry no mark, letters only."""
    found = []
    for inner in walk(top):
        for name, value in sorted(inner.fields.items()):
            if isinstance(value, Text | Html):
                source = value.text if isinstance(value, Text) else value.html
                bare_words = re.sub(
                    f"[{REMOVED[0]}{ADDED[0]}].*?[{REMOVED[1]}{ADDED[1]}]", " ", source, flags=re.DOTALL
                )
                found += [(f"{inner.id}:{name}", word) for word in re.sub(r"<[^>]*>", " ", bare_words).split()]
    return found


@pytest.mark.parametrize(("before", "after"), cases())
def test_marked_pair__case_table(before: str, after: str) -> None:
    one, other = (text_node(SIGNS.sub("", side)) for side in (before, after))

    assert [texts(side) for side in marked_pair(one, other)] == [[before], [after]]


def activity(*steps: JSON, title: str = "Water game") -> Node:
    return load_node(node("test", "activity", "activity", {"title": {"text": title}}, {"steps": list(steps)}))


def step(name: str, words: str, minutes: int = 5) -> JSON:
    return node("test", "step", name, {"minutes": minutes, "body": {"html": f"<p>{words}</p>"}})


CUP, POUR, LOOK = step("cup", "Take a cup."), step("pour", "Pour it out."), step("look", "Look at it.")


def test_marked_pair__nodes_are_matched_by_id() -> None:
    before = activity(CUP, POUR)
    after = activity(CUP, LOOK, step("pour", "Pour it slowly out."), title="Water play")

    one, other = marked_pair(before, after)

    assert texts(one) == ["Water [-game-]", "<p>Take a cup.</p>", "<p>Pour it out.</p>"]
    assert texts(other) == [
        "Water {+play+}", "<p>Take a cup.</p>", "<p>{+Look at it.+}</p>", "<p>Pour it {+slowly+} out.</p>",
    ]  # fmt: skip


def test_marked_pair__what_moved_is_marked_as_a_whole() -> None:
    one, other = marked_pair(activity(CUP, POUR, LOOK), activity(LOOK, CUP, POUR))

    assert texts(one) == ["Water game", "<p>Take a cup.</p>", "<p>Pour it out.</p>", "<p>[-Look at it.-]</p>"]
    assert texts(other) == ["Water game", "<p>{+Look at it.+}</p>", "<p>Take a cup.</p>", "<p>Pour it out.</p>"]


def test_marked_pair__a_node_of_one_version() -> None:
    assert [texts(side) for side in marked_pair(None, activity(CUP))] == [
        [],
        ["{+Water game+}", "<p>{+Take a cup.+}</p>"],
    ]
    assert [texts(side) for side in marked_pair(activity(CUP), None)] == [
        ["[-Water game-]", "<p>[-Take a cup.-]</p>"],
        [],
    ]
    assert marked_pair(None, None) == (None, None)


def test_marked_pair__another_node_or_another_kind_is_marked_as_a_whole() -> None:
    heading, message = (
        load_node(bare("test", kind, "same", "Wash your hands.")) for kind in ("heading", "key_message")
    )
    elsewhere = load_node(bare("test", "heading", "another", "Wash your hands."))

    for other in (message, elsewhere):
        assert [texts(side) for side in marked_pair(heading, other)] == [
            ["[-Wash your hands.-]"],
            ["{+Wash your hands.+}"],
        ]


def test_marked_pair__a_field_of_one_version() -> None:
    before = activity()
    after = load_node(
        node("test", "activity", "activity", {"title": {"text": "Water game"}, "purpose": {"text": "To see leaks"}})
    )

    assert [sorted(texts(side)) for side in marked_pair(before, after)] == [
        ["Water game"],
        ["Water game", "{+To see leaks+}"],
    ]
    assert [sorted(texts(side)) for side in marked_pair(after, before)] == [
        ["Water game", "[-To see leaks-]"],
        ["Water game"],
    ]


def test_marked_pair__marks_that_somebody_typed_are_left_out() -> None:
    fake = f"Pay {ADDED[0]}double{ADDED[1]} <b>{REMOVED[1]}now</b>."
    typed = text_node(f"<p>{fake}</p>")

    assert [texts(side) for side in marked_pair(typed, text_node("<p>Pay double <b>now</b>.</p>"))] == [
        ["<p>Pay double <b>now</b>.</p>"], ["<p>Pay double <b>now</b>.</p>"],
    ]  # fmt: skip
    assert [noted(text) for text in marked_texts(f"One{ADDED[0]}", "One more")] == ["One", "One {+more+}"]


@given(versions())
def test_marked_pair__laws(documents: Versions) -> None:
    """Without the marks it is the version itself, marked rich text is well-formed, what has no mark stands in both."""
    before, after = documents.base.root, documents.ours.root
    marked = marked_pair(before, after)

    assert [unmarked(side) for side in marked if side] == [before, after]
    for side in marked:
        for inner in walk(side) if side else ():
            for value in inner.fields.values():
                if isinstance(value, Html):
                    assert canonical_html(value.html) == value.html
                    assert all(balanced(piece) for piece in re.split(r"<[^>]*>", value.html))
    one, other = (sorted(unmarked_words(side)) for side in marked if side)
    assert one == other


def balanced(text: str) -> bool:
    """Return whether marks open and close in turn within `text`."""
    return re.fullmatch(r"(o[^oc]*c|[^oc])*", re.sub("[oc]", "-", text).translate(
        {ord(REMOVED[0]): "o", ord(ADDED[0]): "o", ord(REMOVED[1]): "c", ord(ADDED[1]): "c"}
    )) is not None  # fmt: skip


words = st.lists(st.sampled_from(["dry", "the", "café", "ng'ombe", ".", ",", "\n", "  ", " ", "5.5", "🌱", *NOTATION]))


@given(words, words)
def test_marked_texts__laws(before: list[str], after: list[str]) -> None:
    one, other = "".join(before), "".join(after)
    clean = [MARK.sub("", text) for text in (one, other)]

    marked = marked_texts(one, other)

    assert [MARK.sub("", text) for text in marked] == clean
    assert all(balanced(text) for text in marked)
    assert (marked == tuple(clean)) == (clean[0] == clean[1] or not any(map(str.strip, clean)))
    rest = [re.sub(r"\[-.*?-\]|\{\+.*?\+\}", " ", noted(text), flags=re.DOTALL).split() for text in marked]
    assert "".join(rest[0]) == "".join(rest[1])


LONG = {
    "sentences": ("Dry the ripe cherries on a net. " * 625, "Dry the red cherries on a mat now. " * 570),
    "one sentence": ("dry the cherries " * 1_176, "weigh the sack now " * 1_052),
    "no word twice": (" ".join(map(str, range(4_000))), " ".join(map(str, range(2_000, 6_000)))),
    "backwards": (" ".join(map(str, range(4_000))), " ".join(map(str, range(4_000, 0, -1)))),
    "signs": (".,;:" * 5_000, ";.:," * 5_000),
    "line ends": ("a\n" * 10_000, "b\n" * 10_000),
    "one word": ("a" * 20_000, "b" * 20_000),
    "nothing to nothing": (" " * 20_000, "\n" * 20_000),
}


@pytest.mark.parametrize(("before", "after"), LONG.values(), ids=LONG.keys())
def test_marked_texts__long_texts_take_no_time(before: str, after: str) -> None:
    """20,000 characters take less than a second of the processor, whatever they are."""
    begun = time.process_time()

    marked = marked_texts(before, after)

    assert time.process_time() - begun < SECONDS
    assert [MARK.sub("", text) for text in marked] == [before, after]
