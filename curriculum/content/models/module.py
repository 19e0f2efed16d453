"""Modules: the identity that stays, and the page that is worked on."""

import uuid
from typing import ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import CommentPanel, FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from curriculum.content.blocks import IntroductionBlock
from curriculum.content.choices import Level, Phase, Theme
from curriculum.content.fields import ChoicesField, CodeListField
from curriculum.content.models.identified import DocumentPage
from curriculum.content.models.platform import PlatformPage

module_code_validator = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}$", _("Write two to ten capital letters, a hyphen and a number, such as QMS-1.")
)


class Module(models.Model):
    """The identity of one module on one platform: pages, releases and lineage point to it.

    A row is never deleted and its code never changes, since codes stand on printed pages.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    platform = models.ForeignKey(PlatformPage, on_delete=models.PROTECT, related_name="modules")
    code = models.CharField(_("code"), max_length=20, validators=[module_code_validator])

    class Meta:
        ordering = ["platform", "code"]
        constraints = [models.UniqueConstraint(fields=("platform", "code"), name="module_code_is_unique_on_platform")]
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def __str__(self) -> str:
        return self.code


class ModulePage(DocumentPage):
    """The working copy of one module; its children are its lessons, in order."""

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="page", editable=False)
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[module_code_validator],
        help_text=_("Such as QMS-1. It stands on printed pages and never changes."),
    )
    language = models.CharField(max_length=6, editable=False)
    summary = models.TextField(_("summary"), max_length=1000, help_text=_("What the module is for, in plain words."))
    levels = ChoicesField(_("levels"), options=Level.choices, help_text=_("Leave empty for all levels."))
    phases = ChoicesField(_("phases"), options=Phase.choices)
    themes = ChoicesField(_("themes"), options=Theme.choices)
    builds_on = CodeListField(_("builds on"), help_text=_("Codes of modules to know before, divided by commas."))
    introduction = StreamField(IntroductionBlock(), verbose_name=_("introduction"), blank=True)
    # Node ids: an order of the lessons that waits in the draft until the module is approved; empty where none waits.
    lesson_order = models.JSONField(default=list, blank=True, editable=False)

    parent_page_types = ["curriculum.PlatformPage"]
    subpage_types = ["curriculum.LessonPage"]
    content_panels = [
        FieldPanel("title"),
        FieldPanel("code", required_on_save=True),
        FieldPanel("summary"),
        InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome"), max_num=20),
        MultiFieldPanel(
            [FieldPanel("levels"), FieldPanel("phases"), FieldPanel("themes"), FieldPanel("builds_on")],
            heading=_("For whom and when"),
        ),
        FieldPanel("introduction"),
        CommentPanel(),
    ]
    settings_panels: ClassVar[list] = []

    stream_fields = ("introduction",)
    row_relations = ("outcomes",)
    exclude_fields_in_copy = ["node_id", "lesson_order"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def clean(self) -> None:
        """Check that the code is free and, once the module has its identity, unchanged."""
        super().clean()
        if self.module_id and self.module.code != self.code:
            raise ValidationError({"code": _("The code of a module never changes. Write %s again.") % self.module.code})
        taken = Module.objects.filter(platform_id=self._platform_id(), code=self.code, page__isnull=False)
        if not self.module_id and taken.exists():
            raise ValidationError({"code": _("This platform already has a module %s.") % self.code})

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page; a new page takes its identity, or the one that a deleted page of this code left."""
        if not self.module_id:
            self.module, _created = Module.objects.get_or_create(platform_id=self._platform_id(), code=self.code)
        if not self.language:
            self.language = self.module.platform.language
        super().save(*args, **kwargs)

    def _platform_id(self) -> int:
        return self.upper_page.pk if self.upper_page else 0

    @property
    def platform(self) -> PlatformPage | None:
        """Return the platform that the module stands on; None where that is not known yet."""
        if self.module_id:
            return self.module.platform
        return self.upper_page.specific if self.upper_page else None

    def lessons(self) -> models.QuerySet:
        """Return the lesson pages of this module in order."""
        return apps.get_model("curriculum", "LessonPage").objects.child_of(self).order_by("path")

    @property
    def document_module(self) -> "ModulePage":
        """Return the module page whose document this page is part of."""
        return self


class ModuleOutcome(Orderable):
    """One thing that participants can do after the module."""

    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="outcomes")
    node_id = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField(_("outcome"), max_length=400)

    panels = [FieldPanel("text")]

    def __str__(self) -> str:
        return self.text
