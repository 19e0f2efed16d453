"""Lessons of a module."""

import re
import uuid
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from curriculum.content.blocks import BodyBlock, NotesBlock, QuizBlock
from curriculum.content.choices import Audience, CycleStep, LessonRole, Level, Phase
from curriculum.content.fields import ChoicesField
from curriculum.content.models.identified import DocumentPage, slug_of_code
from curriculum.content.models.module import ModulePage
from curriculum.content.models.platform import PlatformPage
from curriculum.content.models.snippets import Requirement, standard_choices

lesson_code_validator = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}\.[0-9]{1,3}$",
    _("Write the module's code, a dot and a number, such as QMS-1.2."),
)


def _role_field(level: Level) -> models.CharField:
    return models.CharField(level.label, max_length=10, choices=LessonRole, blank=True)


class LessonPage(DocumentPage):
    """The working copy of one lesson.

    A lesson that was once released is dropped, not deleted: `dropped_reason` says why, the page stays, and the next
    release leaves the lesson out.
    """

    code = models.CharField(
        _("code"),
        max_length=24,
        blank=True,
        validators=[lesson_code_validator],
        help_text=_("Such as QMS-1.2. Leave it empty for the next free number. A code is never used again."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(600)], default=90
    )
    phase = models.CharField(_("phase"), max_length=30, choices=Phase, blank=True)
    cycle_step = models.CharField(_("step of the cycle"), max_length=10, choices=CycleStep, blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    low = _role_field(Level.LOW)
    moderate = _role_field(Level.MODERATE)
    adequate = _role_field(Level.ADEQUATE)
    specialized = _role_field(Level.SPECIALIZED)
    standards = ChoicesField(_("standards"), options=standard_choices, help_text=_("Leave empty for all standards."))
    audience = ChoicesField(
        _("audience"), options=Audience.choices, help_text=_("Leave empty for learners and facilitators.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"))
    quiz = StreamField(QuizBlock(), verbose_name=_("quiz"), blank=True)
    notes = StreamField(NotesBlock(), verbose_name=_("facilitator notes"), blank=True)
    dropped_reason = models.TextField(
        _("dropped, because"),
        max_length=1000,
        blank=True,
        help_text=_("Write a reason to leave this lesson out of the next release. What was released stays readable."),
    )

    parent_page_types = ["curriculum.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        FieldPanel("title"),
        FieldPanel("body"),
        FieldPanel("quiz"),
        FieldPanel("notes"),
        CommentPanel(),
    ]
    settings_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
                FieldRowPanel([FieldPanel("phase"), FieldPanel("cycle_step")]),
                FieldPanel("place"),
            ],
            heading=_("About the lesson"),
        ),
        InlinePanel("materials", heading=_("Materials"), label=_("Material"), max_num=60),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("low"), FieldPanel("moderate")]),
                FieldRowPanel([FieldPanel("adequate"), FieldPanel("specialized")]),
                FieldPanel("standards"),
                FieldPanel("audience"),
            ],
            heading=_("For whom"),
        ),
        InlinePanel("requirements", heading=_("Requirements of standards"), label=_("Requirement"), max_num=60),
        FieldPanel("dropped_reason"),
    ]

    stream_fields = ("body", "quiz", "notes")
    row_relations = ("materials", "requirements")
    exclude_fields_in_copy = ["node_id", "code", "dropped_reason"]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the lesson; a new one without a code takes the next number of its module."""
        self._take_next_code()
        super().save(*args, **kwargs)

    def save_revision(self, *args: object, **kwargs: object) -> models.Model:
        """Save a revision of the lesson."""
        self._take_next_code()
        return super().save_revision(*args, **kwargs)

    def clean(self) -> None:
        """Check that the code belongs to the module and is free."""
        super().clean()
        self._take_next_code()
        module_code = self.document_module.code
        if not self.code.startswith(f"{module_code}."):
            raise ValidationError(
                {"code": _("A lesson of %(module)s has a code such as %(module)s.1.") % {"module": module_code}}
            )
        siblings = LessonPage.objects.child_of(self.document_module).exclude(pk=self.pk)
        if siblings.filter(code=self.code).exists():
            raise ValidationError({"code": _("This module already has a lesson %s.") % self.code})

    def _take_next_code(self) -> None:
        if self.code:
            return
        module = self.document_module
        taken = LessonPage.objects.child_of(module).exclude(pk=self.pk).values_list("code", flat=True)
        numbers = [int(match[1]) for code in taken if (match := re.search(r"\.([0-9]+)$", code))]
        self.code = f"{module.code}.{max(numbers, default=0) + 1}"
        self.slug = slug_of_code(self.code)

    @property
    def document_module(self) -> ModulePage:
        """Return the module page whose document this page is part of."""
        return cast(ModulePage, self.upper_page).specific

    @property
    def platform(self) -> PlatformPage:
        """Return the platform that the lesson stands on."""
        return self.document_module.module.platform

    @property
    def is_dropped(self) -> bool:
        """Whether the next release leaves this lesson out."""
        return bool(self.dropped_reason.strip())


class LessonMaterial(Orderable):
    """One thing to bring to the lesson."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="materials")
    node_id = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField(_("material"), max_length=255)

    panels = [FieldPanel("text")]

    def __str__(self) -> str:
        return self.text


class LessonRequirement(Orderable):
    """One requirement of a standard that the lesson helps to meet."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="requirements")
    node_id = models.UUIDField(default=uuid.uuid4, editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="lesson_links")

    panels = [FieldPanel("requirement", heading=_("Requirement"))]

    def __str__(self) -> str:
        return str(self.requirement)
