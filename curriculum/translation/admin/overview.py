"""The screen that lists the translations of the user's platforms and begins new ones."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from laces.components import Component
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from curriculum.content.admin.screens import Crumb, Screen, add_refusal, person_of
from curriculum.content.languages import language_name
from curriculum.content.memberships import has_role, platforms_of
from curriculum.content.models import ModulePage, PlatformPage
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import CurriculumError, InvalidValueError
from curriculum.releases.admin.public import module_address
from curriculum.releases.models import Edition, Release
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.admin.translation_screens import TRANSLATORS
from curriculum.translation.models import Translation
from curriculum.translation.progress import Standing, newest_standing, newest_translations, standings, target_languages

ON_ONE_PAGE = 60  # rows
SHOWN = 8  # lines of the panel


class BeginForm(forms.Form):
    """Which release shall be translated, and into which language."""

    release = forms.ModelChoiceField(
        label=gettext_lazy("Module"),
        queryset=Release.objects.none(),
        error_messages={
            "invalid_choice": gettext_lazy("This release can no longer be translated. Choose from the list again.")
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        error_messages={"invalid_choice": gettext_lazy("This site does not translate into this language.")},
    )

    def __init__(self, *args: Any, platforms: Sequence[PlatformPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _newest_by_platform(platforms)
        field, languages = self.fields["release"], self.fields["language"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        assert isinstance(languages, forms.ChoiceField)  # noqa: S101  declared above
        field.queryset = Release.objects.filter(
            pk__in=[release.pk for _title, releases in choices for release in releases]
        ).select_related("module__platform", "withdrawal")
        field.choices = [("", "–"), *_grouped(choices)]
        self.releases = {release.module.code: release.pk for _title, releases in choices for release in releases}
        codes = dict.fromkeys(code for platform in platforms for code in target_languages(platform))
        languages.choices = [("", "–"), *((code, language_name(code)) for code in codes)]

    @property
    def has_modules(self) -> bool:
        """Return whether there is anything to translate."""
        return bool(self.releases)

    def clean(self) -> dict[str, Any]:
        """Refuse a regional form of another country than the platform's."""
        release, language = self.cleaned_data.get("release"), self.cleaned_data.get("language")
        if release and language and language not in target_languages(release.module.platform):
            known = ", ".join(map(language_name, target_languages(release.module.platform)))
            self.add_error("language", _("This platform translates into: %s.") % known)
        return self.cleaned_data


class Overview(Screen):
    """The translations of the user's platforms, and the form that begins one."""

    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    template_name = "curriculum/translation/overview.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who translate nowhere."""
        if not self.platforms:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def platforms(self) -> list[PlatformPage]:
        """Return the platforms on which the user may translate."""
        return list(platforms_of(person_of(self.request), *TRANSLATORS))

    @property
    def code(self) -> str:
        """Return the code of the modules that alone are listed; empty for all."""
        return self.request.GET.get("module", "").strip()[:20]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list below the form, in which nothing is chosen but the module that the address names."""
        form = BeginForm(platforms=self.platforms)
        form.initial = {"release": form.releases.get(self.code)}
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin a translation and lead to it, or show the form again with what was chosen."""
        form = BeginForm(request.POST, platforms=self.platforms)
        if form.is_valid():
            try:
                begun = start_translation(**form.cleaned_data, by=person_of(request))
            except CurriculumError as error:
                add_refusal(form, error, {InvalidValueError: "language"})
            else:
                messages.success(request, _welcome(begun))
                return redirect("translate", begun.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one screenful of rows by platform."""
        person = person_of(self.request)
        found = [one for one in newest_translations(self.platforms) if self.code in ("", one.release.module.code)]
        page = Paginator(found, ON_ONE_PAGE).get_page(self.request.GET.get("p"))
        approved = set(platforms_of(person, *APPROVERS).values_list("pk", flat=True))
        return super().get_context_data(
            shelves=_shelves(page, approved, person),
            page=page,
            query=f"module={self.code}" if self.code and found else "",
            code=self.code if found else "",
            begins=kwargs["form"].is_bound or not found,
            **kwargs,
        )


class TranslationsItem(MenuItem):
    """Leads to the translations, for those who may translate somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may translate on a platform."""
        return bool(platforms_of(request.user, *TRANSLATORS).exists())


def menu_item() -> MenuItem:
    """Return the entry that leads to the translations."""
    return TranslationsItem(
        gettext_lazy("Translations"), reverse("translations"), name="translations", icon_name="globe", order=95
    )


def module_buttons(page: ModulePage, user: AbstractUser) -> Iterator[Button]:
    """Lead from the module's screen to its translations, where it was released."""
    if page.module.releases.exists() and has_role(user, page.module.platform, *TRANSLATORS):
        address = f"{reverse('translations')}?module={page.module.code}"
        yield Button(gettext_lazy("Translations"), address, "button button-secondary", priority=70)


class CarryOverNotice(Component):
    """On a module's screen: languages whose translation is of an older release than the newest."""

    template_name = "curriculum/translation/carry_over_notice.html"

    def __init__(self, behind: list[Standing]) -> None:
        self.behind = behind

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the languages."""
        return {"behind": self.behind, "csrf_token": parent_context.get("csrf_token")}


def module_notices(page: ModulePage, user: AbstractUser) -> Iterator[Component]:
    """Yield a notice where a translation of the module can be carried over to a newer release."""
    if not has_role(user, page.module.platform, *TRANSLATORS):
        return
    found = [one for one in newest_translations([page.module.platform]) if one.release.module_id == page.module_id]
    behind = [one for one in standings(found) if one.newer is not None]
    if behind:
        yield CarryOverNotice(behind)


class TranslationsPanel(Component):
    """On the front page: translations that wait for somebody, those that are assigned to the user first."""

    name = "translations"
    order = 206
    template_name = "curriculum/translation/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the lines. It takes the same number of queries however many there are."""
        person = person_of(parent_context["request"])
        platforms = list(platforms_of(person, *TRANSLATORS))
        found = standings(newest_translations(platforms), person)
        waiting = sorted((one for one in found if one.progress.open or one.newer), key=lambda one: not one.is_mine)
        return {
            "lines": waiting[:SHOWN],
            "more": max(len(waiting) - SHOWN, 0),
            "several": len(platforms) > 1,
        }


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the front page of those who translate on a platform with a translation."""
    platforms = platforms_of(request.user, *TRANSLATORS)
    if Translation.objects.filter(release__module__platform__in=platforms.order_by().values("pk")).exists():
        panels.append(TranslationsPanel())


def edition_address(edition: Edition | None) -> str | None:
    """Return where the public reads an edition's module; None where there is none."""
    return module_address(edition.release, edition.language, current=True) if edition else None


def _shelves(page: Page, approved: set[int], person: AbstractUser) -> list[dict[str, Any]]:
    """Return the rows of a page by platform; whether the person may publish there stands beside."""
    found = standings(list(page.object_list), person)
    shelves = groupby(found, key=lambda one: one.release.module.platform)
    return [
        {
            "platform": platform,
            "rows": [{"standing": one, "address": edition_address(one.edition)} for one in rows],
            "may_publish": platform.pk in approved,
        }
        for platform, rows in shelves
    ]


def _newest_by_platform(platforms: Sequence[PlatformPage]) -> list[tuple[str, list[Release]]]:
    """Return by platform the newest standing release of each module."""
    modules = Release.objects.filter(module__platform__in=platforms).values_list("module_id", flat=True)
    newest = sorted(newest_standing(modules).values(), key=lambda release: release.module.code)
    found = [(p.title, [one for one in newest if one.module.platform_id == p.pk]) for p in platforms]
    return [(title, releases) for title, releases in found if releases]


def _grouped(choices: Sequence[tuple[str, list[Release]]]) -> list[tuple[Any, Any]]:
    """Return the choices of releases, by platform where there are several."""
    groups = [(title, [(release.pk, str(release)) for release in releases]) for title, releases in choices]
    return [*groups] if len(groups) > 1 else [choice for _title, releases in groups for choice in releases]


def _welcome(begun: Translation) -> str:
    left = begun.segments.open().count()
    if not left:
        return _("Everything was translated before, so nothing is left to do here.")
    return (
        _("Here is the translation. What was translated before and still fits is there. Parts left to do: %d.") % left
    )


def way_to(translation: Translation) -> list[Crumb]:
    """Return the steps to a screen about a translation: the list, and the translation itself."""
    label = f"{translation.release}: {language_name(translation.language)}"
    return [
        {"url": reverse("translations"), "label": _("Translations")},
        {"url": reverse("translate", args=[translation.pk]), "label": label},
    ]
