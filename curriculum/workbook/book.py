"""The book as its templates draw it: parts, lessons and forms, with nothing left to look up or to compute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from curriculum.content.choices import CycleStep, Level
from curriculum.content.languages import language_name
from curriculum.document import Document, Node, Text, walk
from curriculum.releases.models import Edition
from curriculum.workbook.forms import Sheet, sheet_of
from curriculum.workbook.selection import Selection, code_of, only_lesson, select


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the improvement cycle."""

    name: str
    is_here: bool
    # whether the lesson belongs to it


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """One lesson of a book."""

    node: Node
    code: str
    title: str
    minutes: int
    steps: tuple[Step, ...]
    # of the improvement cycle; empty for a lesson that belongs to none
    sheets: tuple[Sheet, ...]
    # its forms, which stand behind it, each on a sheet of its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One edition in a book."""

    edition: Edition
    node: Node
    code: str
    title: str
    version: str
    # "1.0.0", and that it was withdrawn where it was
    trace: str
    # module, version, language and platform, as every page says them
    minutes: int
    opening_sheets: tuple[Sheet, ...]
    # forms of the introduction
    chapters: tuple[Chapter, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return all forms of the part that are printed, in order."""
        return (*self.opening_sheets, *(sheet for chapter in self.chapters for sheet in chapter.sheets))


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """What is printed at once: one edition, or several of one language."""

    parts: tuple[Part, ...]
    selection: Selection

    @property
    def language(self) -> str:
        """Return the language of the book, such as "pt-BR"."""
        return self.parts[0].edition.language

    @property
    def title(self) -> str:
        """Return what the book is called."""
        return " · ".join(part.title for part in self.parts)

    @property
    def codes(self) -> str:
        """Return the codes of its modules."""
        return " · ".join(part.code for part in self.parts)

    @property
    def is_single(self) -> bool:
        """Whether it is the book of one module."""
        return len(self.parts) == 1

    @property
    def trace(self) -> str:
        """Return which modules, versions, language and platform it shows, for the pages that belong to no module."""
        if self.is_single:
            return self.parts[0].trace
        versions = [f"{part.code} {part.version}" for part in self.parts]
        return " · ".join([*versions, self.language_name, self.parts[0].edition.release.module.platform.title])

    @property
    def language_name(self) -> str:
        """Return the name of its language in the active one, which is its own."""
        return language_name(self.language)

    @property
    def published_at(self) -> datetime:
        """Return when the newest of its editions was published."""
        return max(part.edition.published_at for part in self.parts)

    @property
    def profile(self) -> str:
        """Return for whom it is, in words; empty for all."""
        words = []
        if self.selection.levels:
            levels = ", ".join(str(Level(level).label) for level in self.selection.levels)
            words.append(_("For groups at level: %(levels)s") % {"levels": levels})
        if self.selection.standards:
            words.append(_("For the standard: %(standards)s") % {"standards": ", ".join(self.selection.standards)})
        return " · ".join(words)

    @property
    def node_ids(self) -> frozenset[str]:
        """Return the ids of all nodes that stand in the book: of single lessons, without what their module says."""
        shown = [part.node for part in self.parts]
        if self.selection.lesson:
            shown = [chapter.node for part in self.parts for chapter in part.chapters]
        return frozenset(node.id for tree in shown for node in walk(tree))


def book_of(editions: Sequence[Edition], selection: Selection) -> Book:
    """Return the book of `editions`, all in one language, whose words are those of the active language.

    Raises NothingToPrintError where a module has no lesson for the profile, UnknownLessonError where none has the
    lesson that was asked for.
    """
    edition_of = {edition.release.module.code: edition for edition in editions}
    documents = [select(edition.load(), selection) for edition in editions]
    if selection.lesson:
        documents = only_lesson(documents, selection.lesson)
    parts = tuple(_part(edition_of[code_of(document.root)], document, selection) for document in documents)
    return Book(parts=parts, selection=selection)


def _part(edition: Edition, document: Document, selection: Selection) -> Part:
    root, release = document.root, edition.release
    version = release.number
    if release.is_withdrawn:
        version = _("%(number)s, withdrawn") % {"number": release.number}
    chapters = tuple(_chapter(lesson, selection) for lesson in root.slots["lessons"])
    language = language_name(edition.language)
    return Part(
        edition=edition,
        node=root,
        code=code_of(root),
        title=_text(root, "title"),
        version=version,
        trace=" · ".join(
            [code_of(root), _("version %(number)s") % {"number": version}, language, release.module.platform.title]
        ),
        minutes=sum(chapter.minutes for chapter in chapters),
        opening_sheets=() if selection.lesson else _sheets(root.slots.get("introduction", ()), selection),
        chapters=chapters,
    )


def _chapter(lesson: Node, selection: Selection) -> Chapter:
    minutes = lesson.fields.get("minutes")
    return Chapter(
        node=lesson,
        code=code_of(lesson),
        title=_text(lesson, "title"),
        minutes=minutes if isinstance(minutes, int) else 0,
        steps=_cycle(lesson),
        sheets=_sheets(lesson.slots.get("body", ()), selection),
    )


def _cycle(lesson: Node) -> tuple[Step, ...]:
    here = lesson.fields.get("cycle_step")
    return tuple(Step(name=str(step.label), is_here=step == here) for step in CycleStep) if here else ()


def _sheets(nodes: Iterable[Node], selection: Selection) -> tuple[Sheet, ...]:
    return tuple(sheet_of(form, selection.paper) for form in _forms(nodes))


def _forms(nodes: Iterable[Node]) -> Iterable[Node]:
    """Yield the forms among `nodes` and in their passages, in reading order."""
    for node in nodes:
        if node.kind == "form":
            yield node
        elif node.kind == "passage":
            yield from _forms(node.slots.get("body", ()))


def _text(node: Node, name: str) -> str:
    scalar = node.fields.get(name)
    return scalar.text if isinstance(scalar, Text) else ""
