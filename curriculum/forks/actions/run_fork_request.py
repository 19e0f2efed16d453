"""Carry out what was asked of the background worker."""

import logging

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from curriculum.content.memberships import has_role
from curriculum.content.models import PlatformPage
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import CurriculumError, RequesterNotPermittedError
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.forkable import language_of_fork
from curriculum.forks.models import ForkRequest, RequestedFork

logger = logging.getLogger(__name__)


def run_fork_request(*, request: ForkRequest) -> None:
    """Fork what `request` still waits for, module after module, each in a transaction of its own.

    A refusal is written to the module that it is about, and the others go on. Whoever asked needs the role at the
    moment each module is made. A worker that is killed leaves whole modules only, and what is left still waits; two
    workers with the same request make each module once.
    """
    with translation.override(request.language):
        while (item := _next(request)) is not None:
            _make(item)
    ForkRequest.objects.filter(pk=request.pk, finished_at__isnull=True).update(finished_at=timezone.now())


def _next(request: ForkRequest) -> RequestedFork | None:
    """Tell that a worker is at it, and return the next module; None where none is left or somebody called it off."""
    is_open = ForkRequest.objects.filter(pk=request.pk, finished_at__isnull=True)
    if not is_open.update(heard_at=timezone.now()):
        return None
    return request.items.filter(state=RequestedFork.State.WAITING).order_by("place").first()


def _make(item: RequestedFork) -> None:
    try:
        _make_at_once(item)
    except CurriculumError as error:
        _refuse(item, " ".join(error.lines()))
    except Exception:
        logger.exception("Forking %s for request %s failed.", item.edition_id, item.request_id)
        _refuse(item, _("Something went wrong, and nothing of it was kept. Try again; if it fails again, tell an "
                        "administrator."))  # fmt: skip


@transaction.atomic
def _make_at_once(item: RequestedFork) -> None:
    """Make the fork and say so in the same transaction; do nothing where somebody else did it meanwhile."""
    platform = PlatformPage.objects.select_for_update(of=("self",)).get(fork_requests=item.request_id)
    waiting = RequestedFork.objects.filter(pk=item.pk, state=RequestedFork.State.WAITING)
    asked = waiting.select_related("request__requested_by", "edition__release__module__platform").first()
    if asked is None:
        return
    by, edition = asked.request.requested_by, asked.edition
    if by is None or not has_role(by, platform, *APPROVERS):
        raise RequesterNotPermittedError(platform=platform.title)

    language = language_of_fork(edition, platform)
    asked.fork = create_fork(release=edition.release, to=platform, language=language, by=by)
    asked.state = RequestedFork.State.MADE
    asked.save()


def _refuse(item: RequestedFork, problem: str) -> None:
    waiting = RequestedFork.objects.filter(pk=item.pk, state=RequestedFork.State.WAITING)
    waiting.update(state=RequestedFork.State.REFUSED, problem=problem)
