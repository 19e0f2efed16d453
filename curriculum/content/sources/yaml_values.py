"""YAML values that remember their line.

Every scalar is read as the string that stands in the file: no yes/no, number or date surprises. Duplicate keys are
faults. Anchors and aliases are refused, since the files are for people who do not program.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from curriculum.content.sources.places import FaultList, Place

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScalarValue:
    """A string with its place. `content_line` is the line on which the text of a `|` block begins."""

    place: Place
    text: str
    content_line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ListValue:
    """A list with its place."""

    place: Place
    items: "tuple[Value, ...]"


@dataclass(frozen=True, kw_only=True, slots=True)
class MapValue:
    """A mapping with its place. `key_places` says where each key stands."""

    place: Place
    items: "dict[str, Value]"
    key_places: dict[str, Place]

    def __iter__(self) -> "Iterator[tuple[str, Value, Place]]":
        """Give key, value and the key's place, in the order of the file."""
        return ((key, value, self.key_places[key]) for key, value in self.items.items())


Value = ScalarValue | ListValue | MapValue


def read_yaml(path: Path, faults: FaultList) -> MapValue | None:
    """Read one source file.

    Returns its mapping; None, with a fault noted, where the file is missing, no YAML, or no mapping.
    """
    start = Place(path=path, line=1)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError:
        faults.error(start, "the file is missing")
        return None
    except UnicodeDecodeError:
        faults.error(start, "the file is not UTF-8")
        return None
    except yaml.YAMLError as error:
        faults.error(_error_place(path, error), f"bad YAML: {_error_text(error)}")
        return None
    if not isinstance(root, yaml.MappingNode):
        faults.error(start, "the file must be a mapping of names to values")
        return None
    value = _convert(root, path, faults, set())
    return value if isinstance(value, MapValue) else None


def _convert(node: yaml.Node, path: Path, faults: FaultList, seen: set[int]) -> Value:
    place = Place(path=path, line=node.start_mark.line + 1)
    if id(node) in seen:
        faults.error(place, "anchors and aliases (& and *) are not used in these files")
        return ScalarValue(place=place, text="", content_line=place.line)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, place, faults, seen)
    if isinstance(node, yaml.SequenceNode):
        return ListValue(place=place, items=tuple(_convert(item, path, faults, seen) for item in node.value))
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    content_line = place.line + 1 if block else place.line
    return ScalarValue(place=place, text=node.value, content_line=content_line)


def _convert_mapping(node: yaml.MappingNode, place: Place, faults: FaultList, seen: set[int]) -> MapValue:
    items: dict[str, Value] = {}
    key_places: dict[str, Place] = {}
    for key_node, value_node in node.value:
        key_place = Place(path=place.path, line=key_node.start_mark.line + 1)
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        if key in items:
            faults.error(key_place, f"duplicate key “{key}”, first on line {key_places[key].line}")
            continue
        items[key] = _convert(value_node, place.path, faults, seen)
        key_places[key] = key_place
    return MapValue(place=place, items=items, key_places=key_places)


def _error_place(path: Path, error: yaml.YAMLError) -> Place:
    mark = getattr(error, "problem_mark", None)
    return Place(path=path, line=mark.line + 1 if mark else 1)


def _error_text(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
