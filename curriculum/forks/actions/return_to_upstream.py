"""Bring one part of a fork back to what upstream has."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from curriculum.content.actions.import_document import write_document
from curriculum.content.actions.page_checks import check_may_edit
from curriculum.content.labels import described
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.working_copy import State, WorkingCopy, working_copy
from curriculum.document import Document
from curriculum.exceptions import UnknownPartError
from curriculum.forks.actions.apply_pull import check_free
from curriculum.forks.finding import fork_of
from curriculum.forks.merging import changed_lessons
from curriculum.forks.models import Fork
from curriculum.forks.returning import returned
from curriculum.forks.units import units_of
from curriculum.releases.assets import bytes_of_assets

Pages = list[ModulePage | LessonPage]


@transaction.atomic
def return_to_upstream(*, page: ModulePage | LessonPage, unit_id: str, by: AbstractUser | None) -> Pages:
    """Put upstream's version of a unit of the fork that `page` belongs to into new drafts; return their pages.

    What was rewritten gets upstream's content, what was moved goes back to its place, what was left out comes in
    again. A lesson that was dropped keeps the content of its draft: only the reason for dropping it goes. Nothing is
    approved. Raises NotAForkError, NotPermittedError, UnknownPartError, NothingToReturnError, NoPlaceError,
    PagesBusyError naming who locked a touched page or waits for its approval, and what `write_document` raises.
    """
    fork = fork_of(page.document_module.module)
    if by is not None:
        check_may_edit(by, page.document_module)
    module = _locked(page.document_module)
    copy = working_copy(module, State.DRAFT)
    unit = units_of(fork.load_base()).get(unit_id) or units_of(copy.document).get(unit_id)
    if unit is None:
        raise UnknownPartError

    dropped = next((lesson for lesson in copy.dropped if str(lesson.node_id) == unit_id), None)
    touched = _pick_up(module, dropped, by) if dropped else _write(fork, module, copy, unit_id, by)
    data = {"node_id": unit_id, "what": described(unit.node)}
    log(instance=page, action="curriculum.return_to_upstream", user=by, data=data)
    return touched


def _locked(module: ModulePage) -> ModulePage:
    """Return the module's page as it is, after waiting for whoever writes one of its pages just now."""
    list(Page.objects.select_for_update().filter(path__startswith=module.path).order_by("path").values_list("pk"))
    return ModulePage.objects.select_related("module__platform").get(pk=module.pk)


def _pick_up(module: ModulePage, lesson: LessonPage, by: AbstractUser | None) -> Pages:
    """Write a draft of a dropped lesson that is not dropped."""
    check_free(module, [str(lesson.node_id)], by)
    lesson.dropped_reason = ""
    lesson.save_revision(user=by, clean=False, log_action=True)
    return [lesson]


def _write(fork: Fork, module: ModulePage, copy: WorkingCopy, unit_id: str, by: AbstractUser | None) -> Pages:
    """Write drafts of the pages on which the unit is another one, or stands elsewhere."""
    base = fork.load_base()
    document = returned(base, copy.document, unit_id)
    check_free(module, changed_lessons(copy.document, document), by)
    unit = Document(language=base.language, root=units_of(base)[unit_id].node)
    files = bytes_of_assets(unit)  # a picture of upstream's that was deleted here comes back, too
    written = write_document(platform=module.module.platform, document=document, by=by, files=files, approve=False)
    return list(written.touched)
