"""A change list in words: what differs between two documents, as sentences for a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.content.labels import described, name_of
from curriculum.document import Document, Node, diff

#: Kinds that a change list speaks of by their parent: "activity “Water game” changed", not its third step.
PARTS = frozenset({"step", "material", "prompt", "entry", "option"})
#: What is said of a node to which several things happened: the first of these.
STRONGER = ("removed", "added", "moved", "changed")


@dataclass(frozen=True, kw_only=True, slots=True)
class DescribedChange:
    """One line of a change list."""

    kind: str
    # added, removed, moved or changed
    node_id: str
    # the node that the line speaks of
    lesson_id: str | None
    # the lesson that it stands in, None for the module itself
    words: str
    # the line, in the active language


@dataclass(frozen=True, slots=True)
class _Place:
    node: Node
    parent: Node | None
    lesson: Node | None
    number: int | None  # of the lesson, from 1


def describe_changes(base: Document, other: Document) -> list[DescribedChange]:
    """Return what `other` changed against `base`, one line a thing, in document order; empty only for equal ones."""
    before, after = _places(base), _places(other)
    lines: dict[str, DescribedChange] = {}
    for change in diff(base, other):
        places = before if change.kind == "removed" else after
        if _stands_below_a_changed_node(places[change.node_id], places, lines, change.kind):
            continue
        place = _spoken_of(places[change.node_id], places)
        kind = change.kind if place.node.id == change.node_id else "changed"
        known = lines.get(place.node.id)
        if known is None or STRONGER.index(kind) < STRONGER.index(known.kind):
            lines[place.node.id] = _line(kind, place, before)
    return list(lines.values())


def _places(document: Document) -> dict[str, _Place]:
    places: dict[str, _Place] = {}

    def visit(node: Node, parent: Node | None, lesson: Node | None, number: int | None) -> None:
        places[node.id] = _Place(node, parent, lesson, number)
        for name in sorted(node.slots):
            for place, child in enumerate(node.slots[name], start=1):
                if child.kind == "lesson":
                    visit(child, node, child, place)
                else:
                    visit(child, node, lesson, number)

    visit(document.root, None, None, None)
    return places


def _spoken_of(place: _Place, places: Mapping[str, _Place]) -> _Place:
    while place.node.kind in PARTS and place.parent is not None and place.parent.kind != "lesson":
        place = places[place.parent.id]
    return place


def _stands_below_a_changed_node(
    place: _Place, places: Mapping[str, _Place], lines: Mapping[str, DescribedChange], kind: str
) -> bool:
    """Whether a line above says it already: what was added or removed with its parent needs no line of its own."""
    return kind in {"added", "removed"} and any(
        above.id in lines and lines[above.id].kind == kind for above in _above(place, places)
    )


def _above(place: _Place, places: Mapping[str, _Place]) -> Iterator[Node]:
    while place.parent is not None:
        yield place.parent
        place = places[place.parent.id]


def _line(kind: str, place: _Place, before: Mapping[str, _Place]) -> DescribedChange:
    return DescribedChange(
        kind=kind,
        node_id=place.node.id,
        lesson_id=place.lesson.id if place.lesson else None,
        words=_words(kind, place, before),
    )


def _words(kind: str, place: _Place, before: Mapping[str, _Place]) -> str:
    if place.node.kind == "lesson":
        return _lesson_sentence(kind) % {"number": place.number, "title": name_of(place.node)}
    if place.node.kind == "module":
        return _("Title, summary or details of the module changed")
    what = described(place.node)
    if place.lesson is None:
        return _module_sentence(kind) % {"what": what}
    if kind == "moved":
        origin = before[place.node.id].number
        if origin is not None and origin != place.number:
            return _("Lesson %(number)d: %(what)s moved here from lesson %(origin)d") % {
                "number": place.number, "what": what, "origin": origin,
            }  # fmt: skip
    return _block_sentence(kind) % {"number": place.number, "what": what}


def _lesson_sentence(kind: str) -> str:
    return {
        "added": _("Lesson %(number)d “%(title)s” added"),
        "removed": _("Lesson %(number)d “%(title)s” removed"),
        "moved": _("Lesson %(number)d “%(title)s” moved"),
        "changed": _("Lesson %(number)d “%(title)s”: title or details changed"),
    }[kind]


def _module_sentence(kind: str) -> str:
    return {
        "added": _("Module: %(what)s added"),
        "removed": _("Module: %(what)s removed"),
        "moved": _("Module: %(what)s moved"),
        "changed": _("Module: %(what)s changed"),
    }[kind]


def _block_sentence(kind: str) -> str:
    return {
        "added": _("Lesson %(number)d: %(what)s added"),
        "removed": _("Lesson %(number)d: %(what)s removed"),
        "moved": _("Lesson %(number)d: %(what)s moved"),
        "changed": _("Lesson %(number)d: %(what)s changed"),
    }[kind]
