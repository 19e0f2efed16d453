"""Write what a pull brings into the drafts of a fork; or set the pull aside."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from curriculum.content.actions.import_document import import_document
from curriculum.content.labels import described
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.page_states import pages_of
from curriculum.content.person_names import name_of_person
from curriculum.document import Document, digest
from curriculum.exceptions import (
    DraftsChangedError,
    PagesBusyError,
    UndecidedConflictsError,
    WithdrawnUpdateError,
)  # fmt: skip
from curriculum.forks.actions.decide import locked
from curriculum.forks.merging import PreparedMerge, changed_lessons, prepare
from curriculum.forks.models import Pull, PullState
from curriculum.releases.assets import bytes_of_assets


@transaction.atomic
def apply_pull(*, pull: Pull, by: AbstractUser | None, take: str | None = None, seen: str = "") -> Pull:
    """Write the merge of an open pull into drafts of the pages that it touches, move the fork's base, return the pull.

    Nothing is approved or released. `take` ("ours" or "theirs") decides conflicts that nobody decided. `seen` is the
    `digest` of the merge that the person looked at. One transaction: everything is written, or nothing is. Raises
    PullClosedError, NotPermittedError, WithdrawnUpdateError, DraftsChangedError, UndecidedConflictsError, and
    PagesBusyError naming who locked a touched page or waits for its approval.
    """
    pull = locked(pull, by)
    module = _locked_pages(pull)
    prepared = prepare(pull)
    _check(prepared, take, seen)
    document = prepared.document(take)
    check_free(module, changed_lessons(prepared.ours, document), by)

    before = latest_drafts(module)
    if digest(document) != digest(prepared.ours):
        _write(pull, document, by)
    after = latest_drafts(module)
    touched = {number for number, revision in after.items() if before.get(number) != revision}
    _advance(pull)
    pull.state, pull.closed_at = PullState.APPLIED, timezone.now()
    pull.drafts_before = {number: before.get(number) for number in touched}
    pull.drafts_after = {number: after[number] for number in touched}
    pull.save()
    _log(pull, "curriculum.apply_pull", by)
    return pull


@transaction.atomic
def discard_pull(*, pull: Pull, by: AbstractUser | None) -> Pull:
    """Set an open pull aside and return it. Nothing else changes; its decisions are taken over when it is opened again.

    Raises PullClosedError and NotPermittedError.
    """
    pull = locked(pull, by)
    pull.state, pull.closed_at = PullState.DISCARDED, timezone.now()
    pull.save(update_fields=["state", "closed_at"])
    _log(pull, "curriculum.discard_pull", by)
    return pull


def check_free(module: ModulePage, node_ids: Iterable[str], by: AbstractUser | None) -> None:
    """Refuse to write pages that somebody else locked, or that wait for approval; `node_ids` are those of the pages."""
    wanted = set(node_ids)
    busy = []
    for page in pages_of(module):
        if str(page.node_id) not in wanted:
            continue
        if page.locked and (by is None or page.locked_by_id != by.pk):
            busy.append(
                _("%(page)s (locked by %(person)s)") % {"page": page.code, "person": name_of_person(page.locked_by)}
            )
        elif page.workflow_status == WorkflowState.STATUS_IN_PROGRESS:
            person = name_of_person(page.current_workflow_state.requested_by)
            busy.append(_("%(page)s (submitted by %(person)s)") % {"page": page.code, "person": person})
    if busy:
        raise PagesBusyError(pages=", ".join(busy))


def latest_drafts(module: ModulePage) -> Mapping[str, int | None]:
    """Return by page number, as text, the number of the latest draft of a module and of its lessons."""
    found = {}
    for pages in (ModulePage.objects.filter(pk=module.pk), LessonPage.objects.child_of(module)):
        found.update({str(pk): revision for pk, revision in pages.values_list("pk", "latest_revision_id")})
    return found


def _locked_pages(pull: Pull) -> ModulePage:
    """Return the module's page, after waiting for whoever writes one of its pages just now."""
    page = pull.fork.module.page
    list(Page.objects.select_for_update().filter(path__startswith=page.path).order_by("path").values_list("pk"))
    return ModulePage.objects.select_related("module__platform").get(pk=page.pk)


def _check(prepared: PreparedMerge, take: str | None, seen: str) -> None:
    pull = prepared.pull
    code, release = pull.fork.module.code, pull.theirs.release
    if release.is_withdrawn:
        raise WithdrawnUpdateError(module=code, number=release.number, reason=release.withdrawal.reason)
    if seen and seen != prepared.digest:
        raise DraftsChangedError(module=code)
    if prepared.undecided and take is None:
        reasons = [described(prepared.nodes[conflict.node_id]) for conflict in prepared.undecided]
        raise UndecidedConflictsError(module=code, count=len(reasons), reasons=reasons)


def _write(pull: Pull, document: Document, by: AbstractUser | None) -> None:
    import_document(
        platform=pull.fork.module.platform,
        document=document,
        by=by,
        files=bytes_of_assets(document),
        approve=False,
        drop_reason=_("Upstream removed this lesson in release %s.") % pull.theirs.release.number,
    )


def _advance(pull: Pull) -> None:
    fork = pull.fork
    fork.base, fork.base_document, fork.untranslated = pull.theirs, pull.theirs_document, pull.untranslated
    fork.save(update_fields=["base", "base_document", "untranslated"])


def _log(pull: Pull, action: str, by: AbstractUser | None) -> None:
    data = {"base": pull.base.release.number, "number": pull.theirs.release.number}
    log(instance=pull.fork.module.page, action=action, user=by, data=data)
