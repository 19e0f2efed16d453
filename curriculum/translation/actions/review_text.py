"""Call the text of one segment reviewed."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from curriculum.exceptions import NothingToReviewError, OwnTextError
from curriculum.translation.locking import locked_segment
from curriculum.translation.models import DONE, SegmentState, TranslatedSegment


@transaction.atomic
def review_text(*, segment: TranslatedSegment, by: AbstractUser | None, seen: str) -> TranslatedSegment:
    """Note that a person read the text of a segment and found it right; it stays its writer's. Return the segment.

    Raises TextChangedError where it is not the `version` that the person saw, NothingToReviewError without a finished
    text, and OwnTextError for the writer's own where the platform asks for a second person.
    """
    row = locked_segment(segment, seen=seen)
    if row.state not in DONE:
        raise NothingToReviewError
    if row.state == SegmentState.REVIEWED:
        return row
    platform = row.translation.release.module.platform
    if platform.asks_review and by is not None and row.by_id == by.pk:
        raise OwnTextError
    row.state, row.changed_at = SegmentState.REVIEWED, timezone.now()
    row.save(update_fields=["state", "changed_at"])
    return row
