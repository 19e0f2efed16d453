"""What stands between a translation and its publication, and what the publication would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from curriculum.content.labels import name_of
from curriculum.document import Document, SegmentError, apply_segments, digest
from curriculum.releases.models import Edition
from curriculum.translation.actions.publish_edition import is_finished
from curriculum.translation.checks import open_checks
from curriculum.translation.models import TranslatedSegment, Translation
from curriculum.translation.segments import visible_source

SHOWN = 5  # parts of one lesson
MOST_LESSONS = 100
LONGEST_SHOWN = 120  # characters of a source

Found = tuple[TranslatedSegment, list[str]]  # a segment, and why somebody has to look at it


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPart:
    """One segment that somebody has to look at, and why."""

    source: str
    words: list[str]
    # its state, or what the checks found


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenLesson:
    """The segments of one lesson, or of the module itself, that somebody has to look at."""

    lesson_id: Any
    # None for the module itself
    title: str
    count: int
    parts: list[OpenPart]
    # the first of them
    more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Readiness:
    """How ready a translation is."""

    missing: list[OpenLesson]
    missing_count: int
    warnings: list[OpenLesson]
    warning_count: int
    last: Edition | None
    # the revision that is published of this release
    before: Document | None
    after: Document | None
    # what is published, and what would be; `after` is None where the texts make no document
    seen: str
    # changes whenever a text or a state does

    @property
    def is_unchanged(self) -> bool:
        """Whether the last revision says the same already."""
        return bool(self.last and self.after and self.last.document_id == digest(self.after))

    @property
    def can_publish(self) -> bool:
        """Whether nothing is missing, and there is something to publish."""
        return not self.missing and self.after is not None and not self.is_unchanged


def readiness_of(translation: Translation) -> Readiness:
    """Return what is missing, what is worth a look, and what would change, lesson by lesson in reading order."""
    release = translation.release
    source = release.source_edition().load()
    rows = list(translation.segments.order_by("place").prefetch_related("dismissed_checks"))
    missing, warnings = _found(translation, rows, source)
    last = release.editions.filter(language=translation.language).order_by("-revision").first()
    titles = {
        lesson.id: f"{lesson.fields.get('code', '')} {name_of(lesson)}".strip()
        for lesson in source.root.slots.get("lessons", ())
    }
    return Readiness(
        missing=_by_lesson(missing, titles),
        missing_count=len(missing),
        warnings=_by_lesson(warnings, titles),
        warning_count=len(warnings),
        last=last,
        before=last.load() if last else None,
        after=_document(translation, source, rows),
        seen=_digest_of(rows),
    )


def _found(
    translation: Translation, rows: Iterable[TranslatedSegment], source: Document
) -> tuple[list[Found], list[Found]]:
    """Return what keeps the translation from being published, and what the checks find in the rest, segment by segment.

    What somebody dismissed is no more in it.
    """
    checks = {checked.segment.pk: checked.checks for checked in open_checks(rows, source)}
    missing: list[Found] = []
    warnings: list[Found] = []
    for row in rows:
        faults = [check.words for check in checks.get(row.pk, ()) if check.is_blocking]
        if not is_finished(translation, row):
            missing.append((row, [str(row.get_state_display())]))
        elif faults:
            missing.append((row, faults))
        elif row.pk in checks:
            warnings.append((row, [check.words for check in checks[row.pk]]))
    return missing, warnings


def _by_lesson(found: list[Found], titles: dict[str, str]) -> list[OpenLesson]:
    lessons = []
    for lesson_id, group in groupby(found, key=lambda pair: pair[0].lesson_id):
        pairs = list(group)
        lessons.append(
            OpenLesson(
                lesson_id=lesson_id,
                title=titles.get(str(lesson_id), "") or _("The module itself"),
                count=len(pairs),
                parts=[OpenPart(source=_short(visible_source(row)), words=words) for row, words in pairs[:SHOWN]],
                more=max(len(pairs) - SHOWN, 0),
            )
        )
    return lessons[:MOST_LESSONS]


def _document(translation: Translation, source: Document, rows: Iterable[TranslatedSegment]) -> Document | None:
    try:
        return apply_segments(source, {row.key: row.text for row in rows}, translation.language)
    except SegmentError:
        return None


def _digest_of(rows: Iterable[TranslatedSegment]) -> str:
    """Return SHA-256 over keys, texts and states, 64 hex digits."""
    told = "\x00".join(part for row in rows for part in (row.key, row.text, str(row.state)))
    return sha256(told.encode()).hexdigest()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"
