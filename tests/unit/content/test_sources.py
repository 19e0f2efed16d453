"""Reader and linter of the curriculum's source files, case by case on one small module."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.content.sources import NAMESPACE, SourceError, list_versions, read_module
from curriculum.content.sources.addresses import node_id
from curriculum.content.sources.linter import count_words, lint, main
from curriculum.content.sources.places import FaultList
from curriculum.content.sources.prose import render_prose, render_table
from curriculum.content.sources.reader import parse_module
from curriculum.document import Node, dump, walk

DATA = Path(__file__).parents[3] / "curriculum_data"
PICTURE = b"\x89PNG\r\n\x1a\n"

MODULE = """\
module: TST-1
title: A small module
summary: For tests.
phases: [planning-1]
themes: [quality]
notes: First version.
outcomes:
  say-why: Say why
introduction:
  focus-low: {passage: "", levels: [low], body: {focus-text: {text: Slowly.}}}
lessons: [TST-1.1]
"""
LESSON = """\
lesson: TST-1.1
title: "Look, then act"
minutes: 30
phase: planning-1
cycle_step: plan
core: [moderate, low]
refresher: [adequate]
requirements: [FT-SPO/FT-05]
materials:
  cards: four cards
body:
  why-text:
    text: |
      A **bold** word,
      see [the first lesson](node:TST-1.1).

      - one
      - two
  wheel-picture: {picture: wheel.png, alternative: A wheel}
  water-game:
    activity: Water game
    materials: {cup: a cup with holes}
    steps:
      carry: {minutes: 20, text: Carry water.}
      pour: {minutes: 10, text: Pour it.}
  small-table:
    table: Before and after
    row_heads: first
    rows: |
      | Lot | Before |
      |---|---|
      | 1 | 14 % |
  form-plan:
    form: Plan
    code: F-TST-1.1
    form_kind: record
    blank_rows: 0
    entries:
      what: What
      day: {label: Day, answer: date}
quiz:
  quiz-step:
    question: Which step?
    code: TST-1.1-Q1
    options:
      a: The first
      b: {text: The second, correct: true, feedback: Well seen.}
      c: The third
notes:
  own-words: {note: Use the group's own words.}
"""
REQUIREMENTS = {"standards": [{"code": "FT-SPO", "requirements": [{"code": "FT-05"}]}]}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the small module, with some texts of it exchanged, and return its folder."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "wheel.png").write_bytes(PICTURE)
    (tmp_path / "requirement-map.json").write_text(json.dumps(REQUIREMENTS))

    def write_version(*changes: tuple[str, str], version: str = "1.0.0", lesson: bool = True) -> Path:
        folder = tmp_path / "generic" / "en" / "TST-1"
        (folder / version).mkdir(parents=True)
        module, text = MODULE, LESSON
        for old, new in changes:
            assert old in module + text
            module, text = module.replace(old, new), text.replace(old, new)
        (folder / version / "module.yaml").write_text(module, encoding="utf-8")
        if lesson:
            (folder / version / "TST-1.1.yaml").write_text(text, encoding="utf-8")
        return folder

    return write_version


def messages(folder: Path) -> list[str]:
    """Return what the linter says, as `file:line: message`."""
    return [f"{fault.place.path.name}:{fault.place.line}: {fault.message}" for fault in lint([folder])]


def node(folder: Path, address: str, version: str = "1.0.0") -> Node:
    """Return the node at an address of the document."""
    found = {item.id: item for item in walk(read_module(folder, version).document.root)}
    return found[node_id(address)]


# Reader


def test_read_module__says_which_module_and_what_is_new(write: Write) -> None:
    source = read_module(write(), "1.0.0")

    assert (source.code, source.version, source.language, source.notes) == ("TST-1", "1.0.0", "en", "First version.")
    assert source.document.language == "en"


def test_read_module__ids_come_from_addresses(write: Write) -> None:
    root = read_module(write(), "1.0.0").document.root

    lesson = root.slots["lessons"][0]
    game = lesson.slots["body"][2]
    assert str(NAMESPACE) == "e966ddfd-c2b1-58fe-96fd-a0f485d68f44"
    assert (root.id, lesson.id) == (node_id("TST-1"), node_id("TST-1.1"))
    assert root.slots["outcomes"][0].id == node_id("TST-1/outcomes/say-why")
    assert lesson.slots["materials"][0].id == node_id("TST-1.1/materials/cards")
    assert lesson.slots["requirements"][0].id == node_id("TST-1.1/requirements/FT-SPO/FT-05")
    assert game.id == node_id("TST-1/water-game")
    assert game.slots["steps"][1].id == node_id("TST-1/water-game/steps/pour")
    assert root.slots["introduction"][0].slots["body"][0].id == node_id("TST-1/focus-text")


def test_read_module__explicit_id_replaces_address(write: Write) -> None:
    own = "6f1e2f7e-35c5-4a0b-9a54-0d6b7c1e2a10"
    folder = write(("why-text:\n", f"why-text:\n    id: {own}\n"), ("node:TST-1.1", "node:TST-1/why-text"))

    text = read_module(folder, "1.0.0").document.root.slots["lessons"][0].slots["body"][0]

    assert text.id == own
    assert f'data-node="{own}"' in dump_html(text)


def test_read_module__prose(write: Write) -> None:
    text = node(write(), "TST-1/why-text")

    assert dump_html(text) == (
        f'<p>A <b>bold</b> word, see <a data-node="{node_id("TST-1.1")}">the first lesson</a>.</p>'
        "<ul><li>one</li><li>two</li></ul>"
    )


def test_read_module__lesson_fields(write: Write) -> None:
    lesson = node(write(), "TST-1.1")

    assert lesson.fields["minutes"] == 30
    assert lesson.fields["levels"] == ("low", "moderate", "adequate")
    assert lesson.fields["refresher_levels"] == ("adequate",)
    assert "optional_levels" not in lesson.fields
    assert "place" not in lesson.fields


def test_read_module__empty_title_and_zero_are_absent(write: Write) -> None:
    folder = write()

    assert "title" not in node(folder, "TST-1/focus-low").fields
    assert "blank_rows" not in node(folder, "TST-1/form-plan").fields


def test_read_module__facilitator_note_is_for_facilitators(write: Write) -> None:
    assert node(write(), "TST-1/own-words").fields["audience"] == ("facilitator",)


def test_read_module__options_and_entries(write: Write) -> None:
    folder = write()

    assert node(folder, "TST-1/quiz-step/options/b").fields["correct"] is True
    assert "correct" not in node(folder, "TST-1/quiz-step/options/a").fields
    assert "answer" not in node(folder, "TST-1/form-plan/entries/what").fields
    assert node(folder, "TST-1/form-plan/entries/day").fields["answer"] == "date"


def test_read_module__table(write: Write) -> None:
    assert dump_html(node(write(), "TST-1/small-table"), "table") == (
        '<table><thead><tr><th scope="col">Lot</th><th scope="col">Before</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>14 %</td></tr></tbody></table>'
    )


def test_read_module__picture_is_an_asset(write: Write) -> None:
    source = read_module(write(), "1.0.0")

    digest = hashlib.sha256(PICTURE).hexdigest()
    picture = source.document.root.slots["lessons"][0].slots["body"][1]
    assert picture.fields["image"].sha256 == digest
    assert picture.fields["image"].name == "wheel.png"
    assert {key: path.name for key, path in source.pictures.items()} == {digest: "wheel.png"}


def test_read_module__later_version_takes_other_files_from_the_earlier(write: Write) -> None:
    folder = write()
    write(("title: A small module", "title: Renamed"), ("First version.", "New title."), version="1.1.0", lesson=False)

    first, second = read_module(folder, "1.0.0"), read_module(folder, "1.1.0")

    assert second.notes == "New title."
    assert first.document.root.slots == second.document.root.slots
    assert dump(first.document) != dump(second.document)


def test_read_module__a_block_keeps_its_id_when_it_moves(write: Write) -> None:
    folder = write()
    write(
        ("      carry: {minutes: 20, text: Carry water.}\n", ""),
        ("minutes: 30", "minutes: 10"),
        ("introduction:\n", "introduction:\n  why-text: {text: Moved here.}\n"),
        ("  why-text:\n    text: |\n", "  other-text:\n    text: |\n"),
        version="2.0.0",
    )

    moved = read_module(folder, "2.0.0").document.root.slots["introduction"][0]

    assert moved.id == node(folder, "TST-1/why-text").id


def test_read_module__refuses_with_all_faults(write: Write) -> None:
    folder = write(("phase: planning-1\n", "phase: planing-1\n"), ("minutes: 30", "minutes: half"))

    with pytest.raises(SourceError) as caught:
        read_module(folder, "1.0.0")

    assert [fault.message for fault in caught.value.faults] == [
        "“minutes” must be a whole number, not “half”",
        "unknown phase “planing-1”, did you mean “planning-1”?",
        "this lesson lacks minutes",
    ]


def test_list_versions__sorted_by_number(write: Write) -> None:
    folder = write(version="1.10.0")
    write(version="1.9.0")

    assert [item.version for item in list_versions(folder.parents[2])] == ["1.9.0", "1.10.0"]
    assert {(item.folder, item.code) for item in list_versions(folder)} == {(folder, "TST-1")}


# Linter


def test_lint__nothing_to_say(write: Write, tmp_path: Path) -> None:
    write()

    assert lint([tmp_path]) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: 30\n", "minutes: [30\n", "TST-1.1.yaml:4: bad YAML: did not find expected ',' or ']'"),
        ("phase: planning-1\ncycle", "title: Again\ncycle", "TST-1.1.yaml:4: duplicate key “title”, first on line 2"),
        ("    form_kind:", "    form_knd:",
         "TST-1.1.yaml:36: unknown name “form_knd” in a form, did you mean “form_kind”?"),
        ("  cards:", "  Cards:", "TST-1.1.yaml:10: bad key “Cards”: lower-case words and numbers with hyphens between"),
        ("lesson: TST-1.1", "lesson: TST-2.1", "TST-1.1.yaml:1: bad code “TST-2.1” for a lesson of TST-1"),
        ("F-TST-1.1", "TST-1.1", "TST-1.1.yaml:33: bad code “TST-1.1” for a form of TST-1"),
        ("TST-1.1-Q1", "Q1", "TST-1.1.yaml:42: bad code “Q1” for a question of TST-1"),
        ("module: TST-1", "module: TST-2", "module.yaml:1: the module in this folder must be “TST-1”, not “TST-2”"),
        ("summary: For tests.\n", "", "module.yaml:1: this module lacks summary"),
        ("notes: First version.\n", "", "module.yaml:1: this module lacks notes: what is new in this version"),
        ("    text: |\n      A **bold**", "    texts: |\n      A **bold**",
         "TST-1.1.yaml:12: “why-text” is no kind of block that we know, did you mean “text”?"),
        ("minutes: 30", "minutes: 35", "TST-1.1.yaml:1: the steps add up to 30 minutes, the lesson has 35"),
        ("{minutes: 20, text: Carry water.}", "{text: Carry water.}", "TST-1.1.yaml:24: this step lacks minutes"),
        ("FT-SPO/FT-05", "FT-SPO/FT-06",
         "TST-1.1.yaml:8: unknown requirement “FT-SPO/FT-06”, did you mean “FT-SPO/FT-05”?"),
        ("FT-SPO/FT-05", "FT-05", "TST-1.1.yaml:8: bad code “FT-05”: write STANDARD/REQUIREMENT"),
        ("levels: [low]", "standards: [FT-SPQ]",
         "module.yaml:10: unknown standard “FT-SPQ”, did you mean “FT-SPO”?"),
        ("levels: [low]", "levels: [lower]", "module.yaml:10: unknown levels “lower”, did you mean “low”?"),
        ("refresher: [adequate]", "refresher: [low]", "TST-1.1.yaml:7: level “low” has two roles in this lesson"),
        ("picture: wheel.png", "picture: wheels.png", "TST-1.1.yaml:19: the picture “wheels.png” is missing"),
        (", alternative: A wheel", "", "TST-1.1.yaml:19: this picture lacks alternative"),
        ("      c: The third\n", "", "TST-1.1.yaml:42: a question has three options, this one 2"),
        ("correct: true", "correct: false", "TST-1.1.yaml:42: exactly one option is correct, here 0"),
        ("correct: true", "correct: yes", "TST-1.1.yaml:47: “correct” must be true or false, not “yes”"),
        ("| 1 | 14 % |", "| 1 | 14 % | 12 % |", "TST-1.1.yaml:32: a ragged row: 3 cells under 2 heads"),
        ("  form-plan:", "  focus-text:",
         "module.yaml:10: key reused: “TST-1/focus-text” already stands in TST-1.1.yaml:33"),
        ("A **bold** word", "# A heading",
         "TST-1.1.yaml:14: the text holds a heading (use a heading block), which a document cannot hold"),
        ("node:TST-1.1", "node:TST-1.9",
         "TST-1.1.yaml:12: the link leads nowhere: there is no “TST-1.9” in this module"),
        ("node:TST-1.1", "javascript:alert(1)",
         "TST-1.1.yaml:14: a link must begin with http, https, mailto, tel or node, not “javascript:alert(1)”"),
        ("lessons: [TST-1.1]", "lessons: [TST-1.1, TST-1.2]",
         "module.yaml:11: the file TST-1.2.yaml of a listed lesson is missing"),
        ("    entries:\n      what: What\n      day: {label: Day, answer: date}\n", "",
         "TST-1.1.yaml:33: this form lacks entries"),
    ],
)  # fmt: skip
def test_lint__fault_with_its_line(write: Write, old: str, new: str, expected: str) -> None:
    found = messages(write((old, new)))

    assert any(message.startswith(expected) for message in found), found


def test_lint__code_reused(write: Write) -> None:
    folder = write(("quiz:\n", "  form-two: {form: Two, code: F-TST-1.1, entries: {who: Who}}\nquiz:\n"))

    assert "TST-1.1.yaml:41: code reused: “F-TST-1.1” already stands in TST-1.1.yaml:33" in messages(folder)


def test_lint__unused_picture(write: Write, tmp_path: Path) -> None:
    write()
    (tmp_path / "pictures" / "lonely.png").write_bytes(PICTURE)

    assert messages(tmp_path) == ["lonely.png:1: no module shows this picture"]


def test_lint__heavy_picture(write: Write, tmp_path: Path) -> None:
    write()
    (tmp_path / "pictures" / "wheel.png").write_bytes(PICTURE + bytes(64 * 1024))

    assert messages(tmp_path) == ["wheel.png:1: the picture has 64 KB, more than 60"]


def test_lint__same_key_other_kind_in_a_later_version(write: Write) -> None:
    folder = write()
    write(("  own-words: {note:", "  other-words: {note:"), ("body:\n", "body:\n  own-words: {text: A text.}\n"),
          version="1.1.0")  # fmt: skip

    assert messages(folder) == [
        "TST-1.1.yaml:12: “TST-1/own-words” was a facilitator_note in version 1.0.0: a text needs a key of its own"
    ]


def test_lint__each_version_says_what_is_new(write: Write) -> None:
    folder = write()
    write(version="1.1.0")
    (folder / "1.1.0" / "module.yaml").unlink()

    assert messages(folder) == ["module.yaml:1: the file is missing: each version says what is new in it"]


def test_lint__lesson_that_no_module_lists(write: Write) -> None:
    folder = write()
    (folder / "1.0.0" / "TST-1.2.yaml").write_text(LESSON)

    assert messages(folder) == ["TST-1.2.yaml:1: the lesson of this file is not listed in module.yaml"]


def test_lint__long_sentence_is_a_warning_only(write: Write) -> None:
    folder = write(("Carry water.", "Carry " + "much " * 35 + "water."))

    found = lint([folder])

    assert [(fault.warning, fault.place.line) for fault in found] == [(True, 24)]
    assert main([str(folder)]) == 0


def test_lint__length_of_fully_written_lessons(write: Write) -> None:
    folder = write()
    full = folder.with_name("QMS-1")
    folder.rename(full)
    for path in full.rglob("*.yaml"):
        path.rename(path.with_name(path.name.replace("TST", "QMS")))
    for path in full.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("TST", "QMS"), encoding="utf-8")

    assert messages(full) == ["QMS-1.1.yaml:1: the lesson has 52 words, and should have 900 to 1800"]


def test_lint__only_what_was_asked_for(write: Write) -> None:
    folder = write(("minutes: 30", "minutes: 35"))
    write(("First version.", "Minutes mended."), version="1.1.0")

    assert messages(folder / "1.1.0") == []
    assert len(messages(folder)) == 1


def test_main__prints_rows_and_fails(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(("minutes: 30", "minutes: 35"))

    status = main([str(folder)])

    path = folder / "1.0.0" / "TST-1.1.yaml"
    assert status == 1
    assert capsys.readouterr().out == f"{path}:1: the steps add up to 30 minutes, the lesson has 35\n"


def test_main__at_most_fifty_rows(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    extra = "".join(f"  Key{number}: {{text: A}}\n" for number in range(60))

    main([str(write(("body:\n", f"body:\n{extra}")))])

    rows = capsys.readouterr().out.splitlines()
    assert (len(rows), rows[-1]) == (51, "… and 10 more")


def test_main__nothing_there(tmp_path: Path) -> None:
    assert main([str(tmp_path / "nowhere")]) == 1


# Prose and tables


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("one\ntwo", "<p>one two</p>"),
        ("one\\\ntwo", "<p>one<br>two</p>"),
        ("*a* **b**", "<p><i>a</i> <b>b</b></p>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("- one\n\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("[x](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">x</a></p>'),
    ],
)
def test_render_prose__subset(markdown: str, html: str) -> None:
    faults: list[str] = []

    assert render_prose(markdown, lambda _line, message: faults.append(message)) == html
    assert faults == []


@pytest.mark.parametrize(
    "markdown",
    ["# a", "`a`", "    a", "```\na\n```", "![a](b.png)", "a <b>c</b>", "<div>a</div>", "> a", "---", "- a\n  - b",
     "- a\n\n  b", "2. a", '[a](https://b.example "c")', "[a](b.html)"],
)  # fmt: skip
def test_render_prose__refuses_what_a_document_cannot_hold(markdown: str) -> None:
    faults: list[str] = []

    render_prose(markdown, lambda _line, message: faults.append(message))

    assert faults != []


def test_render_table__pipes_in_cells() -> None:
    html = render_table("|a\\|b|c|\n|---|---|\n|1|2|", lambda _line, message: pytest.fail(message))

    assert '<th scope="col">a|b</th><th scope="col">c</th>' in html


@pytest.mark.parametrize("rows", ["", "| a |", "| a |\n|---|", "| a |\n| b |\n| c |"])
def test_render_table__needs_heads_and_a_row(rows: str) -> None:
    faults: list[str] = []

    assert render_table(rows, lambda _line, message: faults.append(message)) == ""
    assert len(faults) == 1


# The curriculum itself


def test_curriculum__has_no_errors() -> None:
    errors = [str(fault) for fault in lint([DATA]) if not fault.warning]

    assert errors == []


def test_curriculum__twelve_modules() -> None:
    assert sorted({item.code for item in list_versions(DATA)}) == [
        "BUS-1", "CER-1", "FIN-1", "FSA-1", "GAP-1", "MKT-1", "ORG-1", "QMS-1", "QMS-2", "QUA-1", "REC-1", "SOC-1",
    ]  # fmt: skip


def test_curriculum__every_lesson_is_more_than_an_outline() -> None:
    short = {
        lesson.address: words
        for item in list_versions(DATA)
        for parsed in [parse_module(item.folder, item.version, FaultList())]
        if parsed is not None
        for lesson in parsed.root.children("lessons")
        if (words := count_words(lesson)) < 350
    }

    assert short == {}


def dump_html(found: Node, name: str = "body") -> str:
    """Return the HTML of a field."""
    return str(found.fields[name].html)
