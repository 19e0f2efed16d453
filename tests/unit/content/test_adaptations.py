"""What a platform changes in a generic module: reader and linter, case by case on one small module."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.content.sources import SourceError, read_module
from curriculum.content.sources.adaptations import SourceReason, list_adaptations, read_adaptation
from curriculum.content.sources.addresses import node_id
from curriculum.content.sources.linter import lint
from curriculum.content.sources.shapes import ADAPTATION_FACTORS
from curriculum.document import Node, digest, walk
from curriculum.forks.models import AdaptationFactor

MODULE = """\
module: TST-1
title: A small module
summary: For tests.
notes: First version.
outcomes:
  say-why: Say why
introduction:
  for-low: {passage: Begin small, levels: [low], body: {low-text: {text: Slowly.}}}
lessons: [TST-1.1, TST-1.2]
"""
FIRST = """\
lesson: TST-1.1
title: Look
minutes: 30
body:
  why-text:
    text: |
      It costs 10 coins. We look at
      it together.

      It rains.
  water-game:
    activity: Water game
    steps:
      carry: {minutes: 20, text: Carry water.}
      pour: {minutes: 10, text: Pour it.}
  small-table:
    table: Before and after
    rows: |
      | Lot | Before |
      |---|---|
      | 1 | 14 coins |
  talk:
    discussion: Talk
    prompts: {first: What did we see?}
"""
SECOND = """\
lesson: TST-1.2
title: Act
minutes: 10
body:
  do-it: {activity: Do it, steps: {do: {minutes: 10, text: Do it.}}}
  end-text: {text: The end.}
"""
HEAD = """\
adapts: TST-1
base: 1.0.0
notes: First national version.
lessons: [TST-1.1, TST-1.2]
changes:
"""

Adapt = Callable[..., Path]


@pytest.fixture
def adapt(tmp_path: Path) -> Adapt:
    """Write the small module, and over it what a platform changes, and return the folder of that."""
    (tmp_path / "requirement-map.json").write_text(json.dumps({"standards": []}))
    generic = tmp_path / "generic" / "en" / "TST-1" / "1.0.0"
    generic.mkdir(parents=True)
    for name, text in (("module", MODULE), ("TST-1.1", FIRST), ("TST-1.2", SECOND)):
        (generic / f"{name}.yaml").write_text(text, encoding="utf-8")

    def write(changes: str = "", head: str = HEAD, **lessons: str) -> Path:
        folder = tmp_path / "kenya" / "en" / "TST-1"
        folder.mkdir(parents=True)
        (folder / "module.yaml").write_text(f"{head}{changes}" if changes else head.replace("changes:\n", ""))
        for name, text in lessons.items():
            (folder / f"TST-1.{name.removeprefix('lesson_')}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


def base_of(folder: Path) -> dict[str, Node]:
    """Return the nodes of the generic module by id."""
    source = read_module(folder.parents[2] / "generic" / "en" / "TST-1", "1.0.0")
    return {node.id: node for node in walk(source.document)}


def nodes(folder: Path) -> dict[str, Node]:
    """Return the nodes of the adapted module by id."""
    return {node.id: node for node in walk(read_adaptation(folder).document)}


def order(folder: Path, lesson: str) -> list[str]:
    """Return the ids in the body of a lesson, in order."""
    return [node.id for node in nodes(folder)[node_id(lesson)].slots["body"]]


def html(node: Node, name: str = "body") -> str:
    """Return the HTML of a field."""
    return str(node.fields[name].html)


def messages(folder: Path) -> list[str]:
    """Return what the linter says of an adaptation, as `file:line: message`."""
    return [f"{fault.place.path.name}:{fault.place.line}: {fault.message}" for fault in lint([folder])]


# What may be changed


def test_adaptation__without_a_change_is_the_generic_module(adapt: Adapt) -> None:
    folder = adapt()

    source = read_adaptation(folder)

    generic = read_module(folder.parents[2] / "generic" / "en" / "TST-1", "1.0.0")
    assert digest(source.document) == digest(generic.document)
    assert (source.platform, source.code, source.base, source.notes, source.reasons) == (
        "kenya", "TST-1", "1.0.0", "First national version.", (),
    )  # fmt: skip
    assert list_adaptations(folder.parents[2]) == (folder,)


def in_a_regional_form(folder: Path) -> Path:
    """Move an adaptation to a platform that writes in a regional form, and return its folder."""
    regional = folder.parents[2] / "brazil" / "en-ZA" / "TST-1"
    regional.parent.mkdir(parents=True)
    return folder.rename(regional)


def test_adaptation__in_a_regional_form_stands_on_the_base_language(adapt: Adapt) -> None:
    folder = in_a_regional_form(adapt("  - decline: TST-1/talk\n"))

    source = read_adaptation(folder)

    assert (source.platform, source.document.language, source.base) == ("brazil", "en-ZA", "1.0.0")
    assert node_id("TST-1/talk") not in {node.id for node in walk(source.document)}
    assert lint([folder]) == ()


def test_adaptation__in_a_regional_form_prefers_a_generic_module_in_the_same_form(adapt: Adapt) -> None:
    folder = in_a_regional_form(adapt())
    generic = folder.parents[2] / "generic" / "en-ZA" / "TST-1" / "1.0.0"
    generic.mkdir(parents=True)
    for name, text in (("module", MODULE.replace("A small", "A wee")), ("TST-1.1", FIRST), ("TST-1.2", SECOND)):
        (generic / f"{name}.yaml").write_text(text, encoding="utf-8")

    assert "A wee module" in str(read_adaptation(folder).document.root.fields["title"])


def test_rewrite__exchanges_words_also_over_a_line_end(adapt: Adapt) -> None:
    folder = adapt("""\
  - rewrite: TST-1/why-text
    replace:
      - {old: It costs 10 coins., new: It costs KES 300.}
      - {old: We look at it together., new: We look.}
  - rewrite: TST-1/small-table
    replace: [{old: "| 14 coins |", new: "| KES 420 |"}]
""")

    found = nodes(folder)

    assert html(found[node_id("TST-1/why-text")]) == "<p>It costs KES 300. We look.</p><p>It rains.</p>"
    assert "<td>KES 420</td>" in html(found[node_id("TST-1/small-table")], "table")


def test_rewrite__sets_whole_values_of_parts_lessons_and_the_module(adapt: Adapt) -> None:
    folder = adapt("""\
  - {rewrite: TST-1, title: Our module}
  - {rewrite: TST-1.1, minutes: 35, place: at the factory}
  - {rewrite: TST-1/water-game/steps/carry, minutes: 25}
  - rewrite: TST-1/talk/prompts/first
    replace: [{old: What did we see?, new: What did you see?}]
""")

    found = nodes(folder)

    assert found[node_id("TST-1")].fields["title"].text == "Our module"
    lesson = found[node_id("TST-1.1")]
    assert (lesson.fields["minutes"], lesson.fields["place"].text) == (35, "at the factory")
    assert found[node_id("TST-1/water-game/steps/carry")].fields["minutes"] == 25
    assert found[node_id("TST-1/talk/prompts/first")].fields["text"].text == "What did you see?"


def test_add__stands_after_with_an_id_of_the_platform(adapt: Adapt) -> None:
    """A later generic block of the same key is another one."""
    folder = adapt("""\
  - add: {market: {text: On market day.}}
    after: TST-1/why-text
  - add: {second: Who was there?}
    after: TST-1/talk/prompts/first
""")

    found = nodes(folder)

    assert order(folder, "TST-1.1")[:3] == [
        node_id("TST-1/why-text"), node_id("kenya:TST-1/market"), node_id("TST-1/water-game"),
    ]  # fmt: skip
    prompts = found[node_id("TST-1/talk")].slots["prompts"]
    assert [prompt.id for prompt in prompts] == [
        node_id("TST-1/talk/prompts/first"), node_id("kenya:TST-1/talk/prompts/second"),
    ]  # fmt: skip


def test_move__keeps_the_node_also_into_another_lesson(adapt: Adapt) -> None:
    folder = adapt("""\
  - {move: TST-1/why-text, after: TST-1/end-text}
  - {move: TST-1/small-table, after: TST-1/why-text}
  - {move: TST-1/water-game/steps/carry, after: TST-1/water-game/steps/pour}
""")

    found, base = nodes(folder), base_of(folder)

    assert order(folder, "TST-1.1") == [node_id("TST-1/water-game"), node_id("TST-1/talk")]
    assert order(folder, "TST-1.2") == [
        node_id(f"TST-1/{key}") for key in ("do-it", "end-text", "why-text", "small-table")
    ]
    assert found[node_id("TST-1/why-text")] == base[node_id("TST-1/why-text")]
    steps = found[node_id("TST-1/water-game")].slots["steps"]
    assert [step.id for step in steps] == [node_id(f"TST-1/water-game/steps/{key}") for key in ("pour", "carry")]


def test_move__and_rewrite_of_the_same_block(adapt: Adapt) -> None:
    folder = adapt("""\
  - {move: TST-1/why-text, after: TST-1/end-text}
  - {rewrite: TST-1/why-text, text: All new.}
""")

    assert order(folder, "TST-1.2")[-1] == node_id("TST-1/why-text")
    assert html(nodes(folder)[node_id("TST-1/why-text")]) == "<p>All new.</p>"


def test_decline__leaves_out_a_block_a_passage_or_a_lesson(adapt: Adapt) -> None:
    head = HEAD.replace(", TST-1.2", "")
    folder = adapt("  - decline: TST-1/for-low\n  - decline: TST-1.2\n  - decline: TST-1/talk\n", head)

    gone = base_of(folder).keys() - nodes(folder).keys()

    assert gone == {
        node_id(address) for address in (
            "TST-1/for-low", "TST-1/low-text", "TST-1.2", "TST-1/do-it", "TST-1/do-it/steps/do", "TST-1/end-text",
            "TST-1/talk", "TST-1/talk/prompts/first",
        )
    }  # fmt: skip


def test_lesson__of_the_platform_and_what_moves_into_it(adapt: Adapt) -> None:
    own = "lesson: TST-1.50\ntitle: Ours\nminutes: 5\nbody:\n  our-text: {text: '[Look](node:TST-1.1).'}\n"
    own += "  our-game: {activity: Game, steps: {play: {minutes: 5, text: Play.}}}\n"
    head = HEAD.replace("TST-1.1, TST-1.2", "TST-1.1, TST-1.50, TST-1.2")
    folder = adapt("  - {move: TST-1/talk, after: TST-1/our-text}\n", head, lesson_50=own)

    lessons = read_adaptation(folder).document.root.slots["lessons"]

    assert [lesson.fields["code"] for lesson in lessons] == ["TST-1.1", "TST-1.50", "TST-1.2"]
    assert lessons[1].id == node_id("kenya:TST-1.50")
    assert order_of(lessons[1]) == [node_id("kenya:TST-1/our-text"), node_id("TST-1/talk"),
                                    node_id("kenya:TST-1/our-game")]  # fmt: skip
    assert node_id("TST-1.1") in html(lessons[1].slots["body"][0])


def order_of(lesson: Node) -> list[str]:
    """Return the ids in the body of a lesson."""
    return [node.id for node in lesson.slots["body"]]


def test_reasons__of_a_lesson_and_of_its_changes(adapt: Adapt) -> None:
    folder = adapt(
        "  - {decline: TST-1/for-low, factor: politics, reason: Not here.}\n",
        lesson_1="""\
adapts: TST-1.1
factor: market
reason: We sell otherwise.
changes:
  - {rewrite: TST-1/why-text, text: New., factor: ecosystem, reason: It rains more.}
""",
    )

    assert read_adaptation(folder).reasons == (
        SourceReason(node_id=node_id("TST-1/for-low"), factor="politics", text="Not here."),
        SourceReason(node_id=node_id("TST-1.1"), factor="market", text="We sell otherwise."),
        SourceReason(node_id=node_id("TST-1/why-text"), factor="ecosystem", text="It rains more."),
    )


def test_factors__are_those_of_a_fork() -> None:
    assert list(ADAPTATION_FACTORS) == AdaptationFactor.values


# What is refused

DECLINE_TALK = "  - decline: TST-1/talk\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("  - delete: TST-1/talk\n", "6: a change has one of the names rewrite, add, move, decline"),
        ("  - TST-1/talk\n", "6: an entry of “changes” must be a mapping of names to values"),
        ("  - {decline: TST-1/talk, reson: No.}\n", "6: unknown name “reson” beside “decline”, did you mean “reason”?"),
        ("  - {decline: TST-1/talks}\n",
         "6: there is no “TST-1/talks” in the generic module, did you mean “TST-1/talk”?"),
        (DECLINE_TALK * 2, "7: “TST-1/talk” stands in two changes of this kind: write one"),
        (f"{DECLINE_TALK}  - {{rewrite: TST-1/talk, discussion: T}}\n",
         "7: “TST-1/talk” is declined already, or stands in something that is"),
        (f"{DECLINE_TALK}  - add: {{x: {{text: X}}}}\n    after: TST-1/talk\n",
         "7: nothing can stand after “TST-1/talk”: it is not there"),
        ("  - {move: TST-1/talk, after: TST-1/end-txt}\n",
         "6: nothing can stand after “TST-1/end-txt”: it is not there, did you mean “TST-1/end-text”?"),
        ("  - {move: TST-1/talk, after: TST-1/end-text}\n  - {move: TST-1/end-text, after: TST-1/talk}\n",
         "6: nothing can stand after “TST-1/end-text”: it is not there"),
        ("  - {move: TST-1.1, after: TST-1.2}\n",
         "6: “TST-1.1” cannot be moved or declined; lessons are ordered in module.yaml"),
        ("  - {move: TST-1/water-game/steps/pour, after: TST-1/talk}\n",
         "6: “TST-1/water-game/steps/pour” is a part of a block and cannot stand after “TST-1/talk”"),
        ("  - {move: TST-1/talk, after: TST-1/water-game/steps/pour}\n",
         "6: “TST-1/talk” cannot stand after “TST-1/water-game/steps/pour”, which is a part of a block"),
        ("  - rewrite: TST-1/why-text\n", "6: this rewrite says nothing new"),
        ("  - rewrite: TST-1/why-text\n    replace: [{old: Gone., new: New.}]\n",
         "7: the old text stands 0 times in this entry, and must stand once"),
        ("  - rewrite: TST-1/why-text\n    replace: [{old: It, new: That}]\n",
         "7: the old text stands 2 times in this entry, and must stand once"),
        ("  - rewrite: TST-1/why-text\n    replace: [{old: It rains.}]\n", "7: a replacement lacks “new”"),
        ("  - rewrite: TST-1/why-text\n    replace: [{old: It rains., now: New.}]\n",
         "7: unknown name “now” in a replacement: write old and new"),
        ("  - {rewrite: TST-1/why-text, story: A story}\n",
         "6: “TST-1/why-text” would become another kind of block: decline it and add one"),
        ("  - {rewrite: TST-1/water-game, steps: {}}\n",
         "6: “steps” cannot be rewritten; change what stands in it one by one"),
        ("  - {rewrite: TST-1.1, lesson: TST-1.9}\n",
         "6: “lesson” cannot be rewritten; change what stands in it one by one"),
        ("  - {rewrite: TST-1/talk/prompts/first, text: New.}\n",
         "6: “TST-1/talk/prompts/first” is a plain text: change it by replace"),
        ("  - {rewrite: TST-1.1, minutes: many}\n", "6: “minutes” must be a whole number, not “many”"),
        ("  - {rewrite: TST-1.1, minute: 35}\n", "6: unknown name “minute” in a lesson, did you mean “minutes”?"),
        ("  - {rewrite: TST-1.1, minutes: 35}\n",
         "TST-1.1.yaml:1: the steps add up to 30 minutes, the lesson has 35"),
        ("  - add: {talk: {text: X}}\n    after: TST-1/why-text\n", "key reused"),
        ("  - add: {x: {txt: X}}\n    after: TST-1/why-text\n",
         "6: “x” is no kind of block that we know, did you mean “text”?"),
        ("  - add: nothing\n    after: TST-1/why-text\n", "6: “add” must be a mapping of keys to entries"),
        ("  - add: {x: {text: X}}\n", "6: “after” is missing or empty"),
        ("  - {decline: TST-1/talk, factor: weather, reason: It rains.}\n", "6: unknown factor “weather”"),
        ("  - {decline: TST-1/talk, factor: market}\n", "6: “reason” is missing or empty"),
        ("  - {rewrite: TST-1/talk/prompts/first, replace: [{old: What, new: Which}], factor: market, reason: R}\n",
         "6: a reason is given for a block or a lesson, not for a part of a block"),
        ("  - add: {q: {question: Q?, code: TST-1.1-Q4, options: {a: A, b: {text: B, correct: true}, c: C}}}\n"
         "    after: TST-1/talk\n",
         "6: “TST-1.1-Q4” may become generic: a platform's own codes begin at 50"),
        ("  - {decline: TST-1.2}\n", "1: the lesson “TST-1.2” must be either listed in lessons or declined"),
    ],
)  # fmt: skip
def test_lint__change_that_is_refused(adapt: Adapt, changes: str, expected: str) -> None:
    found = messages(adapt(changes))

    assert any(expected in message for message in found), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("adapts: TST-1", "adapts: TST-2", "1: this file must adapt “TST-1”, not “TST-2”"),
        ("base: 1.0.0", "base: 1.1.0", "2: there is no generic version “1.1.0”, did you mean “1.0.0”?"),
        ("base: 1.0.0\n", "", "1: “base” is missing or empty"),
        ("notes: First national version.\n", "", "1: “notes” is missing or empty"),
        ("notes:", "title: Ours\nnotes:", "3: unknown name “title” in an adaptation"),
        ("lessons: [TST-1.1, TST-1.2]\n", "", "1: this adaptation lacks lessons, such as [QMS-1.1, QMS-1.50]"),
        ("TST-1.2]", "TST-1.2, TST-1.50]", "TST-1.50.yaml:1: the file is missing"),
        (", TST-1.2", "", "1: the lesson “TST-1.2” must be either listed in lessons or declined"),
    ],
)
def test_lint__head_that_is_refused(adapt: Adapt, old: str, new: str, expected: str) -> None:
    found = messages(adapt(head=HEAD.replace(old, new)))

    assert any(expected in message for message in found), found


def test_lint__file_of_no_lesson_or_of_another_one(adapt: Adapt) -> None:
    folder = adapt(lesson_1="adapts: TST-1.2\n", lesson_9="adapts: TST-1.9\n")

    assert messages(folder) == [
        "TST-1.1.yaml:1: this file must adapt “TST-1.1”, not “TST-1.2”",
        "TST-1.9.yaml:1: the lesson of this file is not listed in module.yaml",
    ]


def test_lint__nothing_to_say(adapt: Adapt) -> None:
    folder = adapt(DECLINE_TALK)

    assert lint([folder.parents[2]]) == ()


def test_read_adaptation__refuses_with_file_and_line(adapt: Adapt) -> None:
    folder = adapt("  - decline: TST-1/tolk\n")

    with pytest.raises(SourceError) as caught:
        read_adaptation(folder)

    assert str(caught.value) == (
        f"{folder}/module.yaml:6: there is no “TST-1/tolk” in the generic module, did you mean “TST-1/talk”?"
    )
