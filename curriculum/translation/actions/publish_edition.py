"""Publish the translation of a release as an edition, or as the next revision of one."""

from collections.abc import Iterable
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.document import Document, SegmentError, apply_segments, digest
from curriculum.exceptions import (
    EditionUnchangedError,
    IncompleteTranslationError,
    UnknownTranslationError,
    WithdrawnTranslationError,
)
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.models import Edition, Release
from curriculum.releases.signals import editions_changed
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.segments import needs_translation, nodes_by_id, text_fault


@transaction.atomic
def publish_edition(*, release: Release, language: str, by: AbstractUser | None) -> Edition:
    """Publish what is translated of `release` into `language`, and return the edition.

    Where the release has an edition in this language already, a corrected one becomes its next revision. Raises
    UnknownTranslationError, WithdrawnTranslationError, IncompleteTranslationError naming the segments that lack a
    finished text, or whose text lost a link, a placeholder or its markup, and EditionUnchangedError where the last
    revision says the same. Other open checks keep nobody from publishing.
    """
    translation = Translation.objects.select_for_update().filter(release=release, language=language).first()
    if translation is None:
        raise UnknownTranslationError(module=release.module.code, number=release.number, language=language)
    if release.is_withdrawn:
        raise WithdrawnTranslationError(
            module=release.module.code, number=release.number, reason=release.withdrawal.reason
        )
    document = _document(translation)
    last = release.editions.filter(language=language).order_by("-revision").first()
    if last is not None and last.document_id == digest(document):
        raise EditionUnchangedError(module=release.module.code, number=release.number, language=language)

    edition = Edition(
        release=release,
        language=language,
        revision=last.revision + 1 if last else 1,
        document=store_document(document),
        published_at=timezone.now(),
    )
    edition.seal = edition.seal_over(release)
    edition.save()
    log(
        instance=getattr(release.module, "page", None) or release.module.platform,
        action="curriculum.publish_edition",
        user=by,
        data={"module": str(release.module_id), "number": release.number, "language": language,
              "revision": edition.revision},
        timestamp=edition.published_at,
    )  # fmt: skip
    transaction.on_commit(partial(editions_changed.send, sender=Edition, module=release.module))
    return edition


def _document(translation: Translation) -> Document:
    """Return the release in the translation's language; refuse where a segment has no finished text."""
    rows = list(translation.segments.order_by("place"))
    open_ones = [row for row in rows if not is_finished(translation, row)]
    if open_ones:
        raise _incomplete(translation, [_words(row) for row in open_ones])
    texts = {row.key: row.text for row in rows}
    source = translation.release.source_edition().load()
    try:
        return apply_segments(source, texts, translation.language)
    except SegmentError as error:
        raise _incomplete(translation, _faults(rows, source)) from error


def is_finished(translation: Translation, row: TranslatedSegment) -> bool:
    """Return whether the text of `row` may be published: done, and reviewed where the platform asks for that."""
    if translation.release.module.platform.asks_review and needs_translation(row.source):
        return row.state == SegmentState.REVIEWED
    return row.state in {SegmentState.TRANSLATED, SegmentState.REVIEWED}


def _faults(rows: Iterable[TranslatedSegment], source: Document) -> list[str]:
    """Return in sentences which texts cannot stand in a document."""
    nodes = nodes_by_id(source)
    faults = ((row, text_fault(nodes[str(row.node_id)], row.key, row.text, row.language)) for row in rows)
    return [
        _("“%(source)s”: %(problem)s") % {"source": " ".join(row.source.split())[:60], "problem": fault}
        for row, fault in faults
        if fault
    ]


def _words(row: TranslatedSegment) -> str:
    source = " ".join(row.source.split())
    return _("%(state)s: “%(source)s”") % {"state": row.get_state_display(), "source": source[:80]}


def _incomplete(translation: Translation, reasons: list[str]) -> IncompleteTranslationError:
    return IncompleteTranslationError(
        module=translation.release.module.code, number=translation.release.number, language=translation.language,
        count=len(reasons), reasons=reasons,
    )  # fmt: skip
