"""Decide conflicts of a pull, and accept or decline what needs no decision."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.content.actions.page_checks import check_may_edit
from curriculum.content.person_names import name_of_person
from curriculum.document import Conflict, ResolveError, resolve_partly
from curriculum.exceptions import DecisionTakenError, InvalidDecisionError, PullClosedError, UnknownQuestionError
from curriculum.forks.merging import PreparedMerge, prepare, subject_of
from curriculum.forks.models import Decision, Pull

OF_CHANGES = (Decision.Choice.ACCEPTED, Decision.Choice.DECLINED)


@transaction.atomic
def decide(
    *, pull: Pull, key: str, choice: str, value: Any = None, by: AbstractUser | None, seen: str = ""
) -> Decision:
    """Save what `by` decides about the conflict or change `key` of an open pull, and return the decision.

    `choice` is "ours", "theirs", "both" or "value" for a conflict, with `value` a scalar in the document's JSON form;
    "accepted" or "declined" for a change that needs no decision. `seen` is the version of the decision that the person
    saw, empty for none: where somebody else decided otherwise meanwhile, DecisionTakenError says so and nothing is
    saved. Raises PullClosedError, NotPermittedError, UnknownQuestionError and InvalidDecisionError besides.
    """
    pull = locked(pull, by)
    prepared = prepare(pull)
    subject = _checked(prepared, key, choice, value)
    known = pull.decisions.filter(key=key, subject=subject).select_related("by").first()
    if known is not None and (known.choice, known.value) == (choice, value):
        return known
    if known is not None and known.version != seen and known.by_id != (by.pk if by else None):
        raise DecisionTakenError(person=name_of_person(known.by), choice=known.get_choice_display(), decision=known)
    decision, _made = Decision.objects.update_or_create(
        pull=pull,
        key=key,
        defaults={
            "subject": subject,
            "choice": choice,
            "value": value,
            "by_id": by.pk if by else None,
            "made_at": timezone.now(),
        },
    )
    return decision


@transaction.atomic
def accept_safe_changes(*, pull: Pull, by: AbstractUser | None) -> int:
    """Accept every change of an open pull that needs no decision and about which nobody said anything yet.

    Returns how many were accepted. What somebody declined stays declined.
    """
    pull = locked(pull, by)
    prepared = prepare(pull)
    open_ones = [change for change in prepared.changes if change.key not in prepared.decisions]
    now, by_id = timezone.now(), by.pk if by else None
    pull.decisions.filter(key__in=[change.key for change in open_ones]).delete()  # about another question
    Decision.objects.bulk_create(
        Decision(
            pull=pull, key=change.key, subject=change.subject, choice=Decision.Choice.ACCEPTED, by_id=by_id, made_at=now
        )
        for change in open_ones
    )
    return len(open_ones)


def locked(pull: Pull, by: AbstractUser | None) -> Pull:
    """Return an open pull with its row locked, for somebody who may edit the module.

    Raises PullClosedError and NotPermittedError.
    """
    Pull.objects.select_for_update().get(pk=pull.pk)
    pull = Pull.objects.with_editions().get(pk=pull.pk)
    if by is not None:
        check_may_edit(by, pull.fork.module.page)
    if not pull.is_open:
        raise PullClosedError(module=pull.fork.module.code, number=pull.theirs.release.number)
    return pull


def _checked(prepared: PreparedMerge, key: str, choice: str, value: Any) -> str:
    """Return the subject of the question `key`; refuse an unknown question and what does not answer it."""
    change = prepared.changes_by_key.get(key)
    if change is not None:
        if choice not in OF_CHANGES or value is not None:
            raise InvalidDecisionError(problem=_("Accept the change or decline it."))
        return change.subject
    conflict = prepared.conflicts_by_key.get(key)
    if conflict is None:
        raise UnknownQuestionError()
    _check_choice(prepared, conflict, choice, value)
    return subject_of(conflict)


def _check_choice(prepared: PreparedMerge, conflict: Conflict, choice: str, value: Any) -> None:
    if choice not in prepared.choices_for(conflict) or (value is not None) != (choice == Decision.Choice.VALUE):
        raise InvalidDecisionError(problem=_("Choose one of the answers that are offered."))
    answer: Mapping[str, Any] | str = {"value": value} if choice == Decision.Choice.VALUE else choice
    try:
        resolve_partly(prepared.result, {conflict.key: answer})
    except ResolveError as error:
        raise InvalidDecisionError(problem=_("The text holds something that cannot be kept. Write it anew.")) from error
