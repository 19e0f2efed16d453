"""Which nodes a merge keeps, and in which slot of which parent each stands."""

from collections.abc import Iterator, Mapping

from .index import Entry, Index, Place
from .merging_sides import Note, Side, Sides
from .nodes import Node, walk

#: Parent and slot of every kept node; (None, None) for the root.
Places = dict[str, tuple[str | None, str | None]]


def merge_tree(sides: Sides) -> Places:
    """Return the kept nodes with their places; conflicts `edit/delete`, `move/move` and `cycle` are reported."""
    gone, returned = _deleted(sides)
    places: Places = {}
    contested: list[str] = []
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    for node_id, entry in ours.items():
        if node_id in gone:
            continue
        other = theirs.get(node_id)
        place = entry[1:]
        if other is not None and other[1:] != place:
            if node_id in returned:
                place = sides.index(returned[node_id])[node_id][1:]
            elif node_id in base and base[node_id][1:] == place:
                place = other[1:]
            elif node_id not in base or base[node_id][1:] != other[1:]:
                contested.append(node_id)
        places[node_id] = place
    for node_id, entry in theirs.items():
        if node_id not in ours and node_id not in gone:
            places[node_id] = entry[1:]
    _settle_moves(sides, places, contested)
    _settle_rest(sides, places)
    return places


def _deleted(sides: Sides) -> tuple[set[str], dict[str, Side]]:
    """Return the nodes that are deleted, and those that stand where the deleting side has them, with that side."""
    gone: set[str] = set()
    returned: dict[str, Side] = {}
    pairs: tuple[tuple[Side, Side], ...] = (("ours", "theirs"), ("theirs", "ours"))
    for keeper, deleter in pairs:
        for top in _topmost_deleted(sides, keeper, deleter):
            kept, other = sides.index(keeper), sides.index(deleter)
            if _is_touched(sides, keeper, top) and not _decide_deletion(sides, top, deleter):
                continue
            for node in walk(kept[top].node):
                if node.id in other:
                    returned[node.id] = deleter
                else:
                    gone.add(node.id)
    return gone, returned


def _topmost_deleted(sides: Sides, keeper: Side, deleter: Side) -> list[str]:
    """Return the nodes of the base that only one side deleted, without those inside another such node."""
    kept, other = sides.index(keeper), sides.index(deleter)
    deleted = {node_id for node_id in sides.base if node_id not in other and node_id in kept}
    return [node_id for node_id in kept if node_id in deleted and kept[node_id].parent not in deleted]


def _is_touched(sides: Sides, side: Side, node_id: str) -> bool:
    """Whether a side moved a node, or changed anything in it or below."""
    return sides.is_moved(side, node_id) or not _same_subtree(sides.base[node_id].node, sides.index(side)[node_id].node)


def _same_subtree(one: Node, other: Node) -> bool:
    """Whether two nodes have equal content, all below them included."""
    if one is other:
        return True
    if one.id != other.id or one.kind != other.kind or not same_fields(one.fields, other.fields):
        return False
    return one.slots.keys() == other.slots.keys() and all(
        len(children) == len(other.slots[slot]) and all(map(_same_subtree, children, other.slots[slot]))
        for slot, children in one.slots.items()
    )


def same_fields(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two nodes have the same fields with the same values."""
    return one is other or (one == other and all(type(value) is type(other[name]) for name, value in one.items()))


def _decide_deletion(sides: Sides, node_id: str, deleter: Side) -> bool:
    """Report the conflict about a node that one side deleted and the other changed; return whether it goes."""
    stands = sides.stands(node_id, lambda entry: entry.node)
    return sides.report("edit/delete", node_id, None, stands) == deleter


def _settle_moves(sides: Sides, places: Places, contested: list[str]) -> None:
    """Decide places that both sides changed differently, and circles that the moves of both would make."""
    circles = _find_circles(sides, places, contested)
    for node_id, name in circles.items():
        choice = sides.report("cycle", name, None, sides.stands(name, _place))
        first, second = (sides.theirs, sides.ours) if choice == "theirs" else (sides.ours, sides.theirs)
        entry = first.get(node_id) or second[node_id]
        places[node_id] = entry[1:]
    for node_id in contested:
        if node_id in circles:
            continue
        if sides.report("move/move", node_id, None, sides.stands(node_id, _place)) == "theirs":
            places[node_id] = sides.theirs[node_id][1:]


def _place(entry: Entry) -> Place:
    """Return where a node stands."""
    return entry.place


def _find_circles(sides: Sides, places: Places, contested: list[str]) -> dict[str, str]:
    """Return every node that the moves of both sides together would put below itself, with the name of its circle.

    A place that both sides changed counts as ours and as theirs, and a circle is opened by putting its nodes where the
    base has them: so the same circles are found when the sides are swapped.
    """
    moved = [side for side in (sides.ours, sides.theirs) if _has_moves(sides.base, side, places)]
    if len(moved) < 2:
        return {}
    depths = _depths(sides.base)
    circles: dict[str, str] = {}
    for side in (sides.ours, sides.theirs):
        trial = dict(places)
        trial.update({node_id: side[node_id][1:] for node_id in contested})
        while found := list(circles_in(trial)):
            for circle in found:
                known = [node_id for node_id in circle if node_id in sides.base]
                name = min(known, key=lambda node_id: (depths[node_id], node_id))
                circles.update({node_id: circles.get(node_id, name) for node_id in circle})
                trial.update({node_id: sides.base[node_id][1:] for node_id in known})
    return circles


def _has_moves(base: Index, side: Index, places: Places) -> bool:
    """Whether a side put a kept node of the base into another parent or slot."""
    return any(
        before is not None and before[1:] != entry[1:] and node_id in places
        for node_id, entry in side.items()
        for before in (base.get(node_id),)
    )


def _depths(index: Index) -> dict[str, int]:
    """Return how deep every node stands; the root has 0."""
    depths: dict[str, int] = {}
    for node_id, entry in index.items():
        depths[node_id] = 0 if entry.parent is None else depths[entry.parent] + 1
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
            entry = sides.ours.get(parent) or sides.theirs[parent]
            places[parent] = entry[1:]
            sides.notes.append(Note(kind="kept-parent", node_id=parent, field=None))
        circles = list(circles_in(places))
        for node_id in (node_id for circle in circles for node_id in circle if node_id in sides.ours):
            if places[node_id] != sides.ours[node_id][1:]:
                places[node_id] = sides.ours[node_id][1:]
                sides.notes.append(Note(kind="kept-place", node_id=node_id, field=None))
        if not orphans and not circles:
            return
