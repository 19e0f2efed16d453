"""Rich text of a document, made ready for a page. The document's vocabulary has let through nothing that could run."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape, unescape

from curriculum.content.models import PlatformPage
from curriculum.document import Document, Html, walk
from curriculum.reading.addresses import lesson_address, module_address
from curriculum.reading.models import LessonText
from curriculum.reading.shelf import code_of, lessons_of
from curriculum.releases.models import StoredDocument

_NODE_LINK = re.compile(r'<a data-node="([0-9a-f-]{36})">(.*?)</a>', re.DOTALL)
_WEB_LINK = re.compile(r'<a href="(?=https?:)')
_MARKUP = re.compile(r"<[^>]*>")


def linked(html: str, node_addresses: Mapping[str, str]) -> str:
    """Return rich text with its links to nodes led to their addresses; one to what is not published is plain text."""

    def lead(match: re.Match[str]) -> str:
        address = node_addresses.get(match[1])
        return f'<a href="{escape(address)}">{match[2]}</a>' if address else match[2]

    return _WEB_LINK.sub('<a rel="external noopener" href="', _NODE_LINK.sub(lead, html))


def with_caption(table: str, caption: str) -> str:
    """Return a table of the document with its caption as plain text."""
    return table.replace("<table>", f"<table><caption>{escape(caption)}</caption>", 1) if caption else table


def linked_nodes(document: Document) -> frozenset[str]:
    """Return the ids of the nodes that the prose of `document` links to."""
    return frozenset(
        match[1]
        for node in walk(document)
        for scalar in node.fields.values()
        if isinstance(scalar, Html)
        for match in _NODE_LINK.finditer(scalar.html)
    )


@lru_cache(maxsize=64)
def linked_nodes_of(digest: str) -> frozenset[str]:
    """Return the same as `linked_nodes` for the stored document of this digest."""
    return linked_nodes(StoredDocument(digest=digest).load())


def node_addresses(
    document: Document, wanted: Iterable[str], platform: PlatformPage, number: str | None = None
) -> dict[str, str]:
    """Return the addresses of the nodes `wanted`: in this module, else in current editions of the platform's others."""
    found = _own_addresses(document, frozenset(wanted), platform.slug, number)
    for row in LessonText.objects.filter(
        platform=platform.slug, language=document.language, node_id__in=set(wanted) - found.keys()
    ):
        found[str(row.node_id)] = lesson_address(row.language, row.platform, row.module_code, row.lesson_code)
    return found


def _own_addresses(document: Document, wanted: frozenset[str], platform: str, number: str | None) -> dict[str, str]:
    if not wanted:
        return {}
    language, module = document.language, code_of(document.root)
    found: dict[str, str] = {}
    for lesson in lessons_of(document):
        inside = [node.id for node in walk(lesson) if node.id in wanted]
        if inside and code_of(lesson):
            address = lesson_address(language, platform, module, code_of(lesson), number)
            found |= {node_id: address if node_id == lesson.id else f"{address}#{node_id}" for node_id in inside}
    for node in walk(document.root):
        if node.id in wanted and node.id not in found:
            found[node.id] = module_address(language, platform, module, number)
    return found


def plain(html: str) -> str:
    """Return the text of rich text, one space between its blocks."""
    return " ".join(unescape(_MARKUP.sub(" ", html)).split())
