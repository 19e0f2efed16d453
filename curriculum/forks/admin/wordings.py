"""What a contested field would say under each decision, for a person who chooses between them."""

import re
from collections.abc import Iterable
from typing import cast

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from curriculum.content.labels import KIND_LABELS
from curriculum.document import Conflict, Document, MergeResult, Node, Scalar, merge, resolve_partly
from curriculum.forks.details import own_details
from curriculum.forks.marking import ADDED, REMOVED, marked_texts
from curriculum.forks.merging import is_prose
from curriculum.forks.places import standpoints
from curriculum.releases.admin.difference import plain

KIND = "@kind"  # the field of a conflict about what kind of block something is
SIDES = ("ours", "theirs", "both")
LONGEST_SHOWN = 1_500  # characters of one wording


def scalar_of(stand: object) -> Scalar:
    """Return one side of a conflict about a field as what it is: a value."""
    return cast("Scalar", stand)


def value_words(conflict: Conflict, scalar: Scalar) -> str:
    """Return what the contested field says, in words: codes by their names, minutes as a duration."""
    if scalar in (None, ()):
        return _("nothing")
    if conflict.field == KIND:
        return str(KIND_LABELS.get(str(scalar), scalar))
    node = Node(id=conflict.node_id, kind="", fields={conflict.field or "": scalar})
    return own_details(node)[0].words


def wordings(result: MergeResult, conflict: Conflict, own: Scalar = None) -> dict[str, str]:
    """Return what the contested field says by decision: ours, theirs, both, and value where there is an `own` one.

    Of a text only the lines in which these differ.
    """
    outcomes = outcomes_of(result, conflict) | ({} if own is None else {"value": own})
    if not is_prose(conflict):
        return {choice: value_words(conflict, scalar) for choice, scalar in outcomes.items()}
    lines = {choice: plain(scalar).splitlines() for choice, scalar in outcomes.items()}
    shared = set.intersection(*map(set, lines.values()))
    return {choice: _shortened(line for line in found if line not in shared) for choice, found in lines.items()}


def outcomes_of(result: MergeResult, conflict: Conflict) -> dict[str, Scalar]:
    """Return the value of the contested field by decision: ours, theirs, both."""
    name = conflict.field or ""
    base, ours, theirs = (
        _alone(document, conflict.node_id, name) for document in (result.base, result.ours, result.theirs)
    )
    if ours is None or theirs is None or is_prose(conflict) is False:
        return {"ours": scalar_of(conflict.ours), "theirs": scalar_of(conflict.theirs), "both": _joined(conflict)}
    field_alone = merge(base or _emptied(ours), ours, theirs)
    keys = [found.key for found in field_alone.conflicts]
    return {side: resolve_partly(field_alone, dict.fromkeys(keys, side)).root.fields.get(name) for side in SIDES}


def contrasted(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML, with the words that the other one does not have in <mark>."""
    left, right = marked_texts(one, other)
    return _with_marks(left, REMOVED), _with_marks(right, ADDED)


def _with_marks(text: str, marks: tuple[str, str]) -> SafeString:
    opened, closed = marks
    return mark_safe(escape(text).replace(opened, "<mark>").replace(closed, "</mark>"))  # noqa: S308  escaped here


def _alone(document: Document, node_id: str, name: str) -> Document | None:
    """Return a node with nothing but one field, as a document; None where there is no such node."""
    found = standpoints(document).get(node_id)
    if found is None:
        return None
    node = found.node
    fields = {name: node.fields[name]} if name in node.fields else {}
    return Document(language=document.language, root=Node(id=node.id, kind=node.kind, fields=fields))


def _emptied(document: Document) -> Document:
    return Document(language=document.language, root=Node(id=document.root.id, kind=document.root.kind))


def _joined(conflict: Conflict) -> Scalar:
    ours, theirs = scalar_of(conflict.ours), scalar_of(conflict.theirs)
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return (*ours, *(item for item in theirs if item not in ours))
    return theirs if ours is None else ours


def _shortened(lines: Iterable[str]) -> str:
    text = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"
