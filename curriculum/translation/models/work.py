"""What translators say to each other, and who works on which lesson."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.translation.models.translation import TranslatedSegment, Translation

LONGEST_COMMENT = 2_000  # characters


class SegmentComment(models.Model):
    """One remark about a segment's translation, open until somebody resolves it. Its text never changes."""

    segment = models.ForeignKey(TranslatedSegment, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=LONGEST_COMMENT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:80]


class LessonAssignment(models.Model):
    """Who is to translate a lesson; without a lesson, what belongs to the module itself."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="assignments")
    lesson_id = models.UUIDField(null=True, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["translation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("translation", "lesson_id"), name="lesson_is_assigned_to_one_person"),
            models.UniqueConstraint(
                fields=("translation",),
                condition=models.Q(lesson_id=None),
                name="module_itself_is_assigned_to_one_person",
            ),
        ]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return f"{self.translation} → {self.person}"
