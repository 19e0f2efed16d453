"""Save the text of one segment, as a person writes it."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from curriculum.exceptions import RefusedTextsError
from curriculum.translation.locking import locked_segment
from curriculum.translation.models import DONE, SegmentState, TranslatedSegment
from curriculum.translation.segments import nodes_by_id, text_fault


@transaction.atomic
def write_text(
    *, segment: TranslatedSegment, text: str, by: AbstractUser | None, seen: str, is_draft: bool = False
) -> TranslatedSegment:
    """Save `text` as the finished translation of a segment, or as a draft of it, and return the segment.

    `seen` is the `version` of the segment that the person worked on. A draft of a stale text is still stale, any other
    a suggestion; an empty draft saves nothing. A text that is finished as it stands keeps its state. Raises
    TextChangedError where somebody else was faster, RefusedTextsError where the text lost a link or placeholder or
    holds markup that cannot stand.
    """
    text = text.replace("\r\n", "\n") if text.strip() else ""
    row = locked_segment(segment, seen=seen, text=text)
    state = _state(row, text, is_draft=is_draft)
    if (text, state) == (row.text, row.state) or (is_draft and text in {"", row.text}):
        return row
    node = nodes_by_id(row.translation.release.source_edition().load())[str(row.node_id)]
    fault = text_fault(node, row.key, text, row.language) if text else ""
    if fault:
        raise RefusedTextsError(reasons=[fault])
    row.text, row.state, row.by_id, row.changed_at = text, state, by.pk if by else None, timezone.now()
    row.previous_source = row.previous_source if state == SegmentState.STALE else ""
    row.save(update_fields=["text", "state", "previous_source", "by", "changed_at"])
    return row


def _state(row: TranslatedSegment, text: str, *, is_draft: bool) -> SegmentState:
    """Return the state that a segment has with `text`."""
    if not text:
        return SegmentState.EMPTY
    if is_draft:
        return SegmentState.STALE if row.state == SegmentState.STALE else SegmentState.SUGGESTED
    return SegmentState(row.state) if row.state in DONE and row.text == text else SegmentState.TRANSLATED
