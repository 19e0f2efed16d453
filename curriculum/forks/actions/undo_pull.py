"""Undo a pull that was applied and not released yet."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from curriculum.content.actions.page_checks import check_may_edit
from curriculum.content.models import LessonPage, ModulePage
from curriculum.exceptions import NothingToUndoError
from curriculum.forks.actions.apply_pull import check_free
from curriculum.forks.finding import undoable_pull
from curriculum.forks.models import Fork, Pull, PullState

PageOfModule = ModulePage | LessonPage


@transaction.atomic
def undo_pull(*, fork: Fork, by: AbstractUser | None) -> Pull:
    """Put the drafts and the base of `fork` back to what they were before its last pull, and return that pull.

    Each touched page gets a new draft that equals the one before the pull, so whatever was written since stays in its
    history. A lesson that the pull brought goes where nobody touched it since, else it is dropped with a reason.
    Nothing is approved or released. Raises NothingToUndoError where nothing was applied since the last release,
    NotPermittedError, and PagesBusyError naming who works on a touched page.
    """
    fork = Fork.objects.select_for_update(of=("self",)).with_upstream().get(pk=fork.pk)
    if by is not None:
        check_may_edit(by, fork.module.page)
    pull = undoable_pull(fork)
    if pull is None:
        raise NothingToUndoError(module=fork.module.code)
    pages = _pages(pull)
    check_free(fork.module.page, [str(page.node_id) for page in pages], by)

    for page in pages:
        _put_back(page, pull, by)
    fork.base, fork.base_document = pull.base, pull.base_document
    fork.untranslated = pull.base_untranslated
    fork.save(update_fields=["base", "base_document", "untranslated"])
    pull.state, pull.closed_at = PullState.UNDONE, timezone.now()
    pull.save(update_fields=["state", "closed_at"])
    log(
        instance=fork.module.page,
        action="curriculum.undo_pull",
        user=by,
        data={"base": pull.base.release.number, "number": pull.theirs.release.number},
    )
    return pull


def edited_since(pull: Pull) -> list[PageOfModule]:
    """Return the pages that an applied pull touched and that somebody wrote in since: undoing hides that work."""
    return [page for page in _pages(pull) if page.latest_revision_id != pull.drafts_after[str(page.pk)]]


def _pages(pull: Pull) -> list[PageOfModule]:
    """Return the pages that a pull touched and that still exist, the module first, then lessons in order."""
    numbers = [int(number) for number in pull.drafts_before]
    return [*ModulePage.objects.filter(pk__in=numbers), *LessonPage.objects.filter(pk__in=numbers).order_by("path")]


def _put_back(page: PageOfModule, pull: Pull, by: AbstractUser | None) -> None:
    before = pull.drafts_before[str(page.pk)]
    if before is not None:
        revision = Revision.objects.get(pk=before)
        revision.as_object().save_revision(user=by, clean=False, log_action=True, previous_revision=revision)
    elif page.latest_revision_id == pull.drafts_after[str(page.pk)] and not page.live:
        page.delete()
    elif isinstance(page, LessonPage):
        draft = page.get_latest_revision_as_object()
        draft.dropped_reason = _("The update to release %s, which brought this lesson, was undone.") % (
            pull.theirs.release.number
        )
        draft.save_revision(user=by, clean=False, log_action=True)
