"""Upstream's document without those of its changes that a fork does not take.

A merge takes every change that nothing contradicts. To leave one out, it is undone in upstream's document first: then
that side says nothing about the place, and ours stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from curriculum.document import Change, Document, Node, Place, Scalar, walk


def without_changes(base: Document, theirs: Document, declined: Iterable[Change]) -> Document:
    """Return `theirs` without the `declined` changes, each one of those that `diff(base, theirs)` gives.

    What can no longer be undone, such as a move back into a parent that is gone, stays as it is.
    """
    tree = _Tree.of(theirs)
    order = {"added": 0, "removed": 1, "moved": 2, "changed": 3}
    for change in sorted(declined, key=lambda change: order[change.kind]):
        _undo(tree, base, change)
    return Document(language=theirs.language, root=tree.build(theirs.root.id))


def _undo(tree: "_Tree", base: Document, change: Change) -> None:
    if change.kind == "changed" and change.node_id in tree.nodes:
        tree.set_field(change.node_id, change.field or "", cast("Scalar", change.before))
    elif change.kind == "added":
        tree.remove(change.node_id)
    elif change.kind == "removed" and isinstance(change.before, Node):
        tree.put_back(change.before, base)
    elif change.kind == "moved" and isinstance(change.before, Place):
        tree.move_back(change.node_id, base)


@dataclass(slots=True)
class _Tree:
    """A document that can be edited: its nodes by id, and the ids in each slot."""

    nodes: dict[str, Node]
    fields: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    slots: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    spots: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "_Tree":
        """Return the tree of a document."""
        tree = cls({})
        for node in walk(document):
            tree.learn(node)
        return tree

    def learn(self, node: Node) -> None:
        """Note down one node and where its children stand."""
        self.nodes[node.id] = node
        self.fields[node.id] = dict(node.fields)
        self.slots[node.id] = {slot: [child.id for child in children] for slot, children in node.slots.items()}
        self.spots.update({child.id: (node.id, slot) for slot, children in node.slots.items() for child in children})

    def build(self, node_id: str) -> Node:
        """Return a node with all below it as a value."""
        slots = {slot: tuple(map(self.build, ids)) for slot, ids in self.slots[node_id].items()}
        return Node(id=node_id, kind=self.nodes[node_id].kind, fields=self.fields[node_id], slots=slots)

    def set_field(self, node_id: str, name: str, value: Scalar) -> None:
        """Give a field a value; None takes the field away."""
        if name.startswith("@"):
            return
        if value is None:
            self.fields[node_id].pop(name, None)
        else:
            self.fields[node_id][name] = value

    def remove(self, node_id: str) -> None:
        """Take a node out, with all below it."""
        if node_id in self.spots:
            parent, slot = self.spots.pop(node_id)
            self.slots[parent][slot].remove(node_id)

    def put_back(self, node: Node, base: Document) -> None:
        """Put a removed node back with all below it but for what stands elsewhere."""
        if node.id in self.spots:
            return
        for part in walk(node):
            if part.id not in self.nodes:
                self.learn(self._without_known(part))
        self.move_back(node.id, base)

    def move_back(self, node_id: str, base: Document) -> None:
        """Put a node where the base has it, after its nearest neighbour that is still there."""
        parent, slot, before = _place_in(base, node_id)
        if parent not in self.nodes or parent in self._below(node_id):
            return
        self.remove(node_id)
        siblings = self.slots[parent].setdefault(slot, [])
        known = [siblings.index(neighbour) for neighbour in before if neighbour in siblings]
        siblings.insert(known[-1] + 1 if known else 0, node_id)
        self.spots[node_id] = (parent, slot)

    def _without_known(self, node: Node) -> Node:
        slots = {
            slot: tuple(child for child in children if child.id not in self.spots)
            for slot, children in node.slots.items()
        }
        return Node(id=node.id, kind=node.kind, fields=node.fields, slots=slots)

    def _below(self, node_id: str) -> set[str]:
        found = {node_id}
        for ids in self.slots.get(node_id, {}).values():
            for child in ids:
                found |= self._below(child)
        return found


def _place_in(document: Document, node_id: str) -> tuple[str, str, list[str]]:
    """Return parent and slot of a node, and the ids that stand before it there; empty ones for the root."""
    for parent in walk(document):
        for slot, children in parent.slots.items():
            ids = [child.id for child in children]
            if node_id in ids:
                return parent.id, slot, ids[: ids.index(node_id)]
    return "", "", []
