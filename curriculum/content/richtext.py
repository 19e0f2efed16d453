"""Rich text as Wagtail stores it ⇄ rich text as the document holds it.

Wagtail marks each paragraph and list item with a block key, to which comments hang, and links to pages by row number.
The document knows neither: keys are taken off on the way in and given back to aligned paragraphs on the way out;
a link to a page becomes `data-node` with the id of the node that the page is. A link to a node that is no page of the
platform, such as a lesson that a fork left behind, is stored as `<a linktype="node" id="NODE ID">`: it waits for its
page, and readers see its text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext_lazy

from curriculum.content.identifiers import canonical_id
from curriculum.content.texts import normal_text
from curriculum.document import Html, load_scalar
from curriculum.exceptions import CurriculumError

BLOCKS = frozenset({"p", "li"})
KEPT = frozenset({"p", "ul", "ol", "li", "b", "i", "br", "a"})
RENAMED = {"strong": "b", "em": "i"}
BLOCK_STARTS = ("<p>", "<ul>", "<ol>", "<li>")
DROPPED = frozenset({"script", "style", "embed", "template", "iframe", "object"})
ROW_NUMBER = re.compile(r"[0-9]{1,18}")
NODE_LINK = "node"  # the link type of a link to a node that is no page of the platform


class ForeignLinkError(CurriculumError, ValueError):
    """A link leads to a page outside the platform, or to something that is no page; `text` is what is linked."""

    sentence = gettext_lazy("The link “%(text)s” leads to a page that is gone or not on this platform. Link it anew.")


def to_html(stored: str, node_of_page: Mapping[int, str]) -> Html | None:
    """Return `stored`, rich text from a page, as the document's value; None where it holds nothing.

    Raises ForeignLinkError for a link that leads neither to one of the platform's own pages nor to a node, and
    curriculum.document.DocumentError for what the document's vocabulary cannot hold.
    """
    soup = BeautifulSoup(normal_text(stored or ""), "html.parser")
    written = [_written(child, node_of_page) for child in soup.children]
    text = "".join(_in_paragraphs(part for part in written if part))
    value = load_scalar({"html": text})
    assert isinstance(value, Html)  # noqa: S101  load_scalar gives the class that its form names
    return value if value.html else None


def _in_paragraphs(parts: Iterable[str]) -> Iterator[str]:
    """Yield blocks as they are, and what stands between them as paragraphs."""
    for is_block, group in groupby(parts, key=lambda part: part.startswith(BLOCK_STARTS)):
        text = "".join(group)
        if is_block:
            yield text
        elif text.strip():
            yield f"<p>{text}</p>"


def _written(part: object, node_of_page: Mapping[int, str]) -> str:
    if type(part) is NavigableString:
        return escape(str(part), quote=False)
    if not isinstance(part, Tag) or part.name in DROPPED:
        return ""
    name = RENAMED.get(part.name, part.name)
    inner = "".join(_written(child, node_of_page) for child in part.children)
    if name == "br":
        return "<br>"
    if name not in KEPT:
        return inner
    if not inner.strip() and name != "a":
        return inner if name in {"b", "i"} else ""
    return f"<{name}{_link(part, node_of_page) if name == 'a' else ''}>{inner}</{name}>"


def _link(link: Tag, node_of_page: Mapping[int, str]) -> str:
    if link.get("linktype"):
        node = _linked_node(str(link["linktype"]), str(link.get("id", "")), node_of_page)
        if node is None:
            raise ForeignLinkError(text=link.get_text()[:80])
        return f' data-node="{node}"'
    return f' href="{escape(str(link.get("href", "")))}"'


def _linked_node(link_type: str, found: str, node_of_page: Mapping[int, str]) -> str | None:
    if link_type == "page" and ROW_NUMBER.fullmatch(found):
        return node_of_page.get(int(found))
    return found if link_type == NODE_LINK and canonical_id(found) == found else None


def from_html(value: Html, page_of_node: Mapping[str, int], previous: str = "") -> str:
    """Return the document's `value` as Wagtail stores it.

    Paragraphs that stand in `previous`, the rich text that the page held before, keep their block keys. A link to a
    node that is no page here stays a link to the node.
    """
    if not previous and "data-node" not in value.html:  # nothing to give back and nothing to lead anywhere
        return value.html.replace("<br>", "<br/>")
    soup = BeautifulSoup(value.html, "html.parser")
    for link in soup.find_all("a", attrs={"data-node": True}):
        link.attrs = {"linktype": NODE_LINK, "id": link["data-node"]}
    _lead_to_pages(soup, page_of_node)
    _give_back_keys(soup, BeautifulSoup(previous, "html.parser"))
    return soup.decode(formatter="minimal")


def with_pages(stored: str, page_of_node: Mapping[str, int]) -> str:
    """Return `stored`, rich text from a page, with links to nodes that are pages of the platform by now led to them."""
    soup = BeautifulSoup(stored, "html.parser")
    _lead_to_pages(soup, page_of_node)
    return soup.decode(formatter="minimal")


def _lead_to_pages(soup: BeautifulSoup, page_of_node: Mapping[str, int]) -> None:
    for link in soup.find_all("a", attrs={"linktype": NODE_LINK}):
        page = page_of_node.get(str(link.get("id")))
        if page is not None:
            link.attrs = {"linktype": "page", "id": str(page)}


def _give_back_keys(soup: BeautifulSoup, previous: BeautifulSoup) -> None:
    new, old = soup.find_all(list(BLOCKS)), previous.find_all(list(BLOCKS))
    if not old:
        return
    matcher = SequenceMatcher(None, [b.get_text() for b in old], [b.get_text() for b in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag in {"equal", "replace"} and old_end - old_start == new_end - new_start:
            for before, after in zip(old[old_start:old_end], new[new_start:new_end], strict=True):
                if before.get("data-block-key"):
                    after["data-block-key"] = before["data-block-key"]
