"""Checks that somebody looked at and found to be no fault."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.translation.models.translation import TranslatedSegment

LONGEST_REASON = 500


class DismissedCheck(models.Model):
    """That somebody found one check of one segment to be no fault, and why. It counts as long as the text stays."""

    segment = models.ForeignKey(TranslatedSegment, on_delete=models.CASCADE, related_name="dismissed_checks")
    code = models.CharField(max_length=20)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    text_digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["segment", "code"]
        constraints = [
            models.UniqueConstraint(fields=("segment", "code"), name="check_of_a_segment_is_dismissed_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="check_is_dismissed_with_a_reason"),
        ]
        verbose_name = _("dismissed check")
        verbose_name_plural = _("dismissed checks")

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
