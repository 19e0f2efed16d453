"""What a national platform makes of a generic module, read from files that say only what differs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from curriculum.content.sources.adapting import adapt
from curriculum.content.sources.addresses import VERSION
from curriculum.content.sources.changes import Change, Decline, Reason, read_changes, read_reasons, read_text
from curriculum.content.sources.exceptions import SourceError
from curriculum.content.sources.places import FaultList, Place
from curriculum.content.sources.reader import (
    MODULE_FILE,
    ModuleFiles,
    ParsedModule,
    build_module,
    builder_for,
    list_versions,
    load_document,
    parse_module,
    read_files,
)
from curriculum.content.sources.scalars import nearest, read_codes
from curriculum.content.sources.yaml_values import MapValue, read_yaml
from curriculum.document import Document

UPSTREAM = "generic"
#: Codes of what a platform adds begin here, so that a later generic lesson or question never has the same one.
FIRST_OWN_NUMBER = 50
_LESSON_NAMES = ("adapts", "factor", "reason", "changes")
_MODULE_NAMES = (*_LESSON_NAMES, "base", "notes", "lessons")


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReason:
    """Why a platform departs from the generic module at one place."""

    node_id: str  # of a block, a lesson or the module
    factor: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceAdaptation:
    """A generic module as one platform adapted it, with its document."""

    platform: str  # its slug
    code: str
    base: str  # version of the generic module that it stands on
    notes: str  # release notes
    document: Document
    pictures: Mapping[str, Path]  # by SHA-256 of the file, lower-case hex
    reasons: tuple[SourceReason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedAdaptation:
    """An adaptation as its files say it, right or wrong."""

    base: str
    module: ParsedModule
    reasons: tuple[SourceReason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _OwnFiles:
    """What the files of a platform say, over those of the generic module."""

    lessons: Mapping[str, MapValue]  # by code, in the platform's order; what it declines stands last
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]


def list_adaptations(root: Path) -> tuple[Path, ...]:
    """Find the folders of adaptations at or below a folder: those whose `module.yaml` stands in no version."""
    files = (root / MODULE_FILE, *root.rglob(MODULE_FILE))
    return tuple(sorted({file.parent for file in files if file.is_file() and not VERSION.fullmatch(file.parent.name)}))


def read_adaptation(folder: Path) -> SourceAdaptation:
    """Read an adaptation from a folder such as `curriculum_data/kenya/en/QMS-1`.

    The generic module stands in `curriculum_data/generic`, in the same language or, for a regional form such as
    `pt-BR`, in the language that this is a form of. Raises SourceError with all faults where the files are wrong.
    """
    faults = FaultList()
    parsed = parse_adaptation(folder, faults)
    document = load_document(parsed.module, faults) if parsed and not faults.errors else None
    if parsed is None or document is None or faults.errors:
        raise SourceError(faults.errors)
    return SourceAdaptation(
        platform=folder.absolute().parents[1].name,
        code=parsed.module.code,
        base=parsed.base,
        notes=parsed.module.notes,
        document=document,
        pictures=MappingProxyType(dict(parsed.module.pictures)),
        reasons=parsed.reasons,
    )


def parse_adaptation(folder: Path, faults: FaultList) -> ParsedAdaptation | None:
    """Read the files of an adaptation and note every fault; None where there is nothing to speak of."""
    head = read_yaml(folder / MODULE_FILE, faults)
    if head is None:
        return None
    _check_head(head, folder.name, _MODULE_NAMES, faults)
    upstream = _find_upstream(folder)
    base = _read_base(head, upstream, faults)
    files = read_files(upstream, base, faults) if base else None
    generic = parse_module(upstream, base, FaultList()) if base else None
    if files is None or generic is None:
        return None
    own = _read_own_files(head, folder, files, faults)
    adapted = adapt(
        ModuleFiles(module=files.module, lessons=own.lessons), own.changes, module=folder.name, faults=faults
    )
    builder = replace(builder_for(upstream, faults), own_folder=folder)
    module = build_module(adapted, builder, version=base, language=folder.absolute().parent.name)
    _check_own_codes(module, folder, faults)
    return ParsedAdaptation(
        base=base,
        module=replace(module, notes=read_text(head, "notes", faults)),
        reasons=tuple(_with_ids(own.reasons, generic.ids, faults)),
    )


def _find_upstream(folder: Path) -> Path:
    """Give the folder of the generic module: in the platform's language, else in the base of its regional form."""
    language = folder.absolute().parent.name
    generic = folder.absolute().parents[2] / UPSTREAM
    upstream = generic / language / folder.name
    return upstream if upstream.is_dir() else generic / language.partition("-")[0] / folder.name


def _check_head(source: MapValue, code: str, names: tuple[str, ...], faults: FaultList) -> None:
    for name, _, place in source:
        if name not in names:
            faults.error(place, f"unknown name “{name}” in an adaptation{nearest(name, names)}")
    adapted = read_text(source, "adapts", faults)
    if adapted and adapted != code:
        faults.error(source.place, f"this file must adapt “{code}”, not “{adapted}”")


def _read_base(head: MapValue, upstream: Path, faults: FaultList) -> str:
    base = read_text(head, "base", faults)
    known = tuple(item.version for item in list_versions(upstream))
    if base and base not in known:
        faults.error(head.key_places["base"], f"there is no generic version “{base}”{nearest(base, known)}")
        return ""
    return base


def _read_own_files(head: MapValue, folder: Path, files: ModuleFiles, faults: FaultList) -> _OwnFiles:
    listed = head.items.get("lessons")
    codes = read_codes(listed, "lessons", faults) if listed else []
    if not codes:
        faults.error(head.place, "this adaptation lacks lessons, such as [QMS-1.1, QMS-1.50]")
    lessons: dict[str, MapValue] = {}
    changes, reasons = [*read_changes(head, faults)], [*read_reasons(head, faults)]
    for code in codes:
        path = folder / f"{code}.yaml"
        source = read_yaml(path, faults) if code not in files.lessons or path.is_file() else None
        if code not in files.lessons:
            lessons.update({code: source} if source else {})
            continue
        lessons[code] = files.lessons[code]
        if source is not None:
            _check_head(source, code, _LESSON_NAMES, faults)
            changes.extend(read_changes(source, faults))
            reasons.extend(read_reasons(source, faults))
    _check_lessons(head, codes, files, changes, faults)
    _check_files(folder, codes, faults)
    return _OwnFiles(lessons={**lessons, **_rest(files, lessons)}, changes=tuple(changes), reasons=tuple(reasons))


def _rest(files: ModuleFiles, lessons: Mapping[str, MapValue]) -> dict[str, MapValue]:
    return {code: source for code, source in files.lessons.items() if code not in lessons}


def _check_lessons(
    head: MapValue, codes: list[str], files: ModuleFiles, changes: list[Change], faults: FaultList
) -> None:
    """Note a fault where a generic lesson is neither kept nor declined, or both."""
    declined = {change.address for change in changes if isinstance(change, Decline)}
    for code in files.lessons:
        if (code in codes) == (code in declined):
            faults.error(head.place, f"the lesson “{code}” must be either listed in lessons or declined")


def _check_files(folder: Path, codes: list[str], faults: FaultList) -> None:
    for path in sorted(folder.glob("*.yaml")):
        if path.name != MODULE_FILE and path.stem not in codes:
            faults.error(Place(path=path, line=1), "the lesson of this file is not listed in module.yaml")


def _check_own_codes(module: ParsedModule, folder: Path, faults: FaultList) -> None:
    for node in module.root.walk():
        code = node.plain("code")
        numbers = [int(number) for number in re.findall(r"[0-9]+", code.replace(module.code, "", 1))]
        if code and node.place.path.parent == folder and max(numbers, default=0) < FIRST_OWN_NUMBER:
            faults.error(node.place, f"“{code}” may become generic: a platform's own codes begin at {FIRST_OWN_NUMBER}")


def _with_ids(reasons: tuple[Reason, ...], ids: Mapping[str, str], faults: FaultList) -> Iterator[SourceReason]:
    seen: set[str] = set()
    for reason in reasons:
        if reason.address in seen:
            faults.error(reason.place, f"“{reason.address}” has a reason already")
        elif reason.address not in ids:
            faults.error(reason.place, f"a reason is about the generic module, which has no “{reason.address}”")
        else:
            yield SourceReason(node_id=ids[reason.address], factor=reason.factor, text=reason.text)
        seen.add(reason.address)
