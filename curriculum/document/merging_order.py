"""The order of the nodes in each slot of a merged document."""

from collections.abc import Sequence

from .alignment import shared_order
from .index import Index
from .merging_sides import Note, Sides
from .merging_tree import Places


class SlotMerge:
    """Puts the kept nodes of each slot in order.

    What stands in the slot on both sides takes the order of the side that changed it. What only one side has there
    follows its nearest neighbour before it; ours first where both sides have something at one place.
    """

    def __init__(self, sides: Sides, places: Places) -> None:
        self.sides = sides
        self.places = places

    def merge(self) -> dict[str, dict[str, list[str]]]:
        """Return the ids in each slot of each kept node."""
        merged: dict[str, dict[str, list[str]]] = {}
        for node_id in self.places:
            slots = {slot: ids for slot in self._slot_names(node_id) if (ids := self._merge_slot(node_id, slot))}
            if slots:
                merged[node_id] = slots
        return merged

    def _slot_names(self, node_id: str) -> list[str]:
        """Return the names of the slots that a node has on either side, in the order of the side that has it."""
        ours, theirs = self.sides.ours.nodes.get(node_id), self.sides.theirs.nodes.get(node_id)
        names = dict.fromkeys([*(ours.slots if ours else ()), *(theirs.slots if theirs else ())])
        return list(names)

    def _merge_slot(self, parent: str, slot: str) -> list[str]:
        """Return the ids in one slot."""
        ours, theirs = self._present(self.sides.ours, parent, slot), self._present(self.sides.theirs, parent, slot)
        if ours == theirs:
            return ours
        order = self._shared_order(parent, slot, ours, theirs)
        if len(order) == len(theirs) and len(order) == len(ours):
            return order
        return self._with_additions(parent, slot, order, ours, theirs)

    def _present(self, index: Index, parent: str, slot: str) -> list[str]:
        """Return the nodes of a slot on one side that stand there in the merged document too."""
        place = (parent, slot)
        return [node_id for node_id in index.children(parent, slot) if self.places.get(node_id) == place]

    def _shared_order(self, parent: str, slot: str, ours: list[str], theirs: list[str]) -> list[str]:
        """Return the nodes that both sides have in a slot, in the order of the side that changed it."""
        mine, yours = shared_order(ours, theirs)
        if mine == yours:
            return mine
        shared = set(mine)
        before = [node_id for node_id in self.sides.base.children(parent, slot) if node_id in shared]
        known = set(before)
        mine_known, yours_known = [i for i in mine if i in known], [i for i in yours if i in known]
        self._note_additions(parent, slot, mine, yours)
        if yours_known == before or mine_known == yours_known:
            return mine
        if mine_known == before:
            return yours
        stands = (tuple(before), tuple(mine_known), tuple(yours_known))
        return yours if self.sides.report("move/move", parent, slot, stands) == "theirs" else mine

    def _with_additions(
        self, parent: str, slot: str, order: Sequence[str], ours: list[str], theirs: list[str]
    ) -> list[str]:
        """Return an order of shared nodes with what only one side has after its nearest neighbour before it."""
        shared = set(order)
        after_ours, after_theirs = _runs(ours, shared), _runs(theirs, shared)
        merged: list[str] = []
        for anchor in (None, *order):
            mine, yours = after_ours.get(anchor, []), after_theirs.get(anchor, [])
            merged.extend([*([anchor] if anchor else []), *mine, *yours])
            self._note_additions(parent, slot, mine, yours)
        return merged

    def _note_additions(self, parent: str, slot: str, mine: list[str], yours: list[str]) -> None:
        """Note where both sides brought nodes to one place, or the same ones in different order."""
        spots = self.sides.base.spots
        ours, theirs = (
            tuple(node_id for node_id in ids if spots.get(node_id) != (parent, slot)) for ids in (mine, yours)
        )
        if ours and theirs:
            note = Note(kind="added-together", node_id=parent, field=slot, ours=ours, theirs=theirs)
            self.sides.notes.append(note)


def _runs(ids: list[str], shared: set[str]) -> dict[str | None, list[str]]:
    """Return the nodes that are not shared, each run by the shared node before it."""
    runs: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for node_id in ids:
        if node_id in shared:
            anchor = node_id
        else:
            runs.setdefault(anchor, []).append(node_id)
    return runs
