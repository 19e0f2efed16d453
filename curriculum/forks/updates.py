"""Which forks have a later upstream edition to take, and what it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum.content.languages import base_language
from curriculum.content.models import PlatformPage
from curriculum.forks.models import Fork
from curriculum.forks.upstream import take_edition
from curriculum.releases.models import Edition, Release
from curriculum.releases.wording import DescribedChange, describe_changes

Number = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """That upstream has something later than what a fork stands on."""

    fork: Fork
    ready: Edition | None
    # the newest edition in the fork's language, where it is later than what the fork stands on
    waiting: Release | None
    # the newest release, where it is later still and not published in the fork's language

    @property
    def number(self) -> str:
        """Return the number of the release to be taken next, translated or not."""
        release = self.ready.release if self.ready else self.waiting
        return release.number if release else ""


def update_of(fork: Fork) -> Update | None:
    """Return what `fork` could take now; None where it is up to date."""
    found = Fork.objects.with_upstream().get(pk=fork.pk)
    return _update(found, _standing_editions([found]))


def updates_for(platforms: Iterable[PlatformPage]) -> list[Update]:
    """Return what the forks of `platforms` could take, by platform and module, in two queries however many."""
    own = Fork.objects.with_upstream().filter(module__platform__in=list(platforms))
    forks = list(own.order_by("module__platform__path", "module__code"))
    editions = _standing_editions(forks)
    updates = (_update(fork, editions) for fork in forks)
    return [update for update in updates if update is not None]


def change_words(update: Update) -> list[DescribedChange]:
    """Return in words what the update changes against what the fork stands on.

    What is ready is told in the fork's language; what waits for translation in the language it was written in.
    """
    fork = update.fork
    if update.ready is not None:
        return describe_changes(fork.load_base(), take_edition(update.ready, fork.language).document)
    assert update.waiting is not None  # noqa: S101  an update has one of the two
    return describe_changes(fork.base.release.source_edition().load(), update.waiting.source_edition().load())


def fits(edition: Edition, language: str) -> bool:
    """Return whether a fork in `language` can take `edition`: a regional form comes from the base language too."""
    return edition.language in {language, base_language(language)}


def _standing_editions(forks: Iterable[Fork]) -> dict[object, list[Edition]]:
    """Return by upstream module the latest revisions of its editions whose release stands."""
    modules = {fork.base.release.module_id for fork in forks}
    found: dict[object, list[Edition]] = {module: [] for module in modules}
    editions = Edition.objects.latest_revisions().filter(release__module__in=modules, release__withdrawal__isnull=True)
    for edition in editions.with_release():
        found[edition.release.module_id].append(edition)
    return found


def _update(fork: Fork, editions: dict[object, list[Edition]]) -> Update | None:
    upstream = editions[fork.base.release.module_id]
    base = fork.base.release.version
    fitting = [edition for edition in upstream if fits(edition, fork.language)]
    best = max(fitting, key=lambda edition: (edition.release.version, edition.language == fork.language), default=None)
    ready = best if best and _is_later(best, fork, base) else None
    newest = max((edition.release for edition in upstream), key=lambda release: release.version, default=None)
    taken = max(base, ready.release.version) if ready else base
    waiting = newest if newest and newest.version > taken else None
    return Update(fork=fork, ready=ready, waiting=waiting) if ready or waiting else None


def _is_later(edition: Edition, fork: Fork, base: Number) -> bool:
    """Whether an edition is of a later release, or a corrected or now published one of the release taken."""
    number = edition.release.version
    return number > base or (number == base and edition.pk != fork.base_id)
