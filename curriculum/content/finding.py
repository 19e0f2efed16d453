"""Finds platforms and modules by the names that people and commands use, or says which names there are."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from curriculum.content.models import Module, PlatformPage
from curriculum.exceptions import UnknownModuleError, UnknownPlatformError

MOST_NAMES = 20


def platform_named(slug: str) -> PlatformPage:
    """Return the platform of this slug; raises UnknownPlatformError."""
    platform = PlatformPage.objects.filter(slug=slug).select_related("collection").first()
    if platform is None:
        raise UnknownPlatformError(
            platform=slug[:80], known=listed(PlatformPage.objects.order_by("slug").values_list("slug", flat=True))
        )
    return platform


def module_coded(platform: PlatformPage, code: str) -> Module:
    """Return the module of this code, in whatever case it is written; raises UnknownModuleError."""
    module = Module.objects.filter(platform=platform, code=code.upper()).select_related("platform").first()
    if module is None:
        raise UnknownModuleError(
            platform=platform.slug,
            module=code[:80],
            known=listed(platform.modules.order_by("code").values_list("code", flat=True)),
        )
    return module


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence, twenty at most; "none" where there are none."""
    names = list(names)
    shown = ", ".join(names[:MOST_NAMES])
    if not names:
        return _("none")
    return shown if len(names) <= MOST_NAMES else f"{shown} …"
