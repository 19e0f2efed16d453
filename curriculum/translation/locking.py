"""Takes hold of a segment for a change, and tells whether it is still what a person saw."""

from curriculum.content.person_names import name_of_person
from curriculum.exceptions import TextChangedError
from curriculum.translation.models import TranslatedSegment


def locked_segment(segment: TranslatedSegment, *, seen: str, text: str | None = None) -> TranslatedSegment:
    """Return `segment` as it is now, held until the transaction ends.

    Raises TextChangedError where it is another `version` than `seen`, unless its text is `text` already: what is sent
    twice over a bad connection is no contradiction.
    """
    rows = TranslatedSegment.objects.select_for_update(of=("self",))
    row = rows.select_related("translation__release__module__platform", "by").get(pk=segment.pk)
    if row.version != seen and row.text != text:
        raise TextChangedError(person=name_of_person(row.by))
    return row
