"""Which nodes a merge keeps, and in which slot of which parent each stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from .index import Index, Spot
from .merging_sides import Note, Side, Sides
from .nodes import Node

#: Parent and slot of every kept node.
Places = dict[str, Spot]


def merge_tree(sides: Sides) -> Places:
    """Return the kept nodes with their places; conflicts `edit/delete`, `move/move` and `cycle` are reported."""
    gone, returned = _deleted(sides)
    places: Places = {}
    moves = _Moves()
    ours, theirs = sides.ours.spots, sides.theirs.spots
    for node_id, spot in ours.items():
        if node_id not in gone:
            same = theirs.get(node_id, spot) == spot
            places[node_id] = spot if same else moves.choose(sides, node_id)
    places.update({node_id: spot for node_id, spot in theirs.items() if node_id not in ours and node_id not in gone})
    places.update({node_id: sides.index(side).spots[node_id] for node_id, side in returned.items()})
    moves.contested = [node_id for node_id in moves.contested if node_id not in returned]
    if moves.may_contradict:
        _settle_moves(sides, places, moves.contested)
    if moves.may_contradict or returned:
        _settle_rest(sides, places)
    return places


@dataclass(slots=True)
class _Moves:
    """Which moves there are."""

    ours: bool = False
    theirs: bool = False
    contested: list[str] = field(default_factory=list)
    # nodes that both sides moved, or added, to different places

    @property
    def may_contradict(self) -> bool:
        """Whether both sides moved something in their own way; one side's moves alone are always a tree."""
        return bool(self.contested) or (self.ours and self.theirs)

    def choose(self, sides: Sides, node_id: str) -> Spot:
        """Return the place of a node that has two: that of the side that moved it, ours where both did."""
        ours, theirs = sides.ours.spots[node_id], sides.theirs.spots[node_id]
        before = sides.base.spots.get(node_id)
        if before == ours:
            self.theirs = True
            return theirs
        if before == theirs:
            self.ours = True
        else:
            self.contested.append(node_id)
        return ours


def _deleted(sides: Sides) -> tuple[set[str], dict[str, Side]]:
    """Return the nodes that are deleted, and those that stand where the deleting side has them, with that side."""
    gone: set[str] = set()
    returned: dict[str, Side] = {}
    pairs: tuple[tuple[Side, Side], ...] = (("ours", "theirs"), ("theirs", "ours"))
    for keeper, deleter in pairs:
        kept, other = sides.index(keeper), sides.index(deleter)
        for top in _topmost_deleted(sides, kept, other):
            if not _is_touched(sides, keeper, top, other) or _decide_deletion(sides, top, deleter):
                for node_id in _walk_deleted(kept.nodes[top], other):
                    if node_id in other.nodes:
                        returned[node_id] = deleter
                    else:
                        gone.add(node_id)
    return gone, returned


def _topmost_deleted(sides: Sides, kept: Index, other: Index) -> list[str]:
    """Return the nodes of the base that only one side deleted, without those directly inside another such node."""
    deleted = {node_id for node_id in sides.base.spots if node_id not in other.spots and node_id in kept.spots}
    return [node_id for node_id in kept.spots if node_id in deleted and kept.spots[node_id][0] not in deleted]


def _walk_deleted(node: Node, other: Index) -> Iterator[str]:
    """Yield the ids of a deleted node and of all below it; of what the deleting side still has, only the topmost."""
    yield node.id
    if node.id not in other.nodes:
        for child in node.children():
            yield from _walk_deleted(child, other)


def _is_touched(sides: Sides, keeper: Side, node_id: str, other: Index) -> bool:
    """Whether a side moved a node, or changed anything in what goes with it when the other side deletes it."""
    before, after = sides.base.nodes[node_id], sides.index(keeper).nodes[node_id]
    return sides.is_moved(keeper, node_id) or not _same_deleted(before, after, other)


def _same_deleted(before: Node, after: Node, other: Index) -> bool:
    """Whether a deleted node is unchanged, with all below it but for what the deleting side still has."""
    if before.id != after.id:
        return False
    if before is after or before.id in other.nodes:
        return True
    if before.kind != after.kind or not same_fields(before.fields, after.fields):
        return False
    return before.slots.keys() == after.slots.keys() and all(
        len(children) == len(after.slots[slot])
        and all(_same_deleted(old, new, other) for old, new in zip(children, after.slots[slot], strict=True))
        for slot, children in before.slots.items()
    )


def same_fields(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two nodes have the same fields with the same values."""
    return one is other or (one == other and all(type(value) is type(other[name]) for name, value in one.items()))


def _decide_deletion(sides: Sides, node_id: str, deleter: Side) -> bool:
    """Report the conflict about a node that one side deleted and the other changed; return whether it goes."""
    stands = sides.stands(lambda index: index.nodes.get(node_id))
    return sides.report("edit/delete", node_id, None, stands) == deleter


def _settle_moves(sides: Sides, places: Places, contested: list[str]) -> None:
    """Decide places that both sides changed differently, and circles that the moves of both would make."""
    circles = _find_circles(sides, places, contested)
    for node_id, name in circles.items():
        choice = sides.report("cycle", name, None, sides.stands(partial(Index.place, node_id=name)))
        first, second = (sides.theirs, sides.ours) if choice == "theirs" else (sides.ours, sides.theirs)
        places[node_id] = first.spots.get(node_id) or second.spots[node_id]
    for node_id in contested:
        if node_id in circles:
            continue
        if sides.report("move/move", node_id, None, sides.stands(partial(Index.place, node_id=node_id))) == "theirs":
            places[node_id] = sides.theirs.spots[node_id]


def _find_circles(sides: Sides, places: Places, contested: list[str]) -> dict[str, str]:
    """Return every node that the moves of both sides together would put below itself, with the name of its circle.

    A place that both sides changed counts as ours and as theirs, and a circle is opened by putting its nodes where the
    base has them: so the same circles are found when the sides are swapped.
    """
    depths = _depths(sides.base)
    circles: dict[str, str] = {}
    for side in (sides.ours, sides.theirs):
        trial = dict(places)
        trial.update({node_id: side.spots[node_id] for node_id in contested})
        while found := list(circles_in(trial)):
            for circle in found:
                known = [node_id for node_id in circle if node_id in sides.base.spots]
                name = min(known, key=lambda node_id: (depths[node_id], node_id))
                circles.update({node_id: circles.get(node_id, name) for node_id in circle})
                trial.update({node_id: sides.base.spots[node_id] for node_id in known})
    return circles


def _depths(index: Index) -> dict[str, int]:
    """Return how deep every node stands; the root has 0."""
    depths: dict[str, int] = {}
    for node_id in index.nodes:
        parent = index.spots[node_id][0]
        depths[node_id] = 0 if parent is None else depths[parent] + 1
    return depths


def circles_in(places: Places) -> Iterator[list[str]]:
    """Yield every circle in which nodes stand below themselves."""
    finished: set[str | None] = {None}
    for start in places:
        chain: dict[str, None] = {}
        node_id: str | None = start
        while node_id is not None and node_id not in finished and node_id not in chain:
            chain[node_id] = None
            node_id = places[node_id][0] if node_id in places else None
        if node_id is not None and node_id in chain:
            members = list(chain)
            yield members[members.index(node_id) :]
        finished.update(chain)


def _settle_rest(sides: Sides, places: Places) -> None:
    """Make a tree of the places in the rare cases that decisions leave open: nothing is lost, and a note says so."""
    while True:
        orphans = [place[0] for place in places.values() if place[0] is not None and place[0] not in places]
        for parent in orphans:
            places[parent] = sides.ours.spots.get(parent) or sides.theirs.spots[parent]
            sides.notes.append(Note(kind="kept-parent", node_id=parent, field=None))
        circles = list(circles_in(places))
        for node_id in (node_id for circle in circles for node_id in circle if node_id in sides.ours.spots):
            if places[node_id] != sides.ours.spots[node_id]:
                places[node_id] = sides.ours.spots[node_id]
                sides.notes.append(Note(kind="kept-place", node_id=node_id, field=None))
        if not orphans and not circles:
            return
