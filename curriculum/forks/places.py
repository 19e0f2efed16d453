"""Where something stands in a module, in words: "Lesson 2 “Records”: after activity “Water game”"."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.content.labels import name_of
from curriculum.document import Document, Node
from curriculum.forks.naming import named

KEPT_INDEXES = 16  # documents whose places a process keeps in memory
#: What a person calls a part of a lesson, and of the module itself, by slot.
IN_LESSON = {
    "body": gettext_lazy("Lesson %(number)d “%(title)s”"),
    "quiz": gettext_lazy("The quiz of lesson %(number)d “%(title)s”"),
    "notes": gettext_lazy("The facilitator notes of lesson %(number)d “%(title)s”"),
    "materials": gettext_lazy("The materials of lesson %(number)d “%(title)s”"),
    "requirements": gettext_lazy("The requirements of lesson %(number)d “%(title)s”"),
}
IN_MODULE = {
    "lessons": gettext_lazy("The lessons of the module"),
    "introduction": gettext_lazy("The introduction of the module"),
    "outcomes": gettext_lazy("The outcomes of the module"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Standpoint:
    """Where one node stands."""

    node: Node
    parent: Node | None
    slot: str
    before: Node | None
    # the sibling that precedes it
    lesson: Node | None
    number: int
    # of the lesson, from 1; 0 where it is part of none


@lru_cache(maxsize=KEPT_INDEXES)
def standpoints(document: Document) -> dict[str, Standpoint]:
    """Return by id where every node of `document` stands, in document order."""
    found: dict[str, Standpoint] = {}

    def visit(node: Node, parent: Node | None, slot: str, before: Node | None, lesson: Node | None, no: int) -> None:
        found[node.id] = Standpoint(node=node, parent=parent, slot=slot, before=before, lesson=lesson, number=no)
        for name in sorted(node.slots):
            last: Node | None = None
            for place, child in enumerate(node.slots[name], start=1):
                is_lesson = child.kind == "lesson"
                visit(child, node, name, last, child if is_lesson else lesson, place if is_lesson else no)
                last = child

    visit(document.root, None, "", None, None, 0)
    return found


def container_words(document: Document, parent_id: str, slot: str) -> str:
    """Return what a person calls the part of the module that `slot` of a node is."""
    return _container(standpoints(document)[parent_id], slot)


def place_words(document: Document, node_id: str) -> str:
    """Return where a node stands, in words; empty where `document` does not have it, or it is the module itself."""
    here = standpoints(document).get(node_id)
    if here is None or here.parent is None:
        return ""
    where = _container(standpoints(document)[here.parent.id], here.slot)
    if here.before is None:
        return _("%(where)s: at the beginning") % {"where": where}
    return _("%(where)s: after %(what)s") % {"where": where, "what": named(here.before)}


def _container(holder: Standpoint, slot: str) -> str:
    node = holder.node
    pattern: str | Promise | None = {"module": IN_MODULE, "lesson": IN_LESSON}.get(node.kind, {}).get(slot)
    if pattern is not None:
        return str(pattern) % {"number": holder.number, "title": name_of(node)}
    if holder.lesson is None:
        return named(node)
    return _("Lesson %(number)d, in %(what)s") % {"number": holder.number, "what": named(node)}
