"""Save texts that somebody translated, reviewed or took from elsewhere."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.exceptions import RefusedTextsError
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.segments import nodes_by_id, text_fault


@transaction.atomic
def save_texts(
    *,
    translation: Translation,
    texts: Mapping[str, str],
    by: AbstractUser | None,
    state: SegmentState = SegmentState.TRANSLATED,
) -> list[TranslatedSegment]:
    """Save texts by segment key, all or none, and return the segments that changed.

    An empty text empties its segment. A text and state that a segment has already changes nothing. Raises
    RefusedTextsError with a sentence for each key that the translation does not have, and for each text that lost a
    link or placeholder or holds markup that cannot stand.
    """
    rows = {row.key: row for row in translation.segments.select_for_update().filter(key__in=texts)}
    nodes = nodes_by_id(translation.release.source_edition().load())
    reasons = [_("There is no segment “%s” in this release.") % key[:80] for key in texts if key not in rows]
    for key, row in rows.items():
        fault = text_fault(nodes[str(row.node_id)], key, texts[key], translation.language) if texts[key].strip() else ""
        if fault:
            source = " ".join(row.source.split())[:60]
            reasons.append(_("“%(source)s”: %(problem)s") % {"source": source, "problem": fault})
    if reasons:
        raise RefusedTextsError(reasons=reasons)
    now = timezone.now()
    changed = []
    for key, row in rows.items():
        text = texts[key] if texts[key].strip() else ""
        wanted = state if text else SegmentState.EMPTY
        if (row.text, row.state) != (text, wanted):
            row.text, row.state, row.previous_source = text, wanted, ""
            row.by_id, row.changed_at = (by.pk if by else None), now
            changed.append(row)
    fields = ["text", "state", "previous_source", "by", "changed_at"]
    TranslatedSegment.objects.bulk_update(changed, fields, batch_size=100)
    return changed
