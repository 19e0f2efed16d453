"""Ask the background worker to fork modules, ask again for what is left, or call it off."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.content.memberships import has_role
from curriculum.content.models import PlatformPage
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import (
    ForkingUnderWayError,
    InvalidValueError,
    ModuleChosenTwiceError,
    ModuleExistsError,
    NotPermittedError,
)
from curriculum.forks.forkable import codes_taken
from curriculum.forks.models import ForkRequest, RequestedFork, RequestState
from curriculum.forks.tasks import fork_modules
from curriculum.releases.models import Edition

MOST_MODULES = 500


@transaction.atomic
def request_forks(*, platform: PlatformPage, editions: Iterable[Edition], by: AbstractBaseUser) -> ForkRequest:
    """Ask for a fork of each of `editions`, to be made one after the other, and return the request.

    Request and task are written together: the worker finds both or neither. Raises NotPermittedError where `by`
    approves nothing on the platform, ForkingUnderWayError where another request of the platform is open,
    InvalidValueError for no module or more than 500, ModuleChosenTwiceError where two are of one code,
    ModuleExistsError where the platform has such a module. What else a fork may be refused for is told by the request.
    """
    chosen = list(editions)
    _lock(platform)
    _check_role(platform, by)
    if platform.fork_requests.filter(finished_at__isnull=True).exists():
        raise ForkingUnderWayError(platform=platform.title)
    if not 0 < len(chosen) <= MOST_MODULES:
        problem = _("Choose at least one, and at most %d at once.") % MOST_MODULES
        raise InvalidValueError(name=_("Modules"), problem=problem)
    _check_codes(platform, chosen)

    request = ForkRequest.objects.create(platform=platform, requested_by_id=by.pk, language=get_language() or "en")
    RequestedFork.objects.bulk_create(
        RequestedFork(request=request, edition=edition, place=place) for place, edition in enumerate(chosen)
    )
    fork_modules.enqueue(request.pk)
    return request


@transaction.atomic
def ask_again(*, request: ForkRequest, by: AbstractBaseUser) -> ForkRequest:
    """Ask once more for what a request has not made, and return it; nothing happens where all is made.

    This also goes on with a request that no worker cares for any more. Raises NotPermittedError as `request_forks`
    does, and ForkingUnderWayError where this request is being worked on or another one is open.
    """
    _lock(request.platform)
    _check_role(request.platform, by)
    request = ForkRequest.objects.select_related("platform").get(pk=request.pk)
    others = request.platform.fork_requests.filter(finished_at__isnull=True).exclude(pk=request.pk)
    if request.state in {RequestState.WAITING, RequestState.RUNNING} or others.exists():
        raise ForkingUnderWayError(platform=request.platform.title)
    left = request.items.exclude(state=RequestedFork.State.MADE)
    if not left.exists():
        return request

    left.update(state=RequestedFork.State.WAITING, problem="")
    request.requested_by_id, request.language = by.pk, get_language() or "en"
    request.asked_at, request.heard_at, request.finished_at = timezone.now(), None, None
    request.save()
    fork_modules.enqueue(request.pk)
    return request


@transaction.atomic
def call_off(*, request: ForkRequest, by: AbstractBaseUser) -> ForkRequest:
    """Let the worker make no further module of a request, and return it; a module that is being made is finished.

    Raises NotPermittedError as `request_forks` does.
    """
    _check_role(request.platform, by)
    ForkRequest.objects.filter(pk=request.pk, finished_at__isnull=True).update(finished_at=timezone.now())
    request.refresh_from_db()
    return request


def _lock(platform: PlatformPage) -> None:
    """Let nobody else ask for, or make, a fork of this platform until the transaction ends."""
    PlatformPage.objects.select_for_update(of=("self",)).get(pk=platform.pk)


def _check_role(platform: PlatformPage, by: AbstractBaseUser) -> None:
    if not has_role(by, platform, *APPROVERS):
        raise NotPermittedError(what=platform.title)


def _check_codes(platform: PlatformPage, editions: Iterable[Edition]) -> None:
    by_code: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        by_code[edition.release.module.code].append(edition)
    for code, found in by_code.items():
        if len(found) > 1:
            sources = ", ".join(edition.release.module.platform.title for edition in found)
            raise ModuleChosenTwiceError(module=code, sources=sources)
    for code in sorted(by_code.keys() & codes_taken(platform)):
        raise ModuleExistsError(platform=platform.slug, module=code)
