"""What changed between two documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from .alignment import moved_ids
from .index import KIND, LANGUAGE, Entry, Index, Place, index_nodes
from .nodes import Document, Node, Scalar, digest, same_scalar


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference between two documents."""

    kind: str
    # added, removed, moved, changed
    node_id: str
    field: str | None
    # the changed field, `@kind` or `@language`; None where the whole node is meant
    before: Scalar | Node | Place
    # the value, the removed node, or the place a node was moved from; None where there was nothing
    after: Scalar | Node | Place
    # the value, the added node, or the place a node was moved to; None where there is nothing


def diff(base: Document, other: Document) -> tuple[Change, ...]:
    """Return what `other` changed, in document order; nothing only for equal documents.

    Every node that came or went has a change of its own, with its subtree as the value. A removed node stands after
    what preceded it. A node is moved where its parent or slot is another, or where it is outside the longest common
    subsequence of the siblings that both documents have in that slot (ties by id).
    """
    if base is other or digest(base) == digest(other):
        return ()
    old, new = index_nodes(base), index_nodes(other)
    found: list[Change] = []
    if base.language != other.language:
        found.append(Change(kind="changed", node_id=other.root.id, field=LANGUAGE,
                            before=base.language, after=other.language))  # fmt: skip
    reordered = _reordered(old, new)
    removed = _removed_after(old, new)
    found.extend(_removed(old, removed.get(None, [])))
    for node_id, entry in new.items():
        if node_id not in old:
            found.append(Change(kind="added", node_id=node_id, field=None, before=None, after=entry.node))
        else:
            found.extend(_node_changes(old[node_id], entry, node_id in reordered))
        found.extend(_removed(old, removed.get(node_id, [])))
    return tuple(found)


def _node_changes(old: Entry, new: Entry, reordered: bool) -> Iterator[Change]:
    """Yield what happened to a node that both documents have."""
    if reordered or old.place != new.place:
        yield Change(kind="moved", node_id=new.node.id, field=None, before=old.place, after=new.place)
    if old.node.kind != new.node.kind:
        yield Change(kind="changed", node_id=new.node.id, field=KIND, before=old.node.kind, after=new.node.kind)
    before, after = old.node.fields, new.node.fields
    for name in sorted(before.keys() | after.keys()):
        if (name in before) != (name in after) or not same_scalar(before[name], after[name]):
            yield Change(kind="changed", node_id=new.node.id, field=name,
                         before=before.get(name), after=after.get(name))  # fmt: skip


def _reordered(old: Index, new: Index) -> frozenset[str]:
    """Return the nodes that stand in the same slot as before but in another order among their siblings."""
    found: set[str] = set()
    for node_id, entry in new.items():
        before = old.get(node_id)
        if before is None or before.node is entry.node:
            continue
        for slot, children in entry.node.slots.items():
            ids = [child.id for child in children]
            previous = [child.id for child in before.node.slots.get(slot, ())]
            if ids != previous:
                found |= moved_ids(previous, ids)
    return frozenset(found)


def _removed_after(old: Index, new: Index) -> dict[str | None, list[str]]:
    """Map each kept node to the removed nodes that follow it in document order (None: before every kept node)."""
    following: dict[str | None, list[str]] = {}
    last: str | None = None
    for node_id in old:
        if node_id in new:
            last = node_id
        else:
            following.setdefault(last, []).append(node_id)
    return following


def _removed(old: Index, node_ids: list[str]) -> Iterator[Change]:
    """Yield the removal of these nodes."""
    for node_id in node_ids:
        yield Change(kind="removed", node_id=node_id, field=None, before=old[node_id].node, after=None)
