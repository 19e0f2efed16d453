"""Snippets that all platforms share: glossary terms, standards and their requirements."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.search import index

from curriculum.content.languages import validate_language

code_validator = RegexValidator(
    r"^[A-Z0-9][A-Z0-9.-]*$", _("Write capital letters, digits, dots and hyphens, such as FT-01.")
)


class Confidence(models.TextChoices):
    """How sure the translators are of a term in their language."""

    HIGH = "high", _("High: common or unambiguous")
    MEDIUM = "medium", _("Medium: understandable, confirm usage")
    LOW = "low", _("Low: descriptive, test first")


class GlossaryTerm(index.Indexed, ClusterableModel):
    """One term of the glossary in English, with its translations and a definition.

    Several words for one thing are divided by " / "; an abbreviation stands in brackets behind its words. What other
    countries say, and other languages than these, are variants.
    """

    slug = models.SlugField(_("name in data"), max_length=80, unique=True)
    en = models.CharField(_("English"), max_length=160)
    definition = models.TextField(_("definition in English"), max_length=1000, blank=True)
    es = models.CharField(_("Spanish"), max_length=160, blank=True)
    pt = models.CharField(_("Portuguese"), max_length=160, blank=True)
    sw = models.CharField(_("Swahili"), max_length=160, blank=True)
    es_confidence = models.CharField(
        _("confidence in the Spanish term"), max_length=10, choices=Confidence, default=Confidence.MEDIUM
    )
    pt_confidence = models.CharField(
        _("confidence in the Portuguese term"), max_length=10, choices=Confidence, default=Confidence.MEDIUM
    )
    sw_confidence = models.CharField(
        _("confidence in the Swahili term"), max_length=10, choices=Confidence, default=Confidence.MEDIUM
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)

    panels = [
        *(FieldPanel(name) for name in ("slug", "en", "definition")),
        *(FieldPanel(name) for code in ("es", "pt", "sw") for name in (code, f"{code}_confidence")),
        InlinePanel(
            "variants",
            heading=_("What else is said"),
            label=_("Variant"),
            help_text=_("Words of one country (pt-MZ), other good words in a language (sw), or another language."),
        ),
        FieldPanel("note"),
    ]
    search_fields = [index.AutocompleteField(name) for name in ("en", "es", "pt", "sw")] + [
        index.SearchField(name) for name in ("en", "es", "pt", "sw")
    ]

    class Meta:
        ordering = ["en"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.en


class GlossaryVariant(models.Model):
    """What a term is called in one country's form of a language ("pt-MZ"), or what else it may be called in a language.

    A language that has no column of its own in the glossary has its terms here.
    """

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="variants", verbose_name=_("term"))
    language = models.CharField(
        _("language"), max_length=6, validators=[validate_language], help_text=_("Such as pt-BR, es-PE or sw.")
    )
    text = models.CharField(_("words"), max_length=160)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, default=Confidence.MEDIUM, help_text=_("How sure we are.")
    )

    panels = [FieldPanel(name) for name in ("language", "text", "confidence")]

    class Meta:
        ordering = ["term", "language", "text"]
        constraints = [
            models.UniqueConstraint(fields=("term", "language", "text"), name="glossary_variant_stands_once")
        ]
        verbose_name = _("glossary variant")
        verbose_name_plural = _("glossary variants")

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class Topic(models.Model):
    """One generic topic that requirements of several standards share, such as T01 “Group set-up”."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), max_length=1000, blank=True)

    panels = [FieldPanel(name) for name in ("code", "name", "description")]

    class Meta:
        ordering = ["code"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Standard(index.Indexed, models.Model):
    """One standard or buyer code that a group can be certified to. Its codes never change."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    version_seen = models.CharField(_("version seen"), max_length=300, blank=True)
    crops = models.CharField(_("products"), max_length=300, blank=True)

    panels = [FieldPanel(name) for name in ("code", "name", "owner", "version_seen", "crops")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.AutocompleteField("code")]

    class Meta:
        ordering = ["code"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def standard_choices() -> list[tuple[str, str]]:
    """Return the codes and names of the standards, in order of code."""
    return list(Standard.objects.order_by("code").values_list("code", "name"))


class Requirement(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # lesson_links is modelcluster's
    """One requirement of a standard, described in own words. Indicative: the owner's current document counts."""

    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, related_name="requirements", verbose_name=_("standard")
    )
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    description = models.TextField(_("description"), max_length=1000)
    chapter = models.CharField(_("chapter"), max_length=300, blank=True)
    chapter_checked = models.BooleanField(_("chapter checked"), default=False)
    topics = models.ManyToManyField(Topic, blank=True, related_name="requirements", verbose_name=_("topics"))

    panels = [FieldPanel(name) for name in ("standard", "code", "description", "chapter", "chapter_checked", "topics")]
    search_fields = [
        index.SearchField("description"),
        index.AutocompleteField("code"),
        index.AutocompleteField("description"),
        index.FilterField("standard_id"),
    ]

    class Meta:
        ordering = ["standard__code", "code"]
        constraints = [
            models.UniqueConstraint(fields=("standard", "code"), name="requirement_code_is_unique_in_standard")
        ]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")

    def __str__(self) -> str:
        return f"{self.code} {self.description}"
