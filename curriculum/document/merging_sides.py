"""The two sides of a merge, what was found about them, and what was decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .alignment import moved_ids
from .index import Index, Place, Spot
from .nodes import Node, Scalar

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Value:
    """A decision for a value of one's own."""

    value: Scalar


#: A decision about one conflict.
Choice = Literal["ours", "theirs", "both"] | Value

#: What stands on one side of a conflict: a field's value, a node, its place, or the ids of a slot in order. None where
#: there is nothing.
Stand = Scalar | Node | Place
#: What stands in the base, in ours and in theirs.
Stands = tuple[Stand, Stand, Stand]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A contradiction between the two sides, which a person must decide."""

    key: str
    # stable: the same documents give the same keys
    kind: str
    # field, edit/delete, move/move, cycle
    node_id: str
    field: str | None
    # the field, or the slot whose order is meant; None where the whole node is meant
    base: Stand
    ours: Stand
    theirs: Stand


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Something that was applied and is worth a look.

    `added-together`: both sides added nodes at one place of a slot; ours stand first.
    `written-together`: both sides added sentences or paragraphs at one point of a field; ours stand first.
    `kept-place`: a node stands where ours has it, since its new place in theirs would make a circle.
    `kept-parent`: a node that was to be deleted stays, since another one stands in it.
    """

    kind: str
    node_id: str
    field: str | None
    # the field or slot that is meant
    ours: tuple[str, ...] = ()
    # the ids that ours added, in order
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Base, ours and theirs by node id, the decisions, and what a merge finds on its way."""

    base: Index
    ours: Index
    theirs: Index
    choices: Mapping[str, Choice]
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    _reordered: dict[tuple[Side, Spot], frozenset[str]] = field(default_factory=dict)
    # nodes that a side moved within a slot, once it was asked for

    def index(self, side: Side) -> Index:
        """Return one side's nodes."""
        return self.ours if side == "ours" else self.theirs

    def report(self, kind: str, node_id: str, name: str | None, stands: Stands) -> Choice | None:
        """Note a conflict down; return how it was decided, None as long as it is not."""
        key = ":".join(filter(None, (kind, node_id, name)))
        base, ours, theirs = stands
        self.conflicts[key] = Conflict(
            key=key, kind=kind, node_id=node_id, field=name, base=base, ours=ours, theirs=theirs
        )
        return self.choices.get(key)

    def stands(self, read: Callable[[Index], Stand]) -> Stands:
        """Return what base, ours and theirs say."""
        return read(self.base), read(self.ours), read(self.theirs)

    def is_moved(self, side: Side, node_id: str) -> bool:
        """Whether a side moved a node of the base: to another parent or slot, or in the order of its siblings."""
        before, after = self.base, self.index(side)
        if before.spots[node_id] != after.spots[node_id]:
            return True
        slot = (side, before.spots[node_id])
        if slot not in self._reordered:
            self._reordered[slot] = moved_ids(before.siblings(node_id), after.siblings(node_id))
        return node_id in self._reordered[slot]

    def sorted_conflicts(self) -> tuple[Conflict, ...]:
        """Return the conflicts in document order."""
        order = self._order()
        return tuple(sorted(self.conflicts.values(), key=lambda found: (order[found.node_id], found.key)))

    def sorted_notes(self) -> tuple[Note, ...]:
        """Return the notes in document order."""
        order = self._order()
        return tuple(sorted(self.notes, key=lambda note: (order[note.node_id], note.kind, note.field or "")))

    def _order(self) -> dict[str, int]:
        """Return a place in line for every node: that of ours, then theirs, then the base."""
        if not self.conflicts and not self.notes:
            return {}
        ids = dict.fromkeys([*self.ours.nodes, *self.theirs.nodes, *self.base.nodes])
        return {node_id: index for index, node_id in enumerate(ids)}
