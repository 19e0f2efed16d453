"""Finds releases and translations by the names that commands use."""

import re

from django.utils.translation import gettext as _

from curriculum.content.finding import module_coded, platform_named
from curriculum.exceptions import InvalidValueError
from curriculum.releases.finding import release_numbered
from curriculum.releases.models import Release

NAME = re.compile(r"(?P<module>[^/@]+)@(?P<number>[^/@]+)")


def release_named(platform: str, name: str) -> Release:
    """Return the release that is called MODULE@NUMBER on a platform.

    Raises InvalidValueError for another form, UnknownPlatformError, UnknownModuleError, UnknownReleaseError.
    """
    match = NAME.fullmatch(name)
    if match is None:
        raise InvalidValueError(name=name[:80], problem=_("Write MODULE@NUMBER."))
    return release_numbered(module_coded(platform_named(platform), match["module"]), match["number"])
