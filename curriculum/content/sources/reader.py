"""One version of a module, read from its source files into a document."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from curriculum.content.sources.addresses import NAMESPACE, VERSION, node_id, version_key
from curriculum.content.sources.building import Builder
from curriculum.content.sources.exceptions import SourceError
from curriculum.content.sources.nodes import SourceNode
from curriculum.content.sources.places import FaultList
from curriculum.content.sources.yaml_values import ListValue, MapValue, ScalarValue, read_yaml
from curriculum.document import Document, DocumentError, load

__all__ = [
    "NAMESPACE",
    "ParsedModule",
    "SourceModule",
    "SourceVersion",
    "find_files",
    "list_versions",
    "parse_module",
    "read_module",
    "to_json",
]

DOCUMENT_FORMAT = "scan-document/1"
MODULE_FILE = "module.yaml"
PICTURE_FOLDER = "pictures"
REQUIREMENT_FILE = "requirement-map.json"
_NODE_LINK = re.compile(r'data-node="([^"]*)"')


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceVersion:
    """A version of a module for which there are source files."""

    folder: Path  # …/QMS-1
    code: str
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceModule:
    """One version of a module with its document."""

    code: str
    version: str
    language: str
    notes: str  # release notes: what is new in this version
    document: Document
    pictures: Mapping[str, Path]  # by SHA-256 of the file, lower-case hex


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleFiles:
    """The files of one module, read and not yet understood."""

    module: MapValue
    lessons: Mapping[str, MapValue]  # by code, in their order


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedModule:
    """One version of a module as its files say it, right or wrong."""

    code: str
    version: str
    language: str
    notes: str
    root: SourceNode
    ids: Mapping[str, str]  # address -> id
    pictures: Mapping[str, Path]


def list_versions(root: Path) -> tuple[SourceVersion, ...]:
    """Find the versions of all modules at or below a folder, by module and from the oldest version to the newest."""
    found = {
        SourceVersion(folder=path.parent, code=path.parent.name, version=path.name)
        for path in (root, *root.rglob("*"))
        if path.is_dir() and VERSION.fullmatch(path.name) and any(path.glob("*.yaml"))
    }
    return tuple(sorted(found, key=lambda item: (item.folder, version_key(item.version))))


def read_module(folder: Path, version: str) -> SourceModule:
    """Read one version of the module in a folder such as `curriculum_data/generic/en/QMS-1`.

    The folder's parent names the language. Raises SourceError with all faults where the files are wrong; warnings
    do not count.
    """
    faults = FaultList()
    parsed = parse_module(folder, version, faults)
    if parsed is None or faults.errors:
        raise SourceError(faults.errors)
    document = load_document(parsed, faults)
    if document is None:
        raise SourceError(faults.errors)
    return SourceModule(
        code=parsed.code,
        version=version,
        language=parsed.language,
        notes=parsed.notes,
        document=document,
        pictures=MappingProxyType(dict(parsed.pictures)),
    )


def load_document(parsed: ParsedModule, faults: FaultList) -> Document | None:
    """Make the document of a parsed module; None, with a fault noted, where it is no valid document."""
    try:
        return load(to_json(parsed, faults))
    except DocumentError as error:
        faults.error(parsed.root.place, f"no valid document: {error}")
        return None


def find_files(folder: Path, version: str) -> dict[str, Path]:
    """Give the files of a version by name, each from the nearest version at or before it that has the file."""
    files: dict[str, Path] = {}
    for item in list_versions(folder):
        if version_key(item.version) <= version_key(version):
            files.update({path.name: path for path in sorted((folder / item.version).glob("*.yaml"))})
    return files


def parse_module(folder: Path, version: str, faults: FaultList) -> ParsedModule | None:
    """Read the files of one version and note every fault; None where there is no module to speak of."""
    files = read_files(folder, version, faults)
    if files is None:
        return None
    return build_module(files, builder_for(folder, faults), version=version, language=folder.absolute().parent.name)


def builder_for(folder: Path, faults: FaultList) -> Builder:
    """Give a builder for the module in a folder such as `curriculum_data/generic/en/QMS-1`."""
    data = folder.absolute().parents[2]
    return Builder(
        module=folder.name,
        faults=faults,
        pictures=data / PICTURE_FOLDER,
        requirements=read_requirements(data / REQUIREMENT_FILE),
    )


def read_files(folder: Path, version: str, faults: FaultList) -> ModuleFiles | None:
    """Read the YAML of one version: the module's file and those of the lessons that it lists; None without a module."""
    files = find_files(folder, version)
    module = read_yaml(files.get(MODULE_FILE, folder / version / MODULE_FILE), faults)
    if module is None:
        return None
    return ModuleFiles(module=module, lessons=dict(_read_lessons(module, files, faults)))


def build_module(files: ModuleFiles, builder: Builder, *, version: str, language: str) -> ParsedModule:
    """Make nodes of the files of a module; the builder's faults say what is wrong with them."""
    lessons = tuple(_build_lesson(source, code, builder) for code, source in files.lessons.items())
    root = builder.build_module(files.module, lessons)
    if root.plain("code") != builder.module:
        message = f"the module in this folder must be “{builder.module}”, not “{root.plain('code')}”"
        builder.faults.error(root.place, message)
    notes = files.module.items.get("notes")
    return ParsedModule(
        code=builder.module,
        version=version,
        language=language,
        notes=" ".join(notes.text.split()) if isinstance(notes, ScalarValue) else "",
        root=root,
        ids=builder.ids,
        pictures=builder.picture_paths,
    )


def _read_lessons(module: MapValue, files: Mapping[str, Path], faults: FaultList) -> Iterator[tuple[str, MapValue]]:
    listed = module.items.get("lessons")
    if not isinstance(listed, ListValue) or not listed.items:
        faults.error(module.place, "this module lacks lessons, such as [QMS-1.1, QMS-1.2]")
        return
    seen: set[str] = set()
    for item in listed.items:
        code = item.text if isinstance(item, ScalarValue) else ""
        if code in seen:
            faults.error(item.place, f"the lesson “{code}” is listed twice")
            continue
        seen.add(code)
        if f"{code}.yaml" not in files:
            faults.error(item.place, f"the file {code}.yaml of a listed lesson is missing")
            continue
        lesson = read_yaml(files[f"{code}.yaml"], faults)
        if lesson is not None:
            yield code, lesson


def _build_lesson(source: MapValue, code: str, builder: Builder) -> SourceNode:
    node = builder.build_lesson(source, code)
    if node.plain("code") != code:
        message = f"the lesson in this file must be “{code}”, not “{node.plain('code')}”"
        builder.faults.error(node.place, message)
    return node


def read_requirements(path: Path) -> frozenset[str] | None:
    """Read the known links `STANDARD/REQUIREMENT` from the map of requirements; None where there is no map."""
    if not path.is_file():
        return None
    standards = json.loads(path.read_text(encoding="utf-8"))["standards"]
    return frozenset(
        f"{standard['code']}/{requirement['code']}"
        for standard in standards
        for requirement in standard["requirements"]
    )


def to_json(parsed: ParsedModule, faults: FaultList) -> dict[str, object]:
    """Give the document of a parsed module in JSON form, with links to nodes resolved to their ids."""
    linked = _link(parsed.root, parsed, faults)
    return {"format": DOCUMENT_FORMAT, "language": parsed.language, "root": linked.to_json()}


def _link(node: SourceNode, parsed: ParsedModule, faults: FaultList) -> SourceNode:
    def resolve(match: re.Match[str]) -> str:
        address = match[1]
        own = re.match(rf"{re.escape(parsed.code)}(?:$|[./])", address)
        if own and address not in parsed.ids:
            faults.error(node.place, f"the link leads nowhere: there is no “{address}” in this module")
        return f'data-node="{parsed.ids.get(address) or node_id(address)}"'

    fields = {
        name: {"html": _NODE_LINK.sub(resolve, value["html"])} if isinstance(value, dict) and "html" in value else value
        for name, value in node.fields.items()
    }
    slots = {name: tuple(_link(child, parsed, faults) for child in children) for name, children in node.slots.items()}
    return SourceNode(id=node.id, address=node.address, kind=node.kind, place=node.place, fields=fields, slots=slots)
