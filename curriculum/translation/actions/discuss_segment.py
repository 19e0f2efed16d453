"""Say something about a segment, and close what was said."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.exceptions import InvalidValueError
from curriculum.translation.models import LONGEST_COMMENT, SegmentComment, TranslatedSegment

MOST_COMMENTS = 50  # a segment


@transaction.atomic
def comment_segment(*, segment: TranslatedSegment, text: str, by: AbstractUser | None) -> SegmentComment:
    """Add a comment to a segment, and return it. Raises InvalidValueError for no text, a long one, or too many."""
    text = text.strip()
    name = _("Comment")
    if not text:
        raise InvalidValueError(name=name, problem=_("Write a text first."))
    if len(text) > LONGEST_COMMENT:
        raise InvalidValueError(name=name, problem=_("Write at most %d characters.") % LONGEST_COMMENT)
    if segment.comments.count() >= MOST_COMMENTS:
        raise InvalidValueError(name=name, problem=_("There are too many comments on this text. Talk to each other."))
    return SegmentComment.objects.create(segment=segment, text=text, by_id=by.pk if by else None)


@transaction.atomic
def resolve_comment(*, comment: SegmentComment) -> SegmentComment:
    """Note that a comment is dealt with, and return it. One that is already stays as it is."""
    SegmentComment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=timezone.now())
    comment.refresh_from_db()
    return comment
