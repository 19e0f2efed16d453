"""Say that a check found no fault, and take that back."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.exceptions import BlockingCheckError, GoneCheckError, InvalidValueError
from curriculum.translation.checks import CheckCode, checks_of
from curriculum.translation.glossary import glossary_of
from curriculum.translation.models import LONGEST_REASON, DismissedCheck, TranslatedSegment, Translation
from curriculum.translation.segments import nodes_by_id, source_digest


@transaction.atomic
def dismiss_check(
    *, segment: TranslatedSegment, code: str, reason: str, by: AbstractUser | None, seen: str | None = None
) -> DismissedCheck:
    """Note that a check of a segment is no fault of the text that it has now, and why.

    Dismissing it again replaces the reason. Raises InvalidValueError without a reason, BlockingCheckError for a fault
    with which no edition is published, and GoneCheckError where the text has no such check any more, or is not the one
    that the person saw: `seen` is its digest, where it is given.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidValueError(name=_("Reason"), problem=_("Write why this is no fault."))
    if len(reason) > LONGEST_REASON:
        raise InvalidValueError(name=_("Reason"), problem=_("Write at most %d characters.") % LONGEST_REASON)
    row = TranslatedSegment.objects.select_for_update(of=("self",)).select_related("translation").get(pk=segment.pk)
    edition = row.translation.release.source_edition()
    node = nodes_by_id(edition.load())[str(row.node_id)]
    found = {check.code: check for check in checks_of(row, node, glossary_of(row.language, edition.language))}
    digest = source_digest(row.text)
    if code not in CheckCode.values or CheckCode(code) not in found or seen not in {None, digest}:
        raise GoneCheckError
    if found[CheckCode(code)].is_blocking:
        raise BlockingCheckError
    values = {"reason": reason, "text_digest": digest, "by_id": by.pk if by else None, "at": timezone.now()}
    return DismissedCheck.objects.update_or_create(segment=row, code=code, defaults=values)[0]


@transaction.atomic
def restore_check(*, segment: TranslatedSegment, code: str) -> None:
    """Let a dismissed check count again. One that nobody dismissed stays as it is."""
    DismissedCheck.objects.filter(segment=segment, code=code).delete()


def carry_dismissals(before: Translation, after: Translation) -> None:
    """Let what was dismissed in one translation count in another wherever source and text are still the same."""
    known = DismissedCheck.objects.filter(segment__translation=before).select_related("segment").order_by("pk")
    old = {(found.segment.node_id, found.segment.source_digest, found.code): found for found in known}
    nodes = {node_id for node_id, _digest, _code in old}
    made = []
    for row in after.segments.filter(node_id__in=nodes).order_by("place"):
        digest = source_digest(row.text)
        for code in CheckCode.values:
            found = old.get((row.node_id, row.source_digest, code))
            if found is not None and found.text_digest == digest:
                made.append(DismissedCheck(
                    segment=row, code=code, reason=found.reason, text_digest=digest, by_id=found.by_id, at=found.at
                ))  # fmt: skip
    DismissedCheck.objects.bulk_create(made)
