"""Translation: the texts of a document as segments, and back."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .alignment import common_subsequence, pair_similar
from .exceptions import LoadError, MarkupError, SegmentError
from .html import Element, Inline, inline_of, parse_fragment, parse_inline, parts, plain_text, render, replace_parts
from .loading import normal_text
from .nodes import Document, Html, Node, Scalar, Text, walk

_PLACEHOLDER = re.compile(r"%\([A-Za-z_][A-Za-z0-9_]*\)[sd]|\{[A-Za-z_][A-Za-z0-9_]*\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One text to translate."""

    key: str
    # node:field for plain text; node:field:hash for a part of rich text, .2, .3 for repeats
    node_id: str
    field: str
    source: str
    # plain text of a text field; the inline HTML inside the paragraph, item or cell otherwise


def extract_segments(document: Document) -> tuple[Segment, ...]:
    """Return the texts of a document, in document order.

    There is one for each text field and for each paragraph, list item and table cell of an HTML field, by field name
    in the order of the alphabet. What holds no text (empty, white space only) has nothing to translate and is no
    segment.
    """
    return tuple(
        segment
        for node in walk(document)
        for name in sorted(node.fields)
        for segment in _field_segments(node.id, name, node.fields[name])
    )


def apply_segments(document: Document, texts: Mapping[str, str], language: str) -> Document:
    """Return the document in another language, with each segment's source replaced by its text.

    A segment without a text, or with one of white space only, keeps its source. Keys that the document does not have
    are not used, so that one mapping may serve several documents. Raises SegmentError for text that cannot stand
    (`html-…`, `character`) and where placeholders `{name}`, `%(name)s` or links are not exactly those of the source
    (`placeholders`).
    """
    return Document(language=language, root=_apply_node(document.root, texts))


def pair_segments(old: Document, new: Document) -> dict[str, str]:
    """Map the keys of the new document's segments to the keys of what they were in the old one.

    Equal parts of one field are the same wherever they stand; what is left is aligned in order, and paired where the
    texts are similar. A part without a predecessor is not in the mapping.
    """
    before = _by_field(extract_segments(old))
    pairs: dict[str, str] = {}
    for address, segments in _by_field(extract_segments(new)).items():
        pairs.update(_pair_parts(before.get(address, []), segments))
    return pairs


def _field_segments(node_id: str, name: str, value: Scalar) -> Iterator[Segment]:
    """Yield the segments of one field."""
    address = f"{node_id}:{name}"
    if isinstance(value, Text) and value.text.strip():
        yield Segment(key=address, node_id=node_id, field=name, source=value.text)
    elif isinstance(value, Html):
        for key, source in _keyed(address, parse_fragment(value.html)):
            if key:
                yield Segment(key=key, node_id=node_id, field=name, source=source)


def _keyed(address: str, blocks: tuple[Element, ...]) -> Iterator[tuple[str | None, str]]:
    """Yield key and source of every part of a field, in order; the key is None for a part without text."""
    seen: Counter[str] = Counter()
    for part in parts(blocks):
        inline = inline_of(part)
        source = render(inline)
        if not plain_text(inline).strip():
            yield None, source
            continue
        name = hashlib.sha256(source.encode()).hexdigest()[:12]
        seen[name] += 1
        yield f"{address}:{name}" + (f".{seen[name]}" if seen[name] > 1 else ""), source


def _apply_node(node: Node, texts: Mapping[str, str]) -> Node:
    """Return a node with its texts, and those below, replaced."""
    fields = {name: _apply_field(f"{node.id}:{name}", value, texts) for name, value in node.fields.items()}
    slots = {name: tuple(_apply_node(child, texts) for child in children) for name, children in node.slots.items()}
    return Node(id=node.id, kind=node.kind, fields=fields, slots=slots)


def _apply_field(address: str, value: Scalar, texts: Mapping[str, str]) -> Scalar:
    """Return a field's value with its texts replaced."""
    if isinstance(value, Text):
        text = texts.get(address, "") if value.text.strip() else ""
        return _checked_text(address, value.text, text) if text.strip() else value
    if not isinstance(value, Html):
        return value
    blocks = parse_fragment(value.html)
    return Html(render(replace_parts(blocks, _writer(address, blocks, texts))))


def _writer(address: str, blocks: tuple[Element, ...], texts: Mapping[str, str]) -> Callable[[Element], Inline]:
    """Return the function that gives each part, asked in document order, its new running text."""
    keys = _keyed(address, blocks)

    def write(part: Element) -> Inline:
        key, source = next(keys)
        text = texts.get(key, "") if key else ""
        return _checked_inline(key, source, text) if key and text.strip() else inline_of(part)

    return write


def _checked_text(key: str, source: str, text: str) -> Text:
    """Return a translated plain text; refuse what cannot stand."""
    try:
        clean = normal_text(text, key)
    except LoadError as error:
        raise SegmentError(error.message, code=error.code, segment=key, data=error.data) from error
    _check_placeholders(key, _PLACEHOLDER.findall(source), _PLACEHOLDER.findall(clean))
    return Text(clean)


def _checked_inline(key: str, source: str, text: str) -> Inline:
    """Return a translated running text; refuse broken markup and lost placeholders."""
    try:
        inline = parse_inline(text)
    except MarkupError as error:
        raise SegmentError(error.message, code=error.code, segment=key, data=error.data) from error
    _check_placeholders(key, _placeholders(parse_inline(source)), _placeholders(inline))
    return inline


def _placeholders(inline: Inline) -> list[str]:
    """Return the placeholders and link targets of a running text."""
    return _PLACEHOLDER.findall(plain_text(inline)) + list(_targets(inline))


def _targets(inline: Inline) -> Iterator[str]:
    """Yield where the links lead."""
    for item in inline:
        if isinstance(item, Element):
            yield from (f"{name}={target}" for name, target in item.attributes)
            yield from _targets(item.children)


def _check_placeholders(key: str, expected: list[str], found: list[str]) -> None:
    """Refuse a text that lost or invented a placeholder."""
    lost, invented = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    if not lost and not invented:
        return
    names = ", ".join(sorted(lost.elements()) or sorted(invented.elements()))
    raise SegmentError(
        f"{names} {'is missing from' if lost else 'is not in the source of'} the translation",
        code="placeholders",
        segment=key,
        data={"lost": sorted(lost.elements()), "invented": sorted(invented.elements())},
    )


def _by_field(segments: tuple[Segment, ...]) -> dict[tuple[str, str, bool], list[Segment]]:
    """Group segments by their field; a plain text never pairs with a part of rich text."""
    fields: dict[tuple[str, str, bool], list[Segment]] = {}
    for segment in segments:
        rich = segment.key.count(":") == 2
        fields.setdefault((segment.node_id, segment.field, rich), []).append(segment)
    return fields


def _pair_parts(old: list[Segment], new: list[Segment]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of one field's parts."""
    if len(old) == len(new) == 1 and old[0].key.count(":") == 1:
        yield new[0].key, old[0].key
        return
    same = {segment.key for segment in old} & {segment.key for segment in new}
    yield from ((key, key) for key in sorted(same))
    anchors = common_subsequence([part.source for part in old], [part.source for part in new])
    start = other_start = 0
    for i, j in [*anchors, (len(old), len(new))]:
        left = [part for part in old[start:i] if part.key not in same]
        right = [part for part in new[other_start:j] if part.key not in same]
        pairs = pair_similar([part.source for part in left], [part.source for part in right])
        yield from ((right[b].key, left[a].key) for a, b in pairs)
        start, other_start = i + 1, j + 1
