"""Rich text: a small, strict vocabulary of HTML, parsed into elements and written in one canonical form.

    fragment  = (p | ul | ol)*  or  exactly one table
    p, th, td = inline*
    ul, ol    = li*
    li        = inline* (ul | ol)*
    table     = thead? tbody?        (rows that stand directly in a table are put into a tbody)
    thead, tbody = tr*               tr = (th | td)*
    inline    = text | br | b | i | a, none of b, i, a inside itself

Attributes: `a` carries either `href` (http, https, mailto, tel) or `data-node` (a node id); `th` may carry `scope`.
The canonical form: lower-case tags, `<br>`, double quotes, only & < > " escaped, runs of white space as one space,
none at the edges of a block or between blocks, Unicode NFC.
"""

import html as entities
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from .exceptions import MarkupError

#: Characters that no text may hold: C0 controls but tab and newline, lone surrogates, non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
NODE_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

BLOCK_TAGS = frozenset({"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"})
INLINE_TAGS = frozenset({"b", "i", "a", "br"})
#: Blocks that hold running text: the parts that are translated one by one.
PART_TAGS = frozenset({"p", "li", "th", "td"})

_INSIDE = {
    "": frozenset({"p", "ul", "ol", "table"}),
    "p": INLINE_TAGS,
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "li": INLINE_TAGS | {"ul", "ol"},
    "table": frozenset({"thead", "tbody", "tr"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "th": INLINE_TAGS,
    "td": INLINE_TAGS,
    "b": INLINE_TAGS,
    "i": INLINE_TAGS,
    "a": INLINE_TAGS,
}
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>""")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HREF = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x20]+", re.IGNORECASE)
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Element:
    """One HTML element."""

    tag: str
    children: tuple["Element | str", ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    # in order of name


Inline = tuple[Element | str, ...]


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: list[Element | str]
    has_blocks: bool = False
    # a block stands inside already, after which no text may follow


def parse_fragment(source: str) -> tuple[Element, ...]:
    """Return the block elements of a fragment.

    Raises MarkupError where the fragment is ill-formed or outside the vocabulary.
    """
    blocks = tuple(child for child in _parse(source, "") if isinstance(child, Element))
    if len(blocks) > 1 and any(block.tag == "table" for block in blocks):
        _refuse("a table stands alone in its field", "table-not-alone", 0)
    return blocks


def parse_inline(source: str) -> Inline:
    """Return the content of one paragraph, list item or cell. Raises MarkupError like `parse_fragment`."""
    return _parse(source, "p")


def canonical_html(source: str) -> str:
    """Return a fragment in its canonical form. Raises MarkupError like `parse_fragment`."""
    return render(parse_fragment(source))


def render(content: tuple[Element | str, ...]) -> str:
    """Write elements and text as canonical HTML."""
    return "".join(escape(item) if isinstance(item, str) else _render_element(item) for item in content)


def escape(text: str) -> str:
    """Write plain text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(content: tuple[Element | str, ...]) -> str:
    """Return the text without its markup, a line break as a newline."""
    return "".join(
        item if isinstance(item, str) else "\n" if item.tag == "br" else plain_text(item.children) for item in content
    )


def inline_of(block: Element) -> Inline:
    """Return the running text of a paragraph, list item or cell, without nested lists."""
    return tuple(child for child in block.children if isinstance(child, str) or child.tag in INLINE_TAGS)


def parts(blocks: tuple[Element | str, ...]) -> Iterator[Element]:
    """Yield every block that holds running text, in document order."""
    for block in blocks:
        if isinstance(block, str) or block.tag in INLINE_TAGS:
            continue
        if block.tag in PART_TAGS:
            yield block
        yield from parts(block.children)


def replace_parts(blocks: tuple[Element, ...], write: Callable[[Element], Inline]) -> tuple[Element, ...]:
    """Return blocks in which the running text of each part is what `write` gives for it, in document order."""
    return tuple(_replace_part(block, write) for block in blocks)


def _replace_part(block: Element, write: Callable[[Element], Inline]) -> Element:
    """Return one block with its running text replaced, and that of the blocks inside it."""
    text: Inline = write(block) if block.tag in PART_TAGS else ()
    inner = tuple(
        _replace_part(child, write)
        for child in block.children
        if isinstance(child, Element) and child.tag in BLOCK_TAGS
    )
    return Element(block.tag, (*text, *inner), block.attributes)


def _render_element(element: Element) -> str:
    """Write one element."""
    attributes = "".join(f' {name}="{escape(value).replace(chr(34), "&quot;")}"' for name, value in element.attributes)
    if element.tag == "br":
        return "<br>"
    return f"<{element.tag}{attributes}>{render(element.children)}</{element.tag}>"


def _parse(source: str, context: str) -> tuple[Element | str, ...]:
    """Parse `source` as the content of an element named `context` ("" for a whole fragment)."""
    stack = [_Open(context, (), [])]
    position = 0
    while position < len(source):
        if source[position] == "<":
            tag = _TAG.match(source, position)
            if tag is None:
                _refuse("this is no tag of the vocabulary", "tag", position)
            _take_tag(stack, tag, position)
            position = tag.end()
        else:
            end = source.find("<", position)
            end = len(source) if end < 0 else end
            _take_text(stack, source[position:end], position)
            position = end
    if len(stack) > 1:
        _refuse(f"<{stack[-1].tag}> is not closed", "not-closed", len(source), tag=stack[-1].tag)
    return tuple(_tidy(stack[0]))


def _take_tag(stack: list[_Open], tag: re.Match[str], position: int) -> None:
    """Open or close an element."""
    closing, name, attributes, selfclosing = tag.group(1), tag.group(2).lower(), tag.group(3), tag.group(4)
    if name not in _INSIDE and name != "br":
        _refuse(f"<{name}> is not in the vocabulary", "tag", position, tag=name)
    if closing:
        if attributes or selfclosing or len(stack) == 1 or stack[-1].tag != name:
            _refuse(f"</{name}> closes nothing here", "not-opened", position, tag=name)
        _close(stack)
        return
    if selfclosing and name != "br":
        _refuse(f"<{name}/> cannot be empty", "tag", position, tag=name)
    _check_place(stack, name, position)
    kept = _read_attributes(name, attributes, position)
    if name == "br":
        stack[-1].children.append(Element("br"))
    elif len(stack) > _MAX_DEPTH:
        _refuse("the markup is nested too deep", "depth", position, limit=_MAX_DEPTH)
    else:
        stack.append(_Open(name, kept, []))


def _check_place(stack: list[_Open], name: str, position: int) -> None:
    """Refuse an element that may not stand here."""
    parent = stack[-1]
    if name not in _INSIDE[parent.tag] or (name != "br" and any(name == open.tag for open in _inline_part(stack))):
        inside = f"inside <{parent.tag}>" if parent.tag else "at the top"
        _refuse(f"<{name}> may not stand {inside}", "place", position, tag=name, parent=parent.tag)
    if name in INLINE_TAGS and parent.has_blocks:
        _refuse("text may not follow a list inside its item", "place", position, tag=name, parent=parent.tag)


def _inline_part(stack: list[_Open]) -> list[_Open]:
    """Return the open inline elements."""
    return [open for open in stack if open.tag in INLINE_TAGS]


def _close(stack: list[_Open]) -> None:
    """Close the innermost element and hang it into the one around it."""
    done = stack.pop()
    stack[-1].has_blocks |= done.tag in BLOCK_TAGS
    stack[-1].children.append(Element(done.tag, tuple(_tidy(done)), done.attributes))


def _tidy(done: _Open) -> list[Element | str]:
    """Return the children of an element in their canonical form."""
    children = _joined(done.children)
    if done.tag == "table":
        return _with_sections(children)
    if done.tag not in PART_TAGS:
        return children
    inline = [child for child in children if isinstance(child, str) or child.tag in INLINE_TAGS]
    blocks = children[len(inline) :]
    if inline and isinstance(inline[0], str):
        inline[0] = inline[0].lstrip(" ")
    if inline and isinstance(inline[-1], str):
        inline[-1] = inline[-1].rstrip(" ")
    return [*(child for child in inline if child != ""), *blocks]


def _joined(children: list[Element | str]) -> list[Element | str]:
    """Join neighbouring texts, with runs of white space as one space."""
    joined: list[Element | str] = []
    for child in children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] += child
        elif child != "":
            joined.append(child)
    return [_clean(child) if isinstance(child, str) else child for child in joined]


def _clean(text: str) -> str:
    """Return text with single spaces, in Unicode NFC."""
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text))


def _with_sections(children: list[Element | str]) -> list[Element | str]:
    """Put rows that stand directly in a table into a `tbody`, as browsers do; check the order of sections."""
    elements = [child for child in children if isinstance(child, Element)]
    if any(child.tag == "tr" for child in elements):
        heads = [child for child in elements[:1] if child.tag == "thead"]
        rows = elements[len(heads) :]
        if any(row.tag != "tr" for row in rows):
            _refuse("a table mixes rows and sections", "place", 0, tag="tr", parent="table")
        return [*heads, Element("tbody", tuple(rows))]
    if [child.tag for child in elements] not in ([], ["thead"], ["tbody"], ["thead", "tbody"]):
        _refuse("a table has one thead and one tbody at most", "place", 0, tag="tbody", parent="table")
    return list(elements)


def _take_text(stack: list[_Open], raw: str, position: int) -> None:
    """Take running text, its entities decoded; between blocks only white space may stand."""
    text = _ENTITY.sub(lambda entity: _decode(entity, position), raw)
    control = FORBIDDEN.search(text.replace("\r", "\n"))
    if control:
        _refuse("a control character", "character", position + control.start(), character=ascii(control.group()))
    parent = stack[-1]
    if parent.tag not in PART_TAGS | INLINE_TAGS or parent.has_blocks:
        if text.strip(" \t\n\r\f"):
            inside = f"directly inside <{parent.tag}>" if parent.tag else "outside a paragraph"
            _refuse(f"text may not stand {inside}", "loose-text", position, parent=parent.tag)
        return
    parent.children.append(text)


def _decode(entity: re.Match[str], position: int) -> str:
    """Return the character that an entity stands for."""
    text = entities.unescape(entity.group())
    if not text or text == entity.group() or (text == "\ufffd" and entity.group().lower() != "&#xfffd;"):
        _refuse(f"{entity.group()} is no character", "entity", position + entity.start(), entity=entity.group())
    return text


def _read_attributes(tag: str, source: str, position: int) -> tuple[tuple[str, str], ...]:
    """Return the attributes of a tag in order of name; refuse any that the vocabulary does not have."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        name = match.group(1).lower()
        value = match.group(2) if match.group(2) is not None else match.group(3)
        value = _clean(_ENTITY.sub(lambda entity: _decode(entity, position), value)).strip(" ")
        if name in found or not _allowed(tag, name, value):
            _refuse(f'{name}="{value}" may not stand in <{tag}>', "attribute", position, tag=tag, attribute=name)
        found[name] = value
    if tag == "a" and len(found) != 1:
        _refuse("<a> needs either href or data-node", "attribute", position, tag=tag, attribute="href")
    return tuple(sorted(found.items()))


def _allowed(tag: str, name: str, value: str) -> bool:
    """Whether the vocabulary has this attribute with this value."""
    if FORBIDDEN.search(value):
        return False
    if (tag, name) == ("a", "href"):
        return _HREF.fullmatch(value) is not None
    if (tag, name) == ("a", "data-node"):
        return NODE_ID.fullmatch(value) is not None
    return (tag, name) == ("th", "scope") and value in ("col", "row")


def _refuse(message: str, code: str, offset: int, **data: str | int) -> NoReturn:
    """Raise MarkupError for the character at `offset`."""
    raise MarkupError(f"{message} (character {offset})", code=f"html-{code}", data={"offset": offset, **data})
