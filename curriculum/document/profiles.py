"""What a reader or a print selects: passages for some levels, standards, audiences."""

from collections.abc import Iterable

from .nodes import Document, Node

PROFILE_FIELDS = ("levels", "standards", "audience")


def select_profile(
    document: Document,
    *,
    levels: Iterable[str] | str | None = None,
    standards: Iterable[str] | str | None = None,
    audience: Iterable[str] | str | None = None,
) -> Document:
    """Return the document without what the profile excludes.

    A node falls out, with all below it, where one of its fields `levels`, `standards`, `audience` is not empty and has
    nothing in common with what is asked for. What is not asked for (None or empty) excludes nothing; the root stays
    always. Links to a node that fell out are left; readers show them as plain text.
    """
    asked = {
        name: frozenset((values,) if isinstance(values, str) else values)
        for name, values in zip(PROFILE_FIELDS, (levels, standards, audience), strict=True)
        if values
    }
    asked = {name: values for name, values in asked.items() if values}
    return Document(language=document.language, root=_select(document.root, asked)) if asked else document


def _select(node: Node, asked: dict[str, frozenset[str]]) -> Node:
    """Return a node without the excluded nodes below it; the same node where none is excluded."""
    slots = {
        name: tuple(_select(child, asked) for child in children if not _excluded(child, asked))
        for name, children in node.slots.items()
    }
    unchanged = all(
        len(slots[name]) == len(children) and all(new is old for new, old in zip(slots[name], children, strict=True))
        for name, children in node.slots.items()
    )
    return node if unchanged else Node(id=node.id, kind=node.kind, fields=node.fields, slots=slots)


def _excluded(node: Node, asked: dict[str, frozenset[str]]) -> bool:
    """Whether one of the node's own fields rules it out."""
    for name, values in asked.items():
        own = node.fields.get(name)
        marked = (own,) if isinstance(own, str) else own
        if marked and isinstance(marked, tuple) and values.isdisjoint(marked):
            return True
    return False
