"""Parts of a fork as screens show them: drawn beside upstream's, and counted lesson by lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from curriculum.content.labels import name_of
from curriculum.content.models import ModulePage
from curriculum.document import Node
from curriculum.forks.comparison import ComparedUnit, Comparison
from curriculum.forks.drawing import Pictures, draw, draw_pair, pictures_of
from curriculum.forks.models import Fork
from curriculum.forks.states import NodeState

NOTHING = SafeString("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """The two versions of one part."""

    ours: Node | None
    upstream: Node | None
    own_only: bool
    # whether only the node's own details are meant

    @classmethod
    def of(cls, unit: ComparedUnit) -> "Sides":
        """Return the two versions of a part that is compared."""
        ours, upstream = unit.standing.ours, unit.standing.upstream
        return cls(
            ours=ours.node if ours else None, upstream=upstream.node if upstream else None, own_only=unit.own_only
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnUnit:
    """A part with both sides as readers see them. A side that does not have it is empty."""

    unit: ComparedUnit
    ours: SafeString
    upstream: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class LessonLine:
    """One lesson of a fork, and how many of its parts are in which state."""

    page_id: int
    # of its page in the admin
    code: str
    title: str
    is_dropped: bool
    counts: list[tuple[NodeState, int]]
    # without those that are inherited


def drawn_units(units: Iterable[ComparedUnit], fork: Fork) -> list[DrawnUnit]:
    """Return the parts with both sides drawn, words that differ marked. Two queries at most, for pictures."""
    units = list(units)
    sides = drawn_sides([Sides.of(unit) for unit in units], fork)
    return [
        DrawnUnit(unit=unit, ours=ours, upstream=upstream) for unit, (ours, upstream) in zip(units, sides, strict=True)
    ]


def drawn_sides(sides: Iterable[Sides], fork: Fork) -> list[tuple[SafeString, SafeString]]:
    """Return both sides of each as readers see them, ours first; where both have the node, words that differ are
    marked. Two queries at most, for pictures.
    """
    sides = list(sides)
    nodes = [node for one in sides for node in (one.ours, one.upstream)]
    pictures = pictures_of(nodes, fork.module.platform.collection_id)
    return [_drawn(one, pictures, fork.language) for one in sides]


def _drawn(sides: Sides, pictures: Pictures, language: str) -> tuple[SafeString, SafeString]:
    ours, upstream, own_only = sides.ours, sides.upstream, sides.own_only
    if ours is not None and upstream is not None:
        before, after = draw_pair(upstream, ours, own_only=own_only, pictures=pictures, language=language)
        return after, before
    drawn = [
        draw(node, own_only=own_only, pictures=pictures, language=language) if node else NOTHING
        for node in (ours, upstream)
    ]
    return drawn[0], drawn[1]


def lesson_lines(comparison: Comparison, module: ModulePage) -> list[LessonLine]:
    """Return a line for each lesson page of the module, in order."""
    return [
        LessonLine(
            page_id=page.pk,
            code=page.code,
            title=_title(comparison, str(page.node_id)) or page.draft_title,
            is_dropped=str(page.node_id) in comparison.dropped,
            counts=counts_of(comparison.of_page(page)),
        )
        for page in module.lessons()
    ]


def _title(comparison: Comparison, lesson_id: str) -> str:
    node = comparison.ours.find(lesson_id)
    return name_of(node) if node else ""


def counts_of(units: Iterable[ComparedUnit]) -> list[tuple[NodeState, int]]:
    """Return how many parts are in which state, without those that are inherited."""
    counts = Counter(unit.state for unit in units if unit.is_changed)
    return [(state, counts[state]) for state in NodeState if counts[state]]
