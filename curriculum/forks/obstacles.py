"""Why a platform cannot fork a module that others have published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.content.models import Module, ModulePage, PlatformPage
from curriculum.forks.forkable import published_elsewhere
from curriculum.forks.models import Fork
from curriculum.releases.models import Release


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """One released module of another platform that cannot be forked, and why, in a sentence."""

    module: Module
    reason: str
    page: ModulePage | None
    # the receiving platform's own module of this code, where it has one


def obstacles_for(platform: PlatformPage) -> list[Obstacle]:
    """Return the released modules of other platforms that `platform` cannot fork, by platform and code.

    A module that was never released is nobody else's business, so that it is not named.
    """
    released = Module.objects.exclude(platform=platform).filter(releases__isnull=False).distinct()
    modules = list(released.select_related("platform").order_by("platform__path", "code"))
    standing = set(published_elsewhere(platform).order_by().values_list("release__module_id", flat=True))
    reasons = _reasons_of_withdrawal(module for module in modules if module.pk not in standing)
    own = ModulePage.objects.filter(module__platform=platform).select_related("module")
    pages = {page.module.code: page for page in own}
    forks = {fork.module.code: fork for fork in Fork.objects.with_upstream().filter(module__platform=platform)}
    found = []
    for module in modules:
        page, fork = pages.get(module.code), forks.get(module.code)
        if page is not None or fork is not None:
            found.append(Obstacle(module=module, reason=_words_for_taken(module, fork, page), page=page))
        elif module.pk in reasons:
            words = _("Every release of it is withdrawn. The last reason was: %(reason)s")
            words %= {"reason": reasons[module.pk]}
            found.append(Obstacle(module=module, reason=words, page=None))
    return found


def _reasons_of_withdrawal(modules: Iterable[Module]) -> Mapping[object, str]:
    """Return by module why its newest release was withdrawn."""
    releases = Release.objects.filter(module__in=list(modules), withdrawal__isnull=False).select_related("withdrawal")
    return {release.module_id: release.withdrawal.reason for release in releases.order_by("major", "minor", "patch")}


def _words_for_taken(module: Module, fork: Fork | None, page: ModulePage | None) -> str:
    if page is None:
        return _("It was forked before, and its pages were deleted. Its history stays, so it is not forked twice.")
    if fork is None:
        return _("Your platform has a module of its own with this code.")
    if fork.upstream.pk == module.pk:
        return _("It is a module of your platform already. Later releases come to it as updates.")
    return _("Your platform has this module already, from %s.") % fork.upstream.platform.title
