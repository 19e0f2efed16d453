"""From JSON data to a document. Everything is checked, and a fault is named by its path."""

import math
import re
import unicodedata
from typing import Any, NoReturn

from .canonical import FORMAT
from .exceptions import LoadError, MarkupError
from .html import FORBIDDEN, NODE_ID, canonical_html
from .nodes import Asset, Document, Html, Node, Scalar, Text

MAX_DEPTH = 50
#: Beyond this whole numbers are not the same in every program that reads JSON.
MAX_NUMBER = 2**53 - 1

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def load(obj: Any) -> Document:
    """Return the document that JSON data describes.

    `obj` is what `json.loads` gives. Text comes out in Unicode NFC with `\\n` for line ends, HTML in its canonical
    form, a whole number as int. Raises LoadError with the path to the first fault.
    """
    _check_keys(obj, {"format", "language", "root"}, "document")
    if obj["format"] != FORMAT:
        _refuse(f"the format is not {FORMAT}", "format", "format", expected=FORMAT)
    language = obj["language"]
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        _refuse("not a language tag like en or pt-BR", "language", "language")
    return Document(language=language, root=load_node(obj["root"]))


def load_node(obj: Any, path: str = "root") -> Node:
    """Return the node that JSON data describes, with all below it; refuses like `load`."""
    return _load_node(obj, path, 1, {})


def load_scalar(obj: Any, path: str = "value") -> Scalar:
    """Return the scalar that JSON data describes; refuses like `load`."""
    if isinstance(obj, str):
        return normal_text(obj, path)
    if obj is None or isinstance(obj, bool):
        return obj
    if isinstance(obj, (int, float)):
        return _number(obj, path)
    if isinstance(obj, list):
        return tuple(_plain_string(item, f"{path}[{index}]") for index, item in enumerate(obj))
    if isinstance(obj, dict):
        return _tagged(obj, path)
    _refuse("not a value that JSON can hold", "scalar", path)


def _load_node(obj: Any, path: str, depth: int, seen: dict[str, str]) -> Node:
    """Load one node at `depth` (the root has 1); `seen` maps the ids met so far to their paths."""
    if depth > MAX_DEPTH:
        _refuse(f"nested deeper than {MAX_DEPTH} nodes", "depth", path, limit=MAX_DEPTH)
    _check_keys(obj, {"id", "kind", "fields", "slots"}, path)
    node_id = obj["id"]
    if not isinstance(node_id, str) or not NODE_ID.fullmatch(node_id):
        _refuse("not a lower-case UUID", "id", f"{path}.id")
    if node_id in seen:
        _refuse(f"the id stands at {seen[node_id]} too", "duplicate-id", f"{path}.id", first=seen[node_id], id=node_id)
    seen[node_id] = path
    kind = _name(obj["kind"], f"{path}.kind")
    fields = {
        _name(name, f"{path}.fields"): load_scalar(value, f"{path}.fields.{name}")
        for name, value in _mapping(obj["fields"], f"{path}.fields").items()
    }
    slots = {
        _name(name, f"{path}.slots"): _load_children(children, f"{path}.slots.{name}", depth, seen)
        for name, children in _mapping(obj["slots"], f"{path}.slots").items()
    }
    return Node(id=node_id, kind=kind, fields=fields, slots=slots)


def _load_children(obj: Any, path: str, depth: int, seen: dict[str, str]) -> tuple[Node, ...]:
    """Load the nodes of one slot."""
    if not isinstance(obj, list):
        _refuse("a slot is a list of nodes", "type", path)
    return tuple(_load_node(child, f"{path}[{index}]", depth + 1, seen) for index, child in enumerate(obj))


def _check_keys(obj: Any, expected: set[str], path: str) -> None:
    """Refuse anything that is not an object with exactly these keys."""
    if not isinstance(obj, dict):
        _refuse("not an object", "type", path)
    if obj.keys() == expected:
        return
    for key in obj:
        if key not in expected:
            _refuse(f"unknown key {ascii(key)}", "unknown-key", path, key=ascii(key))
    missing = min(expected - obj.keys())
    _refuse(f"{missing} is missing", "missing-key", path, key=missing)


def _mapping(obj: Any, path: str) -> dict[Any, Any]:
    """Refuse anything that is not an object."""
    if not isinstance(obj, dict):
        _refuse("not an object", "type", path)
    return obj


def _name(obj: Any, path: str) -> str:
    """Refuse what is no name of a kind, field or slot."""
    if not isinstance(obj, str) or not _NAME.fullmatch(obj):
        _refuse(f"{ascii(obj)[:80]} is not a name", "name", path)
    return obj


def normal_text(text: str, path: str) -> str:
    """Return text in its normal form; refuse characters that no text may hold."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = FORBIDDEN.search(text)
    if control:
        _refuse(f"the character {ascii(control.group())} may not stand in text", "character", path,
                character=ascii(control.group()), offset=control.start())  # fmt: skip
    return unicodedata.normalize("NFC", text)


def _plain_string(obj: Any, path: str) -> str:
    """Return an item of a list of plain strings."""
    if not isinstance(obj, str):
        _refuse("a list holds plain strings only", "scalar", path)
    return normal_text(obj, path)


def _number(number: int | float, path: str) -> int | float:
    """Return a number; a whole one as int, so that 2 and 2.0 are equal content."""
    if isinstance(number, float) and not math.isfinite(number):
        _refuse("not a finite number", "number", path)
    if abs(number) > MAX_NUMBER:
        _refuse(f"a number beyond {MAX_NUMBER}", "number", path, limit=MAX_NUMBER)
    return int(number) if number == int(number) else number


def _tagged(obj: dict[Any, Any], path: str) -> Scalar:
    """Load a scalar that says what it is: text, html or asset."""
    keys = set(obj)
    if not all(isinstance(value, str) for value in obj.values()):
        _refuse("text, html, asset and name are strings", "scalar", path)
    if keys == {"text"}:
        return Text(normal_text(obj["text"], f"{path}.text"))
    if keys == {"html"}:
        return Html(_html(obj["html"], f"{path}.html"))
    if keys == {"asset", "name"}:
        if not _SHA256.fullmatch(obj["asset"]):
            _refuse("not a SHA-256 in lower case", "asset", f"{path}.asset")
        return Asset(obj["asset"], normal_text(obj["name"], f"{path}.name"))
    _refuse("an unknown shape of value", "scalar", path, keys=sorted(map(ascii, keys)))


def _html(source: str, path: str) -> str:
    """Return an HTML fragment in its canonical form."""
    try:
        return canonical_html(source)
    except MarkupError as error:
        raise LoadError(error.message, code=error.code, path=path, data=error.data) from error


def _refuse(message: str, code: str, path: str, **data: Any) -> NoReturn:
    """Raise LoadError."""
    raise LoadError(message, code=code, path=path, data=data)
