"""What must hold before all changed pages of a module are submitted or approved at once."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser

from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.page_states import unfinished_parts
from curriculum.content.person_names import name_of_person
from curriculum.exceptions import NotPermittedError, PagesLockedError, UnfinishedPagesError

Pages = Iterable[ModulePage | LessonPage]


def check_may_edit(by: AbstractUser, module: ModulePage) -> None:
    """Refuse a person who may not edit `module`; a permission counts for the page and all below it."""
    if not module.permissions_for_user(by).can_edit():
        raise NotPermittedError(what=module.code)


def check_may_publish(by: AbstractUser, module: ModulePage) -> None:
    """Refuse a person who may not approve `module`; a permission counts for the page and all below it."""
    if not module.permissions_for_user(by).can_publish():
        raise NotPermittedError(what=module.code)


def check_unlocked(pages: Pages, by: AbstractUser) -> None:
    """Refuse pages that somebody else than `by` locked, naming who."""
    locked = [page for page in pages if page.locked and page.locked_by_id != by.pk]
    if locked:
        raise PagesLockedError(pages=", ".join(f"{page.code} ({name_of_person(page.locked_by)})" for page in locked))


def check_finished(pages: Pages) -> None:
    """Refuse pages whose drafts the editor would not accept, with every reason."""
    reasons = [reason for page in pages for reason in unfinished_parts(page)]
    if reasons:
        raise UnfinishedPagesError(reasons=reasons)
