"""Approve a whole module."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.models import TaskState

from curriculum.content.actions.page_checks import check_finished, check_may_publish, check_unlocked
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.page_states import changed_pages
from curriculum.exceptions import NothingToApproveError


@transaction.atomic
def approve_module(*, module: ModulePage, by: AbstractUser) -> list[ModulePage | LessonPage]:
    """Approve the latest draft of every changed page of `module`, and return those pages.

    Where a page waits in a workflow, `by` approves its task, so that the workflow ends as it should. Raises
    NotPermittedError, PagesLockedError with who locked what, NothingToApproveError, UnfinishedPagesError; then nothing
    is approved.
    """
    check_may_publish(by, module)
    pages = changed_pages(module)
    if not pages:
        raise NothingToApproveError(module=module.code)
    check_unlocked(pages, by)
    check_finished(pages)

    for page in pages:
        _approve(page, by)
    return pages


def _approve(page: ModulePage | LessonPage, by: AbstractUser) -> None:
    task_state = page.current_workflow_task_state
    if task_state is not None and task_state.status == TaskState.STATUS_IN_PROGRESS:
        task = task_state.task.specific
        if any(name == "approve" for name, _label, _modal in task.get_actions(page, by)):
            task.on_action(task_state, by, "approve")
    fresh = type(page).objects.get(pk=page.pk)
    if not fresh.live or fresh.has_unpublished_changes:  # edited since it was submitted, or in no workflow
        fresh.get_latest_revision().publish(user=by)
