"""Markdown of a source file to the HTML of a document, and pipe tables to a table.

Only what a document can hold is accepted: paragraphs, flat lists, bold, italic, line breaks and links. A heading,
picture, quotation, code or HTML is refused, never dropped.
"""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

#: How a link to a node of the curriculum begins: `[text](node:QMS-1.2)`.
NODE_SCHEME = "node:"
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_TAGS = {"paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "strong": "b", "em": "i"}
_BREAKS = {"softbreak": " ", "hardbreak": "<br>"}
_LISTS = ("bullet_list", "ordered_list")
_REFUSED = {
    "heading": "a heading (use a heading block)",
    "code_inline": "code",
    "code_block": "code (a line that begins with four spaces?)",
    "fence": "code",
    "image": "a picture (use a picture block)",
    "html_inline": "HTML",
    "html_block": "HTML",
    "blockquote": "a quotation with “>”",
    "hr": "a rule",
}
_CELL_BOUNDARY = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r":?-+:?")

#: Takes the line within the text, counted from 0, and what is wrong there.
Report = Callable[[int, str], None]


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Take every link for a link: the schemes are checked below, with a message to the writer."""
        return True


_parser = _Parser("commonmark")


def render_prose(text: str, report: Report) -> str:
    """Turn Markdown into document HTML.

    Links to nodes come out as `<a data-node="ADDRESS">`, to be resolved by the reader. What the subset does not
    hold goes to `report`.
    """
    return _render_children(SyntaxTreeNode(_parser.parse(text)), 0, report)


def _render_children(node: SyntaxTreeNode, line: int, report: Report) -> str:
    return "".join(_render(child, line, report) for child in node.children)


def _render(node: SyntaxTreeNode, line: int, report: Report) -> str:
    line = node.map[0] if node.map else line
    if node.type == "text":
        return escape(node.content, quote=False)
    if node.type in _BREAKS:
        return _BREAKS[node.type]
    if node.type == "inline":
        return _render_children(node, line, report)
    if node.type == "link":
        return _render_link(node, line, report)
    if node.type in _LISTS:
        _check_list(node, line, report)
    if node.type in _TAGS:
        content = _render_children(node, line, report)
        in_item = node.type == "paragraph" and node.parent is not None and node.parent.type == "list_item"
        return content if in_item else f"<{_TAGS[node.type]}>{content}</{_TAGS[node.type]}>"
    report(line, f"the text holds {_REFUSED.get(node.type, node.type)}, which a document cannot hold")
    return ""


def _check_list(node: SyntaxTreeNode, line: int, report: Report) -> None:
    if node.attrs.get("start", 1) != 1:
        report(line, "a numbered list must begin with 1")
    for item in node.children:
        if any(child.type != "paragraph" for child in item.children):
            report(line, "a list item holds more than text: write a flat list")
        elif len(item.children) != 1:
            report(line, "a list item must hold exactly one paragraph")


def _render_link(node: SyntaxTreeNode, line: int, report: Report) -> str:
    target = str(node.attrs.get("href", ""))
    content = _render_children(node, line, report)
    if node.attrs.get("title"):
        report(line, "a link has no title")
    if target.startswith(NODE_SCHEME):
        return f'<a data-node="{escape(target.removeprefix(NODE_SCHEME))}">{content}</a>'
    if urlsplit(target).scheme not in _SCHEMES:
        report(line, f"a link must begin with http, https, mailto, tel or node, not “{target}”")
    return f'<a href="{escape(target)}">{content}</a>'


def render_table(text: str, report: Report, *, row_heads: bool = False) -> str:
    """Turn a Markdown pipe table into document HTML; its first row holds the heads, its cells are plain text.

    `row_heads` makes the first cell of each row a head of that row.
    """
    rows = [(number, _split_row(row)) for number, row in enumerate(text.splitlines()) if row.strip()]
    if len(rows) < 3 or not all(_DELIMITER.fullmatch(cell) for cell in rows[1][1]):
        report(0, "a table needs a row of heads, a row of dashes and at least one row")
        return ""
    width = len(rows[0][1])
    for number, cells in rows[1:]:
        if len(cells) != width:
            report(number, f"a ragged row: {len(cells)} cells under {width} heads")
    head = "".join(f'<th scope="col">{escape(cell, quote=False)}</th>' for cell in rows[0][1])
    body = "".join(f"<tr>{_render_cells(cells, row_heads)}</tr>" for _, cells in rows[2:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _split_row(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _CELL_BOUNDARY.split(inner)]


def _render_cells(cells: list[str], row_heads: bool) -> str:
    shown = [escape(cell, quote=False) for cell in cells]
    first = f'<th scope="row">{shown[0]}</th>' if row_heads else f"<td>{shown[0]}</td>"
    return first + "".join(f"<td>{cell}</td>" for cell in shown[1:])
