"""Where the public reads a release. The readers' stage stands above this one, so its addresses are known by name."""

from django.urls import NoReverseMatch, reverse

from curriculum.releases.models import Release


def module_address(release: Release, language: str, *, current: bool = False) -> str | None:
    """Return the path of the release's module in `language`: of this release, or of the `current` edition.

    None where no readers' stage is installed.
    """
    place = {
        "language": language,
        "platform": release.module.platform.slug,
        "module": release.module.code.lower(),
    }
    try:
        if current:
            return reverse("reading:module", kwargs=place)
        return reverse("reading:module-version", kwargs={**place, "number": release.number})
    except NoReverseMatch:
        return None


def lesson_address(release: Release, language: str, lesson: str) -> str | None:
    """Return the path of a lesson, by its code, in an edition of this release; None as for `module_address`."""
    place = {
        "language": language,
        "platform": release.module.platform.slug,
        "module": release.module.code.lower(),
        "number": release.number,
        "lesson": lesson.lower(),
    }
    try:
        return reverse("reading:lesson-version", kwargs=place)
    except NoReverseMatch:
        return None
