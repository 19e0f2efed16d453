"""What a document lacks before it may be released, as sentences for the person who can mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.content.labels import described
from curriculum.content.vocabulary import KINDS
from curriculum.document import Document, Node

FIELD_LABELS = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "code": gettext_lazy("code"),
    "text": gettext_lazy("text"),
    "body": gettext_lazy("text"),
    "minutes": gettext_lazy("minutes"),
    "caption": gettext_lazy("caption"),
    "table": gettext_lazy("table"),
    "image": gettext_lazy("picture file"),
    "alternative": gettext_lazy("text alternative"),
    "label": gettext_lazy("label"),
    "standard": gettext_lazy("standard"),
    "requirement": gettext_lazy("requirement"),
    "levels": gettext_lazy("levels"),
    "refresher_levels": gettext_lazy("levels for which it is a refresher"),
    "optional_levels": gettext_lazy("levels for which it is optional"),
    "standards": gettext_lazy("standards"),
    "audience": gettext_lazy("audience"),
    "phase": gettext_lazy("phase"),
    "phases": gettext_lazy("phases"),
    "themes": gettext_lazy("themes"),
    "builds_on": gettext_lazy("modules that it builds on"),
    "cycle_step": gettext_lazy("step of the cycle"),
    "place": gettext_lazy("place"),
    "purpose": gettext_lazy("purpose"),
    "form": gettext_lazy("form"),
    "form_kind": gettext_lazy("kind of form"),
    "orientation": gettext_lazy("paper"),
    "blank_rows": gettext_lazy("blank rows"),
    "kept_by": gettext_lazy("who keeps it"),
    "instructions": gettext_lazy("instructions"),
    "answer": gettext_lazy("kind of answer"),
    "feedback": gettext_lazy("feedback"),
    "correct": gettext_lazy("right answer"),
    "@kind": gettext_lazy("kind of block"),
    "@language": gettext_lazy("language"),
}
SLOT_LABELS = {
    "outcomes": gettext_lazy("outcome"),
    "lessons": gettext_lazy("approved lesson"),
    "body": gettext_lazy("content"),
    "steps": gettext_lazy("step"),
    "prompts": gettext_lazy("question"),
    "entries": gettext_lazy("entry"),
    "options": gettext_lazy("option"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One thing that is missing, where, and in words."""

    node_id: str
    lesson_id: str | None
    words: str


def gaps(document: Document) -> list[Gap]:
    """Return everything that `document` lacks before it may be released, in document order."""
    return list(_gaps(document.root, None, None))


def _gaps(node: Node, lesson: Node | None, number: int | None) -> Iterator[Gap]:
    for words in _missing(node):
        sentence = (
            words if number is None else _("Lesson %(number)d: %(problem)s") % {"number": number, "problem": words}
        )
        yield Gap(node_id=node.id, lesson_id=lesson.id if lesson else None, words=sentence)
    for name in sorted(node.slots):
        for place, child in enumerate(node.slots[name], start=1):
            if child.kind == "lesson":
                yield from _gaps(child, child, place)
            else:
                yield from _gaps(child, lesson, number)


def _missing(node: Node) -> Iterator[str]:
    kind = KINDS[node.kind]
    for name in kind.fields:
        if name in kind.required and name not in node.fields:
            yield _("%(what)s has no %(part)s.") % {"what": described(node), "part": FIELD_LABELS[name]}
    for name in kind.slots:
        if name in kind.filled and not node.slots.get(name):
            yield _("%(what)s has no %(part)s.") % {"what": described(node), "part": SLOT_LABELS[name]}
    if node.kind == "question" and node.slots.get("options"):
        yield from _answer_gaps(node)


def _answer_gaps(question: Node) -> Iterator[str]:
    options = question.slots["options"]
    if len(options) < 2:
        yield _("%(what)s needs at least two answers.") % {"what": described(question)}
    if sum(option.fields.get("correct") is True for option in options) != 1:
        yield _("%(what)s needs exactly one correct answer.") % {"what": described(question)}
