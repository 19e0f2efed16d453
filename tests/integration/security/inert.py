"""Tells what of a page would run in a browser, by parsing it as browsers do."""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5

from curriculum.content.texts import normal_text
from curriculum.document import Document, dump, load

LINES = Path(__file__).with_name("xss.jsonl").read_text("ascii").splitlines()
STRINGS: list[str] = [json.loads(line) for line in LINES]
MARK = "8411"  # stands in every string
RUNNING = re.compile(r"(javascript|vbscript|blob|feed|view-source):|data:(text/html|image/svg)", re.IGNORECASE)
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "srcdoc", "values", "to", "content"}
DATA_TYPES = {"application/json", "text/template", "text/x-template", "text/django-form-template"}
CELL = re.compile(r"(<(?:td|th)\b[^>]*>)[^<]*")
IGNORED = re.compile(r"[\x00-\x20]+")  # browsers leave these out of a scheme


def active_parts(html: str, *, only_marked: bool = False) -> list[str]:
    """Return what of `html` would run: scripts in the page, handlers, addresses that are code.

    With `only_marked` what carries no mark is let pass: scripts and handlers of the admin itself.
    """
    parts = _active_parts(tinyhtml5.parse(html, namespace_html_elements=False))
    return [part for part in parts if MARK in part or not only_marked]


def _active_parts(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        tag = element.tag.rpartition("}")[2].lower()
        if tag == "script" and not _is_data(element):
            yield from _scripts(element)
        elif tag in {"style", "template"} and MARK in (element.text or ""):
            yield f"<{tag}> {element.text}"
        for name, value in element.attrib.items():
            yield from _attribute(tag, name.rpartition("}")[2].lower(), value)


def _is_data(element: Element) -> bool:
    return element.get("type", "").lower() in DATA_TYPES


def _scripts(element: Element) -> Iterator[str]:
    source = element.get("src")
    if source is None:
        yield f"<script> {element.text}"
    elif not source.startswith(("/static/", "/admin/")):
        yield f"<script src={source}> {MARK}"


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    is_handler = name.startswith("on")
    is_code = name in ADDRESSES and tag != "meta" and RUNNING.match(IGNORED.sub("", value))
    is_style = name == "style" and MARK in value
    if is_handler or is_code or is_style:
        yield f"<{tag} {name}={value}>"


def with_strings(document: Document, first: int, *, each: bool = False) -> Document:
    """Return `document` with every text replaced by strings of the list, from number `first` on.

    All texts become that one string, or with `each` one string after the other. In rich text they stand escaped, as
    the editor writes what somebody types.
    """
    strings = (typed(STRINGS[(first + step * each) % len(STRINGS)]) for step in range(10**6))
    return load(_replaced(dump(document), strings))


def typed(string: str) -> str:
    """Return `string` as a field holds it after somebody pasted it there."""
    return normal_text(string).strip()


def _replaced(value: Any, strings: Iterator[str]) -> Any:
    if isinstance(value, list):
        return [_replaced(item, strings) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"text"} and isinstance(value["text"], str):
        return {"text": next(strings)}
    if set(value) == {"html"} and not value["html"].startswith("<table"):
        return {"html": f"<p>{escape(next(strings), quote=False)}</p>"}
    if set(value) == {"html"}:
        return {"html": CELL.sub(lambda cell: cell[1] + escape(next(strings), quote=False), value["html"])}
    return {key: _replaced(item, strings) for key, item in value.items()}
