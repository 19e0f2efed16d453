"""The number that a release should have, from what it changed.

Patch: wording. Minor: something was added or adapted; who completed a lesson stays complete. Major: lessons were
removed or re-ordered, or outcomes changed; a refresher is asked for.
"""

from collections.abc import Iterable
from enum import StrEnum

from curriculum.document import Change, Document, Html, Text, walk


class Bump(StrEnum):
    """How far a release moves from the one before."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


FIRST = (1, 0, 0)


def suggested_bump(changes: Iterable[Change], base: Document, other: Document) -> Bump:
    """Return the smallest bump that `changes`, from `base` to `other`, allow."""
    kinds = {node.id: node.kind for document in (base, other) for node in walk(document)}
    bumps = {_bump_of(change, kinds[change.node_id]) for change in changes}
    return next((bump for bump in (Bump.MAJOR, Bump.MINOR) if bump in bumps), Bump.PATCH)


def _bump_of(change: Change, kind: str) -> Bump:
    if kind == "outcome" or (kind == "lesson" and change.kind in {"removed", "moved"}):
        return Bump.MAJOR
    return Bump.PATCH if change.kind == "changed" and _is_wording(change) else Bump.MINOR


def _is_wording(change: Change) -> bool:
    return isinstance(change.before, Text | Html) and isinstance(change.after, Text | Html)


def next_number(previous: tuple[int, int, int] | None, bump: Bump) -> tuple[int, int, int]:
    """Return the number after `previous`; the first release of a module is 1.0.0 whatever the bump."""
    if previous is None:
        return FIRST
    major, minor, patch = previous
    return {
        Bump.MAJOR: (major + 1, 0, 0),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.PATCH: (major, minor, patch + 1),
    }[bump]
