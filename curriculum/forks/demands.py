"""What a platform must say a reason for: core parts of upstream's that it leaves out or words otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from curriculum.content.labels import name_of
from curriculum.content.models import LessonPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, Node
from curriculum.forks.finding import undoable_pull
from curriculum.forks.models import Adaptation, Fork
from curriculum.forks.naming import named
from curriculum.forks.states import NodeState, Standing, standings
from curriculum.forks.units import Unit, units_of


class Departure(StrEnum):
    """How a fork departs from upstream at one place."""

    REMOVED = "removed"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One core part that was left out or worded otherwise, and what was said about it."""

    unit_id: str
    departure: Departure
    upstream: Unit
    ours: Unit | None
    # None where it was left out
    lesson: Node
    # the core lesson of upstream's that it is part of
    adaptation: Adaptation | None
    # the reason given for it, else the one for its whole lesson
    dropped_reason: str
    # for a lesson that was dropped: why, as its page says; else empty

    @property
    def is_lesson(self) -> bool:
        """Whether the lesson itself was left out, or its own details were changed."""
        return self.upstream.node.kind == "lesson"

    @property
    def is_open(self) -> bool:
        """Whether a reason with its factor is still missing."""
        return self.adaptation is None

    @property
    def has_own_reason(self) -> bool:
        """Whether a reason was given for just this part."""
        return self.adaptation is not None and str(self.adaptation.node_id) == self.unit_id

    @property
    def is_unexplained(self) -> bool:
        """Whether a whole core lesson is missing and nobody said anything about it."""
        gone = self.is_lesson and self.departure is Departure.REMOVED
        return gone and self.is_open and not self.dropped_reason.strip()

    @property
    def words(self) -> str:
        """Return what happened to it, as a sentence in the active language."""
        lesson = {"code": self.lesson.fields.get("code", ""), "title": name_of(self.lesson)}
        removed = self.departure is Departure.REMOVED
        if self.is_lesson:
            sentence = (
                _("Lesson %(code)s “%(title)s” is left out.")
                if removed
                else _("Lesson %(code)s “%(title)s”: title or details were changed.")
            )
            return sentence % lesson
        left_out, changed = _("Lesson %(code)s: %(what)s is left out."), _("Lesson %(code)s: %(what)s was changed.")
        sentence = left_out if removed else changed
        return sentence % {**lesson, "what": named(self.upstream.node)}


def demands_of(fork: Fork, document: Document) -> list[Demand]:
    """Return what must be answered before `document`, a state of `fork`, is released, in document order.

    Moves and what was added here ask for nothing. A reason that was given for a lesson counts for all of it.
    """
    return [demand for demand in core_departures(fork, document) if demand.is_open]


def departures_to_explain(fork: Fork) -> list[Demand]:
    """Return the core departures of the latest drafts, and those that only the approved state has, answered or not.

    While an update waits for approval, the approved state stands on what was there before it, so that only the drafts
    can be compared. Raises what `working_copy` raises for drafts that no document can hold.
    """
    page = fork.module.page
    drafted = core_departures(fork, working_copy(page, State.DRAFT).document)
    known = {demand.unit_id for demand in drafted}
    is_comparable = page.live and undoable_pull(fork) is None
    approved = core_departures(fork, working_copy(page, State.APPROVED).document) if is_comparable else []
    return drafted + [demand for demand in approved if demand.unit_id not in known]


def core_departures(fork: Fork, document: Document) -> list[Demand]:
    """Return every core part that `document` leaves out or words otherwise, answered or not, in document order."""
    base = fork.load_base()
    changed = list(_departed(standings(base, document), units_of(base)))
    if not changed:
        return []
    given = {str(row.node_id): row for row in fork.adaptations.select_related("by")}
    dropped = dropped_reasons(fork)
    return [_demand(standing, upstream, lesson, given, dropped) for standing, upstream, lesson in changed]


def dropped_reasons(fork: Fork) -> dict[str, str]:
    """Return by lesson id why the lessons of `fork` that are dropped in their latest draft are."""
    lessons = LessonPage.objects.child_of(fork.module.page).select_related("latest_revision")
    drafts = [lesson.get_latest_revision_as_object() for lesson in lessons]
    return {str(draft.node_id): draft.dropped_reason for draft in drafts if draft.is_dropped}


def _demand(
    standing: Standing, upstream: Unit, lesson: Node, given: Mapping[str, Adaptation], dropped: Mapping[str, str]
) -> Demand:
    return Demand(
        unit_id=standing.unit_id,
        departure=Departure.REMOVED if standing.ours is None else Departure.REWRITTEN,
        upstream=upstream,
        ours=standing.ours,
        lesson=lesson,
        adaptation=given.get(standing.unit_id) or given.get(lesson.id),
        dropped_reason=dropped.get(standing.unit_id, "") if standing.ours is None else "",
    )


def _departed(found: list[Standing], units: Mapping[str, Unit]) -> Iterator[tuple[Standing, Unit, Node]]:
    """Yield what is core and was removed or rewritten; of what was removed with its holder, only the holder."""
    gone = {standing.unit_id for standing in found if standing.state is NodeState.DECLINED}
    for standing in found:
        upstream = standing.upstream
        if upstream is None or upstream.lesson is None or not standing.is_core:
            continue
        if standing.rewritten or (standing.unit_id in gone and not _is_below(upstream, gone, units)):
            yield standing, upstream, upstream.lesson


def _is_below(unit: Unit, gone: set[str], units: Mapping[str, Unit]) -> bool:
    """Whether one of the units above `unit` is gone, too."""
    parent = unit.parent
    while parent is not None:
        if parent in gone:
            return True
        parent = units[parent].parent if parent in units else None
    return False
