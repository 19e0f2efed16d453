"""What helps with one segment: texts of the memory, terms of the glossary, and what the checks say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from curriculum.content.languages import language_name
from curriculum.releases.admin.difference import marked
from curriculum.translation.fuzzy import FuzzyMatch, fuzzy_matches_of
from curriculum.translation.glossary import TermHit
from curriculum.translation.memory import Remembered, remembered
from curriculum.translation.models import DONE, TranslatedSegment

MOST_OFFERED = 2  # texts of the memory for one segment
SAME = 100  # percent


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A text from the translation memory."""

    text: str
    percent: int
    # how much its source is like this one, 100 for the same
    source: SafeString
    # the source that it was made from, with the words marked that this one lacks; empty for the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A term of the glossary that stands in a source."""

    term: str
    translation: str
    note: str
    # what else it is called, by language
    is_doubtful: bool
    # whether nobody is sure of the translation


def suggestions_for(rows: Iterable[TranslatedSegment]) -> dict[int, list[Suggestion]]:
    """Return what the memory offers for the segments that are open, by primary key; what they say already is left out.

    The segments are of one language.
    """
    open_ones = [row for row in rows if row.state not in DONE]
    wanted = [(str(row.node_id), row.source_digest) for row in open_ones]
    known = remembered(open_ones[0].language, wanted) if open_ones else {}
    alike = fuzzy_matches_of(open_ones, MOST_OFFERED)
    return {row.pk: _offered(row, known.get((str(row.node_id), row.source_digest)), alike[row.pk]) for row in open_ones}


def _offered(row: TranslatedSegment, exact: Remembered | None, alike: Iterable[FuzzyMatch]) -> list[Suggestion]:
    """Return the best text for the same source and then the likest others, each text once."""
    found = {exact.text: Suggestion(text=exact.text, percent=100, source=SafeString(""))} if exact else {}
    for match in alike:
        source = marked(row.source, match.source)[1] if match.percent < SAME else SafeString("")
        found.setdefault(match.text, Suggestion(text=match.text, percent=match.percent, source=source))
    return [suggestion for text, suggestion in found.items() if text != row.text][:MOST_OFFERED]


def with_terms(source: str, hits: Iterable[TermHit]) -> SafeString:
    """Return a source as HTML with the glossary's terms marked; its tags are shown as text."""
    pieces, place = SafeString(""), 0
    for hit in hits:
        pieces += format_html("{}<mark>{}</mark>", source[place : hit.start], source[hit.start : hit.end])
        place = hit.end
    return pieces + format_html("{}", source[place:])


def terms_of(hits: Iterable[TermHit]) -> list[Term]:
    """Return the terms that stand in a source, each once."""
    entries = {hit.term: hit.entry for hit in hits}
    return [
        Term(
            term=entry.term,
            translation=entry.translation,
            note=", ".join(f"{language_name(other.language)}: {other.text}" for other in entry.variants),
            is_doubtful=entry.confidence == "low",
        )
        for entry in entries.values()
    ]
