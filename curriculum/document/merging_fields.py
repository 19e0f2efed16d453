"""The fields of each node of a merged document."""

from enum import Enum
from typing import Final, Literal

from .index import KIND
from .merging_prose import MergedProse, merge_html, merge_text
from .merging_sequences import Take
from .merging_sides import Choice, Note, Sides, Value
from .merging_tree import Places, same_fields
from .nodes import Html, Node, Scalar, Text, same_scalar


class _Absent(Enum):
    """The value of a field that does not exist."""

    ABSENT = 0


ABSENT: Final = _Absent.ABSENT
MaybeScalar = Scalar | Literal[_Absent.ABSENT]


def merge_nodes(sides: Sides, places: Places) -> dict[str, Node]:
    """Return every kept node with its kind and fields merged; its slots are still those of one side."""
    nodes: dict[str, Node] = {}
    for node_id in places:
        ours, theirs = sides.ours.nodes.get(node_id), sides.theirs.nodes.get(node_id)
        if ours is None or theirs is None:
            nodes[node_id] = ours or sides.theirs.nodes[node_id]
        elif ours.kind == theirs.kind and same_fields(ours.fields, theirs.fields):
            nodes[node_id] = ours
        else:
            nodes[node_id] = _merge_node(sides, ours, theirs)
    return nodes


def _merge_node(sides: Sides, ours: Node, theirs: Node) -> Node:
    """Merge one node that differs between the two sides."""
    base = sides.base.nodes.get(ours.id)
    if base is not None and _same_content(base, theirs):
        return ours
    if base is not None and _same_content(base, ours):
        return theirs
    kind = str(_merge_field(sides, ours.id, KIND, base.kind if base else ABSENT, ours.kind, theirs.kind))
    before = base.fields if base else {}
    merged = {
        name: _merge_field(sides, ours.id, name, before.get(name, ABSENT), ours.fields.get(name, ABSENT),
                           theirs.fields.get(name, ABSENT))
        for name in dict.fromkeys([*ours.fields, *theirs.fields])
    }  # fmt: skip
    fields = {name: value for name, value in merged.items() if value is not ABSENT}
    return Node(id=ours.id, kind=kind, fields=fields, slots=ours.slots)


def _same_content(one: Node, other: Node) -> bool:
    """Whether two nodes have the same kind and fields."""
    return one.kind == other.kind and same_fields(one.fields, other.fields)


def _merge_field(
    sides: Sides, node_id: str, name: str, base: MaybeScalar, ours: MaybeScalar, theirs: MaybeScalar
) -> MaybeScalar:
    """Return the merged value of one field; report a conflict where the sides contradict each other."""
    if same_scalar(ours, theirs) or same_scalar(base, theirs):
        return ours
    if same_scalar(base, ours):
        return theirs
    merged = _merge_prose(base, ours, theirs, "ours")
    if merged is not None and merged.together:
        sides.notes.append(Note(kind="written-together", node_id=node_id, field=name))
    if merged is not None and not merged.conflict:
        return merged.value
    choice = sides.report("field", node_id, name, (_shown(base), _shown(ours), _shown(theirs)))
    return _decided(choice or "ours", base, ours, theirs)


def _shown(value: MaybeScalar) -> Scalar:
    """Return a value as a conflict shows it."""
    return None if value is ABSENT else value


def _merge_prose(base: MaybeScalar, ours: MaybeScalar, theirs: MaybeScalar, take: Take) -> MergedProse | None:
    """Merge a translatable field; None where this is none on both sides."""
    if isinstance(ours, Text) and isinstance(theirs, Text):
        return merge_text(base if isinstance(base, Text) else Text(""), ours, theirs, take)
    if isinstance(ours, Html) and isinstance(theirs, Html):
        return merge_html(base if isinstance(base, Html) else Html(""), ours, theirs, take)
    return None


def _decided(choice: Choice, base: MaybeScalar, ours: MaybeScalar, theirs: MaybeScalar) -> MaybeScalar:
    """Return the value of a field in conflict under a decision."""
    if isinstance(choice, Value):
        return choice.value
    merged = _merge_prose(base, ours, theirs, choice)
    if merged is not None:
        return merged.value
    if choice == "both":
        return _both(ours, theirs)
    return theirs if choice == "theirs" else ours


def _both(ours: MaybeScalar, theirs: MaybeScalar) -> MaybeScalar:
    """Return both values where that can be: lists joined, the one that exists; ours otherwise."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return (*ours, *(item for item in theirs if item not in ours))
    return theirs if ours is ABSENT else ours
