"""Where every node of a document stands."""

from dataclasses import dataclass

from .nodes import Document, Node

#: Names of what is changed when it is no field: the node's kind, the document's language.
KIND, LANGUAGE = "@kind", "@language"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: in which slot of which parent. The root stands in no parent and no slot."""

    parent: str | None
    slot: str | None


#: Parent and slot, as the merge passes them around: one tuple for all nodes of a slot. (None, None) for the root.
Spot = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Index:
    """Every node of a document and its parent and slot, by its id, in document order."""

    nodes: dict[str, Node]
    spots: dict[str, Spot]

    def place(self, node_id: str) -> Place | None:
        """Return where a node stands; None where it does not exist."""
        return Place(*self.spots[node_id]) if node_id in self.spots else None

    def siblings(self, node_id: str) -> list[str]:
        """Return the ids in the slot of a node, itself included."""
        parent, slot = self.spots[node_id]
        return self.children(parent, slot) if parent and slot else [node_id]

    def children(self, parent: str, slot: str) -> list[str]:
        """Return the ids in a slot; none where the parent does not exist."""
        return [child.id for child in self.nodes[parent].slots.get(slot, ())] if parent in self.nodes else []


def index_nodes(document: Document) -> Index:
    """Return the index of a document."""
    nodes: dict[str, Node] = {}
    spots: dict[str, Spot] = {document.root.id: (None, None)}
    waiting = [document.root]
    while waiting:
        node = waiting.pop()
        nodes[node.id] = node
        slots = node.slots
        for slot in sorted(slots, reverse=True) if len(slots) > 1 else slots:
            children = slots[slot]
            waiting.extend(children[::-1])
            spots.update(dict.fromkeys([child.id for child in children], (node.id, slot)))
    return Index(nodes, spots)
