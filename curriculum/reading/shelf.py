"""All that is published of one module, as its pages need it. No document is loaded before it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from curriculum.content.languages import base_language
from curriculum.content.models import Module, PlatformPage
from curriculum.document import Document, Node
from curriculum.releases.models import Edition, Release, StoredDocument
from curriculum.releases.wording import DescribedChange, describe_changes

REMEMBERED_CHANGE_LISTS = 128


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """The editions of one module, each in its latest revision, the newest release first."""

    platform: PlatformPage
    module: Module
    editions: tuple[Edition, ...]

    def current(self, language: str) -> Edition | None:
        """Return what the public reads in `language`: the newest edition whose release stands."""
        return next((edition for edition in self.in_language(language) if not edition.release.is_withdrawn), None)

    def numbered(self, language: str, number: str) -> Edition | None:
        """Return the edition of release `number` in `language`."""
        return next((edition for edition in self.in_language(language) if edition.release.number == number), None)

    def in_language(self, language: str) -> tuple[Edition, ...]:
        """Return the editions in `language`, the newest release first."""
        return tuple(edition for edition in self.editions if edition.language == language)

    def currents(self) -> tuple[Edition, ...]:
        """Return the current editions, one a language, in order of language."""
        languages = sorted({edition.language for edition in self.editions})
        return tuple(edition for language in languages if (edition := self.current(language)))

    def newest(self) -> Edition | None:
        """Return the newest release that stands, in the language that it is written in."""
        standing = [edition for edition in self.editions if not edition.release.is_withdrawn]
        return min(
            (edition for edition in standing if edition.release_id == standing[0].release_id),
            key=lambda edition: edition.pk,
            default=None,
        )

    def before(self, edition: Edition) -> Edition | None:
        """Return the edition before `edition` in its language."""
        older = self.in_language(edition.language)
        return next(iter(older[older.index(edition) + 1 :]), None)

    def stamp(self) -> tuple[str, ...]:
        """Return what names the state of the shelf: seals of editions and withdrawals, the platform's names."""
        return (self.platform.title, self.platform.summary, *stamp_of(self.editions))


def nearest_first(editions: Iterable[Edition], language: str) -> list[Edition]:
    """Return `editions` with those first that one is likeliest to read who asked for `language`, else as they were.

    First comes the language itself, then its base or another regional form, then the interface's language.
    """
    base, interface = base_language(language), get_language() or ""

    def distance(edition: Edition) -> tuple[bool, ...]:
        own = edition.language
        return own.lower() != language.lower(), base_language(own) != base, base_language(own) != interface

    return sorted(editions, key=distance)


def stamp_of(editions: Iterable[Edition]) -> list[str]:
    """Return the seals of `editions` and of the withdrawals of their releases."""
    return [f"{edition.seal}{_withdrawal_seal(edition.release)}" for edition in editions]


def _withdrawal_seal(release: Release) -> str:
    return release.withdrawal.seal if release.is_withdrawn else ""


def find_shelf(platform: PlatformPage, code: str) -> Shelf | None:
    """Return what `platform` has published of the module `code`, capital letters or not; None where nothing is."""
    found = (
        Edition.objects.latest_revisions()
        .with_release()
        .filter(release__module__platform=platform, release__module__code=code.upper())
        .order_by("-release__major", "-release__minor", "-release__patch", "language")
    )
    editions = tuple(found)
    if not editions:
        return None
    return Shelf(platform=platform, module=editions[0].release.module, editions=editions)


def lessons_of(document: Document) -> tuple[Node, ...]:
    """Return the lessons of a module's document in order."""
    return document.root.slots.get("lessons", ())


def find_lesson(document: Document, code: str) -> Node | None:
    """Return the lesson of this code, capital letters or not."""
    return next((node for node in lessons_of(document) if code_of(node).lower() == code.lower()), None)


def code_of(node: Node) -> str:
    """Return the code of a module, lesson, form or question; empty where it has none yet."""
    code = node.fields.get("code")
    return code if isinstance(code, str) else ""


def total_minutes(document: Document) -> int:
    """Return how long all lessons of a module take, in minutes."""
    return sum(minutes for lesson in lessons_of(document) if isinstance(minutes := lesson.fields.get("minutes"), int))


def changes_of(shelf: Shelf, edition: Edition) -> tuple[DescribedChange, ...]:
    """Return what `edition` changed since the one before, in words of the interface's language; empty for a first."""
    before = shelf.before(edition)
    if before is None or before.document_id == edition.document_id:
        return ()
    return _described(before.document_id, edition.document_id, get_language() or "")


@lru_cache(maxsize=REMEMBERED_CHANGE_LISTS)
def _described(base: str, other: str, _language: str) -> tuple[DescribedChange, ...]:
    return tuple(describe_changes(StoredDocument(digest=base).load(), StoredDocument(digest=other).load()))
