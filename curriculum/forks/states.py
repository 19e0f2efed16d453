"""How each part of a fork stands to its upstream: inherited, adapted, local or declined."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, Node, diff
from curriculum.forks.models import Fork
from curriculum.forks.units import Unit, units_of


class NodeState(TextChoices):
    """States of a part of a fork."""

    INHERITED = "inherited", pgettext_lazy("state of a part", "Inherited")
    ADAPTED = "adapted", pgettext_lazy("state of a part", "Adapted")
    LOCAL = "local", pgettext_lazy("state of a part", "Local")
    DECLINED = "declined", pgettext_lazy("state of a part", "Declined")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How one unit of a fork stands to its upstream."""

    unit_id: str
    state: NodeState
    ours: Unit | None
    # None where it is declined
    upstream: Unit | None
    # None where it is local
    moved: bool
    # whether it stands elsewhere than upstream has it
    rewritten: bool
    # whether its content is another than upstream's
    is_core: bool
    # whether upstream has it in a lesson that is core for some level

    @property
    def unit(self) -> Unit:
        """Return the fork's unit, or upstream's where the fork has none."""
        unit = self.ours or self.upstream
        assert unit is not None  # noqa: S101  a standing is about a unit of at least one side
        return unit

    @property
    def lesson(self) -> Node | None:
        """Return the lesson that it is part of; None for what belongs to the module itself."""
        return self.unit.lesson


def standings_of(fork: Fork) -> list[Standing]:
    """Return how the latest drafts of `fork` stand to what they were taken from.

    Raises what `working_copy` raises for drafts that no document can hold.
    """
    return standings(fork.load_base(), working_copy(fork.module.page, State.DRAFT).document)


def standings(base: Document, ours: Document) -> list[Standing]:
    """Return how each unit of `ours` stands to `base`, in document order; declined ones where upstream has them."""
    before, after = units_of(base), units_of(ours)
    moved = {change.node_id for change in diff(base, ours) if change.kind == "moved"}
    found: list[Standing] = []
    for unit_id, unit in after.items():
        found.append(_standing(unit_id, unit, before.get(unit_id), unit_id in moved))
    return _with_declined(found, before, after)


def is_core(lesson: Node | None) -> bool:
    """Return whether a lesson is core for some level: it is planned there as neither a refresher nor an option.

    A lesson that names no level is for all of them. What belongs to no lesson is not core.
    """
    if lesson is None:
        return False
    levels = _codes(lesson, "levels")
    return not levels or bool(levels - _codes(lesson, "refresher_levels") - _codes(lesson, "optional_levels"))


def _codes(lesson: Node, name: str) -> set[str]:
    codes = lesson.fields.get(name)
    return set(codes) if isinstance(codes, tuple) else set()


def _standing(unit_id: str, ours: Unit | None, upstream: Unit | None, moved: bool) -> Standing:
    rewritten = bool(ours and upstream and ours.digest != upstream.digest)
    if upstream is None:
        state = NodeState.LOCAL
    elif ours is None:
        state = NodeState.DECLINED
    else:
        state = NodeState.ADAPTED if rewritten or moved else NodeState.INHERITED
    return Standing(
        unit_id=unit_id, state=state, ours=ours, upstream=upstream, moved=moved, rewritten=rewritten,
        is_core=is_core(upstream.lesson if upstream else None),
    )  # fmt: skip


def _with_declined(found: list[Standing], before: dict[str, Unit], after: dict[str, Unit]) -> list[Standing]:
    """Put each declined unit after the one that precedes it upstream."""
    following: dict[str | None, list[Standing]] = {}
    last: str | None = None
    for unit_id, unit in before.items():
        if unit_id in after:
            last = unit_id
        else:
            following.setdefault(last, []).append(_standing(unit_id, None, unit, moved=False))
    return list(_interleaved(found, following))


def _interleaved(found: list[Standing], following: dict[str | None, list[Standing]]) -> Iterator[Standing]:
    yield from following.get(None, [])
    for standing in found:
        yield standing
        yield from following.get(standing.unit_id, [])
