"""Take the texts of a PO file over into a translation: all of them, or none."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.exceptions import PlanChangedError, RefusedPoEntriesError
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.po import PoPlan, plan_of_po


@transaction.atomic
def import_po(
    *,
    translation: Translation,
    content: bytes,
    by: AbstractUser | None,
    overwrite: bool = False,
    seen: str | None = None,
) -> PoPlan:
    """Write the texts of a PO file into `translation`, and return what changed.

    `seen` is the mark of the plan that the person saw; with another plan by now PlanChangedError is raised.

    An entry without a text changes nothing; a fuzzy one becomes a suggestion. Raises InvalidPoFileError for a file
    that is none of this translation, and RefusedPoEntriesError with line numbers where an entry is refused or, without
    `overwrite`, would replace what somebody wrote since the export; then nothing is written.
    """
    translation = (
        Translation.objects.select_for_update(of=("self",))
        .select_related("release__module__platform")
        .get(pk=translation.pk)
    )
    plan = plan_of_po(translation, content)
    if seen is not None and seen != plan.mark:
        raise PlanChangedError
    reasons = list(plan.faults)
    if not overwrite:
        reasons += [
            _("Line %(line)d: somebody changed this text since the file was exported.") % {"line": change.line}
            for change in plan.conflicts
        ]
    if reasons:
        raise RefusedPoEntriesError(count=len(reasons), reasons=reasons)
    now = timezone.now()
    for change in plan.changes:
        row = change.segment
        row.text, row.state, row.by_id, row.changed_at = change.text, change.state, by.pk if by else None, now
        if change.state == SegmentState.TRANSLATED:
            row.previous_source = ""
    fields = ["text", "state", "by", "changed_at", "previous_source"]
    TranslatedSegment.objects.bulk_update([change.segment for change in plan.changes], fields, batch_size=100)
    return plan
