"""What tests of the merge screen share: a pull with contradictions, and how a browser asks and answers."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from curriculum.forks.actions.decide import decide
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork, Pull
from tests.factories import node_id

TEXT, STORY = node_id("TST-1/lesson-1/text"), node_id("TST-1/lesson-1/story")
DISCUSSION, HEADING = node_id("TST-1/lesson-1/discussion"), node_id("TST-1/lesson-1/heading")
LESSON_1, LESSON_2, LESSON_3 = (node_id(f"TST-1/lesson-{number}") for number in (1, 2, 3))
TEXT_KEY, MINUTES_KEY = f"field:{TEXT}:body", f"field:{LESSON_2}:minutes"
TITLE_KEY = f"field:{LESSON_1}:title"
OURS = [
    "html lessons[0].body[1].body <p>Dry them for ten days.</p><p>Our end.</p>",
    "set lessons[0].title Look, then do",
    "set lessons[1].minutes 40",
    "set lessons[0].body[4].title Talk in pairs",
    "remove lessons[0].body[5]",
    "move lessons[0].body[0] lessons[1].body[0]",
]
THEIRS = [
    "html lessons[0].body[1].body <p>Dry them for nine days.</p>",
    "set lessons[0].title Look, then work",
    "set lessons[1].minutes 50",
    "html lessons[0].body[5].body <p>Once more.</p>",
    "set lessons[2].title Theirs",
    "remove lessons[0].body[4]",
    "move lessons[0].body[0] lessons[2].body[0]",
]
US, UPSTREAM = "SCAN Kenya", "Upstream (Generic curriculum 1.1.0)"
BOTH = "Both: first ours, then upstream's"


def at(name: str, fork: Fork, *more: object) -> str:
    return reverse(name, args=[fork.module.page.pk, *more])


def post(client: Client, fork: Fork, key: str, choice: str, *, script: bool = False, **data: Any) -> Any:
    """Decide as the form does, or as the script does."""
    headers = {"accept": "application/json"} if script else {}
    return client.post(at("pull_decide", fork), {"key": key, "choice": choice, **data}, headers=headers)


def cards(response: Any) -> dict[str, Any]:
    """Return the cards that a screen shows, by id."""
    sections = response.context.get("sections") or [response.context["section"]]
    return {card.id: card for section in sections for card in section.cards or ()}


def asked(response: Any) -> dict[str, tuple[str, list[tuple[str, str, str]]]]:
    """Return each question of a screen by its key: its words, and choice, label and text of its answers."""
    return {
        question.key: (question.words, [(option.choice, option.label, option.text) for option in question.options])
        for card in cards(response).values()
        for question in (*card.questions, *card.switches)
    }


def html_of(response: Any) -> str:
    """Return the HTML of an answer, or of the parts of the screen that it changes."""
    if "json" in response["Content-Type"]:
        return "".join(response.json()["regions"].values())
    return str(response.content.decode())


def writing(fork: Fork, key: str) -> str:
    return f"{at('pull_write', fork)}?key={key}"


def rich(*paragraphs: str) -> str:
    """Return rich text as the editor sends it."""
    blocks = [
        {"key": f"k{number}", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": [], "text": text}
        for number, text in enumerate(paragraphs)
    ]
    return json.dumps({"blocks": blocks, "entityMap": {}})


def decide_all(pull: Pull, choice: str = "theirs") -> None:
    for conflict in prepare(pull).undecided:
        decide(pull=pull, key=conflict.key, choice=choice, by=None)
