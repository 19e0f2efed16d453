"""What changed between two documents, for a screen: lines in words, lesson by lesson, with the texts side by side."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from bs4 import BeautifulSoup
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from curriculum.content.completeness import FIELD_LABELS
from curriculum.content.labels import name_of
from curriculum.document import Change, Document, Html, Node, Text, diff, walk
from curriculum.releases.wording import DescribedChange, describe_changes

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONGEST_SHOWN = 6_000  # characters of one text


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPair:
    """One changed field before and after, as HTML in which removed and added words are marked."""

    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the change list with the texts that it speaks of."""

    kind: str
    words: str
    pairs: list[TextPair] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The lines of one lesson, or those of the module itself where `lesson_id` is None."""

    lesson_id: str | None
    title: str
    lines: list[Line]


def difference(base: Document, other: Document) -> list[Part]:
    """Return what `other` changed against `base`, the module itself first, then the lessons in order of appearance."""
    lines = describe_changes(base, other)
    pairs = _pairs_by_line(base, other, lines)
    titles = {node.id: _title(node) for document in (base, other) for node in walk(document) if node.kind == "lesson"}
    parts: dict[str | None, Part] = {None: Part(lesson_id=None, title=_("The module itself"), lines=[])}
    for line in lines:
        part = parts.setdefault(
            line.lesson_id, Part(lesson_id=line.lesson_id, title=titles.get(line.lesson_id or "", ""), lines=[])
        )
        part.lines.append(Line(kind=line.kind, words=line.words, pairs=pairs.get(line.node_id, [])))
    return [part for part in parts.values() if part.lines]


def _title(lesson: Node) -> str:
    return f"{lesson.fields.get('code', '')} {name_of(lesson)}".strip()


def _pairs_by_line(base: Document, other: Document, lines: Iterable[DescribedChange]) -> dict[str, list[TextPair]]:
    told = {line.node_id for line in lines}
    above = {child.id: node.id for document in (base, other) for node in walk(document) for child in _children(node)}
    found: dict[str, list[TextPair]] = {}
    for change in diff(base, other):
        if change.kind != "changed":
            continue
        node_id: str | None = change.node_id
        while node_id is not None and node_id not in told:
            node_id = above.get(node_id)
        if node_id is not None:
            found.setdefault(node_id, []).append(_pair(change))
    return found


def _children(node: Node) -> Iterator[Node]:
    for nodes in node.slots.values():
        yield from nodes


def _pair(change: Change) -> TextPair:
    before, after = marked(*(plain(value) for value in (change.before, change.after)))
    name = change.field or ""
    return TextPair(label=str(FIELD_LABELS.get(name, name.replace("_", " "))), before=before, after=after)


def plain(scalar: object) -> str:
    """Return what a scalar says as plain text, a line for each paragraph, list item and row; empty for None."""
    match scalar:
        case None:
            return ""
        case Text():
            return scalar.text
        case Html():
            soup = BeautifulSoup(scalar.html, "html.parser")
            for cell in soup.find_all(["td", "th"]):
                cell.append(" | ")
            for block in soup.find_all(["p", "li", "tr", "br"]):
                block.append("\n")
            return soup.get_text().strip()
        case tuple():
            return ", ".join(scalar)
    return str(getattr(scalar, "name", scalar))


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML: words that only the first has in <del>, words that only the second has in <ins>."""
    old, new = TOKEN.findall(before[:LONGEST_SHOWN]), TOKEN.findall(after[:LONGEST_SHOWN])
    left: list[str] = []
    right: list[str] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        left.append(format_html("{}" if tag == "equal" else "<del>{}</del>", gone) if gone else "")
        right.append(format_html("{}" if tag == "equal" else "<ins>{}</ins>", come) if come else "")
    return mark_safe("".join(left)), mark_safe("".join(right))  # noqa: S308  each piece is escaped above
