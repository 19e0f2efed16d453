"""How far a fork has moved away from its upstream: what it inherits, adapted, added and declined, how much, and why."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from curriculum.content.labels import described, label_of, name_of
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, Html, Node, Text
from curriculum.forks.comparison import ComparedUnit, Comparison
from curriculum.forks.models import Fork, PullState
from curriculum.forks.states import NodeState, Standing, standings
from curriculum.forks.units import Unit
from curriculum.releases.models import Edition, Release

#: Words of each unit, by its id.
Words = Mapping[str, int]
#: What the lessons are called, by id; None is the module itself.
Titles = dict[str | None, str]

WORD = re.compile(r"\w+(?:['’-]\w+)*")
TAG = re.compile(r"<[^>]*>")
LONGEST_EXCERPT = 80  # characters
#: States that a whole lesson or passage can have together with everything in it.
OF_WHOLES = frozenset({NodeState.LOCAL, NodeState.DECLINED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How much of a part has one state."""

    state: NodeState
    units: int
    words: int
    # of the fork's text; of upstream's where it is declined
    share: float
    # of the words of the part, a fraction from 0.0 to 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One lesson, the module itself, or all of it."""

    lesson_id: str | None
    title: str
    units: int
    words: int
    # all states together, what is declined included
    tallies: tuple[Tally, ...]
    # one for each state, in the order of NodeState


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """One unit that is not as upstream has it."""

    compared: ComparedUnit
    lesson_id: str | None
    part: str
    # title of the lesson, or what the module itself is called
    what: str
    # kind and name, or kind and how it begins
    words: int
    reason: str
    # empty where nobody gave one
    whole: str | None
    # id of the lesson or passage with which it was added or declined; None where it stands for itself
    within: int
    # how many units were added or declined with it
    page_id: int
    # the page on which it stands, or would stand

    @property
    def standing(self) -> Standing:
        """Return how the unit stands to upstream."""
        return self.compared.standing

    @property
    def factor(self) -> str:
        """Return the name of the adaptation factor in the active language; empty where nobody gave one."""
        return self.compared.adaptation.get_factor_display() if self.compared.adaptation else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How one state of a fork stands to its upstream."""

    fork: Fork
    release: Release | None
    # the fork's release that is looked at; None for the latest drafts
    base: Edition
    # the upstream edition that this state stands on
    whole: Part
    parts: tuple[Part, ...]
    # the module itself first, then the lessons in document order
    departures: tuple[Departure, ...]
    # lesson by lesson, in document order


def report_of(fork: Fork, release: Release | None = None) -> Report:
    """Return how the latest drafts of `fork`, or one of its releases, stand to what they were taken from.

    Reasons are those that are known now. Raises what `working_copy` raises for drafts that no document can hold.
    """
    base, comparison = _compare(fork, release)
    found = comparison.standings
    words = {standing.unit_id: word_count(standing.unit) for standing in found}
    titles = _titles(found)
    order = {lesson_id: place for place, lesson_id in enumerate(titles)}
    departures = _departures(fork, comparison, words, titles)
    return Report(
        fork=fork,
        release=release,
        base=base,
        whole=_part(None, _("The whole module"), found, words),
        parts=tuple(
            _part(lesson_id, title, [one for one in found if _lesson_id(one) == lesson_id], words)
            for lesson_id, title in titles.items()
        ),
        departures=tuple(sorted(departures, key=lambda departure: order[departure.lesson_id])),
    )


def word_count(unit: Unit) -> int:
    """Return how many words the texts of `unit` have."""
    return sum(len(WORD.findall(text)) for node in unit.nodes() for text in _texts(node))


def _compare(fork: Fork, release: Release | None) -> tuple[Edition, Comparison]:
    """Return what a state of `fork` stands on, and how it compares with that."""
    base, before = _base_of(fork, release)
    copy = working_copy(fork.module.page, State.APPROVED if release else State.DRAFT)
    ours = release.source_edition().load() if release else copy.document
    return base, Comparison(
        base=before,
        ours=ours,
        standings=tuple(standings(before, ours)),
        reasons={str(row.node_id): row for row in fork.adaptations.all()},
        dropped={str(lesson.node_id): lesson.dropped_reason for lesson in copy.dropped},
    )


def _base_of(fork: Fork, release: Release | None) -> tuple[Edition, Document]:
    """Return what a state of `fork` stands on: for a release, what the fork stood on when it was made."""
    if release is not None:
        later = fork.pulls.filter(state=PullState.APPLIED, closed_at__gt=release.created_at).order_by("closed_at")
        pull = later.select_related("base__release__module__platform", "base_document").first()
        if pull is not None:
            return pull.base, pull.base_document.load()
    return fork.base, fork.load_base()


def _titles(found: Iterable[Standing]) -> Titles:
    """Return what the lessons are called, by id, the module itself first, in document order."""
    titles: Titles = {None: _("The module itself")}
    for standing in found:
        node = standing.unit.node
        if node.kind == "lesson":
            titles[node.id] = f"{node.fields.get('code', '')} {name_of(node)}".strip()
    return titles


def _part(lesson_id: str | None, title: str, found: Sequence[Standing], words: Words) -> Part:
    total = sum(words[standing.unit_id] for standing in found)
    tallies = []
    for state in NodeState:
        own = [words[standing.unit_id] for standing in found if standing.state is state]
        tallies.append(Tally(state=state, units=len(own), words=sum(own), share=sum(own) / total if total else 0.0))
    return Part(lesson_id=lesson_id, title=title, units=len(found), words=total, tallies=tuple(tallies))


def _departures(fork: Fork, comparison: Comparison, words: Words, titles: Titles) -> Iterator[Departure]:
    page = fork.module.page
    pages = {str(node_id): pk for pk, node_id in page.lessons().values_list("pk", "node_id")}
    wholes = _wholes(comparison.standings)
    within = Counter(wholes.values())
    for standing in comparison.standings:
        if standing.state is NodeState.INHERITED:
            continue
        compared, lesson_id = comparison.compared(standing), _lesson_id(standing)
        given = compared.adaptation.reason if compared.adaptation else ""
        yield Departure(
            compared=compared,
            lesson_id=lesson_id,
            part=titles[lesson_id],
            what=_what(standing),
            words=words[standing.unit_id],
            reason=given or (comparison.dropped.get(lesson_id or "", "") if compared.is_declined else ""),
            whole=wholes.get(standing.unit_id),
            within=within[standing.unit_id],
            page_id=pages.get(lesson_id or "", cast("int", page.pk)),
        )


def _wholes(found: Iterable[Standing]) -> dict[str, str]:
    """Return for each unit that came or went with a lesson or passage the id of the topmost one."""
    states = {standing.unit_id: standing.state for standing in found}
    wholes: dict[str, str] = {}
    for standing in found:
        parent = standing.unit.parent
        if parent is not None and standing.state in OF_WHOLES and states.get(parent) is standing.state:
            wholes[standing.unit_id] = wholes.get(parent, parent)
    return wholes


def _lesson_id(standing: Standing) -> str | None:
    return standing.lesson.id if standing.lesson else None


def _what(standing: Standing) -> str:
    unit = standing.unit
    if unit.own_only and standing.state is NodeState.ADAPTED:
        return _("%(what)s: title and details") % {"what": described(unit.node)}
    if name_of(unit.node):
        return described(unit.node)
    start = _excerpt(unit)
    return _("%(kind)s: %(start)s") % {"kind": label_of(unit.node), "start": start} if start else label_of(unit.node)


def _excerpt(unit: Unit) -> str:
    """Return how the text of `unit` begins, 80 characters at most."""
    text = " ".join(next((text for node in unit.nodes() for text in _texts(node)), "").split())
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1].rstrip()}…"


def _texts(node: Node) -> Iterator[str]:
    """Yield the texts of a node without its markup."""
    for value in node.fields.values():
        if isinstance(value, Text):
            yield value.text
        elif isinstance(value, Html):
            yield html.unescape(TAG.sub(" ", value.html))
