"""The modules of a platform, with filters by level, phase and theme."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from curriculum.content.choices import Level, Phase, Theme
from curriculum.content.languages import language_name
from curriculum.content.models import PlatformPage
from curriculum.reading.addresses import canonical_redirect, platform_address
from curriculum.reading.answers import reading_page, respond
from curriculum.reading.catalogue import (
    ModuleEntry,
    alternates,
    current_editions,
    find_platform,
    language_links,
    module_entry,
    published_language,
)
from curriculum.reading.missing import Link
from curriculum.reading.shelf import nearest_first, stamp_of
from curriculum.releases.models import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One question to the list of modules, as the page shows it."""

    name: str
    # of the parameter: level, phase or theme
    label: str
    anything: str
    # the choice that excludes nothing
    choices: tuple[tuple[str, str], ...]
    value: str
    # what was asked for; empty for anything
    problem: str
    # a sentence where the value is none of the choices


@reading_page
def platform(request: HttpRequest, language: str, platform: str) -> HttpResponse:
    """List the modules of a platform in one language."""
    page = find_platform(language, platform)
    editions = current_editions(page)
    language = published_language(
        language,
        [*editions, *([] if editions else current_editions())],
        partial(platform_address, platform=page.slug),
    )
    if redirect := canonical_redirect(request, platform_address(language, page.slug)):
        return redirect
    return respond(
        request,
        template="curriculum/platform.html",
        stamp=[page.title, page.summary, page.country, *stamp_of(editions)],
        context=lambda: _context(request, language, page, editions),
    )


def _context(request: HttpRequest, language: str, page: PlatformPage, editions: Sequence[Edition]) -> Mapping[str, Any]:
    filters = [
        _filter(request, "level", _("Level of the group"), _("All levels"), Level.choices),
        _filter(request, "phase", _("Phase of the improvement cycle"), _("All phases"), Phase.choices),
        _filter(request, "theme", _("Theme"), _("All themes"), Theme.choices),
    ]
    entries = [module_entry(edition) for edition in editions if edition.language == language]
    codes = {entry.code for entry in entries}
    links = _links(page, editions)
    return {
        "content_language": language,
        "platform": page,
        "language_name": language_name(language),
        "filters": filters,
        "is_filtered": any(question.value for question in filters),
        "entries": [entry for entry in entries if _passes(entry, filters)],
        "total": len(entries),
        "elsewhere": [module_entry(edition) for edition in _elsewhere(page, editions, language, codes)],
        "here": platform_address(language, page.slug),
        "alternates": alternates(links, page.language),
        "other_languages": [link for link in links if link.language != language],
    }


def _links(page: PlatformPage, editions: Sequence[Edition]) -> list[Link]:
    """Return a link to the page in each language that the platform has modules in."""
    first = {edition.language: edition for edition in reversed(editions)}
    return language_links([(first[code], platform_address(code, page.slug)) for code in sorted(first)])


def _elsewhere(
    page: PlatformPage, editions: Sequence[Edition], language: str, shown: Collection[str]
) -> Iterable[Edition]:
    """Return one edition of each module that is not among the codes `shown`, in the language nearest to `language`.

    Modules in languages nearer to the reader's come first.
    """
    own_first = sorted(editions, key=lambda edition: edition.language != page.language)
    chosen: dict[str, Edition] = {}
    for edition in nearest_first(own_first, language):
        chosen.setdefault(edition.release.module.code, edition)
    in_order = [edition for edition in editions if chosen[edition.release.module.code] == edition]
    return [e for e in nearest_first(in_order, language) if e.release.module.code not in shown]


def _filter(
    request: HttpRequest, name: str, label: str, anything: str, choices: Iterable[tuple[str, str | Promise]]
) -> Filter:
    value = request.GET.get(name, "")[:40].replace("\0", "")
    known = tuple((code, str(name)) for code, name in choices)
    is_known = any(value == code for code, _name in known)
    problem = _("There is no “%(value)s” here; nothing was left out for it.") % {"value": value}
    return Filter(
        name=name,
        label=label,
        anything=anything,
        choices=known,
        value=value,
        problem=problem if value and not is_known else "",
    )


def _passes(entry: ModuleEntry, filters: Sequence[Filter]) -> bool:
    own = {"level": entry.levels, "phase": entry.phases, "theme": entry.themes}
    return all(question.value in own[question.name] for question in filters if question.value and not question.problem)
