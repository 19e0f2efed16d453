"""Stable ids of the nodes that a page is made of: its own, those of its blocks and list items, those of its rows.

Wagtail keeps an id with every stream block and list item. Here they are checked, and minted where they are missing,
malformed or used twice, so that every node of a page can be addressed by its id for ever.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from curriculum.content.texts import without_invisible

if TYPE_CHECKING:
    from curriculum.content.models.identified import DocumentPage

ITEM_KEYS = frozenset({"type", "value"})


def repair_ids(page: "DocumentPage") -> bool:
    """Mint an id for every node of `page` that has none, a malformed one, or one that another node has already.

    Invisible control characters go on the way, since a database may refuse them. Returns whether anything had to be
    mended. The page is changed in memory only.
    """
    taken: set[str] = set()

    def keep_or_mint(found: object) -> str:
        node_id = canonical_id(found)
        if node_id is None or node_id in taken:
            node_id = str(uuid.uuid4())
        taken.add(node_id)
        return node_id

    return _renew(page, keep_or_mint)


def mint_ids(page: "DocumentPage") -> None:
    """Give every node of `page` a new id, as a copy needs. The page is changed in memory only."""
    _renew(page, lambda _found: str(uuid.uuid4()))


def canonical_id(found: object) -> str | None:
    """Return `found` as a lower-case UUID with hyphens, or None where it is no UUID."""
    try:
        return str(found if isinstance(found, uuid.UUID) else uuid.UUID(str(found)))
    except ValueError:
        return None


def _renew(page: "DocumentPage", new_id: Callable[[object], str]) -> bool:
    changed = False
    for owner in (page, *_rows(page)):
        own_id = uuid.UUID(new_id(owner.node_id))
        changed |= own_id != owner.node_id
        owner.node_id = own_id
    for name in page.stream_fields:
        block = page._meta.get_field(name).stream_block
        stored = block.get_prep_value(getattr(page, name))
        raw = without_invisible(stored)
        stream_changed = raw != stored
        for item in stream_items(raw):
            node_id = new_id(item.get("id"))
            stream_changed |= node_id != item.get("id")
            item["id"] = node_id
        if stream_changed:
            setattr(page, name, block.to_python(raw))
            changed = True
    return changed


def _rows(page: "DocumentPage") -> Iterator[Any]:
    for relation in page.row_relations:
        yield from getattr(page, relation).all()


def stream_items(raw: object) -> Iterator[dict[str, Any]]:
    """Yield every stream block and list item below `raw`, a stream's value as it is stored; outer ones first."""
    if isinstance(raw, dict):
        for value in raw.values():
            yield from stream_items(value)
    elif isinstance(raw, list):
        for item in raw:
            if isinstance(item, dict) and item.keys() >= ITEM_KEYS:
                yield item
                yield from stream_items(item["value"])
