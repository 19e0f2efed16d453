"""What the kinds of node are called, by people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.content.choices import StoryForm
from curriculum.content.vocabulary import KINDS
from curriculum.document import Node, Text

KIND_LABELS: Mapping[str, str | Promise] = {
    "module": pgettext_lazy("kind of content", "module"),
    "outcome": pgettext_lazy("kind of content", "outcome"),
    "lesson": pgettext_lazy("kind of content", "lesson"),
    "requirement": pgettext_lazy("kind of content", "requirement"),
    "heading": pgettext_lazy("kind of content", "heading"),
    "text": pgettext_lazy("kind of content", "text"),
    "key_message": pgettext_lazy("kind of content", "key message"),
    "activity": pgettext_lazy("kind of content", "activity"),
    "material": pgettext_lazy("kind of content", "material"),
    "step": pgettext_lazy("kind of content", "step"),
    "discussion": pgettext_lazy("kind of content", "discussion"),
    "prompt": pgettext_lazy("kind of content", "discussion question"),
    "story": pgettext_lazy("kind of content", "story"),
    "table": pgettext_lazy("kind of content", "table"),
    "picture": pgettext_lazy("kind of content", "picture"),
    "form": pgettext_lazy("kind of content", "form"),
    "entry": pgettext_lazy("kind of content", "entry"),
    "question": pgettext_lazy("kind of content", "quiz question"),
    "option": pgettext_lazy("kind of content", "answer"),
    "facilitator_note": pgettext_lazy("kind of content", "facilitator note"),
    "passage": pgettext_lazy("kind of content", "passage"),
}
CASE_LABEL = pgettext_lazy("kind of content", "worked case")
LONGEST_NAME = 80


def label_of(node: Node) -> str:
    """Return what kind of thing `node` is, such as "activity"."""
    if node.kind == "story" and node.fields.get("form") == StoryForm.CASE:
        return str(CASE_LABEL)
    return str(KIND_LABELS.get(node.kind, node.kind))


def name_of(node: Node) -> str:
    """Return what `node` is called, at most 80 characters; empty where it has no name."""
    kind = KINDS.get(node.kind)
    scalar = node.fields.get(kind.title) if kind and kind.title else None
    name = " ".join(scalar.text.split()) if isinstance(scalar, Text) else ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def described(node: Node) -> str:
    """Return kind and name, such as "activity “Water game”"."""
    name = name_of(node)
    if not name:
        return label_of(node)
    return str(_("%(kind)s “%(name)s”") % {"kind": label_of(node), "name": name})
