"""The segments of a release in reading order, each with its lesson, and what a text for one must keep."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from curriculum.document import Document, Node, Segment, SegmentError, apply_segments, extract_segments, walk
from curriculum.translation.models import TranslatedSegment


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedSegment:
    """One segment, where people read it."""

    segment: Segment
    node: Node
    lesson: Node | None
    # None for what belongs to the module itself


def placed_segments(document: Document) -> list[PlacedSegment]:
    """Return the segments of `document` in reading order: the module itself, then lesson by lesson."""
    nodes = dict(_with_lesson(document.root, None))
    placed = [
        PlacedSegment(segment=segment, node=nodes[segment.node_id][0], lesson=nodes[segment.node_id][1])
        for segment in extract_segments(document)
    ]
    return sorted(placed, key=lambda found: found.lesson is not None)


def _with_lesson(node: Node, lesson: Node | None) -> Iterator[tuple[str, tuple[Node, Node | None]]]:
    lesson = node if node.kind == "lesson" else lesson
    yield node.id, (node, lesson)
    for child in node.children():
        yield from _with_lesson(child, lesson)


def parts_by_field(source: Document, translated: Document) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Yield, field by field of either document, the parts of the source and those that stand there in its translation.

    The two belong together in order where there are as many of them.
    """
    fields: dict[tuple[str, str], tuple[list[Segment], list[Segment]]] = {}
    for place, document in enumerate((source, translated)):
        for segment in extract_segments(document):
            fields.setdefault((segment.node_id, segment.field), ([], []))[place].append(segment)
    yield from fields.values()


def source_digest(source: str) -> str:
    """Return what names a source text: SHA-256, 64 hex digits."""
    return hashlib.sha256(source.encode()).hexdigest()


def needs_translation(source: str) -> bool:
    """Return whether a source has a letter; numbers and signs are the same in every language."""
    return any(map(str.isalpha, source))


def visible_source(row: TranslatedSegment) -> str:
    """Return the source of a segment as people read it, in one line and without tags."""
    is_rich = row.key.count(":") == 2  # as `Segment.key` says
    return " ".join((unescape(strip_tags(row.source)) if is_rich else row.source).split())


def text_fault(node: Node, segment_key: str, text: str, language: str) -> str:
    """Return in a sentence why `text` cannot stand for a segment of `node`; empty where it can.

    Markup must be well-formed, and placeholders and links exactly those of the source.
    """
    alone = Node(id=node.id, kind=node.kind, fields=node.fields)
    try:
        apply_segments(Document(language=language, root=alone), {segment_key: text}, language)
    except SegmentError as error:
        lost, invented = error.data.get("lost", []), error.data.get("invented", [])
        if lost:
            return _("It lacks a link or placeholder of the source: %s.") % ", ".join(map(str, lost))
        if invented:
            return _("It has a link or placeholder that the source has not: %s.") % ", ".join(map(str, invented))
        return _("It holds markup that cannot stand in a text. Write it without tags, or with those of the source.")
    return ""


def nodes_by_id(document: Document) -> dict[str, Node]:
    """Return every node of `document` by id."""
    return {node.id: node for node in walk(document)}
