"""Marks around the words that two versions of a text, or of a node, do not have in common.

The marks are characters that no keyboard writes; `drawing` turns them into markup. They stand inside texts, never
across a tag, so that marked rich text stays well-formed. Marked nodes are for drawing and are no part of a document.
"""

import re
from collections.abc import Iterator, Mapping

from curriculum.document import Asset, Document, Html, Node, Scalar, Text, diff, walk
from curriculum.forks.words import Flow, changed_words, flow_of

#: What opens and closes removed words, and added ones: private-use characters of Unicode's last plane.
REMOVED = ("\U0010fff0", "\U0010fff1")
ADDED = ("\U0010fff2", "\U0010fff3")
MARK = re.compile(f"[{''.join((*REMOVED, *ADDED))}]")

Marks = tuple[str, str]
Fields = Mapping[str, Scalar]


def marked_pair(before: Node | None, after: Node | None) -> tuple[Node | None, Node | None]:
    """Return two versions of a node with marks around the words that the other lacks, in the whole subtree.

    Nodes are matched by id. What stands in one version alone, or at another place there, is marked as a whole; so are
    fields that only one version has.
    """
    clean_before, clean_after = (unmarked(node) if node else None for node in (before, after))
    pairs = {
        node_id: _marked_fields(old, new) for node_id, (old, new) in shared_nodes(clean_before, clean_after).items()
    }
    return (
        _rebuilt(clean_before, {node_id: fields for node_id, (fields, _) in pairs.items()}, REMOVED),
        _rebuilt(clean_after, {node_id: fields for node_id, (_, fields) in pairs.items()}, ADDED),
    )


def marked_texts(before: str, after: str) -> tuple[str, str]:
    """Return two versions of a plain text with marks around the words that the other lacks."""
    one, other = (flow_of(Text(MARK.sub("", text))) for text in (before, after))
    return _marked_flows(one, other)


def marked_whole(text: str, marks: Marks) -> str:
    """Return a plain text with all its words marked."""
    return _marked_whole(flow_of(Text(MARK.sub("", text))), marks)


def unmarked(node: Node) -> Node:
    """Return `node` without characters that would be taken for marks; the same object where it has none."""
    if all(_unmarked_scalar(value) is value for inner in walk(node) for value in inner.fields.values()):
        return node
    fields = {name: _unmarked_scalar(value) for name, value in node.fields.items()}
    slots = {name: tuple(unmarked(child) for child in children) for name, children in node.slots.items()}
    return Node(id=node.id, kind=node.kind, fields=fields, slots=slots)


def shared_nodes(before: Node | None, after: Node | None) -> dict[str, tuple[Node, Node]]:
    """Return by id the nodes that stand at the same place in both versions, as pairs, in the order of `after`."""
    if before is None or after is None:
        return {}
    moved = {
        change.node_id
        for change in diff(Document(language="", root=before), Document(language="", root=after))
        if change.kind == "moved"
    }
    return {new.id: (old, new) for old, new in _shared(before, after, moved)}


def _shared(before: Node, after: Node, moved: set[str]) -> Iterator[tuple[Node, Node]]:
    if (before.id, before.kind) != (after.id, after.kind):
        return
    yield before, after
    for name, children in after.slots.items():
        old = {child.id: child for child in before.slots.get(name, ())}
        for child in children:
            if child.id in old and child.id not in moved:
                yield from _shared(old[child.id], child, moved)


def _marked_fields(before: Node, after: Node) -> tuple[Fields, Fields]:
    """Return the fields of two versions of one node, their texts with marks."""
    old, new = dict(before.fields), dict(after.fields)
    for name in old.keys() | new.keys():
        one, other = old.get(name), new.get(name)
        if type(one) is type(other) and isinstance(one, Text | Html) and isinstance(other, Text | Html):
            flows = _marked_flows(flow_of(one), flow_of(other)) if one != other else None
            if flows is not None:
                old[name], new[name] = type(one)(flows[0]), type(other)(flows[1])
            continue
        if name in old:
            old[name] = _whole(one, REMOVED)
        if name in new:
            new[name] = _whole(other, ADDED)
    return old, new


def _marked_flows(before: Flow, after: Flow) -> tuple[str, str]:
    removed, added = changed_words(before, after)
    return before.marked(removed, *REMOVED), after.marked(added, *ADDED)


def _marked_whole(flow: Flow, marks: Marks) -> str:
    return flow.marked(set(range(len(flow.words))), *marks)


def _whole(value: Scalar, marks: Marks) -> Scalar:
    """Return a field's value with all its words marked; what is no text carries no marks."""
    if isinstance(value, Text | Html):
        return type(value)(_marked_whole(flow_of(value), marks))
    return value


def _rebuilt(node: Node | None, marked: Mapping[str, Fields], marks: Marks) -> Node | None:
    """Return `node` with the fields that `marked` has for it and the nodes below; others are marked as a whole."""
    if node is None:
        return None
    own = marked.get(node.id)
    fields = {name: _whole(value, marks) for name, value in node.fields.items()} if own is None else own
    slots = {
        name: tuple(child for inner in children if (child := _rebuilt(inner, marked, marks)))
        for name, children in node.slots.items()
    }
    return Node(id=node.id, kind=node.kind, fields=fields, slots=slots)


def _unmarked_scalar(value: Scalar) -> Scalar:
    """Return a field's value without marks; the same object where it has none."""
    match value:
        case Text(text) if MARK.search(text):
            return Text(MARK.sub("", text))
        case Html(html) if MARK.search(html):
            return Html(MARK.sub("", html))
        case str() if MARK.search(value):
            return MARK.sub("", value)
        case tuple() if any(map(MARK.search, value)):
            return tuple(MARK.sub("", code) for code in value)
        case Asset(sha256, name) if MARK.search(name):
            return Asset(sha256, MARK.sub("", name))
    return value
