"""The small language in which `cases/change_words.yaml` says what is done to a document."""

import re
from typing import Any

from curriculum.document import Document, dump, load
from tests.factories import node_id

JSON = dict[str, Any]
PLACE = re.compile(r"(.+)\[([0-9]+)\]")


def edited(document: Document, steps: list[str]) -> Document:
    """Return `document` after `steps`, each a line such as "set lessons[0].minutes 60"."""
    data = dump(document)
    for step in steps:
        verb, path, *rest = step.split(" ", 2)
        _VERBS[verb](data["root"], path, rest[0] if rest else "")
    return load(data)


def _slot_and_place(root: JSON, path: str) -> tuple[list[JSON], int]:
    """Return the list that `path`, such as "lessons[0].body[3]", leads into, and the place in it."""
    *above, last = path.split(".")
    node = root
    for part in above:
        name, place = PLACE.fullmatch(part).groups()
        node = node["slots"][name][int(place)]
    name, place = PLACE.fullmatch(last).groups()
    return node["slots"].setdefault(name, []), int(place)


def _fields(root: JSON, path: str) -> tuple[JSON, str]:
    above, _dot, name = path.rpartition(".")
    if not above:
        return root["fields"], name
    children, place = _slot_and_place(root, above)
    return children[place]["fields"], name


def _set(root: JSON, path: str, value: str) -> None:
    fields, name = _fields(root, path)
    old = fields.pop(name, None)
    if value != "--":
        fields[name] = {"text": value} if isinstance(old, dict) else int(value) if isinstance(old, int) else value


def _html(root: JSON, path: str, value: str) -> None:
    fields, name = _fields(root, path)
    fields[name] = {"html": value}


def _remove(root: JSON, path: str, _value: str) -> None:
    children, place = _slot_and_place(root, path)
    children.pop(place)


def _add(root: JSON, path: str, value: str) -> None:
    children, place = _slot_and_place(root, path)
    kind, text = value.split(" ", 1)
    children.insert(place, {"id": node_id(value), "kind": kind, "fields": {"text": {"text": text}}, "slots": {}})


def _move(root: JSON, path: str, target: str) -> None:
    children, place = _slot_and_place(root, path)
    node = children.pop(place)
    siblings, new_place = _slot_and_place(root, target)
    siblings.insert(new_place, node)


_VERBS = {"set": _set, "html": _html, "remove": _remove, "add": _add, "move": _move}
