"""The models of the translation stage."""

from curriculum.translation.models.dismissal import LONGEST_REASON, DismissedCheck
from curriculum.translation.models.translation import DONE, SegmentState, TranslatedSegment, Translation
from curriculum.translation.models.work import LONGEST_COMMENT, LessonAssignment, SegmentComment

__all__ = [
    "DONE",
    "LONGEST_COMMENT",
    "LONGEST_REASON",
    "DismissedCheck",
    "LessonAssignment",
    "SegmentComment",
    "SegmentState",
    "TranslatedSegment",
    "Translation",
]
