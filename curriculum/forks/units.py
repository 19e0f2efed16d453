"""What people speak of when they compare two documents: a block, or the own details of a passage, lesson or module.

A step of an activity or an answer of a question is part of its block. A passage, a lesson and the module hold blocks
that are spoken of by themselves, so of these only their own fields count.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curriculum.document import Document, Node, digest, walk

#: Kinds whose children are units of their own.
HOLDERS = frozenset({"module", "lesson", "passage"})
#: Children of a holder that nobody speaks of by themselves: they count as its details.
DETAILS = frozenset({"requirement"})
KEPT_INDEXES = 16  # documents whose units a process keeps in memory


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One thing that is compared as a whole."""

    node: Node
    # the node at its top
    parent: str | None
    # id of the node that it stands in; None for the module
    slot: str | None
    # where it stands in there
    lesson: Node | None
    # the lesson that it is part of; None for what belongs to the module itself

    @property
    def id(self) -> str:
        """Return the id of the node at the top."""
        return self.node.id

    @property
    def own_only(self) -> bool:
        """Whether only the node's own details count, and what stands in it is compared by itself."""
        return self.node.kind in HOLDERS

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes that the unit is made of, its top first."""
        if not self.own_only:
            yield from walk(self.node)
            return
        yield self.node
        for child in self.node.children():
            if child.kind in DETAILS:
                yield from walk(child)

    @property
    def digest(self) -> str:
        """Return what names the unit's content, as 64 hex digits; equal content, equal digest."""
        if not self.own_only:
            return digest(self.node)
        details = {slot: nodes for slot, nodes in self.node.slots.items() if nodes[0].kind in DETAILS}
        return digest(Node(id=self.node.id, kind=self.node.kind, fields=self.node.fields, slots=details))


@lru_cache(maxsize=KEPT_INDEXES)
def units_of(document: Document) -> dict[str, Unit]:
    """Return the units of `document` by id, in document order."""
    return {unit.id: unit for unit in _units(document.root, None, None, None)}


@lru_cache(maxsize=KEPT_INDEXES)
def unit_ids(document: Document) -> dict[str, str]:
    """Return for each node of `document` the id of the unit that it is part of."""
    return {node.id: unit.id for unit in units_of(document).values() for node in unit.nodes()}


def _units(node: Node, parent: str | None, slot: str | None, lesson: Node | None) -> Iterator[Unit]:
    lesson = node if node.kind == "lesson" else lesson
    yield Unit(node=node, parent=parent, slot=slot, lesson=lesson)
    if node.kind in HOLDERS:
        for name in sorted(node.slots):
            for child in node.slots[name]:
                if child.kind not in DETAILS:
                    yield from _units(child, node.id, name, lesson)


def subject_digest(*parts: object) -> str:
    """Return what names a question that was put to a person: SHA-256 over `parts`, as 64 hex digits."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
