"""The front page: what this is, and who publishes here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from curriculum.content.languages import language_name
from curriculum.content.models import PlatformPage
from curriculum.reading.addresses import canonical_redirect, home_address, platform_address
from curriculum.reading.answers import reading_page, respond
from curriculum.reading.catalogue import (
    ModuleEntry,
    current_editions,
    language_links,
    live_platforms,
    module_entry,
    published_language,
)
from curriculum.reading.interface_language import preferred_language
from curriculum.reading.missing import Link
from curriculum.reading.shelf import stamp_of
from curriculum.releases.models import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformCard:
    """One platform on the front page."""

    title: str
    summary: str
    country: str
    address: str
    modules: int
    # how many it has in the language of the page
    languages: tuple[str, ...]
    # names of the languages that it publishes in
    is_generic: bool
    own_language: str
    entries: tuple[ModuleEntry, ...]
    # the modules themselves, for the generic platform


@reading_page
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead to the front page in the reader's language."""
    response = HttpResponseRedirect(home_address(preferred_language(request)))
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@reading_page
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Show the platforms, and the modules of the generic curriculum."""
    editions, platforms = current_editions(), live_platforms()
    language = published_language(language, editions)
    if redirect := canonical_redirect(request, home_address(language)):
        return redirect
    return respond(
        request,
        template="curriculum/home.html",
        stamp=[*stamp_of(editions), *(f"{page.slug} {page.title} {page.summary} {page.country}" for page in platforms)],
        context=lambda: _context(language, editions, platforms),
    )


def _context(language: str, editions: Sequence[Edition], platforms: Sequence[PlatformPage]) -> Mapping[str, Any]:
    cards = [_card(platform, language, editions) for platform in platforms]
    first = {edition.language: edition for edition in editions}
    links = language_links([(first[code], home_address(code)) for code in sorted(first)])
    return {
        "content_language": language,
        "cards": cards,
        "generic": next((card for card in cards if card.is_generic), None),
        "national": [card for card in cards if not card.is_generic],
        "alternates": [*links, Link(words="", address=reverse("reading:entrance"), language="x-default")],
        "other_languages": [link for link in links if link.language != language],
    }


def _card(platform: PlatformPage, language: str, editions: Sequence[Edition]) -> PlatformCard:
    own = [edition for edition in editions if edition.release.module.platform_id == platform.pk]
    shown = [edition for edition in own if edition.language == language]
    languages = sorted({edition.language for edition in own})
    reading_language = language if shown or not languages else _best(platform.language, languages)
    return PlatformCard(
        title=platform.title,
        summary=platform.summary,
        country=platform.country_name,
        address=platform_address(reading_language, platform.slug),
        modules=len({edition.release.module_id for edition in own}),
        languages=tuple(language_name(code) for code in languages),
        is_generic=platform.is_generic,
        own_language=platform.language,
        entries=tuple(map(module_entry, shown)) if platform.is_generic else (),
    )


def _best(own: str, languages: Sequence[str]) -> str:
    return own if own in languages else languages[0]
