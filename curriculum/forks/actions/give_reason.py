"""Say why a fork departs from its upstream."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.actions.page_checks import check_may_edit
from curriculum.content.identifiers import canonical_id
from curriculum.content.labels import described
from curriculum.content.person_names import name_of_person
from curriculum.content.texts import normal_text
from curriculum.document import Node
from curriculum.exceptions import InvalidValueError, ReasonChangedError, UnknownPartError
from curriculum.forks.models import Adaptation, AdaptationFactor, Fork, PullState

LONGEST_REASON = 1_000


@transaction.atomic
def give_reason(
    *, fork: Fork, node_id: str, factor: str, reason: str, by: AbstractUser | None, seen: str | None = None
) -> Adaptation:
    """Note down why `fork` departs from upstream at a part, or in a whole lesson, and return the row.

    `node_id` is a node that upstream has. `factor` is one of AdaptationFactor, `reason` a text of 1 to 1,000
    characters. `seen` is the `version_of` the reason that the person saw, empty for none; None asks for no check.
    Raises NotPermittedError, UnknownPartError, InvalidValueError with `field`, and ReasonChangedError, which carries
    `adaptation`, where somebody else gave another reason meanwhile.
    """
    fork = Fork.objects.select_for_update(of=("self",)).with_upstream().get(pk=fork.pk)
    page = fork.module.page
    if by is not None:
        check_may_edit(by, page)
    node = _node(fork, node_id)
    reason = _checked_reason(reason)
    if factor not in AdaptationFactor.values:
        raise InvalidValueError(
            name=_("Adaptation factor"), field="factor", problem=_("Choose what it is about the country.")
        )
    known = Adaptation.objects.filter(fork=fork, node_id=node.id).select_related("by").first()
    if known is not None and (known.factor, known.reason) == (factor, reason):
        return known
    if seen is not None and seen != version_of(known):
        person = name_of_person(known.by if known else None)
        raise ReasonChangedError(person=person, reason=known.reason if known else "", adaptation=known)

    values = {"factor": factor, "reason": reason, "by": by, "given_at": timezone.now()}
    given, _made = Adaptation.objects.update_or_create(fork=fork, node_id=node.id, defaults=values)
    log(
        instance=page,
        action="curriculum.give_reason",
        user=by,
        data={"node_id": node.id, "what": described(node), "factor": factor, "reason": reason},
    )
    return given


def version_of(adaptation: Adaptation | None) -> str:
    """Return what names a reason as it stands, so that a form can tell that it was changed; empty for none."""
    return adaptation.given_at.isoformat() if adaptation else ""


def _node(fork: Fork, node_id: str) -> Node:
    """Return the node as upstream has it: what the fork stands on, or what it is about to take."""
    known = canonical_id(node_id) or ""
    documents = [fork.load_base()]
    documents += [
        pull.theirs_document.load()
        for pull in fork.pulls.filter(state=PullState.OPEN).select_related("theirs_document")
    ]
    node = next((found for document in documents if (found := document.find(known))), None)
    if node is None:
        raise UnknownPartError
    return node


def _checked_reason(reason: str) -> str:
    reason = normal_text(reason).strip()
    if not reason:
        raise InvalidValueError(name=_("Reason"), field="reason", problem=_("Say in a sentence why."))
    if len(reason) > LONGEST_REASON:
        raise InvalidValueError(
            name=_("Reason"), field="reason", problem=_("Write at most %d characters.") % LONGEST_REASON
        )
    return reason
