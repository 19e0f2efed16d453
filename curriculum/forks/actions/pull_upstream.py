"""Open the pull of a later upstream edition into a fork."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from curriculum.content.actions.page_checks import check_may_edit
from curriculum.forks.finding import open_pull
from curriculum.forks.models import Decision, Fork, Pull, PullState
from curriculum.forks.updates import Update, update_of
from curriculum.forks.upstream import Taking, take_edition, take_untranslated
from curriculum.releases.actions.cut_release import store_document


@transaction.atomic
def pull_upstream(*, fork: Fork, by: AbstractUser | None, untranslated: bool = False) -> Pull | None:
    """Open the pull of the newest upstream edition into `fork`, or point the open one at it, and return it.

    Nothing of the working copy is touched. Decisions that were made on the open pull, or on one of the same edition
    that was undone or discarded, stay and count where the same question is asked. With `untranslated` a newer release
    is taken that is not published in the fork's language, with the untranslated parts in the source language. Returns
    None where there is nothing to take. Raises NotPermittedError for somebody who may not edit the module.
    """
    fork = Fork.objects.select_for_update(of=("self",)).with_upstream().get(pk=fork.pk)
    if by is not None:
        check_may_edit(by, fork.module.page)
    pull = open_pull(fork)
    taking = _taking(fork, update_of(fork), untranslated=untranslated)
    if taking is None or (pull is not None and _is_of(pull, taking)):
        return pull
    if pull is None:
        pull = Pull(fork=fork, base=fork.base, base_document=fork.base_document, base_untranslated=fork.untranslated)
    pull.theirs, pull.theirs_document = taking.edition, store_document(taking.document)
    pull.untranslated = taking.untranslated
    is_new = pull.pk is None
    pull.save()
    if is_new:
        _take_over_decisions(pull)
    log(
        instance=fork.module.page,
        action="curriculum.open_pull",
        user=by,
        data={"base": fork.base.release.number, "number": taking.edition.release.number},
    )
    return Pull.objects.with_editions().get(pk=pull.pk)


def _taking(fork: Fork, update: Update | None, *, untranslated: bool) -> Taking | None:
    if update is None:
        return None
    if untranslated and update.waiting is not None:
        return take_untranslated(fork, update.waiting)
    return take_edition(update.ready, fork.language) if update.ready else None


def _is_of(pull: Pull, taking: Taking) -> bool:
    """Whether a pull brings this already, or something later that was asked for with its untranslated parts."""
    release, wanted = pull.theirs.release, taking.edition.release
    later = bool(pull.untranslated) and release.version > wanted.version and not release.is_withdrawn
    return later or pull.theirs_id == taking.edition.pk


def _take_over_decisions(pull: Pull) -> None:
    """Copy what was decided on the last pull of the same edition, if that was undone or discarded."""
    before = Pull.objects.filter(fork=pull.fork, theirs=pull.theirs, state__in=[PullState.UNDONE, PullState.DISCARDED])
    last = before.order_by("-closed_at").first()
    if last is not None:
        Decision.objects.bulk_create(
            Decision(pull=pull, key=old.key, subject=old.subject, choice=old.choice, value=old.value, by=old.by,
                     made_at=old.made_at)
            for old in last.decisions.all()
        )  # fmt: skip
