"""The working translation of a release into a language. What is published of it is an edition."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.content.languages import validate_language
from curriculum.releases.models import Release


class Translation(models.Model):
    """That a release is being translated into a language; there is one row for each.

    It stays when an edition is published, so that a corrected text can become the next revision.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=6, validators=[validate_language])
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["release", "language"]
        constraints = [
            models.UniqueConstraint(fields=("release", "language"), name="release_has_one_translation_a_language")
        ]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.release} → {self.language}"


class SegmentState(models.TextChoices):
    """How far the translation of one segment is."""

    EMPTY = "empty", pgettext_lazy("state of a segment", "Empty")
    SUGGESTED = "suggested", pgettext_lazy("state of a segment", "Suggested")
    STALE = "stale", pgettext_lazy("state of a segment", "Stale")
    TRANSLATED = "translated", pgettext_lazy("state of a segment", "Translated")
    REVIEWED = "reviewed", pgettext_lazy("state of a segment", "Reviewed")


#: States in which a text may stand in an edition.
DONE = (SegmentState.TRANSLATED, SegmentState.REVIEWED)


class SegmentQuerySet(models.QuerySet):
    """Segments, adjective by adjective."""

    def done(self) -> "SegmentQuerySet":
        """Segments whose text may stand in an edition."""
        return self.filter(state__in=DONE)

    def open(self) -> "SegmentQuerySet":
        """Segments that somebody must still work on."""
        return self.exclude(state__in=DONE)


class TranslatedSegment(models.Model):
    """One segment of a release and its text in the language of a translation.

    `key`, `node_id`, `field` and `source` are those of `curriculum.document.Segment`; `place` counts in reading order
    from 0. A stale segment keeps the text that it had, and in `previous_source` the source which that text was made
    from, however many releases ago.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="segments")
    key = models.CharField(max_length=160)
    node_id = models.UUIDField()
    lesson_id = models.UUIDField(null=True, blank=True)
    field = models.CharField(max_length=40)
    place = models.PositiveIntegerField()
    source = models.TextField()
    source_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=6)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=SegmentState, default=SegmentState.EMPTY)
    previous_source = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["translation", "place"]
        constraints = [
            models.UniqueConstraint(fields=("translation", "key"), name="segment_key_is_unique_in_translation"),
            models.CheckConstraint(condition=models.Q(state__in=SegmentState.values), name="segment_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=SegmentState.EMPTY, text="")
                | ~models.Q(state=SegmentState.EMPTY) & ~models.Q(text=""),
                name="segment_is_empty_where_it_has_no_text",
            ),
        ]
        indexes = [models.Index(fields=["language", "source_digest"], name="segment_memory")]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")

    def __str__(self) -> str:
        return f"{self.key} ({self.get_state_display()})"

    @property
    def version(self) -> str:
        """Return what changes whenever somebody changes text or state, so that two people can be told apart."""
        return self.changed_at.isoformat()
