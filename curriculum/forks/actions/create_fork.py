"""Fork an edition into another platform."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.actions.import_document import import_document
from curriculum.content.languages import base_language
from curriculum.content.models import Module, ModulePage, PlatformPage
from curriculum.exceptions import InvalidValueError, ModuleExistsError, WithdrawnReleaseError
from curriculum.forks.models import Fork
from curriculum.forks.upstream import take_edition
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.assets import bytes_of_assets
from curriculum.releases.finding import edition_in
from curriculum.releases.models import Edition, Release


@transaction.atomic
def create_fork(*, release: Release, to: PlatformPage, language: str, by: AbstractBaseUser | None) -> Fork:
    """Make the module of `release` a module of platform `to`, in `language`, and return the fork.

    All ids, pictures and links to requirements are kept. What upstream released is approved here too; the platform
    adapts it from there. A regional form of a language ("pt-BR") starts from the base language's edition where it has
    none of its own. Raises ModuleExistsError where the platform has a module of this code, UnknownEditionError where
    the release is not published in the language, InvalidValueError where `to` is the upstream itself,
    WithdrawnReleaseError where the release was withdrawn.
    """
    source = release.module
    if release.is_withdrawn:
        raise WithdrawnReleaseError(module=source.code, number=release.number, reason=release.withdrawal.reason)
    if source.platform_id == to.pk:
        raise InvalidValueError(name=_("Platform"), problem=_("A platform cannot fork its own module."))
    PlatformPage.objects.select_for_update().get(pk=to.pk)  # two forks of one module at once: the second is refused
    if ModulePage.objects.filter(module__platform=to, module__code=source.code).exists() or _is_fork(to, source.code):
        raise ModuleExistsError(platform=to.slug, module=source.code)
    edition = _edition(release, language)
    document = take_edition(edition, language).document

    page = import_document(platform=to, document=document, by=by, files=bytes_of_assets(document))
    fork = Fork.objects.create(module=page.module, base=edition, base_document=store_document(document))
    log(instance=page, action="curriculum.fork", user=by, data={"source": f"{source.platform.slug}/{edition}"})
    return fork


@transaction.atomic
def fork_curriculum(
    *,
    platform: PlatformPage,
    to: PlatformPage,
    language: str,
    by: AbstractBaseUser | None,
    on_each: Callable[[int], None] = lambda _total: None,
) -> list[Fork]:
    """Fork every module of `platform` that `to` does not have yet, all or none.

    Of each module the newest standing release that is published in `language`, or its base language, is taken; where
    there is none, UnknownEditionError names the module. `on_each` is called after each fork with their total number.
    """
    present = set(ModulePage.objects.filter(module__platform=to).values_list("module__code", flat=True))
    modules = Module.objects.filter(platform=platform).exclude(code__in=present).order_by("code")
    releases = [release for release in (_newest(module, language) for module in modules) if release is not None]
    forks = []
    for release in releases:
        forks.append(create_fork(release=release, to=to, language=language, by=by))
        on_each(len(releases))
    return forks


def _is_fork(platform: PlatformPage, code: str) -> bool:
    return Fork.objects.filter(module__platform=platform, module__code=code).exists()


def _newest(module: Module, language: str) -> Release | None:
    """Return the newest standing release that fits `language`, else the newest of all; None where nothing stands."""
    standing = module.releases.standing().newest_first()
    fitting = standing.filter(editions__language__in={language, base_language(language)})
    return fitting.first() or standing.first()


def _edition(release: Release, language: str) -> Edition:
    if release.editions.filter(language=language).exists():
        return edition_in(release, language)
    base = base_language(language)
    return edition_in(release, base if release.editions.filter(language=base).exists() else language)
