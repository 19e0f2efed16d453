"""Finds releases and editions by number and language, or says which there are."""

from curriculum.content.finding import listed
from curriculum.content.models import Module
from curriculum.exceptions import UnknownEditionError, UnknownReleaseError
from curriculum.releases.models import Edition, Release


def release_numbered(module: Module, number: str | None) -> Release:
    """Return the release of this number, or the newest standing one for None; raises UnknownReleaseError."""
    releases = module.releases.select_related("module__platform")
    found = (releases.numbered(number) if number else releases.standing().newest_first()).first()
    if found is None:
        known = [release.number for release in module.releases.newest_first()]
        raise UnknownReleaseError(module=module.code, number=(number or "")[:20], known=listed(known))
    return found


def edition_in(release: Release, language: str) -> Edition:
    """Return the latest revision of the release's edition in `language`; raises UnknownEditionError."""
    edition = release.editions.filter(language=language).order_by("-revision").with_release().first()
    if edition is None:
        languages = release.editions.order_by("language").values_list("language", flat=True).distinct()
        raise UnknownEditionError(
            module=release.module.code, number=release.number, language=language[:20], known=listed(languages)
        )
    return edition


def current_edition(module: Module, language: str) -> Edition:
    """Return what the public reads of `module` in `language`.

    Raises UnknownReleaseError where nothing was released or all is withdrawn, UnknownEditionError where no standing
    release is published in the language.
    """
    edition = Edition.objects.current().with_release().filter(release__module=module, language=language).first()
    return edition or edition_in(release_numbered(module, None), language)
