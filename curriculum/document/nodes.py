"""The values a document is made of. All are immutable; equal content makes equal values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .canonical import FORMAT, canonical_document, canonical_tree, sha256_hex


@dataclass(frozen=True, slots=True)
class Text:
    """Translatable plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Html:
    """Translatable rich text: a fragment in the vocabulary of `html.py`, in its canonical form."""

    html: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file pinned by its content."""

    sha256: str
    # 64 lower-case hex digits
    name: str
    # the file name people see; no part of the address


Scalar = Text | Html | Asset | str | bool | int | float | None | tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Node:
    """One node: an id that never changes, a kind, fields, and slots that hold more nodes in order.

    A slot without nodes does not exist, so that equal content is equal. Fields and slots are read-only mappings.
    """

    id: str
    # lower-case UUID, unique in the document
    kind: str
    fields: Mapping[str, Scalar] = field(default_factory=dict)
    slots: Mapping[str, tuple["Node", ...]] = field(default_factory=dict)
    _digest: str | None = field(default=None, init=False, repr=False)
    # SHA-256 of the subtree once it was asked for

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        slots = {name: tuple(children) for name, children in self.slots.items() if children}
        object.__setattr__(self, "slots", MappingProxyType(slots))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return self is other or digest(self) == digest(other)

    def __hash__(self) -> int:
        return hash(digest(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_node, (self.id, self.kind, dict(self.fields), dict(self.slots))

    def children(self) -> Iterator["Node"]:
        """The nodes directly below, slot by slot in order of slot name."""
        for name in sorted(self.slots):
            yield from self.slots[name]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The whole content of one module in one language."""

    language: str
    # a language tag: en, es, pt, sw, pt-BR
    root: Node

    def find(self, node_id: str) -> Node | None:
        """Return the node with this id, or None."""
        return next((node for node in walk(self.root) if node.id == node_id), None)


def walk(node: Node | Document) -> Iterator[Node]:
    """Yield a node and all nodes below it in document order: parents first, slots in order of name."""
    waiting = [node.root if isinstance(node, Document) else node]
    while waiting:
        current = waiting.pop()
        yield current
        if current.slots:
            waiting.extend(reversed(list(current.children())))


def same_scalar(one: object, other: object) -> bool:
    """Whether two scalars are the same value of the same type (`True` is not `1`)."""
    return type(one) is type(other) and one == other


def digest(value: Document | Node) -> str:
    """Return the name of a document or node: SHA-256 of its canonical JSON, as 64 hex digits.

    The digest of a node covers its whole subtree. The digests of all nodes below are found in the same pass and kept.
    """
    if isinstance(value, Document):
        return sha256_hex(canonical_document(FORMAT, value.language, _canonical_node(value.root)))
    return value._digest or sha256_hex(_canonical_node(value))


def _canonical_node(node: Node) -> bytes:
    """Return the canonical JSON of a node's subtree; keep the digest of every node in it."""
    slots = {name: [_canonical_node(child) for child in children] for name, children in node.slots.items()}
    fields = {name: dump_scalar(value) for name, value in node.fields.items()}
    encoded = canonical_tree(node.id, node.kind, fields, slots)
    if node._digest is None:
        object.__setattr__(node, "_digest", sha256_hex(encoded))
    return encoded


def dump_scalar(value: Scalar) -> Any:
    """Return the JSON form of a scalar."""
    if isinstance(value, Text):
        return {"text": value.text}
    if isinstance(value, Html):
        return {"html": value.html}
    if isinstance(value, Asset):
        return {"asset": value.sha256, "name": value.name}
    if isinstance(value, tuple):
        return list(value)
    return value


def dump_node(node: Node) -> dict[str, Any]:
    """Return the JSON form of a node and all below it."""
    return {
        "id": node.id,
        "kind": node.kind,
        "fields": {name: dump_scalar(value) for name, value in node.fields.items()},
        "slots": {name: [dump_node(child) for child in children] for name, children in node.slots.items()},
    }


def dump(document: Document) -> dict[str, Any]:
    """Return the JSON form of a document; `load` is the inverse."""
    return {"format": FORMAT, "language": document.language, "root": dump_node(document.root)}


def _rebuild_node(node_id: str, kind: str, fields: Mapping[str, Scalar], slots: Mapping[str, tuple[Node, ...]]) -> Node:
    """Make a node again from a pickle, whose mappings cannot be read-only."""
    return Node(id=node_id, kind=kind, fields=fields, slots=slots)
