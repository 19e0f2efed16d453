"""What templates of curriculum content need, on the web and on paper: `{% load curriculum %}`."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.template.context import Context
from django.template.exceptions import TemplateDoesNotExist
from django.utils.safestring import SafeString, mark_safe

from curriculum.content import formats
from curriculum.content.vocabulary import KINDS
from curriculum.document import Asset, Html, Node
from curriculum.reading import presentation, prose
from curriculum.reading.addresses import asset_address

register = template.Library()

#: Headings of nodes begin and end at these depths.
SHALLOWEST, DEEPEST = 3, 6


@register.simple_tag(takes_context=True)
def nodes(context: Context, shown: Sequence[Node] | None, deeper: bool = False) -> SafeString:
    """Draw each node by the template of its kind, one heading deeper if asked.

    With `medium` "print" in the context, `print/nodes/<kind>.html` counts before `nodes/<kind>.html`. A template gets
    `node` and `depth`, the number of its heading.
    """
    depth = min(int(context.get("depth") or SHALLOWEST) + bool(deeper), DEEPEST)
    return mark_safe("".join(_drawn(context, node, depth) for node in shown or ()))  # noqa: S308  joined templates


def _drawn(context: Context, node: Node, depth: int) -> str:
    if node.kind not in KINDS or context.template is None:
        return ""
    folders = ("print/nodes", "nodes") if context.get("medium") == "print" else ("nodes",)
    engine = context.template.engine
    try:
        found = engine.select_template([f"curriculum/{folder}/{node.kind}.html" for folder in folders])
    except TemplateDoesNotExist:
        return ""
    with context.push(node=node, depth=depth):
        return found.render(context)


@register.simple_tag(takes_context=True, name="prose")
def prose_tag(context: Context, value: Html | str | None) -> SafeString:
    """Write rich text of a document. Its links to nodes lead where `node_addresses` of the context says."""
    if not isinstance(value, Html):
        return SafeString("")
    linked = prose.linked(value.html, context.get("node_addresses") or {})
    return mark_safe(linked)  # noqa: S308  `document.html` lets nothing through that could run


@register.simple_tag(takes_context=True)
def table(context: Context, node: Node) -> SafeString:
    """Write the table of a table node with its caption."""
    value, caption = node.fields.get("table"), node.fields.get("caption")
    if not isinstance(value, Html):
        return SafeString("")
    written = prose.with_caption(value.html, getattr(caption, "text", ""))
    return mark_safe(prose.linked(written, context.get("node_addresses") or {}))  # noqa: S308  as in `prose`


@register.simple_tag(takes_context=True)
def picture(context: Context, node: Node) -> dict[str, object]:
    """Return address, width and height (in pixels, or empty) of a picture node's file.

    `picture_addresses` of the context says where files are that were never released.
    """
    asset = node.fields.get("image")
    if not isinstance(asset, Asset):
        return {}
    stored = (context.get("pictures") or {}).get(asset.sha256)
    size = {"width": stored.width, "height": stored.height} if stored else {}
    address = (context.get("picture_addresses") or {}).get(asset.sha256) or asset_address(asset.sha256)
    return {"address": address, **size}


@register.filter
def asset_url(asset: Asset | None) -> str:
    """Return the path of a file of a document."""
    return asset_address(asset.sha256) if isinstance(asset, Asset) else ""


@register.filter
def choice_label(code: object, group: str) -> str:
    """Return the name of a code: `{{ "low"|choice_label:"level" }}`."""
    return formats.choice_name(code, group)


@register.filter
def duration(minutes: object) -> str:
    """Write minutes as hours and minutes."""
    return formats.duration(minutes) if isinstance(minutes, int) else ""


@register.filter
def long_date(value: date | datetime) -> str:
    """Write a date in words."""
    return formats.long_date(value)


@register.filter
def short_date(value: date | datetime | None) -> str:
    """Write a date in few characters; nothing where there is none."""
    return formats.short_date(value) if value else ""


@register.filter
def date_and_time(value: datetime | None) -> str:
    """Write a date with hours and minutes; nothing where there is none."""
    return formats.date_and_time(value) if value else ""


@register.filter
def number(value: object) -> str:
    """Write a number in the active language."""
    return formats.number(value) if isinstance(value, int | float) else ""


@register.filter
def minutes_of(node: Node) -> int:
    """Return the minutes that a node says, or its steps together."""
    return presentation.minutes_of(node)


@register.filter
def audience_words(node: Node) -> str:
    """Return for whom a node is, in words; empty for everybody."""
    return presentation.audience_words(node)


@register.filter
def codes(node: Node, name: str) -> str:
    """Return a field's codes with a space between them, for an attribute."""
    value = node.fields.get(name)
    return " ".join(value) if isinstance(value, tuple) else ""


@register.filter
def blank_rows(node: Node) -> range:
    """Return as many numbers as a form has blank rows, three at most."""
    rows = node.fields.get("blank_rows")
    return range(min(rows, 3) if isinstance(rows, int) else 0)
