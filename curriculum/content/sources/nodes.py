"""A node as read from the source files: with its place, before it becomes part of a document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from curriculum.content.sources.places import Place

#: A scalar in the document's JSON form: {"text": …}, {"html": …}, {"asset": …, "name": …}, or plain JSON.
Scalar = dict[str, str] | list[str] | str | int | bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceNode:
    """One node of the document to be, with the address that its id comes from and its place in the files."""

    id: str
    address: str
    kind: str
    place: Place
    fields: Mapping[str, Scalar] = field(default_factory=dict)
    slots: "Mapping[str, tuple[SourceNode, ...]]" = field(default_factory=dict)

    def walk(self) -> "Iterator[SourceNode]":
        """This node and all below it, in document order of the slots."""
        yield self
        for children in self.slots.values():
            for child in children:
                yield from child.walk()

    def plain(self, name: str) -> str:
        """The string of a text, HTML or code field; empty where it is absent."""
        value = self.fields.get(name, "")
        if isinstance(value, dict):
            return value.get("text") or value.get("html") or ""
        return str(value)

    def children(self, slot: str) -> "tuple[SourceNode, ...]":
        """The nodes in a slot."""
        return self.slots.get(slot, ())

    def to_json(self) -> dict[str, object]:
        """The node in the document's JSON form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "fields": dict(self.fields),
            "slots": {name: [child.to_json() for child in children] for name, children in self.slots.items()},
        }
