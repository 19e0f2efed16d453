"""Submit a whole module for approval."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from curriculum.content.actions.page_checks import check_finished, check_may_edit, check_unlocked
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.page_states import PageState, changed_pages, state_of
from curriculum.exceptions import NothingToSubmitError, NoWorkflowError


@transaction.atomic
def submit_module(*, module: ModulePage, by: AbstractUser) -> list[ModulePage | LessonPage]:
    """Start the workflow on every changed page of `module` that does not wait already, and return those pages.

    A page that came back with requests for changes is submitted again. Raises NotPermittedError, PagesLockedError with
    who locked what, NothingToSubmitError, NoWorkflowError, UnfinishedPagesError; then nothing is submitted.
    """
    pages = [page for page in changed_pages(module) if state_of(page) is not PageState.WAITING]
    check_may_edit(by, module)
    if not pages:
        raise NothingToSubmitError(module=module.code)
    check_unlocked(pages, by)
    workflow = module.get_workflow()
    if workflow is None:
        raise NoWorkflowError(platform=module.module.platform.title)
    check_finished(pages)

    for page in pages:
        state = page.current_workflow_state
        if state is not None:
            state.resume(user=by)
        else:
            workflow.start(page, by)
    return pages
