"""Nodes as readers see them, one alone or two versions side by side. No test here may ask the database anything."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.utils import translation

from curriculum.document import Html, Node, Text, dump_node, load_node, walk
from curriculum.forks.drawing import DrawnPicture, draw, draw_pair
from curriculum.forks.marking import ADDED, MARK, REMOVED
from curriculum.forks.units import units_of
from tests.factories import FILES, bare, full_lesson, node, small_document
from tests.integration.security.inert import STRINGS, active_parts, typed, with_strings

JSON = dict[str, Any]
LESSON = load_node(full_lesson("TST-1"))
BLOCKS = {
    block.kind: block for slot in ("body", "quiz", "notes", "materials", "requirements") for block in LESSON.slots[slot]
}
KINDS = {inner.kind: inner for inner in walk(small_document())}


def block(kind: str, **fields: Any) -> Node:
    """Return the lesson's block of this kind with other fields; None takes a field away."""
    data = dump_node(BLOCKS[kind])
    return load_node({**data, "fields": {k: v for k, v in (data["fields"] | fields).items() if v is not None}})


def words(html: str) -> str:
    """Return what a person reads who sees the page, [-removed-] and {+added+} words in brackets."""
    soup = BeautifulSoup(html, "html.parser")
    for unseen in soup.select(".w-sr-only"):
        unseen.decompose()
    for tag, (opening, closing) in (("del", ("[-", "-]")), ("ins", ("{+", "+}"))):
        for mark in soup.find_all(tag):
            mark.replace_with(f"{opening}{mark.get_text()}{closing}")
    soup.smooth()
    return " ".join(soup.get_text(" ").split())


def details(html: str) -> dict[str, str]:
    """Return the labelled lines of a drawing."""
    soup = BeautifulSoup(html, "html.parser")
    return {
        term.get_text(): words(str(value)).replace("\N{NO-BREAK SPACE}", " ")
        for term, value in zip(soup.find_all("dt"), soup.find_all("dd"), strict=True)
    }


def tags(html: str) -> list[Tag]:
    return list(BeautifulSoup(html, "html.parser").find_all(True))


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"module", "lesson"}))
def test_draw__every_text_can_be_read(kind: str) -> None:
    """What learners and what facilitators read, answers too; a text alternative where it belongs."""
    html = draw(KINDS[kind])

    texts = [
        BeautifulSoup(value.html if isinstance(value, Html) else value.text, "html.parser").get_text(" ").split()
        for inner in walk(KINDS[kind])
        for name, value in inner.fields.items()
        if isinstance(value, Text | Html) and name != "alternative"
    ]
    assert [text for text in texts if " ".join(text) not in words(html)] == []
    assert [tag for tag in tags(html) if tag.name == "details" and not tag.has_attr("open")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_draw__may_stand_twice_on_a_page(kind: str) -> None:
    """No id, no landmark, no symbol that another page draws, no link to nowhere."""
    found = tags(draw(KINDS[kind]))

    assert [tag for tag in found if tag.has_attr("id") or tag.get("role") == "region"] == []
    assert [tag for tag in found if tag.name in {"svg", "use", "script", "style"}] == []


def test_draw__items_of_lists_stand_in_lists() -> None:
    drawn = {kind: tags(draw(KINDS[kind])) for kind in ("outcome", "material", "prompt", "entry", "step")}

    found = {kind: [tag.name for tag in found[:2]] for kind, found in drawn.items()}
    assert found == {kind: ["ol" if kind == "step" else "ul", "li"] for kind in drawn}


def test_draw__own_details_of_a_lesson() -> None:
    assert details(draw(LESSON, own_only=True)) == {
        "Code": "TST-1.1",
        "Title": "Look, then act",
        "Minutes": "1 hr 30 min",
        "Phase": "Planning 1",
        "Step of the cycle": "Plan",
        "Place": "under a tree",
        "Levels": "Low, Moderate, Adequate",
        "Levels for which it is a refresher": "Moderate",
        "Levels for which it is optional": "Adequate",
        "Standards": "TST-STD",
        "Audience": "Learners, Facilitators",
        "Requirements of standards": "TST-STD: T-01",
    }


def test_draw__own_details_of_a_passage_and_a_module() -> None:
    assert details(draw(load_node(node("test", "passage", "plain", {})), own_only=True)) == {
        "Levels": "all", "Standards": "all", "Audience": "all",
    }  # fmt: skip
    assert details(draw(small_document().root, own_only=True)) == {
        "Code": "TST-1",
        "Title": "A small module",
        "Summary": "It holds one of everything.",
        "Levels": "Low, Moderate",
        "Phases": "Planning 1",
        "Themes": "Quality management, People and work",
        "Modules that it builds on": "ORG-1",
    }


def test_draw__kinds_without_a_template() -> None:
    option = next(inner for inner in walk(LESSON) if inner.kind == "option")
    unknown = load_node(node("test", "dance", "dance", {"music": {"text": "Slow"}, "turns": 3}))

    assert details(draw(BLOCKS["requirement"])) == {"Standard": "TST-STD", "Requirement": "T-01"}
    assert details(draw(option)) == {"Text": "Yes", "Right answer": "yes", "Feedback": "So it is."}
    assert details(draw(unknown)) == {"Music": "Slow", "Turns": "3"}


def test_draw__a_whole_lesson_has_its_details_and_its_blocks() -> None:
    html = draw(LESSON)

    assert details(html)["Minutes"] == "1 hr 30 min"
    assert [
        words for words in ("four cards", "Water game", "Does writing help?", "Bring water.") if words not in html
    ] == []


def test_draw__marks_that_somebody_typed_are_left_out() -> None:
    fake = load_node(bare("test", "heading", "fake", f"Pay {ADDED[0]}double{ADDED[1]} {REMOVED[0]}now"))

    assert draw(fake) == draw(load_node(bare("test", "heading", "fake", "Pay double now")))
    code = block("form", code=f"F-{ADDED[0]}1{ADDED[1]}", levels=[f"low{REMOVED[0]}"])
    assert draw(code) == draw(block("form", code="F-1", levels=["low"]))


def test_draw__words_of_the_templates_are_in_the_language_of_the_content() -> None:
    with translation.override("en"):
        html = draw(LESSON, own_only=True, language="pt-BR")
        assert translation.get_language() == "en"

    assert "1 h 30 min" in html.replace("\N{NO-BREAK SPACE}", " ")


def test_draw__pictures_are_where_they_are_said_to_be() -> None:
    """A released file has an address by its digest, a draft's picture another one."""
    digest = next(iter(FILES))
    released = DrawnPicture(address="", width=40, height=30)
    draft = DrawnPicture(address="/media/wheel.png", width=40, height=30)

    found = [
        {name: value for name, value in tag.attrs.items() if name in {"src", "width", "height"}}
        for pictures in (None, {digest: released}, {digest: draft})
        for tag in tags(draw(BLOCKS["picture"], pictures=pictures))
        if tag.name == "img"
    ]
    size = {"width": "40", "height": "30"}
    assert found == [
        {"src": f"/assets/{digest}"},
        {"src": f"/assets/{digest}", **size},
        {"src": "/media/wheel.png", **size},
    ]


def test_draw_pair__marks_words_in_the_readers_templates() -> None:
    """Marks are elements of their own inside the formatting, and say once a run what they are."""
    before = block("text", body={"html": "<p>A <b>bold</b> word.</p>"})
    after = block("text", body={"html": "<p>A <b>bold and</b> <i>slanted</i> word.</p>"})

    one, other = draw_pair(before, after)

    assert one.strip() == '<div class="prose"><p>A <b>bold</b> word.</p></div>'
    assert other.strip() == (
        '<div class="prose"><p>A <b>bold <ins class="scan-ins"><span class="w-sr-only">added: </span>and</ins></b> '
        '<i><ins class="scan-ins">slanted</ins></i> word.</p></div>'
    )


def test_draw_pair__says_what_each_run_is() -> None:
    steps = [node("test", "step", name, {"body": {"html": f"<p>{name} it. Look.</p>"}}) for name in ("Cut", "Dry")]
    before = load_node(node("test", "activity", "work", {"title": {"text": "Work"}}, {"steps": steps}))
    after = load_node(node("test", "activity", "work", {"title": {"text": "Toil"}}, {"steps": steps[:1]}))

    one, other = draw_pair(before, after)

    assert one.count('<span class="w-sr-only">removed: </span>') == one.count("<del") == 2
    assert words(one) == "Activity [-Work-] Cut it. Look. [-Dry it. Look.-]"
    assert words(other) == "Activity {+Toil+} Cut it. Look."


def test_draw_pair__of_one_version() -> None:
    heading = load_node(bare("test", "heading", "heading", "Wash your hands."))

    assert [words(html) for html in draw_pair(None, heading)] == ["", "{+Wash your hands.+}"]
    assert [words(html) for html in draw_pair(heading, None)] == ["[-Wash your hands.-]", ""]
    assert draw_pair(None, None) == ("", "")
    assert [details(html) for html in draw_pair(None, BLOCKS["requirement"])] == [
        {}, {"Standard": "{+TST-STD+}", "Requirement": "{+T-01+}"},
    ]  # fmt: skip


def test_draw_pair__equal_versions_are_drawn_without_marks() -> None:
    for kind in BLOCKS:
        assert draw_pair(BLOCKS[kind], block(kind)) == (draw(BLOCKS[kind]), draw(BLOCKS[kind]))


def test_draw_pair__own_details() -> None:
    data = dump_node(LESSON)
    fields = {**data["fields"], "minutes": 45, "levels": ["low"], "place": {"text": "under a roof"}}
    fields.pop("phase")
    after = load_node({**data, "fields": fields, "slots": {}})

    one, other = (details(html) for html in draw_pair(LESSON, after, own_only=True))

    assert {label: (words, other[label]) for label, words in one.items() if words != other[label]} == {
        "Minutes": ("[-1 hr 30 min-]", "{+45 min+}"),
        "Phase": ("[-Planning 1-]", "{+none+}"),
        "Place": ("under a [-tree-]", "under a {+roof+}"),
        "Levels": ("Low[-, Moderate, Adequate-]", "Low"),
        "Requirements of standards": ("[-TST-STD: T-01-]", "{+none+}"),
    }
    assert one.keys() == other.keys()


def test_draw_pair__what_no_word_shows_stands_in_lines_below() -> None:
    """Nothing changes unseen: numbers, choices, levels, the right answer, a file, a text alternative."""
    form = block("form", blank_rows=3, orientation=None, levels=None, audience=["facilitator"])
    picture = block("picture", image={"asset": "0" * 64, "name": "wheel.png"}, alternative={"text": "A wheel"})
    question = dump_node(BLOCKS["question"])
    for option in question["slots"]["options"]:
        option["fields"]["correct"] = not option["fields"].get("correct")
    drawn = [(BLOCKS["form"], form), (BLOCKS["picture"], picture), (BLOCKS["question"], load_node(question))]

    assert [[details(html) for html in draw_pair(before, after)] for before, after in drawn] == [
        [
            {"Paper": "[-Landscape-]", "Blank rows": "[-12-]", "Levels": "[-Low-]", "Audience": "[-Learners-]"},
            {"Paper": "{+none+}", "Blank rows": "{+3+}", "Levels": "{+all+}", "Audience": "{+Facilitators+}"},
        ],
        [
            {"Picture file": "[-wheel.png-]", "Text alternative": "A wheel [-with four spokes-]"},
            {"Picture file": "{+wheel.png+}", "Text alternative": "A wheel"},
        ],
        [
            {"Answer 1: right answer": "[-yes-]", "Answer 2: right answer": "[-no-]"},
            {"Answer 1: right answer": "{+no+}", "Answer 2: right answer": "{+yes+}"},
        ],
    ]


def test_draw_pair__no_mark_in_an_attribute() -> None:
    """A caption is the name of its table for those who do not see it: there it is plain text."""
    one, other = draw_pair(BLOCKS["table"], block("table", caption={"text": "Rain and <b>sun</b>"}))

    scroll = tags(other)[0]
    assert (words(one).split(" Day")[0], words(other).split(" Day")[0]) == ("Rain", "Rain {+and <b>sun</b>+}")
    assert scroll["aria-label"] == "Rain and <b>sun</b>"
    assert not MARK.search(one + other)


def test_draw__nothing_that_somebody_wrote_runs() -> None:
    """C1: each string in some twenty fields, alone and marked as removed, as added and as changed."""
    html = ""
    for first in range(0, len(STRINGS), 10):
        before, after = (
            units_of(with_strings(small_document(lessons=1), number, each=True)) for number in (first, first + 1)
        )
        for unit_id, unit in before.items():
            html += draw(unit.node, own_only=unit.own_only)
            html += "".join(draw_pair(unit.node, after[unit_id].node, own_only=unit.own_only))
            html += "".join(draw_pair(None, unit.node, own_only=unit.own_only))

    shown = BeautifulSoup(html, "html.parser").get_text()
    assert [string for string in STRINGS if typed(string) not in shown] == []
    assert active_parts(html) == []
    assert not MARK.search(html)
