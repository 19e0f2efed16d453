"""Entries of the source files as nodes, with every fault on the way noted and none thrown."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from curriculum.content.sources.addresses import (
    KEY,
    MODULE_CODE,
    is_form_code,
    is_lesson_code,
    is_question_code,
    node_id,
)
from curriculum.content.sources.nodes import Scalar, SourceNode
from curriculum.content.sources.places import FaultList, Place
from curriculum.content.sources.prose import render_table
from curriculum.content.sources.scalars import check_choice, nearest, read_codes, read_scalar, report_into
from curriculum.content.sources.shapes import BLOCKS, ITEMS, LESSON, MODULE, Shape
from curriculum.content.sources.yaml_values import MapValue, ScalarValue, Value
from curriculum.content.vocabulary import KINDS, LEVELS

_ROLES = {"refresher": "refresher_levels", "optional": "optional_levels"}
_CODE_CHECKS = {"form": is_form_code, "question": is_question_code, "lesson": is_lesson_code}


@dataclass(kw_only=True, slots=True)
class Builder:
    """Builds the nodes of one module in one version.

    `requirements` are the known links `STANDARD/REQUIREMENT`, or None where no map of requirements is at hand.
    `picture_paths` collects what the module shows, by SHA-256. What a platform wrote itself, in files of `own_folder`,
    gets ids of its own, so that it never becomes the same as something that the generic curriculum adds later.
    """

    module: str
    faults: FaultList
    pictures: Path
    requirements: frozenset[str] | None
    own_folder: Path | None = None  # curriculum_data/kenya/en/QMS-1
    picture_paths: dict[str, Path] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # address -> id
    owners: dict[str, str] = field(default_factory=dict)  # id -> address
    places: dict[str, Place] = field(default_factory=dict)  # address -> first place
    codes: dict[str, Place] = field(default_factory=dict)  # codes of forms and questions

    def build_module(self, source: MapValue, lessons: tuple[SourceNode, ...]) -> SourceNode:
        """Build the node of the module from `module.yaml` and the nodes of its lessons."""
        root = self._build(source, MODULE, self.module, source.place)
        return SourceNode(
            id=root.id,
            address=root.address,
            kind=root.kind,
            place=root.place,
            fields=root.fields,
            slots={**root.slots, **({"lessons": lessons} if lessons else {})},
        )

    def build_lesson(self, source: MapValue, code: str) -> SourceNode:
        """Build the node of a lesson from its file."""
        return self._build(source, LESSON, code, source.place)

    def _build(self, source: MapValue, shape: Shape, address: str, place: Place) -> SourceNode:
        identity = self._claim(source, address, place)
        self._check_names(source, shape)
        fields = self._read_fields(source, shape)
        slots = self._read_slots(source, shape, address)
        if "requirements" in shape.special and "requirements" in source.items:
            slots["requirements"] = self._read_requirements(source.items["requirements"], address)
        filled = {name: children for name, children in slots.items() if children}
        node = SourceNode(id=identity, address=address, kind=shape.kind, place=place, fields=fields, slots=filled)
        self._check_complete(node, shape, source)
        self._check_code(node)
        return node

    def _claim(self, source: MapValue, address: str, place: Place) -> str:
        if address in self.places:
            first = self.places[address]
            self.faults.error(place, f"key reused: “{address}” already stands in {first.path.name}:{first.line}")
        self.places.setdefault(address, place)
        identity = self._made_id(address, place)
        explicit = source.items.get("id")
        if isinstance(explicit, ScalarValue):
            identity = self._read_id(explicit)
        if self.owners.setdefault(identity, address) != address:
            self.faults.error(place, f"the id {identity} stands twice in the module")
        self.ids[address] = identity
        return identity

    def _made_id(self, address: str, place: Place) -> str:
        if self.own_folder is None or place.path.parent != self.own_folder:
            return node_id(address)
        return node_id(f"{self.own_folder.absolute().parents[1].name}:{address}")

    def _read_id(self, value: ScalarValue) -> str:
        try:
            if str(UUID(value.text)) == value.text:
                return value.text
        except ValueError:
            pass
        self.faults.error(value.place, f"“{value.text}” is no id: an id is a UUID in lower case")
        return value.text

    def _check_names(self, source: MapValue, shape: Shape) -> None:
        for name, _, place in source:
            if name not in shape.names:
                self.faults.error(place, f"unknown name “{name}” in a {shape.kind}{nearest(name, shape.names)}")

    def _read_fields(self, source: MapValue, shape: Shape) -> dict[str, Scalar]:
        fields: dict[str, Scalar] = dict(shape.constant)
        for name, values in shape.vocabulary.constant.items():
            fields[name] = list(values)
        for name, target in shape.fields.items():
            if name in source.items:
                scalar = read_scalar(source.items[name], shape.vocabulary.fields[target], name, self.faults)
                if scalar is not None:
                    fields[target] = scalar
        fields.update(self._read_special_fields(source, shape))
        return fields

    def _read_special_fields(self, source: MapValue, shape: Shape) -> Mapping[str, Scalar]:
        if shape is LESSON:
            return self._read_roles(source)
        if "rows" in shape.special:
            return self._read_rows(source)
        if "picture" in shape.special:
            return self._read_picture(source)
        return {}

    def _read_roles(self, source: MapValue) -> dict[str, Scalar]:
        roles: dict[str, list[str]] = {}
        for name in ("core", "refresher", "optional"):
            value = source.items.get(name)
            codes = [] if value is None else read_codes(value, "levels", self.faults)
            for code in codes:
                if any(code in others for others in roles.values()):
                    self.faults.error(source.key_places[name], f"level “{code}” has two roles in this lesson")
            roles[name] = codes
        planned = {code for codes in roles.values() for code in codes}
        fields: dict[str, Scalar] = {"levels": _ranked(planned)} if planned else {}
        for name, target in _ROLES.items():
            if roles[name]:
                fields[target] = _ranked(set(roles[name]))
        return fields

    def _read_rows(self, source: MapValue) -> dict[str, Scalar]:
        rows, heads = source.items.get("rows"), source.items.get("row_heads")
        if isinstance(heads, ScalarValue):
            check_choice(heads, "row_heads", self.faults)
        if not isinstance(rows, ScalarValue):
            return {}
        html = render_table(rows.text, report_into(self.faults, rows), row_heads=heads is not None)
        return {"table": {"html": html}} if html else {}

    def _read_picture(self, source: MapValue) -> dict[str, Scalar]:
        value = source.items["picture"]
        if not isinstance(value, ScalarValue) or "/" in value.text:
            self.faults.error(value.place, "“picture” must be the name of a file in the folder of pictures")
            return {}
        path = self.pictures / value.text
        if not path.is_file():
            self.faults.error(value.place, f"the picture “{value.text}” is missing")
            return {}
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self.picture_paths[sha256] = path
        return {"image": {"asset": sha256, "name": value.text}}

    def _read_slots(self, source: MapValue, shape: Shape, address: str) -> dict[str, tuple[SourceNode, ...]]:
        slots: dict[str, tuple[SourceNode, ...]] = {}
        for name, slot in shape.slots.items():
            value = source.items.get(name)
            if isinstance(value, MapValue):
                children = [self._build_child(child, key, place, shape, slot, address) for key, child, place in value]
                slots[slot] = tuple(child for child in children if child is not None)
            elif value is not None and not (isinstance(value, ScalarValue) and not value.text):
                self.faults.error(value.place, f"“{name}” must be a mapping of keys to entries")
        return slots

    def _build_child(
        self, value: Value, key: str, place: Place, parent: Shape, slot: str, parent_address: str
    ) -> SourceNode | None:
        if not KEY.fullmatch(key):
            self.faults.error(place, f"bad key “{key}”: lower-case words and numbers with hyphens between")
            return None
        allowed = KINDS[parent.kind].slots[slot]
        shape = ITEMS[allowed[0]] if allowed[0] in ITEMS else self._find_block(value, key, place)
        if shape is None:
            return None
        if shape.kind not in allowed:
            self.faults.error(place, f"a {shape.kind} cannot stand in “{slot}” of a {parent.kind}")
            return None
        entry = self._as_mapping(value, shape, key)
        if entry is None:
            return None
        address = f"{parent_address}/{slot}/{key}" if shape.kind in ITEMS else f"{self.module}/{key}"
        return self._build(entry, shape, address, place)

    def _find_block(self, value: Value, key: str, place: Place) -> Shape | None:
        if not isinstance(value, MapValue):
            self.faults.error(place, f"“{key}” must be a block, such as {key}: {{text: …}}")
            return None
        for marker, shape in BLOCKS.items():
            if marker in value.items:
                return shape
        near = next((hint for name in value.items if (hint := nearest(name, tuple(BLOCKS)))), "")
        self.faults.error(place, f"“{key}” is no kind of block that we know{near}")
        return None

    def _as_mapping(self, value: Value, shape: Shape, key: str) -> MapValue | None:
        if isinstance(value, MapValue):
            return value
        if isinstance(value, ScalarValue) and shape.bare:
            return MapValue(place=value.place, items={shape.bare: value}, key_places={shape.bare: value.place})
        self.faults.error(value.place, f"“{key}” must be written as {{{', '.join(shape.fields)}}}")
        return None

    def _read_requirements(self, value: Value, address: str) -> tuple[SourceNode, ...]:
        links = read_codes(value, "requirements", self.faults)
        nodes = [self._read_requirement(link, address, value.place) for link in links]
        return tuple(node for node in nodes if node is not None)

    def _read_requirement(self, link: str, lesson: str, place: Place) -> SourceNode | None:
        standard, _, requirement = link.partition("/")
        if not requirement:
            self.faults.error(place, f"bad code “{link}”: write STANDARD/REQUIREMENT")
            return None
        if self.requirements is not None and link not in self.requirements:
            known = tuple(sorted(self.requirements))
            self.faults.error(place, f"unknown requirement “{link}”{nearest(link, known)}")
        address = f"{lesson}/requirements/{link}"
        self.ids[address] = self._made_id(address, place)
        fields: dict[str, Scalar] = {"standard": standard, "requirement": requirement}
        return SourceNode(id=self.ids[address], address=address, kind="requirement", place=place, fields=fields)

    def _check_complete(self, node: SourceNode, shape: Shape, source: MapValue) -> None:
        kind = shape.vocabulary
        missing = kind.required - node.fields.keys() | (kind.filled - node.slots.keys()) & set(shape.slots.values())
        if missing:  # a special name that is there, but wrong, has its own fault already
            names = sorted(shape.written(target) for target in missing)
            lacking = [name for name in names if not (name in shape.special and name in source.items)]
            if lacking:
                self.faults.error(node.place, f"this {node.kind} lacks {', '.join(lacking)}")
        if self.requirements is not None:
            self._check_standards(node)

    def _check_standards(self, node: SourceNode) -> None:
        standards = {link.partition("/")[0] for link in self.requirements or ()}
        named = node.fields.get("standards", [])
        for standard in named if isinstance(named, list) else ():
            if standard not in standards:
                self.faults.error(node.place, f"unknown standard “{standard}”{nearest(standard, tuple(standards))}")

    def _check_code(self, node: SourceNode) -> None:
        code = node.plain("code")
        if not code:
            return
        check = _CODE_CHECKS.get(node.kind)
        if (check and not check(code, self.module)) or (node.kind == "module" and not MODULE_CODE.fullmatch(code)):
            self.faults.error(node.place, f"bad code “{code}” for a {node.kind} of {self.module}")
        if code in self.codes:
            first = self.codes[code]
            self.faults.error(node.place, f"code reused: “{code}” already stands in {first.path.name}:{first.line}")
        self.codes.setdefault(code, node.place)


def _ranked(levels: set[str]) -> list[str]:
    return sorted(levels, key=lambda level: LEVELS.index(level) if level in LEVELS else len(LEVELS))
