"""What changed between two documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from .alignment import moved_ids
from .index import KIND, LANGUAGE, Index, Place, index_nodes
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
    for node_id, node in new.nodes.items():
        if node_id not in old.nodes:
            found.append(Change(kind="added", node_id=node_id, field=None, before=None, after=node))
        else:
            if node_id in reordered or old.spots[node_id] != new.spots[node_id]:
                found.append(Change(kind="moved", node_id=node_id, field=None,
                                    before=old.place(node_id), after=new.place(node_id)))  # fmt: skip
            found.extend(_content_changes(old.nodes[node_id], node))
        found.extend(_removed(old, removed.get(node_id, [])))
    return tuple(found)


def _content_changes(old: Node, new: Node) -> Iterator[Change]:
    """Yield what happened to kind and fields of a node that both documents have."""
    if old.kind != new.kind:
        yield Change(kind="changed", node_id=new.id, field=KIND, before=old.kind, after=new.kind)
    before, after = old.fields, new.fields
    for name in sorted(before.keys() | after.keys()):
        if (name in before) != (name in after) or not same_scalar(before[name], after[name]):
            yield Change(kind="changed", node_id=new.id, field=name,
                         before=before.get(name), after=after.get(name))  # fmt: skip


def _reordered(old: Index, new: Index) -> frozenset[str]:
    """Return the nodes that stand in the same slot as before but in another order among their siblings."""
    found: set[str] = set()
    for node_id, node in new.nodes.items():
        if old.nodes.get(node_id) is node:
            continue
        for slot in node.slots:
            before, after = old.children(node_id, slot), new.children(node_id, slot)
            if before != after:
                found |= moved_ids(before, after)
    return frozenset(found)


def _removed_after(old: Index, new: Index) -> dict[str | None, list[str]]:
    """Map each kept node to the removed nodes that follow it in document order (None: before every kept node)."""
    following: dict[str | None, list[str]] = {}
    last: str | None = None
    for node_id in old.nodes:
        if node_id in new.nodes:
            last = node_id
        else:
            following.setdefault(last, []).append(node_id)
    return following


def _removed(old: Index, node_ids: list[str]) -> Iterator[Change]:
    """Yield the removal of these nodes."""
    for node_id in node_ids:
        yield Change(kind="removed", node_id=node_id, field=None, before=old.nodes[node_id], after=None)
