"""Decisions on the merge screen: chosen by form and by script, written anew, made by two at once."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import Html, Text
from curriculum.forks.actions.decide import decide
from curriculum.forks.admin.merge_questions import anchor_of
from curriculum.forks.merging import prepare
from curriculum.forks.models import Decision, Pull, PullState
from tests.integration.admin.conftest import holds
from tests.integration.forks.merge_screen import (
    LESSON_1,
    LESSON_3,
    MINUTES_KEY,
    STORY,
    TEXT,
    TEXT_KEY,
    TITLE_KEY,
    at,
    cards,
    post,
    rich,
    writing,
)


def test_decide__by_form_saves_and_leads_back_to_the_question(pull: Pull, editor: Client) -> None:
    back = at("pull_part", pull.fork, LESSON_1) + "?p=1"

    response = post(editor, pull.fork, TEXT_KEY, "theirs", back=back)

    assert (response.status_code, response["Location"]) == (302, f"{back}#{anchor_of(TEXT_KEY)}")
    shown = editor.get(at("pull", pull.fork))
    [question] = [question for question in cards(shown)[TEXT].questions]
    assert [option.choice for option in question.options if option.is_chosen] == ["theirs"]
    assert question.made.startswith("Saved. You decided this, ")
    assert shown.context["progress"].words == "1 of 6 decided"
    assert "nine days" in cards(shown)[TEXT].result


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "/\\example.org"]
)
def test_decide__leads_nowhere_else(pull: Pull, editor: Client, back: str) -> None:
    response = post(editor, pull.fork, TEXT_KEY, "theirs", back=back)

    assert response["Location"] == f"{at('pull', pull.fork)}#{anchor_of(TEXT_KEY)}"


def test_decide__by_script_answers_what_changed_on_the_screen(pull: Pull, editor: Client) -> None:
    answer = post(editor, pull.fork, TEXT_KEY, "theirs", script=True)

    assert (answer.status_code, answer.json()["words"], answer.json()["count"]) == (200, "Saved.", 6)
    regions = answer.json()["regions"]
    assert set(regions) == {
        "merge-progress", "merge-foot", f"state-{anchor_of(TEXT_KEY)}", f"result-{TEXT}", f"summary-{LESSON_1}",
        f"chip-{TEXT}", f"chip-part-{LESSON_1}",
    }  # fmt: skip
    assert "1 of 6 decided" in regions["merge-progress"]
    assert "nine days" in regions[f"result-{TEXT}"]
    assert regions[f"summary-{LESSON_1}"] == "3 open decisions"
    assert "Decided" in regions[f"chip-{TEXT}"]
    assert Decision.objects.get().version in regions[f"state-{anchor_of(TEXT_KEY)}"]


def test_decide__a_change_that_is_declined_asks_what_follows_from_it(pull: Pull, editor: Client) -> None:
    key = f"change:{LESSON_3}:title"

    post(editor, pull.fork, key, "declined")

    [switch] = cards(editor.get(at("pull_part", pull.fork, LESSON_3)))[LESSON_3].switches
    assert [option.is_chosen for option in switch.options] == [False, True]
    assert prepare(pull).so_far.root.slots["lessons"][2].fields["title"] == Text("Lesson number 3")


@pytest.mark.parametrize(
    ("key", "choice", "words"),
    [
        (TEXT_KEY, "nonsense", "Choose one of the answers that are offered."),
        (f"edit/delete:{STORY}", "both", "Choose one of the answers that are offered."),
        ("field:nothing:body", "ours", "This question is not asked any more"),
        (TEXT_KEY, "value", "Write your own text first."),
        (f"change:{LESSON_3}:title", "ours", "Accept the change or decline it."),
    ],
)
def test_decide__refuses_what_answers_no_question(
    pull: Pull, editor: Client, key: str, choice: str, words: str
) -> None:
    by_script, by_form = post(editor, pull.fork, key, choice, script=True), post(editor, pull.fork, key, choice)

    assert by_script.status_code == 400
    assert words in by_script.json()["words"]
    assert holds(editor.get(by_form["Location"]), words)
    assert not Decision.objects.exists()


def test_decide__after_somebody_else__says_who_and_keeps_the_choice(
    pull: Pull, editor: Client, person: Callable[..., AbstractUser]
) -> None:
    """L3: the second of two editors is told, and can save all the same with one click."""
    other = person(pull.fork.module.platform, "coordinator", "amina")
    theirs = decide(pull=pull, key=TEXT_KEY, choice="theirs", by=other)

    by_script = post(editor, pull.fork, TEXT_KEY, "ours", script=True)
    by_form = post(editor, pull.fork, TEXT_KEY, "ours")

    assert (by_script.status_code, by_form.status_code) == (409, 409)
    told = "amina decided this while you looked: Upstream&#x27;s. Your choice (Ours) is not saved."
    state = by_script.json()["regions"][f"state-{anchor_of(TEXT_KEY)}"]
    for html in (state, by_form.content.decode()):
        assert told in html
        assert f'value="{theirs.version}"' in html
        assert "Save mine all the same" in html
    assert Decision.objects.get().choice == "theirs"

    post(editor, pull.fork, TEXT_KEY, "ours", seen=theirs.version)
    assert Decision.objects.get().choice == "ours"


def test_decide__on_a_pull_that_is_closed_meanwhile(pull: Pull, editor: Client) -> None:
    Pull.objects.update(state=PullState.DISCARDED)

    by_script = post(editor, pull.fork, TEXT_KEY, "ours", script=True)
    by_form = post(editor, pull.fork, TEXT_KEY, "ours")

    assert (by_script.status_code, by_script.json()["words"]) == (
        409, "This update is no longer open: somebody applied or discarded it.",
    )  # fmt: skip
    assert by_form["Location"] == at("modules:module", pull.fork)


# One's own text


def test_write__begins_with_both_texts_and_saves_rich_text(pull: Pull, editor: Client) -> None:
    form = editor.get(writing(pull.fork, TEXT_KEY)).context["form"]
    response = editor.post(writing(pull.fork, TEXT_KEY), {"value": rich("Dry them well.", "In the shade."), "seen": ""})

    assert form.initial["value"] == "<p>Dry them for ten days.</p><p>Our end.</p><p>Dry them for nine days.</p>"
    assert response["Location"] == f"{at('pull', pull.fork)}#{anchor_of(TEXT_KEY)}"
    own = Html("<p>Dry them well.</p><p>In the shade.</p>")
    assert Decision.objects.get().value == {"html": own.html}
    assert prepare(pull).so_far.find(TEXT).fields["body"] == own
    again = editor.get(writing(pull.fork, TEXT_KEY)).context["form"]
    assert again.initial["value"] == own.html
    [question] = cards(editor.get(at("pull", pull.fork)))[TEXT].questions
    assert [(option.label, option.text) for option in question.options if option.is_chosen] == [
        ("Your own text", "Dry them well.\nIn the shade.")
    ]
    assert json.loads(question.own) == {"html": own.html}
    post(editor, pull.fork, TEXT_KEY, "value", own=question.own, seen=question.seen)
    assert Decision.objects.get().choice == "value"


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [(MINUTES_KEY, "45", 45), (TITLE_KEY, " Look,  then\r\nthink ", {"text": "Look,  then\nthink"})],
)
def test_write__saves_plain_text_and_numbers(pull: Pull, editor: Client, key: str, value: str, stored: object) -> None:
    editor.post(writing(pull.fork, key), {"value": value, "seen": ""})

    assert Decision.objects.get().value == stored


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (TEXT_KEY, rich(""), "Write something, or go back"),
        (TITLE_KEY, "  ", "Write something, or go back"),
        (TITLE_KEY, "x" * 256, "at most 255 characters"),
        (MINUTES_KEY, "many", "Enter a whole number."),
        (MINUTES_KEY, "4", "greater than or equal to 5"),
        (MINUTES_KEY, "601", "less than or equal to 600"),
        (TEXT_KEY, rich("x" * 20_001), "The text is too long."),
    ],
)
def test_write__says_at_the_field_what_is_wrong_and_keeps_the_text(
    pull: Pull, editor: Client, key: str, value: str, words: str
) -> None:
    response = editor.post(writing(pull.fork, key), {"value": value, "seen": ""})

    assert response.status_code == 200
    assert any(words in error for error in response.context["form"].errors["value"])
    assert response.context["form"]["value"].value()
    assert not Decision.objects.exists()


def test_write__refuses_a_link_to_a_page_of_another_platform(pull: Pull, editor: Client, generic: PlatformPage) -> None:
    """M7: what is written refers to nothing outside the platform."""
    foreign = ModulePage.objects.get(module__platform=generic)
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": foreign.pk, "url": "/x/"}}
    block = {"key": "k", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "text": "There",
             "entityRanges": [{"offset": 0, "length": 5, "key": 0}]}  # fmt: skip
    value = json.dumps({"blocks": [block], "entityMap": {"0": entity}})

    response = editor.post(writing(pull.fork, TEXT_KEY), {"value": value, "seen": ""})

    assert (response.status_code, Decision.objects.count()) == (200, 0)
    assert response.context["form"].errors


def test_write__after_somebody_else_keeps_the_text_for_one_click_more(
    pull: Pull, editor: Client, person: Callable[..., AbstractUser]
) -> None:
    """L3: 409, and what was typed stands in the form still."""
    other = decide(
        pull=pull, key=TITLE_KEY, choice="ours", by=person(pull.fork.module.platform, "coordinator", "amina")
    )

    refused = editor.post(writing(pull.fork, TITLE_KEY), {"value": "Mine", "seen": ""})

    assert refused.status_code == 409
    assert holds(refused, "amina decided this meanwhile: Ours.")
    form = refused.context["form"]
    assert (form["value"].value(), form["seen"].value()) == ("Mine", other.version)
    editor.post(writing(pull.fork, TITLE_KEY), {"value": "Mine", "seen": form["seen"].value()})
    assert Decision.objects.get().value == {"text": "Mine"}


@pytest.mark.parametrize("value", ["", "[]", "<p>x</p>"])
def test_write__refuses_what_the_editor_never_sends(pull: Pull, editor: Client, value: str) -> None:
    assert editor.post(writing(pull.fork, TEXT_KEY), {"value": value, "seen": ""}).status_code == 400


@pytest.mark.parametrize("key", [f"edit/delete:{STORY}", "field:nothing:title", ""])
def test_write__leads_back_where_nothing_can_be_written(pull: Pull, editor: Client, key: str) -> None:
    assert editor.get(writing(pull.fork, key))["Location"] == at("pull", pull.fork)


# Two at once


def test_presence__tells_who_else_is_here_and_what_they_decided(
    pull: Pull, editor: Client, signed_in: Callable[[str], Client], person: Callable[..., AbstractUser]
) -> None:
    loaded = editor.get(at("pull", pull.fork)).context["loaded_at"]
    alone = editor.post(at("pull_presence", pull.fork), {"since": loaded}).json()

    other = signed_in("coordinator").get(at("pull", pull.fork))
    coordinator = person(pull.fork.module.platform, "coordinator")
    for key in (TEXT_KEY, MINUTES_KEY):
        decide(pull=pull, key=key, choice="ours", by=coordinator)
    together = editor.post(at("pull_presence", pull.fork), {"since": loaded}).json()

    assert alone == {"here": "", "news": ""}
    assert holds(other, "kenya-editor is looking at this update too.")
    assert together == {
        "here": "kenya-coordinator is looking at this update too.",
        "news": "kenya-coordinator decided 2 more. Load the page again to see it.",
    }


@pytest.mark.parametrize("since", ["", "yesterday", "2026-13-45T00:00:00+00:00", "2026-11-20T10:00:00"])
def test_presence__says_nothing_since_a_moment_that_is_none(pull: Pull, editor: Client, since: str) -> None:
    assert editor.post(at("pull_presence", pull.fork), {"since": since}).json() == {"here": "", "news": ""}


def test_presence__says_that_the_pull_is_closed(pull: Pull, editor: Client) -> None:
    Pull.objects.update(state=PullState.APPLIED)

    answer = editor.post(at("pull_presence", pull.fork), {})

    assert answer.json()["news"] == "This update is no longer open. Load the page again."
