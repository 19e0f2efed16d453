"""Platforms and the groups of people who work on them."""

from typing import Any, ClassVar

from babel import Locale
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Collection, Page

from curriculum.content.languages import validate_language
from curriculum.content.roles import Role

GENERIC = "generic"


def validate_country(code: str) -> None:
    """Refuse what is not a two-letter country code that CLDR knows (ISO 3166-1 alpha-2)."""
    territories = Locale("en").territories
    if len(code) != 2 or not code.isalpha() or code not in territories:
        raise ValidationError(
            _("“%(code)s” is no country code. Write two letters, such as PE."), params={"code": code[:20]}
        )


class PlatformPage(Page):
    """One platform: the generic one of the technical committee, or a national one.

    Its slug never changes, since it stands in printed addresses. Its subtree holds its modules, its collection its
    pictures, its `PlatformRole` rows the groups of its people.
    """

    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    language = models.CharField(
        _("language"),
        max_length=6,
        default="en",
        validators=[validate_language],
        help_text=_("The language that this platform writes in."),
    )
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    asks_review = models.BooleanField(
        _("editions need a review"),
        default=False,
        help_text=_("A translated edition is published only when a second person reviewed each of its parts."),
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="platform", editable=False, verbose_name=_("collection")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curriculum.ModulePage"]
    is_creatable = False  # `create_platform` makes groups, pictures and workflow along with it
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldPanel("country", read_only=True),
                FieldPanel("language", read_only=True),
                FieldPanel("asks_review"),
            ]
        ),
    ]
    promote_panels: list = []
    settings_panels: list = []
    preview_modes: ClassVar[list[tuple[str, str]]] = []  # a platform's page for the public is made of its editions

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer that there is nothing: the public reads editions, never a working copy."""
        raise Http404

    @property
    def is_generic(self) -> bool:
        """Whether this is the platform of the technical committee."""
        return self.slug == GENERIC

    @property
    def country_name(self) -> str:
        """Return the country's name in the active language, as CLDR gives it; empty for the generic platform."""
        if not self.country:
            return ""
        language = (get_language() or "en").split("-")[0]
        return Locale(language).territories.get(self.country, self.country)


class PlatformRole(models.Model):
    """The group of people who have one role on one platform."""

    platform = models.ForeignKey(PlatformPage, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="platform_role")

    class Meta:
        ordering = ["platform", "role"]
        constraints = [
            models.UniqueConstraint(fields=("platform", "role"), name="platform_has_each_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="platform_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_role_display()}"
