"""Full-text search over the lessons of current editions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail.search.backends import get_search_backend

from curriculum.reading.models import LessonText

LONGEST_QUERY = 200
HITS_A_PAGE = 20
EXCERPT_BEFORE, EXCERPT_LENGTH = 70, 220
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an excerpt."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """One page of what was found."""

    total: int
    page: int
    pages: int
    rows: tuple[LessonText, ...]


def search_lessons(words: str, *, languages: Iterable[str], platform: str, page: int) -> Hits:
    """Return page `page` (from 1) of the lessons that hold all `words`, the best first.

    `languages` and `platform` (a slug) limit the search; empty means all. A page beyond the last is the last.
    """
    rows = LessonText.objects.order_by()
    if languages:
        rows = rows.filter(language__in=list(languages))
    if platform:
        rows = rows.filter(platform=platform)
    terms = " ".join(_WORD.findall(words))
    if not terms:
        return Hits(total=0, page=1, pages=1, rows=())
    found = get_search_backend().search(terms, rows, operator="and")
    total = found.count()
    pages = max(1, -(-total // HITS_A_PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * HITS_A_PAGE
    return Hits(total=total, page=page, pages=pages, rows=tuple(found[start : start + HITS_A_PAGE]))


def excerpt(body: str, words: str) -> tuple[Part, ...]:
    """Return a stretch of `body` around the first of `words`, at most about 220 characters, matches marked."""
    pattern = _pattern(_WORD.findall(words))
    folded = _fold(body)
    first = pattern.search(folded) if pattern else None
    start, end = _window(body, first.start() if first else 0)
    parts = [Part("… " if start else "")]
    here = start
    for match in pattern.finditer(folded, start, end) if pattern else ():
        parts += [Part(body[here : match.start()]), Part(body[match.start() : match.end()], is_match=True)]
        here = match.end()
    parts += [Part(body[here:end]), Part(" …" if end < len(body) else "")]
    return tuple(part for part in parts if part.text)


def _window(body: str, first: int) -> tuple[int, int]:
    start = max(0, first - EXCERPT_BEFORE)
    if start:
        start = max(body.rfind(" ", 0, start), body.rfind("\n", 0, start)) + 1
    end = min(len(body), start + EXCERPT_LENGTH)
    if end < len(body):
        end = max(body.rfind(" ", start, end), first + 1)
    return start, end


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    if not terms:
        return None
    longest_first = sorted(map(_fold, terms), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})")


def _fold(text: str) -> str:
    """Return `text` without case and accents, character for character, so that places stay the same."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
