"""Links that waited for a page of the platform, led to it as soon as the page is there."""

from copy import deepcopy
from typing import TYPE_CHECKING

from curriculum.content import richtext
from curriculum.content.raw_fields import raw_fields
from curriculum.content.vocabulary import FieldType

if TYPE_CHECKING:
    from curriculum.content.models.identified import DocumentPage


def lead_node_links(page: "DocumentPage") -> None:
    """Let the links of `page` to nodes that are pages of its platform by now lead there. It is changed in memory only.

    The document that the page is stays the same. A page without such links costs no query.
    """
    from curriculum.content.references import references_of

    streams = {name: page._meta.get_field(name).stream_block for name in page.stream_fields}
    raw = {name: deepcopy(block.get_prep_value(getattr(page, name))) for name, block in streams.items()}
    waiting = [
        field
        for items in raw.values()
        for item in items
        for field in raw_fields(item["type"], item)
        if field.type is FieldType.HTML and f'linktype="{richtext.NODE_LINK}"' in (field.value or "")
    ]
    if not waiting or page.platform is None:
        return
    pages = references_of(page.platform).page_of_node
    for field in waiting:
        field.holder[field.key] = richtext.with_pages(field.value, pages)
    for name, block in streams.items():
        setattr(page, name, block.to_python(raw[name]))
