"""The screens that list platforms and make one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.actions.create_platform import LONGEST_NAME, LONGEST_SLUG, create_platform
from curriculum.content.admin.screens import Crumb, Screen, add_refusal, person_of
from curriculum.content.languages import language_name
from curriculum.content.models import PlatformPage
from curriculum.content.naming_people import may_create_platforms, platforms_to_staff
from curriculum.exceptions import CurriculumError, PlatformExistsError


class PlatformForm(forms.Form):
    """What a new platform needs."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME, help_text=gettext_lazy("Such as SCAN Perú.")
    )
    slug = forms.CharField(
        label=gettext_lazy("Name in addresses"),
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy("Small letters, digits and hyphens, such as peru. It stands in printed addresses and "
                               "never changes."),
    )  # fmt: skip
    country = forms.CharField(
        label=gettext_lazy("Country"),
        max_length=2,
        help_text=gettext_lazy("The two letters of the country, such as PE."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=6,
        help_text=gettext_lazy("The language that the platform writes in: en, es, pt, sw, or a regional form such as "
                               "pt-BR."),
    )  # fmt: skip
    summary = forms.CharField(
        label=gettext_lazy("Summary"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What readers see about the platform. You can write it later."),
    )  # fmt: skip


class PlatformScreen(Screen):
    """A screen for those who may make platforms, and for nobody else."""

    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to everybody else."""
        if not may_create_platforms(person_of(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PlatformList(PlatformScreen):
    """All platforms."""

    page_title = gettext_lazy("Platforms")
    template_name = "curriculum/admin/platform_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the platforms with the number of their modules and people."""
        staffed = set(platforms_to_staff(person_of(self.request)).values_list("pk", flat=True))
        rows = [
            {
                "platform": platform,
                "language": language_name(platform.language),
                "names_people": platform.pk in staffed,
            }
            for platform in platforms_with_counts()
        ]
        return super().get_context_data(rows=rows, **kwargs)


class PlatformCreation(PlatformScreen):
    """The form that makes a platform."""

    page_title = gettext_lazy("New platform")
    template_name = "curriculum/admin/platform_form.html"

    def crumbs(self) -> list[Crumb]:
        """Return the way over the list."""
        return [{"url": reverse("platforms:list"), "label": _("Platforms")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the empty form."""
        return self.render_to_response(self.get_context_data(form=PlatformForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the platform, or show the form again with what was typed."""
        form = PlatformForm(request.POST)
        if form.is_valid():
            try:
                platform = create_platform(**form.cleaned_data, by=person_of(request))
            except CurriculumError as error:
                add_refusal(form, error, {PlatformExistsError: "slug"})
            else:
                messages.success(request, _("%s is made. Now add its coordinator.") % platform.title)
                return redirect("people:add", platform.slug)
        return self.render_to_response(self.get_context_data(form=form))


def platforms_with_counts() -> QuerySet[PlatformPage]:
    """Return all platforms in tree order, each with `module_count` and `people_count`."""
    return PlatformPage.objects.order_by("path").annotate(
        module_count=Count("modules", distinct=True), people_count=Count("roles__group__user", distinct=True)
    )
