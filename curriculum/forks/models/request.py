"""What was asked of the background worker: modules to be forked into a platform, and how far it is with them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.content.models import PlatformPage
from curriculum.forks.models.fork import Fork
from curriculum.releases.models import Edition

#: A worker takes a request up within a second or two; after this time none seems to run.
UNATTENDED_AFTER = timedelta(seconds=15)
#: A worker tells before each module that it is at work; a module takes seconds. After this time it seems to be gone.
SILENT_AFTER = timedelta(seconds=60)


class RequestState(models.TextChoices):
    """How far a request is, as far as its own row tells."""

    WAITING = "waiting", pgettext_lazy("state of a request", "Waiting")
    UNATTENDED = "unattended", pgettext_lazy("state of a request", "Not taken up")
    RUNNING = "running", pgettext_lazy("state of a request", "Under way")
    SILENT = "silent", pgettext_lazy("state of a request", "Interrupted")
    FINISHED = "finished", pgettext_lazy("state of a request", "Finished")


class ForkRequest(models.Model):
    """That somebody asked for modules to be forked into a platform.

    The request is open until `finished_at` is set; a platform has at most one that is open. `language` is the one in
    which the person reads the admin, for sentences about what could not be forked.
    """

    platform = models.ForeignKey(PlatformPage, on_delete=models.CASCADE, related_name="fork_requests")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)  # last, where it was asked for again
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)  # when a worker last said that it is at it
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("platform",), condition=Q(finished_at__isnull=True), name="platform_has_one_open_fork_request"
            ),
        ]
        verbose_name = _("fork request")
        verbose_name_plural = _("fork requests")

    def __str__(self) -> str:
        return f"{self.platform}: {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def state(self) -> RequestState:
        """Return how far the request is now."""
        now = timezone.now()
        if self.finished_at is not None:
            return RequestState.FINISHED
        if self.heard_at is not None:
            return RequestState.SILENT if now - self.heard_at > SILENT_AFTER else RequestState.RUNNING
        return RequestState.UNATTENDED if now - self.asked_at > UNATTENDED_AFTER else RequestState.WAITING


class RequestedFork(models.Model):
    """One module of a request: the edition to start from, and what became of it.

    `problem` says in a sentence why it was refused. The row changes to MADE in the transaction that makes the fork.
    """

    class State(models.TextChoices):
        """Each module is made as a whole or not at all."""

        WAITING = "waiting", pgettext_lazy("state of a requested fork", "Waiting")
        MADE = "made", pgettext_lazy("state of a requested fork", "Forked")
        REFUSED = "refused", pgettext_lazy("state of a requested fork", "Not forked")

    request = models.ForeignKey(ForkRequest, on_delete=models.CASCADE, related_name="items")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()  # in the order in which they are made, from 0
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    fork = models.OneToOneField(Fork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["request", "place"]
        constraints = [
            models.UniqueConstraint(fields=("request", "place"), name="requested_fork_has_its_own_place"),
            models.UniqueConstraint(fields=("request", "edition"), name="requested_fork_is_asked_for_once"),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(problem="")) | (Q(state__in=["waiting", "made"]) & Q(problem="")),
                name="requested_fork_has_a_problem_where_refused",
            ),
        ]
        verbose_name = _("requested fork")
        verbose_name_plural = _("requested forks")

    def __str__(self) -> str:
        return f"{self.edition}: {self.state}"
