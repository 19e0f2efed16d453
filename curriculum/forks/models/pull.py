"""Pulls: what a fork takes over from a later upstream edition, and what people decided about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.forks.models.fork import Fork
from curriculum.releases.models import Edition, StoredDocument


class PullState(models.TextChoices):
    """How far a pull is."""

    OPEN = "open", pgettext_lazy("state of a pull", "Open")
    APPLIED = "applied", pgettext_lazy("state of a pull", "Applied")
    UNDONE = "undone", pgettext_lazy("state of a pull", "Undone")
    DISCARDED = "discarded", pgettext_lazy("state of a pull", "Discarded")


class PullQuerySet(models.QuerySet):
    """Pulls with what most screens show of them."""

    def with_editions(self) -> "PullQuerySet":
        """Pulls with their fork, module, platform, page, editions and documents read along."""
        return self.select_related(
            "fork__module__platform", "fork__module__page", "base__release", "base_document",
            "theirs__release__module__platform", "theirs__release__withdrawal", "theirs_document",
        )  # fmt: skip


class Pull(models.Model):
    """That a fork takes over a later edition of its upstream.

    `base` and `base_document` are what the fork stood on when the pull was opened, `theirs` and `theirs_document` what
    it will stand on, both in the fork's language; `base_untranslated` and `untranslated` belong to them as in Fork.
    The merge itself is in no row: it is computed from these and the latest drafts whenever somebody looks.
    Once applied, `drafts_before` says how each touched page was: its number and the revision that was its latest
    draft (null for a page that the pull made), and `drafts_after` which revision the pull wrote.
    """

    fork = models.ForeignKey(Fork, on_delete=models.CASCADE, related_name="pulls")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    base_document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    base_untranslated = models.JSONField(default=dict, blank=True)
    theirs = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pulls")
    theirs_document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    untranslated = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=PullState, default=PullState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    drafts_before = models.JSONField(default=dict, blank=True)
    drafts_after = models.JSONField(default=dict, blank=True)

    objects = PullQuerySet.as_manager()

    class Meta:
        ordering = ["fork", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=("fork",), condition=models.Q(state=PullState.OPEN), name="fork_has_one_open_pull"
            ),
            models.CheckConstraint(condition=models.Q(state__in=PullState.values), name="pull_state_is_known"),
        ]
        verbose_name = _("pull")
        verbose_name_plural = _("pulls")

    def __str__(self) -> str:
        return f"{self.fork.module} {self.base.release.number} → {self.theirs.release.number}"

    @property
    def is_open(self) -> bool:
        """Whether decisions can be made and the pull can be applied."""
        return self.state == PullState.OPEN


class Decision(models.Model):
    """What somebody decided about one conflict, or about one change that needs no decision.

    `subject` is the SHA-256 of what stood in base, ours and theirs when it was decided: a decision counts only as long
    as the same question is asked. `value` is a scalar in the document's JSON form where `choice` is VALUE.
    """

    class Choice(models.TextChoices):
        """Ours, theirs, both or a value decide a conflict; a change without one is accepted or declined."""

        OURS = "ours", pgettext_lazy("decision", "Ours")
        THEIRS = "theirs", pgettext_lazy("decision", "Upstream's")
        BOTH = "both", pgettext_lazy("decision", "Both")
        VALUE = "value", pgettext_lazy("decision", "Our own text")
        ACCEPTED = "accepted", pgettext_lazy("decision", "Accepted")
        DECLINED = "declined", pgettext_lazy("decision", "Not taken")

    pull = models.ForeignKey(Pull, on_delete=models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=64)
    choice = models.CharField(max_length=10, choices=Choice)
    value = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pull", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=("pull", "key"), name="decision_is_made_once"),
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.key}: {self.choice}"

    @property
    def version(self) -> str:
        """Return what names this decision as it stands, so that a screen can tell that it was made anew."""
        return f"{self.choice}@{self.made_at.isoformat()}"

    def as_choice(self) -> object:
        """Return the decision as `curriculum.document.resolve` takes it."""
        return {"value": self.value} if self.choice == self.Choice.VALUE else self.choice


class Visit(models.Model):
    """That somebody looked at a pull's merge screen, and when last: two people at once are told of each other."""

    pull = models.ForeignKey(Pull, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("pull", "user"), name="visit_is_one_row_a_person")]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.user} @ {self.pull}"
