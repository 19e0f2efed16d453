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
    data = folder.absolute().parents[2]
    files = find_files(folder, version)
    source = read_yaml(files.get(MODULE_FILE, folder / version / MODULE_FILE), faults)
    if source is None:
        return None
    builder = Builder(
        module=folder.name,
        faults=faults,
        pictures=data / PICTURE_FOLDER,
        requirements=read_requirements(data / REQUIREMENT_FILE),
    )
    lessons = tuple(_build_lessons(source, files, builder, folder / version, faults))
    root = builder.build_module(source, lessons)
    _check_module_code(root, folder, faults)
    notes = source.items.get("notes")
    return ParsedModule(
        code=folder.name,
        version=version,
        language=folder.absolute().parent.name,
        notes=" ".join(notes.text.split()) if isinstance(notes, ScalarValue) else "",
        root=root,
        ids=builder.ids,
        pictures=builder.picture_paths,
    )


def _build_lessons(
    source: MapValue, files: Mapping[str, Path], builder: Builder, folder: Path, faults: FaultList
) -> Iterator[SourceNode]:
    listed = source.items.get("lessons")
    if not isinstance(listed, ListValue) or not listed.items:
        faults.error(source.place, "this module lacks lessons, such as [QMS-1.1, QMS-1.2]")
        return
    for item in listed.items:
        code = item.text if isinstance(item, ScalarValue) else ""
        if f"{code}.yaml" not in files:
            faults.error(item.place, f"the file {code}.yaml of a listed lesson is missing")
            continue
        lesson = read_yaml(files[f"{code}.yaml"], faults)
        if lesson is not None:
            node = builder.build_lesson(lesson, code)
            if node.plain("code") != code:
                faults.error(node.place, f"the lesson in this file must be “{code}”, not “{node.plain('code')}”")
            yield node


def _check_module_code(root: SourceNode, folder: Path, faults: FaultList) -> None:
    if root.plain("code") != folder.name:
        faults.error(root.place, f"the module in this folder must be “{folder.name}”, not “{root.plain('code')}”")


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
