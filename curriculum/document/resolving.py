"""From decisions about conflicts to a document."""

from collections.abc import Mapping
from typing import Any

from .exceptions import LoadError, ResolveError
from .index import KIND
from .loading import load_scalar
from .merging import Choice, Conflict, MergeResult, merge_with_choices
from .merging_sides import Value
from .nodes import Asset, Document, Html, Scalar, Text, dump_scalar

_SIDES: Mapping[str, Choice] = {"ours": "ours", "theirs": "theirs", "both": "both"}


def resolve(result: MergeResult, choices: Mapping[str, Any]) -> Document:
    """Return the merged document with every conflict decided.

    `choices` maps each conflict's key to `"ours"`, `"theirs"`, `"both"` or, for a field, `{"value": SCALAR}` with a
    scalar in its JSON form or as a value. In a prose field the choice decides the sentences that contradict each
    other; what did not stays merged. `"both"` gives ours, then theirs, for sentences and lists; a changed node that
    the other side deleted stays; where there cannot be both (a number, a place, an order) it is ours.

    Raises ResolveError for unknown keys (`unknown-keys`), conflicts without a decision (`unresolved`), and choices
    that are none or do not fit the field (`choice`, `value`).
    """
    conflicts = {conflict.key: conflict for conflict in result.conflicts}
    unresolved = [key for key in conflicts if key not in choices]
    document = resolve_partly(result, choices)
    if unresolved:
        raise ResolveError(f"not decided yet: {', '.join(unresolved)}", code="unresolved", unresolved=unresolved)
    return document


def resolve_partly(result: MergeResult, choices: Mapping[str, Any]) -> Document:
    """Return the merged document with some conflicts decided; the others show ours, as in `merge`.

    `choices` as in `resolve`; raises ResolveError as it does, but for conflicts without a decision.
    """
    conflicts = {conflict.key: conflict for conflict in result.conflicts}
    unknown = sorted(choices.keys() - conflicts.keys())
    if unknown:
        raise ResolveError(f"no such conflict: {', '.join(unknown)}", code="unknown-keys", data={"unknown": unknown})
    if not choices:
        return result.document
    decided = {key: _read_choice(conflicts[key], choice) for key, choice in choices.items()}
    return merge_with_choices(result.base, result.ours, result.theirs, decided).document


def _read_choice(conflict: Conflict, choice: Any) -> Choice:
    """Return a choice as a value; refuse what is none."""
    if isinstance(choice, str) and choice in _SIDES:
        return _SIDES[choice]
    if not isinstance(choice, Mapping) or choice.keys() != {"value"} or conflict.kind != "field":
        raise ResolveError(f"no choice for {conflict.key}", code="choice", data={"key": conflict.key})
    value = choice["value"]
    if isinstance(value, (Text, Html, Asset, tuple)):
        value = dump_scalar(value)
    try:
        scalar = load_scalar(value)
    except LoadError as error:
        raise ResolveError(f"the value for {conflict.key}: {error.message}", code="value",
                           data={"key": conflict.key, "reason": error.code} | error.data) from error  # fmt: skip
    _check_type(conflict, scalar)
    return Value(scalar)


def _check_type(conflict: Conflict, value: Scalar) -> None:
    """Refuse a value of another type than the field has, such as a plain string for a translatable text."""
    types = {type(side) for side in (conflict.base, conflict.ours, conflict.theirs)} - {type(None)}
    fits = type(value) in types or not types or (types & {int, float} and type(value) in (int, float))
    if not fits or (conflict.field == KIND and not value):
        raise ResolveError(f"the value for {conflict.key} is of another type than the field", code="value",
                           data={"key": conflict.key, "reason": "type"})  # fmt: skip
