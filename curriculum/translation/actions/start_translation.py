"""Begin to translate a release: with everything that was translated before and still fits."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.languages import validate_language
from curriculum.document import Document, pair_segments
from curriculum.exceptions import InvalidValueError, WithdrawnTranslationError
from curriculum.releases.models import Release
from curriculum.translation.actions.dismiss_check import carry_dismissals
from curriculum.translation.memory import Remembered, remembered
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.segments import PlacedSegment, needs_translation, placed_segments, source_digest

Old = Mapping[str, TranslatedSegment]


@transaction.atomic
def start_translation(*, release: Release, language: str, by: AbstractUser | None) -> Translation:
    """Return the translation of `release` into `language`, made where there is none yet.

    A part whose source did not change since the last release that was translated keeps its text and its state. A
    changed one is stale: it keeps the old text, and the source which that was made from. For new parts the memory is
    asked: a text of the same part on another platform counts as translated, any other exact match is suggested, where
    the setting TRANSLATION_MEMORY_FILLS is on. What was dismissed of the checks stays so for texts that are the same.
    Raises InvalidValueError for a language that is none or that the release is written in, WithdrawnTranslationError.
    """
    known = Translation.objects.filter(release=release, language=language).first()
    if known is not None:
        return known
    source = _checked(release, language)
    translation, is_new = Translation.objects.get_or_create(release=release, language=language)
    if not is_new:
        return translation  # somebody began it in the same moment
    before = _last_before(translation)
    placed = placed_segments(source)
    paired = pair_segments(before.release.source_edition().load(), source) if before else {}
    old = {row.key: row for row in before.segments.select_related(None)} if before else {}
    wanted = [(found.segment.node_id, source_digest(found.segment.source)) for found in placed]
    memory = remembered(language, wanted)
    TranslatedSegment.objects.bulk_create(
        (_row(translation, place, found, old.get(paired.get(found.segment.key, "")), memory)
         for place, found in enumerate(placed)),
        batch_size=200,
    )  # fmt: skip
    if before is not None:
        carry_dismissals(before, translation)
    page = getattr(release.module, "page", None) or release.module.platform
    log(
        instance=page,
        action="curriculum.start_translation",
        user=by,
        data={"number": release.number, "language": language},
    )
    return translation


def _checked(release: Release, language: str) -> Document:
    try:
        validate_language(language)
    except ValidationError as error:
        raise InvalidValueError(name=_("Language"), problem=" ".join(error.messages)) from error
    source = release.source_edition()
    if source.language == language:
        raise InvalidValueError(name=_("Language"), problem=_("The release is written in this language already."))
    if release.is_withdrawn:
        raise WithdrawnTranslationError(
            module=release.module.code, number=release.number, reason=release.withdrawal.reason
        )
    return source.load()


def _last_before(translation: Translation) -> Translation | None:
    """Return the translation of the newest earlier release of the module into the same language."""
    release = translation.release
    others = Translation.objects.filter(release__module=release.module_id, language=translation.language)
    older = [
        other
        for other in others.exclude(pk=translation.pk).select_related("release__module")
        if other.release.version < release.version
    ]
    return max(older, key=lambda other: other.release.version, default=None)


def _row(
    translation: Translation,
    place: int,
    found: PlacedSegment,
    old: TranslatedSegment | None,
    memory: Mapping[tuple[str, str], Remembered],
) -> TranslatedSegment:
    segment = found.segment
    row = TranslatedSegment(
        translation=translation,
        language=translation.language,
        key=segment.key,
        node_id=segment.node_id,
        lesson_id=found.lesson.id if found.lesson else None,
        field=segment.field,
        place=place,
        source=segment.source,
        source_digest=source_digest(segment.source),
    )
    known = memory.get((segment.node_id, row.source_digest))
    if old is not None and old.text:
        _carry(row, old)
    elif not needs_translation(segment.source):
        row.text, row.state = segment.source, SegmentState.TRANSLATED
    if known is not None and row.state in {SegmentState.EMPTY, SegmentState.STALE} and known.is_same_node:
        row.text, row.previous_source = known.text, ""
        row.state = SegmentState.REVIEWED if known.is_reviewed else SegmentState.TRANSLATED
    elif known is not None and row.state == SegmentState.EMPTY and settings.TRANSLATION_MEMORY_FILLS:
        row.text, row.state = known.text, SegmentState.SUGGESTED
    return row


def _carry(row: TranslatedSegment, old: TranslatedSegment) -> None:
    """Take over an earlier text: as it is where the source is the same, else to be looked at again."""
    row.text, row.by_id, row.changed_at = old.text, old.by_id, old.changed_at
    if old.source == row.source:
        row.state, row.previous_source = old.state, old.previous_source
    elif old.state == SegmentState.SUGGESTED:
        row.state = SegmentState.SUGGESTED
    else:
        row.state, row.previous_source = SegmentState.STALE, old.previous_source or old.source
