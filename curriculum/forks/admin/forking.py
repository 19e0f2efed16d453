"""The screen on which a platform chooses the modules that it forks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from curriculum.content.admin.screens import Screen, person_of, tell_refusal
from curriculum.content.memberships import platforms_of
from curriculum.content.models import PlatformPage
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import CurriculumError, ForkingUnderWayError
from curriculum.forks.actions.request_forks import request_forks
from curriculum.forks.forkable import ModuleOffer, Source, matching, offers_for
from curriculum.forks.models import ForkRequest
from curriculum.forks.obstacles import obstacles_for
from curriculum.releases.models import Edition

ON_ONE_PAGE = 40  # modules
MOST_OBSTACLES = 100
LATEST = 3  # requests
MISSING = _("Choose at least one module to fork.")
STALE = _("One of these modules can no longer be forked here. Look at the list again, then choose.")


class ForkForm(forms.Form):
    """Which modules become modules of the platform, and from which edition each; `all_of` names whole platforms."""

    module = forms.MultipleChoiceField(label=_("Modules"), required=False, error_messages={"invalid_choice": STALE})
    all_of = forms.MultipleChoiceField(
        label=_("All modules of"), required=False, error_messages={"invalid_choice": STALE}
    )

    def __init__(self, *args: Any, sources: Sequence[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        offers = [module for source in sources for module in source.modules]
        _choose_from(self.fields["module"], [str(module.module.pk) for module in offers])
        _choose_from(self.fields["all_of"], [source.platform.slug for source in sources])
        for offer in offers:
            choices = [(str(each.edition.pk), each.language_name) for each in offer.offers]
            self.fields[language_field(offer)] = forms.ChoiceField(
                required=False, choices=choices, error_messages={"invalid_choice": STALE}
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        if not self.errors and not self.cleaned_data["module"] and not self.cleaned_data["all_of"]:
            raise forms.ValidationError(MISSING)
        return self.cleaned_data

    def editions(self) -> list[Edition]:
        """Return the edition to fork of each chosen module, in the order of the list."""
        modules, whole = set(self.cleaned_data["module"]), set(self.cleaned_data["all_of"])
        return [
            self._edition(offer)
            for source in self.sources
            for offer in source.modules
            if source.platform.slug in whole or str(offer.module.pk) in modules
        ]

    def sentences(self) -> list[str]:
        """Return what is wrong, each sentence once."""
        return list(dict.fromkeys(str(error) for errors in self.errors.values() for error in errors))

    def _edition(self, offer: ModuleOffer) -> Edition:
        wanted = self.cleaned_data[language_field(offer)]
        return next((each.edition for each in offer.offers if str(each.edition.pk) == wanted), offer.best.edition)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One module in the list, as it was chosen last."""

    offer: ModuleOffer
    is_checked: bool
    edition: str
    # the primary key of the edition that is selected
    field: str
    # the name of the field that selects it


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """One source platform with the rows of it that stand on this page."""

    source: Source
    rows: list[Row]
    is_checked: bool
    # whether all its modules were chosen


class ForkScreen(Screen):
    """A screen about forks into one platform, for those who approve there; everybody else is refused."""

    header_icon = "copy"
    platform: PlatformPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the platform, on every request anew."""
        super().setup(request, *args, **kwargs)
        platform = platforms_of(person_of(request), *APPROVERS).filter(slug=kwargs["platform_slug"]).first()
        if platform is None:
            raise PermissionDenied
        self.platform = platform

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the platform besides."""
        return super().get_context_data(platform=self.platform, **kwargs)


class ForkChoice(ForkScreen):
    """What the platform may fork, and the form that asks for it."""

    page_title = _("Fork modules")
    template_name = "curriculum/forks/fork_module.html"

    @cached_property
    def sources(self) -> list[Source]:
        """Return everything that may be forked."""
        return offers_for(self.platform)

    @cached_property
    def found(self) -> list[Source]:
        """Return what is left of it under the filter in the address."""
        return matching(self.sources, words=self.words, slug=self.request.GET.get("from", ""))

    @property
    def words(self) -> str:
        """Return what is searched for."""
        return self.request.GET.get("q", "").strip()[:100]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list."""
        return self.render_to_response(self.get_context_data(form=ForkForm(sources=self.found)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for what was chosen and lead to its progress, or show the list again with what was chosen."""
        form = ForkForm(request.POST, sources=self.found)
        if form.is_valid():
            try:
                asked = request_forks(platform=self.platform, editions=form.editions(), by=person_of(request))
            except ForkingUnderWayError as error:
                tell_refusal(request, error)
                return redirect(self._address_of_open_request())
            except CurriculumError as error:
                form.add_error(None, error.lines())
            else:
                return redirect(address_of(asked))
        return self.render_to_response(self.get_context_data(form=form))

    def _address_of_open_request(self) -> str:
        asked = self.platform.fork_requests.filter(finished_at__isnull=True).first()
        return address_of(asked) if asked else reverse("fork_module", args=[self.platform.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the shelves of this page, the filter, what cannot be forked, and the latest requests."""
        form: ForkForm = kwargs["form"]
        page = _page_of([module for source in self.found for module in source.modules], self.request.GET.get("p"))
        obstacles = obstacles_for(self.platform)
        return super().get_context_data(
            shelves=_shelves(self.found, page.object_list, form),
            page=page,
            words=self.words,
            slug=self.request.GET.get("from", ""),
            sources=self.sources,
            is_filtered=bool(self.words or self.request.GET.get("from")),
            query=_query_without_page(self.request),
            obstacles=obstacles[:MOST_OBSTACLES],
            more_obstacles=max(len(obstacles) - MOST_OBSTACLES, 0),
            latest=[(each, address_of(each)) for each in self.platform.fork_requests.all()[:LATEST]],
            **kwargs,
        )


def _shelves(sources: Iterable[Source], offers: Iterable[ModuleOffer], form: ForkForm) -> list[Shelf]:
    chosen, whole = (form[name].value() or [] for name in ("module", "all_of"))
    by_slug = {source.platform.slug: source for source in sources}
    return [
        Shelf(
            source=by_slug[slug],
            rows=[
                Row(
                    offer=offer,
                    is_checked=str(offer.module.pk) in chosen,
                    edition=form[language_field(offer)].value() or str(offer.best.edition.pk),
                    field=language_field(offer),
                )
                for offer in found
            ],
            is_checked=slug in whole,
        )
        for slug, found in groupby(offers, key=lambda offer: offer.module.platform.slug)
    ]


def _page_of(offers: list[ModuleOffer], number: str | None) -> Page:
    return Paginator(offers, ON_ONE_PAGE).get_page(number)


def _query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()


def _choose_from(field: forms.Field, values: Iterable[str]) -> None:
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
    field.choices = [(value, value) for value in values]


def choose_platform(request: HttpRequest) -> HttpResponse:
    """Lead to the screen of the only platform where somebody may fork, or let them choose one."""
    platforms = list(platforms_of(request.user, *APPROVERS))
    if not platforms:
        raise PermissionDenied
    if len(platforms) == 1:
        return redirect(reverse("fork_module", args=[platforms[0].slug]))
    return TemplateResponse(request, "curriculum/forks/choose_platform.html", {"platforms": platforms})


def address_of(request: ForkRequest) -> str:
    """Return where one sees how far a request is."""
    return reverse("fork_request", args=[request.platform.slug, request.pk])


def language_field(offer: ModuleOffer) -> str:
    """Return the name of the field that says in which language a module is forked."""
    return f"edition-{offer.module.pk}"
