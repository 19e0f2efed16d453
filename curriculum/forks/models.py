"""What a fork remembers of where it came from."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.content.models import Module
from curriculum.releases.models import Edition


class Fork(models.Model):
    """That a module of one platform came from an edition of another.

    `base` is the upstream edition that the working copy stands on; it moves when a later one is pulled.
    """

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="fork")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="forks")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["module"]
        verbose_name = _("fork")
        verbose_name_plural = _("forks")

    def __str__(self) -> str:
        return f"{self.module} ← {self.base}"
