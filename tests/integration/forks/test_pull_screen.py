"""The merge screen: what it shows of an open pull."""

from django.test import Client

from curriculum.document import Document, dump, load
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.admin.merge_cards import MOST_CARDS, MOST_OPEN_CARDS
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork, Pull
from tests.factories import imported, node_id, released, small_document
from tests.integration.admin.conftest import holds
from tests.integration.forks.forking import draft_of, fork_edits, opened, upstream_releases
from tests.integration.forks.merge_screen import (
    BOTH,
    DISCUSSION,
    HEADING,
    LESSON_1,
    LESSON_2,
    LESSON_3,
    MINUTES_KEY,
    STORY,
    TEXT,
    TEXT_KEY,
    TITLE_KEY,
    UPSTREAM,
    US,
    asked,
    at,
    cards,
    html_of,
    post,
    writing,
)
from tests.integration.security.inert import STRINGS, active_parts, with_strings


def test_screen__shows_the_module_and_each_lesson_with_what_happens_to_it(pull: Pull, editor: Client) -> None:
    response = editor.get(at("pull", pull.fork))

    assert [(section.title, section.part.status, section.summary) for section in response.context["sections"]] == [
        ("The module itself", "unchanged", ""),
        ("TST-1.1 Look, then do", "conflict", "4 open decisions"),
        ("TST-1.2 Lesson number 2", "conflict", "2 open decisions"),
        ("TST-1.3 Theirs", "taken", "1 change"),
    ]
    assert [(str(tab.label), tab.count) for tab in response.context["tabs"]] == [
        ("All lessons", 4), ("With decisions", 2), ("Taken", 1), ("Merged", 0), ("Unchanged", 1),
    ]  # fmt: skip
    assert response.context["counts"] == "1 takes what upstream changed, 2 need a decision"
    assert (response.context["progress"].words, response.context["foot"].is_ready) == ("0 of 6 decided", False)


def test_screen__filters_by_what_happens(pull: Pull, editor: Client) -> None:
    shown = {
        show: [section.title for section in editor.get(at("pull", pull.fork), {"show": show}).context["sections"]]
        for show in ("conflict", "taken", "merged", "unchanged", "nonsense")
    }

    assert shown == {
        "conflict": ["TST-1.1 Look, then do", "TST-1.2 Lesson number 2"],
        "taken": ["TST-1.3 Theirs"],
        "merged": [],
        "unchanged": ["The module itself"],
        "nonsense": ["The module itself", "TST-1.1 Look, then do", "TST-1.2 Lesson number 2", "TST-1.3 Theirs"],
    }


def test_screen__asks_each_contradiction_in_a_sentence_with_what_would_stand(pull: Pull, editor: Client) -> None:
    """M6: every kind of contradiction is asked, none is settled silently."""
    questions = asked(editor.get(at("pull", pull.fork)))

    assert questions == {
        TITLE_KEY: (
            "SCAN Kenya and upstream both changed the same sentences (title). Which shall stand?",
            [
                ("ours", US, "Look, then <mark>do</mark>"),
                ("theirs", UPSTREAM, "Look, then <mark>work</mark>"),
                ("both", BOTH, "Look, then do Look, then work"),
            ],
        ),
        TEXT_KEY: (
            "SCAN Kenya and upstream both changed the same sentences (text). Which shall stand?",
            [
                ("ours", US, "Dry them for <mark>ten</mark> days.\n<mark>Our end.</mark>"),
                ("theirs", UPSTREAM, "Dry them for <mark>nine</mark> days."),
                (
                    "both",
                    "Both: first ours, then upstream's",
                    "Dry them for ten days.\nOur end.\nDry them for nine days.",
                ),
            ],
        ),
        f"edit/delete:{DISCUSSION}": (
            "Upstream took out discussion “Talk in pairs”, which SCAN Kenya had changed. Shall it stay?",
            [("ours", "Keep ours", ""), ("theirs", "Take it out, as upstream did", "")],
        ),
        f"edit/delete:{STORY}": (
            "SCAN Kenya took out story “Two sisters”. Upstream changed it since. Shall it stay out?",
            [("ours", "Leave it out", ""), ("theirs", "Take upstream's version back in", "")],
        ),
        f"move/move:{HEADING}": (
            "SCAN Kenya and upstream moved heading “Why we look first” to different places. Where shall it stand?",
            [
                ("ours", US, "Lesson 2 “Lesson number 2”: at the beginning"),
                ("theirs", UPSTREAM, "Lesson 3 “Theirs”: at the beginning"),
            ],
        ),
        MINUTES_KEY: (
            "SCAN Kenya and upstream both changed this (minutes). Which shall stand?",
            [
                ("ours", US, "<mark>40</mark>\N{NO-BREAK SPACE}min"),
                ("theirs", UPSTREAM, "<mark>50</mark>\N{NO-BREAK SPACE}min"),
            ],
        ),
    }


def test_screen__asks_about_two_orders_of_one_slot(fork: Fork, editor: Client) -> None:
    fork_edits(fork, ["move lessons[2] lessons[0]"])
    upstream_releases(fork, ["move lessons[2] lessons[1]"], "2.0.0")
    root = opened(fork).fork.module.page.node_id

    response = editor.get(at("pull", fork))
    [question] = [question for card in cards(response).values() for question in card.questions]

    assert (question.key, question.words) == (
        f"move/move:{root}:lessons",
        "The lessons of the module: SCAN Kenya and upstream each changed the order. Which one shall hold?",
    )
    assert [option.lines for option in question.options] == [
        ("<mark>lesson “Lesson number 3”</mark>", "lesson “Look, then act”", "lesson “Lesson number 2”"),
        ("lesson “Look, then act”", "<mark>lesson “Lesson number 3”</mark>", "lesson “Lesson number 2”"),
    ]


def test_screen__shows_both_sides_with_marks_the_base_and_the_result(pull: Pull, editor: Client) -> None:
    response = editor.get(at("pull", pull.fork))
    card = cards(response)[TEXT]

    assert [side.name for side in card.sides] == [US, UPSTREAM]
    for side, words in zip(card.sides, ("ten", "nine"), strict=True):
        assert words in side.drawn
        assert '<ins class="scan-ins">' in side.drawn
    assert "slanted" in card.base
    assert "ten days" in card.result
    assert "nine" not in card.result
    story = cards(response)[STORY]
    assert (story.sides[0].drawn, story.sides[0].absent) == ("", "SCAN Kenya took this out.")
    assert holds(response, "Show what both began with (1.0.0)")


def test_screen__of_details_shows_only_those_that_differ(pull: Pull, editor: Client) -> None:
    card = cards(editor.get(at("pull", pull.fork)))[LESSON_2]

    assert card.label == "title and details"
    assert "Minutes" in card.sides[0].drawn
    assert "Code" not in card.sides[0].drawn


def test_screen__asks_a_declined_part_again_with_the_reason_given(fork: Fork, editor: Client) -> None:
    fork_edits(fork, ["remove lessons[0].body[5]"])
    give_reason(fork=fork, node_id=STORY, factor="market", reason="Nobody sells like that here.", by=None)
    upstream_releases(fork, ["html lessons[0].body[5].body <p>Once more.</p>"], "1.0.1")
    opened(fork)

    response = editor.get(at("pull", fork))

    assert holds(response, "SCAN Kenya declined story “Two sisters”. Upstream changed it. Decline it again?")
    assert holds(response, "You declined this because: “Nobody sells like that here.” (Market).")


def test_screen__of_a_taken_change_shows_before_and_after_and_a_switch(pull: Pull, editor: Client) -> None:
    response = editor.get(at("pull_part", pull.fork, LESSON_3))

    card = cards(response)[LESSON_3]
    assert (card.label, card.status, card.has_result) == ("title and details", "taken", False)
    assert "<del" in card.sides[0].drawn
    assert "Theirs" in card.sides[1].drawn
    [switch] = card.switches
    assert (switch.words, [(option.label, option.is_chosen) for option in switch.options]) == (
        "Upstream changed this: title.", [("Take it", True), ("Do not take it", False)],
    )  # fmt: skip


def test_screen__says_what_both_sides_added_at_one_place(fork: Fork, editor: Client) -> None:
    fork_edits(fork, ["add lessons[1].body[1] heading Ours"])
    upstream_releases(fork, ["add lessons[1].body[1] heading Theirs"])
    opened(fork)

    card = cards(editor.get(at("pull_part", fork, LESSON_2)))[node_id("heading Theirs")]

    assert card.notes == (
        "SCAN Kenya and upstream both added something at this place. What SCAN Kenya added stands first.",
    )


def test_screen__is_bounded_with_two_hundred_contradictions(fork: Fork, editor: Client) -> None:
    """200 contradictions: a few sections are drawn at once, a lesson twenty cards at a time, in as many queries."""

    def with_texts(document: Document, word: str) -> Document:
        data = dump(document)
        body = data["root"]["slots"]["lessons"][1]["slots"]["body"]
        for number in range(200):
            text = {"body": {"html": f"<p>Sentence {number} {word}.</p>"}}
            body.append({"id": node_id(f"text {number}"), "kind": "text", "fields": text, "slots": {}})
        return load(data)

    small = small_document(lessons=3)
    imported(fork.module.platform, with_texts(small, "ours"), approve=False)
    released(fork.upstream.platform, with_texts(small, "theirs"), "1.1.0")
    opened(fork)
    assert len(prepare(Pull.objects.get()).conflicts) == 200

    whole = editor.get(at("pull", fork))
    last = editor.get(at("pull_part", fork, LESSON_2), {"p": "900"})
    fragment = editor.get(at("pull_part", fork, LESSON_2), {"fragment": ""})

    assert len(cards(whole)) <= MOST_OPEN_CARDS
    assert (len(cards(last)), last.context["screenful"].number) == (MOST_CARDS, 10)
    assert len(cards(fragment)) == MOST_CARDS
    assert len(whole.content) < 100_000
    assert whole.context["progress"].next_address.startswith(at("pull_part", fork, LESSON_2))


def test_screen__runs_nothing_that_somebody_wrote(fork: Fork, editor: Client) -> None:
    """C1: texts of both sides and reasons are drawn inert, in cards, questions and notices."""
    string = next(one for one in STRINGS if "onerror" in one)
    give_reason(fork=fork, node_id=STORY, factor="market", reason=string, by=None)
    base = fork.load_base()
    fork_edits(fork, ["remove lessons[0].body[5]"])
    ours = with_strings(draft_of(fork), 0, each=True)
    imported(fork.module.platform, ours, approve=False)
    released(fork.upstream.platform, with_strings(base, 60, each=True), "1.1.0")
    pages = [editor.get(at("modules:module", fork)), editor.get(at("pull", fork))]
    pull = opened(fork)
    pages += [editor.get(at("pull", fork))]
    pages += [editor.get(at("pull_part", fork, lesson)) for lesson in (LESSON_1, LESSON_2, LESSON_3)]
    pages += [editor.get(writing(fork, conflict.key)) for conflict in prepare(pull).conflicts[:6]]
    pages += [post(editor, fork, prepare(pull).conflicts[0].key, "theirs", script=True)]

    active = [part for page in pages for part in active_parts(html_of(page), only_marked=True)]

    assert len(prepare(pull).conflicts) > 30
    assert active == []
