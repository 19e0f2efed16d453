"""Checks of the source files, for writers: `python -m curriculum.content.sources.linter [PATH…]`.

A PATH is the folder of the curriculum's data, of one module, of one version, or of one platform's adaptation;
`curriculum_data` by default. Prints rows `file:line: message`, errors first, and ends with status 1 where there is
an error.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from curriculum.content.sources.adaptations import list_adaptations, parse_adaptation
from curriculum.content.sources.nodes import SourceNode
from curriculum.content.sources.places import Fault, FaultList, Place
from curriculum.content.sources.reader import (
    MODULE_FILE,
    PICTURE_FOLDER,
    ParsedModule,
    SourceVersion,
    list_versions,
    load_document,
    parse_module,
)

MAXIMUM_ROWS = 50
MAXIMUM_SENTENCE = 35  # words
MAXIMUM_PICTURE = 60 * 1024  # bytes: learners pay for their data
OPTIONS = 3
#: Words in a lesson, lowest and highest, of the modules whose full text is written.
LESSON_WORDS = range(900, 1801)
#: A translation may be a fifth longer or shorter: Spanish needs more words than English, Swahili fewer.
TRANSLATED_WORDS = range(720, 2161)
WRITTEN_IN = "en"
FULL_TEXT_MODULES = frozenset({"ORG-1", "QMS-1", "REC-1"})
_TAG = re.compile(r"<[^>]*>")
_PART_END = re.compile(r"</(?:p|li|td|th)>|<br>")
_SENTENCE_END = re.compile(r"[.!?…:]+[”)]?(?:\s+|$)")


def lint(paths: Sequence[Path]) -> tuple[Fault, ...]:
    """Check everything at and below the paths; the faults come errors first, then in the order of the files."""
    faults: set[Fault] = set()
    for path in paths:
        faults.update(_lint_path(path))
    return tuple(sorted(faults, key=lambda fault: (fault.warning, fault.place, fault.message)))


def _lint_path(path: Path) -> Iterator[Fault]:
    faults = FaultList()
    versions, adaptations = list_versions(path), list_adaptations(path)
    if not versions and not adaptations:
        faults.error(Place(path=path, line=1), "no version of a module here")
    pictures: set[Path] = set()
    for folder in sorted({item.folder for item in versions}):
        asked = {item.version for item in versions if item.folder == folder}
        pictures |= _lint_folder(folder, asked, faults)
    for folder in adaptations:
        pictures |= _lint_adaptation(folder, faults)
    if (path / PICTURE_FOLDER).is_dir():
        _check_pictures(path / PICTURE_FOLDER, pictures, faults)
    yield from faults


def _lint_folder(folder: Path, asked: set[str], faults: FaultList) -> set[Path]:
    earlier: list[ParsedModule] = []
    pictures: set[Path] = set()
    for item in list_versions(folder):
        found = FaultList()
        parsed = parse_module(folder, item.version, found)
        if parsed is not None:
            _check_version(parsed, item, earlier, found)
            earlier.append(parsed)
            pictures.update(parsed.pictures.values())
        if item.version in asked:
            faults.faults.extend(found)
    return pictures


def _lint_adaptation(folder: Path, faults: FaultList) -> set[Path]:
    found = FaultList()
    adaptation = parse_adaptation(folder, found)
    if adaptation is not None:
        _check_content(adaptation.module, found)
    faults.faults.extend(found)
    return set(adaptation.module.pictures.values()) if adaptation else set()


def _check_version(parsed: ParsedModule, item: SourceVersion, earlier: list[ParsedModule], faults: FaultList) -> None:
    _check_folder(parsed, item, faults)
    _check_kinds(parsed, earlier, faults)
    _check_content(parsed, faults)


def _check_content(parsed: ParsedModule, faults: FaultList) -> None:
    for lesson in parsed.root.children("lessons"):
        check_minutes(lesson, faults)
        if parsed.code in FULL_TEXT_MODULES:
            _check_length(lesson, LESSON_WORDS if parsed.language == WRITTEN_IN else TRANSLATED_WORDS, faults)
    for node in parsed.root.walk():
        if node.kind == "question":
            check_question(node, faults)
        for sentence in _long_sentences(node):
            faults.warn(node.place, f"a sentence of {len(sentence.split())} words: “{sentence[:40]}…”")
    if not faults.errors:
        load_document(parsed, faults)


def _check_folder(parsed: ParsedModule, item: SourceVersion, faults: FaultList) -> None:
    folder = item.folder / item.version
    if not (folder / MODULE_FILE).is_file():
        place = Place(path=folder / MODULE_FILE, line=1)
        faults.error(place, "the file is missing: each version says what is new in it")
    elif not parsed.notes:
        faults.error(parsed.root.place, "this module lacks notes: what is new in this version")
    listed = {lesson.address for lesson in parsed.root.children("lessons")}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != MODULE_FILE and path.stem not in listed:
            faults.error(Place(path=path, line=1), "the lesson of this file is not listed in module.yaml")


def _check_kinds(parsed: ParsedModule, earlier: list[ParsedModule], faults: FaultList) -> None:
    known = {node.address: (node.kind, other.version) for other in earlier for node in other.root.walk()}
    for node in parsed.root.walk():
        kind, version = known.get(node.address, (node.kind, ""))
        if kind != node.kind:
            message = f"“{node.address}” was a {kind} in version {version}: a {node.kind} needs a key of its own"
            faults.error(node.place, message)


def check_minutes(lesson: SourceNode, faults: FaultList) -> None:
    """Note a fault where the steps of a lesson's activities do not add up to the minutes of the lesson."""
    steps = [node for node in lesson.walk() if node.kind == "step"]
    for step in steps:
        if "minutes" not in step.fields:
            faults.error(step.place, "this step lacks minutes")
    total = sum(int(step.plain("minutes") or 0) for step in steps)
    if total != int(lesson.plain("minutes") or 0):
        faults.error(lesson.place, f"the steps add up to {total} minutes, the lesson has {lesson.plain('minutes')}")


def check_question(question: SourceNode, faults: FaultList) -> None:
    """Note a fault where a question has not three options, exactly one of them correct."""
    options = question.children("options")
    correct = sum(1 for option in options if option.fields.get("correct") is True)
    if len(options) != OPTIONS:
        faults.error(question.place, f"a question has three options, this one {len(options)}")
    if correct != 1:
        faults.error(question.place, f"exactly one option is correct, here {correct}")


def _check_length(lesson: SourceNode, allowed: range, faults: FaultList) -> None:
    words = count_words(lesson)
    if words not in allowed:
        limits = f"{allowed[0]} to {allowed[-1]}"
        faults.error(lesson.place, f"the lesson has {words} words, and should have {limits}")


def count_words(lesson: SourceNode) -> int:
    """Count the words in all texts of a lesson, forms, quiz and notes included."""
    return sum(len(part.split()) for node in lesson.walk() for part in _parts(node))


def _parts(node: SourceNode) -> Iterator[str]:
    """Give the texts of a node, an HTML field paragraph by paragraph, without markup."""
    for value in node.fields.values():
        if not isinstance(value, dict):
            continue
        if "text" in value:
            yield value["text"]
        for part in _PART_END.split(value.get("html", "")):
            yield _TAG.sub("", part)


def _long_sentences(node: SourceNode) -> Iterator[str]:
    for part in _parts(node):
        for sentence in _SENTENCE_END.split(part):
            if len(sentence.split()) > MAXIMUM_SENTENCE:
                yield sentence


def _check_pictures(folder: Path, used: set[Path], faults: FaultList) -> None:
    shown = {path.resolve() for path in used}
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        place = Place(path=path, line=1)
        if path.resolve() not in shown:
            faults.error(place, "no module shows this picture")
        if path.stat().st_size > MAXIMUM_PICTURE:
            faults.error(place, f"the picture has {path.stat().st_size // 1024} KB, more than 60")


def main(arguments: Sequence[str]) -> int:
    """Check the paths named on the command line and print what is wrong; 1 where there is an error, else 0."""
    faults = lint([Path(argument) for argument in arguments] or [Path("curriculum_data")])
    rows = [str(fault) for fault in faults[:MAXIMUM_ROWS]]
    if len(faults) > MAXIMUM_ROWS:
        rows.append(f"… and {len(faults) - MAXIMUM_ROWS} more")
    sys.stdout.write("".join(f"{row}\n" for row in rows))
    return 1 if any(not fault.warning for fault in faults) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
