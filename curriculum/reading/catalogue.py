"""What is published: platforms, and the modules that the public can read on each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.content.choices import Level, Phase, Theme
from curriculum.content.languages import interface_languages, language_name
from curriculum.content.models import PlatformPage
from curriculum.document import Node, Text
from curriculum.reading.addresses import home_address, module_address, platform_address
from curriculum.reading.interface_language import base_language
from curriculum.reading.missing import Link, MissingPageError
from curriculum.reading.shelf import Shelf, find_shelf, lessons_of, total_minutes
from curriculum.releases.models import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleEntry:
    """One module in a list: its current edition in one language."""

    code: str
    title: str
    summary: str
    language: str
    language_name: str
    # in that language
    address: str
    lessons: int
    minutes: int
    levels: tuple[str, ...]
    phases: tuple[str, ...]
    themes: tuple[str, ...]


def current_editions(platform: PlatformPage | None = None) -> list[Edition]:
    """Return all current editions, or those of one platform, in the order of platforms and modules in the page tree."""
    editions = Edition.objects.current().with_release().filter(release__module__platform__live=True)
    if platform is not None:
        editions = editions.filter(release__module__platform=platform)
    return list(
        editions.order_by(
            "release__module__platform__path", "release__module__page__path", "release__module__code", "language"
        )
    )


def live_platforms() -> list[PlatformPage]:
    """Return the platforms that the public sees, the generic one first."""
    return sorted(PlatformPage.objects.live().order_by("title"), key=lambda platform: not platform.is_generic)


def module_entry(edition: Edition) -> ModuleEntry:
    """Return the line of a list that stands for `edition`."""
    document = edition.load()
    module, root = edition.release.module, document.root
    return ModuleEntry(
        code=module.code,
        title=text_of(root, "title"),
        summary=text_of(root, "summary"),
        language=edition.language,
        language_name=language_name(edition.language, edition.language),
        address=module_address(edition.language, module.platform.slug, module.code),
        lessons=len(lessons_of(document)),
        minutes=total_minutes(document),
        levels=known_codes(root, "levels", Level.values) or tuple(Level.values),
        phases=known_codes(root, "phases", Phase.values),
        themes=known_codes(root, "themes", Theme.values),
    )


def text_of(node: Node, name: str) -> str:
    """Return a plain text field of `node`; empty where it is absent."""
    scalar = node.fields.get(name)
    return scalar.text if isinstance(scalar, Text) else ""


def known_codes(node: Node, name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the codes in a field of `node` that are among `known`, in the order of `known`."""
    own = node.fields.get(name)
    return tuple(code for code in known if isinstance(own, tuple) and code in own)


def find_platform(language: str, slug: str) -> PlatformPage:
    """Return the platform of this slug, or raise MissingPageError that names those there are."""
    platform = PlatformPage.objects.live().filter(slug=slug.lower()).first()
    if platform is None:
        raise MissingPageError(
            sentence=_("There is no platform “%(platform)s”.") % {"platform": slug[:60]},
            offer=_("These platforms publish here:"),
            links=platform_links(language),
        )
    return platform


def find_module(language: str, platform: PlatformPage, code: str) -> Shelf:
    """Return what is published of a module, or raise MissingPageError that names the platform's modules."""
    shelf = find_shelf(platform, code)
    if shelf is None:
        sentence = _("%(platform)s has no module “%(module)s”.")
        raise MissingPageError(
            sentence=sentence % {"platform": platform.title, "module": code[:60].upper()},
            offer=_("It has these modules:"),
            links=module_links(language, platform) or platform_links(language),
        )
    return shelf


def published_language(language: str, editions: Iterable[Edition], address: Callable[[str], str] = home_address) -> str:
    """Return the language of an address as it is written.

    Raises MissingPageError where nobody speaks it here; `address` gives the path that is offered in another one.
    """
    known = [*interface_languages(), *sorted({edition.language for edition in editions} - set(interface_languages()))]
    found = next((code for code in known if code.lower() == language.lower()), None)
    if found is None:
        raise MissingPageError(
            sentence=_("Nothing is published in “%(language)s”.") % {"language": language[:20]},
            offer=_("You can read in these languages:"),
            links=[Link(words=language_name(code, code), address=address(code), language=code) for code in known],
        )
    return found


def platform_links(language: str) -> list[Link]:
    """Return a link for each platform."""
    spoken = language if base_language(language) in interface_languages() else get_language() or "en"
    links = [Link(words=page.title, address=platform_address(spoken, page.slug)) for page in live_platforms()]
    return links or [Link(words=_("To the front page"), address=home_address(spoken))]


def module_links(language: str, platform: PlatformPage) -> list[Link]:
    """Return a link for each module of `platform`: in `language`, or in the languages that it has."""
    entries = [module_entry(edition) for edition in current_editions(platform)]
    translated = {entry.code for entry in entries if entry.language == language}
    return [
        Link(words=entry.title, address=entry.address, language=entry.language, code=entry.code)
        for entry in entries
        if entry.language == language or entry.code not in translated
    ]


def language_links(editions: Iterable[tuple[Edition, str]]) -> list[Link]:
    """Return a link for each edition and its address, under the name of its language in that language."""
    return [
        Link(words=language_name(edition.language, edition.language), address=address, language=edition.language)
        for edition, address in editions
    ]


def alternates(links: Sequence[Link], default: str) -> list[Link]:
    """Return the versions of a page as its head names them: each by its language, and one for everybody else.

    `default` is the language of that last one; the first is taken where none is in it.
    """
    fallback = next((link for link in links if link.language == default), links[0]) if links else None
    return [*links, *([replace(fallback, language="x-default")] if fallback else [])]
