"""What the memory offers for a source that is only like something translated before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, floor
from operator import add

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan
from rapidfuzz import fuzz, process

from curriculum.translation.models import SegmentState, TranslatedSegment

LEAST = 60  # percent
MOST_CANDIDATES = 3000  # sources that are compared letter by letter
MOST_READ = 200_000  # sources that are read at once for a whole lesson
CHUNK = 500  # digests asked for in one query
MOST_WORDS = 5  # words of the source by which candidates are found
SHORTEST_WORD = 4  # letters; shorter ones are in every text

WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class FuzzyMatch:
    """A text that was translated before from a source like this one."""

    source: str
    # what the text was made from
    text: str
    percent: int
    # how alike the sources are, 60 to 100; 100 only for the same one
    is_reviewed: bool


def fuzzy_matches(
    language: str, source: str, limit: int = 5, *, besides: TranslatedSegment | None = None
) -> list[FuzzyMatch]:
    """Return what was translated into `language`, on any platform, from sources like `source`: the likest first.

    The likeness is that of all letters in order (normalised Indel similarity, as percent rounded down). Candidates
    share at least one of the longest words of the source, and are not so much shorter or longer that they could not be
    like it. Of one source the reviewed text comes before others, a later one before an earlier one. `besides` leaves
    one segment out: the one that is being translated.
    """
    rows = _done(language)
    if besides is not None and besides.pk:
        rows = rows.exclude(pk=besides.pk)
    percents = _percents(source, _candidates(rows, source), limit)
    return _matches(_texts(rows, percents), percents, limit)


def fuzzy_matches_of(segments: Sequence[TranslatedSegment], limit: int = 5) -> dict[int, list[FuzzyMatch]]:
    """Return the same for many segments of one language that are not done yet, by primary key.

    The memory is read once for all of them, and every source in it is compared that is about as long as any of theirs.
    """
    if not segments:
        return {}
    rows = _done(segments[0].language)
    sizes = [len(row.source) for row in segments]
    near = _about_as_long(rows, min(sizes), max(sizes)).order_by("source_digest")
    candidates = dict(near.values_list("source_digest", "source").distinct()[:MOST_READ])
    percents = {row.pk: _percents(row.source, candidates, limit) for row in segments}
    texts = _texts(rows, {digest for found in percents.values() for digest in found})
    return {pk: _matches(texts, found, limit) for pk, found in percents.items()}


def _percents(source: str, candidates: Mapping[str, str], limit: int) -> dict[str, int]:
    """Return how alike the likest candidates are to a source, by digest; two sources for each wanted text."""
    likest = process.extract(source, candidates, scorer=fuzz.ratio, score_cutoff=LEAST, limit=limit * 2)
    return {digest: 100 if text == source else min(int(percent), 99) for text, percent, digest in likest}


def _texts(rows: QuerySet[TranslatedSegment], digests: Iterable[str]) -> dict[str, list[TranslatedSegment]]:
    """Return the done segments of sources, by digest: reviewed ones first, later ones before earlier ones."""
    wanted = sorted(digests)
    found: dict[str, list[TranslatedSegment]] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = rows.filter(source_digest__in=wanted[start : start + CHUNK]).order_by("-changed_at", "-pk")
        for row in chunk.only("source", "source_digest", "text", "state"):
            found.setdefault(row.source_digest, []).append(row)
    return {
        digest: sorted(known, key=lambda row: row.state != SegmentState.REVIEWED) for digest, known in found.items()
    }


def _matches(texts: Mapping[str, list[TranslatedSegment]], percents: Mapping[str, int], limit: int) -> list[FuzzyMatch]:
    """Return the best texts of sources, each text of a source once."""
    found: dict[tuple[str, str], FuzzyMatch] = {}
    for digest, percent in percents.items():
        for row in texts.get(digest, ()):
            match = FuzzyMatch(
                source=row.source, text=row.text, percent=percent, is_reviewed=row.state == SegmentState.REVIEWED
            )
            found.setdefault((digest, row.text), match)
    return sorted(found.values(), key=lambda match: (-match.percent, not match.is_reviewed))[:limit]


def _done(language: str) -> QuerySet[TranslatedSegment]:
    return TranslatedSegment.objects.done().filter(language=language)


def _about_as_long(rows: QuerySet[TranslatedSegment], shortest: int, longest: int) -> QuerySet[TranslatedSegment]:
    """Leave out sources that are so much shorter or longer that they cannot reach the least likeness."""
    ratio = (200 - LEAST) / LEAST
    return rows.alias(length=Length("source")).filter(
        length__gte=floor(shortest / ratio), length__lte=ceil(longest * ratio)
    )


def _candidates(rows: QuerySet[TranslatedSegment], source: str) -> dict[str, str]:
    """Return the sources worth comparing, by digest: those that share most words first, and not too many."""
    rows = _about_as_long(rows, len(source), len(source))
    words = _telling_words(source)
    if not words:  # of a text such as "Who?" length alone decides
        return dict(rows.order_by("source_digest").values_list("source_digest", "source").distinct()[:MOST_CANDIDATES])
    sharing = rows.annotate(shared=reduce(add, map(_has, words))).filter(shared__gt=0).order_by("-shared")
    found = sharing.values_list("source_digest", "source", "shared").distinct()[:MOST_CANDIDATES]
    return {digest: text for digest, text, _shared in found}


def _telling_words(source: str) -> list[str]:
    """Return the longest words of a source without their first letters, which may be capitals or not."""
    words = {word[1:] for word in WORD.findall(TAG.sub(" ", source)) if len(word) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _has(word: str) -> Case:
    return Case(When(GreaterThan(StrIndex("source", Value(word)), 0), then=1), default=0)
