"""What upstream changed and nothing in a fork contradicts: a merge takes it, unless the fork declines it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from curriculum.content.completeness import FIELD_LABELS
from curriculum.content.labels import described
from curriculum.document import Change, MergeResult, Node, Place, Scalar, diff, digest, dump_scalar, walk
from curriculum.forks.units import subject_digest


@dataclass(frozen=True, kw_only=True, slots=True)
class SafeChange:
    """One change of upstream's that is taken unless it is declined."""

    change: Change
    # as `diff(base, theirs)` gives it
    node: Node
    # the node that it is about, of the side that has it

    @property
    def key(self) -> str:
        """Return what names the change: the same documents give the same keys."""
        return ":".join(filter(None, ("change", self.change.node_id, self.change.field)))

    @property
    def kind(self) -> str:
        """Return added, removed, moved or changed."""
        return self.change.kind

    @property
    def node_id(self) -> str:
        """Return the id of the node that it is about."""
        return self.change.node_id

    @property
    def field(self) -> str | None:
        """Return the changed field; None where the whole node is meant."""
        return self.change.field

    @property
    def subject(self) -> str:
        """Return what names the change with its content, as 64 hex digits."""
        return subject_digest(self.kind, _written(self.change.before), _written(self.change.after))

    @property
    def words(self) -> str:
        """Return the change in words, in the active language."""
        name = self.change.field or ""
        sentence = {
            "added": _("%(what)s added"),
            "removed": _("%(what)s removed"),
            "moved": _("%(what)s moved"),
            "changed": _("%(what)s: %(part)s changed"),
        }[self.kind]
        return sentence % {"what": described(self.node), "part": FIELD_LABELS.get(name, name.replace("_", " "))}


def safe_changes(result: MergeResult) -> tuple[SafeChange, ...]:
    """Return those changes of upstream's that the merge takes and that change something for ours, in document order."""
    return tuple(_safe_changes(result))


def _safe_changes(result: MergeResult) -> Iterator[SafeChange]:
    effect = {(change.kind, change.node_id, change.field) for change in diff(result.ours, result.document)}
    contested = {(conflict.node_id, conflict.field) for conflict in result.conflicts}
    parents = {child.id: node.id for d in (result.base, result.theirs) for node in walk(d) for child in node.children()}
    nodes = {node.id: node for d in (result.base, result.theirs, result.document) for node in walk(d)}
    reordered = {parents.get(node_id) for kind, node_id, _field in effect if kind == "moved"}
    told: dict[str, str] = {}
    for change in diff(result.base, result.theirs):
        # Which of two neighbours moved is a matter of view once ours has neighbours of its own.
        moves = change.kind == "moved" and change.node_id in nodes and parents.get(change.node_id) in reordered
        if not moves and (change.kind, change.node_id, change.field) not in effect:
            continue
        told[change.node_id] = change.kind
        goes_with_parent = change.kind in {"added", "removed"} and (
            told.get(parents.get(change.node_id, "")) == change.kind
        )
        if not goes_with_parent and (change.node_id, change.field) not in contested:
            yield SafeChange(change=change, node=nodes[change.node_id])


def _written(value: object) -> str:
    match value:
        case Node():
            return digest(value)
        case Place():
            return f"{value.parent}/{value.slot}"
    return repr(dump_scalar(cast("Scalar", value)))
