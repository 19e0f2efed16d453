"""Where every node of a document stands."""

from dataclasses import dataclass
from typing import NamedTuple

from .nodes import Document, Node

#: Names of what is changed when it is no field: the node's kind, the document's language.
KIND, LANGUAGE = "@kind", "@language"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: in which slot of which parent. The root stands in no parent and no slot."""

    parent: str | None
    slot: str | None


class Entry(NamedTuple):
    """A node with its place."""

    node: Node
    parent: str | None
    slot: str | None

    @property
    def place(self) -> Place:
        """The place as a value."""
        return Place(self.parent, self.slot)


#: Every node of a document by its id, in document order.
Index = dict[str, Entry]


def index_nodes(document: Document) -> Index:
    """Return the index of a document."""
    index: Index = {}
    waiting = [Entry(document.root, None, None)]
    while waiting:
        entry = waiting.pop()
        node = entry.node
        index[node.id] = entry
        slots = node.slots
        if slots:
            for slot in sorted(slots, reverse=True):
                waiting.extend([Entry(child, node.id, slot) for child in reversed(slots[slot])])
    return index
