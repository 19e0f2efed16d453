"""What a fork remembers of where it came from, and why it departs from there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.content.models import Module
from curriculum.document import Document
from curriculum.releases.models import Edition, StoredDocument


class ForkQuerySet(models.QuerySet):
    """Forks with what most screens show of them."""

    def with_upstream(self) -> "ForkQuerySet":
        """Forks with their module, platform, page and base release read along."""
        return self.select_related(
            "module__platform", "module__page", "base__release__module__platform", "base__release__withdrawal"
        )


class Fork(models.Model):
    """That a module of one platform came from an edition of another.

    `base` is the upstream edition that the working copy stands on; it moves when a later one is pulled.
    `base_document` is what was taken of it: the edition's document in the fork's own language ("pt-BR" from "pt"),
    or, where upstream had not published that language yet, its source with what was translated before.
    `untranslated` are the parts of it that were still in the source language: by segment key, the SHA-256 of the text.
    """

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="fork")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="forks")
    base_document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    untranslated = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ForkQuerySet.as_manager()

    class Meta:
        ordering = ["module"]
        verbose_name = _("fork")
        verbose_name_plural = _("forks")

    def __str__(self) -> str:
        return f"{self.module} ← {self.base}"

    @property
    def upstream(self) -> Module:
        """Return the module that this one came from."""
        return self.base.release.module

    @property
    def language(self) -> str:
        """Return the one language that the fork works in."""
        return str(self.module.page.language)

    def load_base(self) -> Document:
        """Return what the working copy stands on."""
        return self.base_document.load()


class AdaptationFactor(models.TextChoices):
    """What in a country makes a platform depart from the generic curriculum (SCAN concept note, section 4.3)."""

    MARKET = "market", pgettext_lazy("adaptation factor", "Market")
    ECOSYSTEM = "ecosystem", pgettext_lazy("adaptation factor", "Ecosystem")
    POLITICS = "politics", pgettext_lazy("adaptation factor", "Political context")
    STANDARDS = "standards", pgettext_lazy("adaptation factor", "Standards")
    CERTIFICATION = "certification", pgettext_lazy("adaptation factor", "Certification bodies")


class Adaptation(models.Model):
    """Why a fork departs from its upstream at one place: a block, or a whole lesson.

    The row stays when upstream changes the place, so that the merge screen can show what was said before.
    """

    fork = models.ForeignKey(Fork, on_delete=models.CASCADE, related_name="adaptations")
    node_id = models.UUIDField(editable=False)
    factor = models.CharField(_("adaptation factor"), max_length=20, choices=AdaptationFactor)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["fork", "given_at"]
        constraints = [
            models.UniqueConstraint(fields=("fork", "node_id"), name="adaptation_has_one_reason_a_place"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="adaptation_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(factor__in=AdaptationFactor.values), name="adaptation_factor_is_known"
            ),
        ]
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")

    def __str__(self) -> str:
        return f"{self.get_factor_display()}: {self.reason[:80]}"
