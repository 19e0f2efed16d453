"""What a fork's document would be with one of its parts as upstream has it: the fork's own changes there are undone."""

from collections.abc import Mapping

from curriculum.content.labels import described
from curriculum.document import Change, Document, Node, diff
from curriculum.exceptions import NoPlaceError, NothingToReturnError, UnknownPartError
from curriculum.forks.declining import without_changes
from curriculum.forks.states import NodeState, standings
from curriculum.forks.units import Unit, unit_ids, units_of


def returned(base: Document, ours: Document, unit_id: str) -> Document:
    """Return `ours` with the unit as `base` has it: its content, its place, or itself where ours left it out.

    Of a passage, a lesson or the module only its own details change, and what was added in it stays; one that was left
    out comes back with everything in it but for what stands elsewhere in `ours`. Raises UnknownPartError for a unit
    that neither has, NothingToReturnError for one that is local or inherited, NoPlaceError where what it stood in is
    not there any more.
    """
    standing = next((one for one in standings(base, ours) if one.unit_id == unit_id), None)
    if standing is None:
        raise UnknownPartError
    upstream = standing.upstream
    if upstream is None or standing.state is NodeState.INHERITED:
        raise NothingToReturnError(what=described(standing.unit.node))
    units = {unit_id} if standing.ours else _with_all_below(base, unit_id) - units_of(ours).keys()
    result = without_changes(base, ours, [change for change in diff(base, ours) if _is_in(change, units, base, ours)])
    _check_place(base, result, upstream)
    return result


def _with_all_below(document: Document, unit_id: str) -> set[str]:
    """Return the unit and those that stand in it at any depth."""
    found = {unit_id}
    for unit in units_of(document).values():  # in document order, so holders come first
        if unit.parent in found:
            found.add(unit.id)
    return found


def _is_in(change: Change, units: set[str], base: Document, ours: Document) -> bool:
    """Whether a change is about one of the units."""
    of_node: Mapping[str, str] = unit_ids(base if isinstance(change.before, Node) else ours)
    return of_node.get(change.node_id) in units


def _check_place(base: Document, result: Document, upstream: Unit) -> None:
    """Refuse where the unit does not stand in what upstream has it in."""
    unit = units_of(result).get(upstream.id)
    if unit is None or (unit.parent, unit.slot) != (upstream.parent, upstream.slot):
        holder = units_of(base)[upstream.parent or base.root.id]
        raise NoPlaceError(what=described(upstream.node), holder=described(holder.node))
