"""Which modules a platform may fork, in which languages, and what each contains."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

from django.core.cache import cache

from curriculum.content.languages import base_language, language_name
from curriculum.content.models import Module, ModulePage, PlatformPage
from curriculum.document import Document, Node, Text, load
from curriculum.forks.models import Fork
from curriculum.releases.models import Edition, EditionQuerySet, StoredDocument

#: Contents are kept by the digest of their document, so that they never go stale.
CACHE_KEY = "contents-of-edition/1/"


class Fit(IntEnum):
    """How well an edition's language fits a platform, best first."""

    OWN = 0  # the platform's own language
    BASE = 1  # the language that the platform's is a regional form of ("pt" for "pt-BR")
    OTHER = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What an edition contains, for a list."""

    title: str
    summary: str
    lessons: tuple[str, ...]
    # their titles, in order
    minutes: int
    # of all lessons together


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One edition that may be forked."""

    edition: Edition
    contents: Contents
    fit: Fit
    language: str
    # the code of the language that the fork would be in
    language_name: str
    # the name of the edition's language in the active one

    @property
    def is_foreign(self) -> bool:
        """Return whether the fork would be in a language that the platform does not write in."""
        return self.fit is Fit.OTHER


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleOffer:
    """One module that may be forked, in the languages in which it is published."""

    module: Module
    offers: tuple[Offer, ...]
    # the one that fits the platform best first; at least one

    @property
    def best(self) -> Offer:
        """Return the offer whose language fits the platform best."""
        return self.offers[0]

    def says(self, words: Iterable[str]) -> bool:
        """Return whether code, titles and summaries, in whatever language, hold each of these folded words."""
        contents = [offer.contents for offer in self.offers]
        texts = [self.module.code, *(f"{each.title} {each.summary} {' '.join(each.lessons)}" for each in contents)]
        folded = fold(" ".join(texts))
        return all(word in folded for word in words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One platform and the modules that may be forked from it."""

    platform: PlatformPage
    modules: tuple[ModuleOffer, ...]

    @property
    def foreign_count(self) -> int:
        """Return how many of them are published in no language of the receiving platform."""
        return sum(module.best.is_foreign for module in self.modules)


def offers_for(platform: PlatformPage) -> list[Source]:
    """Return the published modules of other platforms that `platform` does not have, by platform and code.

    It takes the same number of queries however many there are.
    """
    editions = list(published_elsewhere(platform).exclude(release__module__code__in=codes_taken(platform)))
    contents = contents_of(editions)
    modules = (
        ModuleOffer(module=module, offers=_offers(platform, found, contents))
        for module, found in groupby(editions, key=lambda edition: edition.release.module)
    )
    return [
        Source(platform=source, modules=tuple(found))
        for source, found in groupby(modules, key=lambda offer: offer.module.platform)
    ]


def matching(sources: Iterable[Source], *, words: str = "", slug: str = "") -> list[Source]:
    """Return what is left of `sources` from the platform of this slug and with all these words; empty for any."""
    wanted = fold(words).split()
    left = (
        Source(platform=source.platform, modules=tuple(module for module in source.modules if module.says(wanted)))
        for source in sources
        if slug in {"", source.platform.slug}
    )
    return [source for source in left if source.modules]


def fit_of(edition: Edition, platform: PlatformPage) -> Fit:
    """Return how well the edition's language fits the platform's."""
    if edition.language == platform.language:
        return Fit.OWN
    return Fit.BASE if edition.language == base_language(platform.language) else Fit.OTHER


def language_of_fork(edition: Edition, platform: PlatformPage) -> str:
    """Return the language that a fork of `edition` is in: the platform's, where the edition's is its base language."""
    return edition.language if fit_of(edition, platform) is Fit.OTHER else platform.language


def fold(text: str) -> str:
    """Return `text` without case and accents."""
    return "".join(
        character for character in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(character)
    )


def published_elsewhere(platform: PlatformPage) -> EditionQuerySet:
    """Return what the public reads on other platforms, by platform, module and language."""
    editions = Edition.objects.current().with_release().exclude(release__module__platform=platform)
    return editions.order_by(
        "release__module__platform__path", "release__module__code", "release__module_id", "language"
    )


def codes_taken(platform: PlatformPage) -> set[str]:
    """Return the codes of which the platform has a module, or had one when it forked it."""
    pages = ModulePage.objects.filter(module__platform=platform).values_list("module__code", flat=True)
    return {*pages, *Fork.objects.filter(module__platform=platform).values_list("module__code", flat=True)}


def _offers(platform: PlatformPage, editions: Iterable[Edition], contents: Mapping[str, Contents]) -> tuple[Offer, ...]:
    offers = sorted(
        (
            Offer(
                edition=edition,
                contents=contents[edition.document_id],
                fit=fit_of(edition, platform),
                language=language_of_fork(edition, platform),
                language_name=language_name(edition.language),
            )
            for edition in editions
        ),
        key=lambda offer: (offer.fit, offer.edition.language),
    )
    own = {offer.edition.release_id for offer in offers if offer.fit is Fit.OWN}
    # A release that is published in the regional form is never forked from the base language.
    return tuple(offer for offer in offers if offer.fit is not Fit.BASE or offer.edition.release_id not in own)


def contents_of(editions: Iterable[Edition]) -> dict[str, Contents]:
    """Return what each edition contains, by the digest of its document. Documents are read once and then kept."""
    keys = {CACHE_KEY + edition.document_id: edition.document_id for edition in editions}
    found: dict[str, Contents] = {keys[key]: contents for key, contents in cache.get_many(keys).items()}
    missing = StoredDocument.objects.filter(digest__in=set(keys.values()) - found.keys())
    read = {row.digest: _contents(load(json.loads(row.json))) for row in missing.iterator(chunk_size=20)}
    cache.set_many({CACHE_KEY + digest: contents for digest, contents in read.items()}, timeout=None)
    return found | read


def _contents(document: Document) -> Contents:
    root = document.root
    lessons = root.slots.get("lessons", ())
    return Contents(
        title=_text(root, "title"),
        summary=_text(root, "summary"),
        lessons=tuple(_text(lesson, "title") for lesson in lessons),
        minutes=sum(minutes for lesson in lessons if isinstance(minutes := lesson.fields.get("minutes"), int)),
    )


def _text(node: Node, name: str) -> str:
    scalar = node.fields.get(name)
    return scalar.text if isinstance(scalar, Text) else ""
