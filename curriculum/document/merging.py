"""Three-way merge of documents. The rules stand in `docs/document.md`; here is the order of the steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from .exceptions import MergeError
from .index import index_nodes
from .loading import MAX_DEPTH
from .merging_fields import merge_nodes
from .merging_order import SlotMerge
from .merging_sides import Choice, Conflict, Note, Sides
from .merging_tree import merge_tree
from .nodes import Document, Node

__all__ = ["Choice", "Conflict", "MergeResult", "Note", "merge", "merge_with_choices"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeResult:
    """The outcome of a merge, with the three documents it came from."""

    document: Document
    # always valid; a field or place in conflict shows ours, a node of an edit/delete stays
    conflicts: tuple[Conflict, ...]
    # what a person must decide, in document order
    notes: tuple[Note, ...]
    # what was applied and is worth a look
    base: Document
    ours: Document
    theirs: Document


def merge(base: Document, ours: Document, theirs: Document) -> MergeResult:
    """Merge what two sides made of one document; nodes are matched by id.

    Raises MergeError for documents in different languages (`language`), with different roots (`root`), and where the
    merged document would be nested too deep (`depth`).
    """
    return merge_with_choices(base, ours, theirs, {})


def merge_with_choices(base: Document, ours: Document, theirs: Document, choices: Mapping[str, Choice]) -> MergeResult:
    """Merge like `merge`, with some conflicts decided; they are reported all the same."""
    _check(base, ours, theirs)
    sides = Sides(base=index_nodes(base), ours=index_nodes(ours), theirs=index_nodes(theirs), choices=choices)
    places = merge_tree(sides)
    nodes = merge_nodes(sides, places)
    slots = SlotMerge(sides, places).merge()
    root = _build(nodes, slots, ours.root.id, 1)
    return MergeResult(
        document=Document(language=ours.language, root=root),
        conflicts=sides.sorted_conflicts(),
        notes=sides.sorted_notes(),
        base=base,
        ours=ours,
        theirs=theirs,
    )


def _check(base: Document, ours: Document, theirs: Document) -> None:
    """Refuse documents that do not belong together."""
    languages = [document.language for document in (base, ours, theirs)]
    if len(set(languages)) > 1:
        raise MergeError("the documents are in different languages", code="language", data={"languages": languages})
    roots = [document.root.id for document in (base, ours, theirs)]
    if len(set(roots)) > 1:
        raise MergeError("the documents have different roots", code="root", data={"roots": roots})


def _build(nodes: Mapping[str, Node], slots: Mapping[str, Mapping[str, list[str]]], node_id: str, depth: int) -> Node:
    """Return a merged node with all below it; an input's own node where nothing in it differs."""
    if depth > MAX_DEPTH:
        raise MergeError(f"merged, the document is nested deeper than {MAX_DEPTH} nodes", code="depth",
                         data={"limit": MAX_DEPTH})  # fmt: skip
    node = nodes[node_id]
    children = {
        slot: tuple(_build(nodes, slots, child, depth + 1) for child in ids)
        for slot, ids in slots.get(node_id, {}).items()
    }
    if _same_children(node, children):
        return node
    return Node(id=node.id, kind=node.kind, fields=node.fields, slots=children)


def _same_children(node: Node, children: Mapping[str, tuple[Node, ...]]) -> bool:
    """Whether a node has exactly these nodes as children, slot by slot."""
    return node.slots.keys() == children.keys() and all(
        len(node.slots[slot]) == len(nodes)
        and all(old is new for old, new in zip(node.slots[slot], nodes, strict=True))
        for slot, nodes in children.items()
    )
