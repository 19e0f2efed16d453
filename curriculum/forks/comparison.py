"""A fork beside its upstream, part by part, as people look at it on the pages of the working copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document
from curriculum.forks.models import Adaptation, Fork
from curriculum.forks.naming import named
from curriculum.forks.places import place_words
from curriculum.forks.states import NodeState, Standing, standings


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedUnit:
    """One part of the fork beside upstream's."""

    standing: Standing
    words: str
    # how it differs, in sentences in the active language
    adaptation: Adaptation | None
    # the reason that was given for it or for its whole lesson
    dropped_reason: str
    # for a lesson that was dropped: why, as its page says; else empty

    @property
    def unit_id(self) -> str:
        """Return the id of the part."""
        return self.standing.unit_id

    @property
    def state(self) -> NodeState:
        """Return inherited, adapted, local or declined."""
        return self.standing.state

    @property
    def label(self) -> str:
        """Return what a person calls it."""
        node = self.standing.unit.node
        is_own = node.kind in {"module", "lesson"} and not self.is_declined
        return _("title and details") if is_own else named(node)

    @property
    def is_changed(self) -> bool:
        """Whether it is anything but inherited."""
        return self.state is not NodeState.INHERITED

    @property
    def is_declined(self) -> bool:
        """Whether the fork left it out."""
        return self.state is NodeState.DECLINED

    @property
    def can_return(self) -> bool:
        """Whether there is something of upstream's to return to."""
        return self.state in {NodeState.ADAPTED, NodeState.DECLINED}

    @property
    def own_reason(self) -> Adaptation | None:
        """Return the reason that was given for just this part."""
        return self.adaptation if self.adaptation and str(self.adaptation.node_id) == self.unit_id else None

    @property
    def asks_reason(self) -> bool:
        """Whether it must be said why before the next release."""
        standing = self.standing
        return standing.is_core and self.adaptation is None and (standing.rewritten or self.is_declined)

    @property
    def own_only(self) -> bool:
        """Whether only its own details are shown: a passage that was left out is shown with all that stood in it."""
        is_whole = self.is_declined and self.standing.unit.node.kind == "passage"
        return self.standing.unit.own_only and not is_whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A fork's latest drafts beside what they were taken from."""

    base: Document
    ours: Document
    standings: tuple[Standing, ...]
    # in document order
    reasons: Mapping[str, Adaptation]
    # by id of the unit or lesson
    dropped: Mapping[str, str]
    # by lesson id, why a dropped lesson is

    def of_page(self, page: ModulePage | LessonPage) -> list[ComparedUnit]:
        """Return the parts that are looked at on `page`, in document order.

        A lesson's page shows what stands in the lesson here or upstream; the module's page the rest, and the lessons
        that have no page any more. What was left out with its holder is not told again.
        """
        gone = {standing.unit_id for standing in self.standings if standing.state is NodeState.DECLINED}
        found = self._of_lesson(str(page.node_id)) if isinstance(page, LessonPage) else self._of_module(page)
        return [
            self.compared(standing)
            for standing in found
            if standing.ours or (standing.upstream and standing.upstream.parent not in gone)
        ]

    def of_unit(self, page: ModulePage | LessonPage, unit_id: str) -> ComparedUnit | None:
        """Return one of the parts that are looked at on `page`."""
        return next((unit for unit in self.of_page(page) if unit.unit_id == unit_id), None)

    def _of_lesson(self, lesson_id: str) -> Iterator[Standing]:
        for standing in self.standings:
            if lesson_id in {unit.lesson.id for unit in (standing.ours, standing.upstream) if unit and unit.lesson}:
                yield standing

    def _of_module(self, page: ModulePage) -> Iterator[Standing]:
        pages = {str(node_id) for node_id in page.lessons().values_list("node_id", flat=True)}
        for standing in self.standings:
            is_lost = standing.unit.node.kind == "lesson" and standing.unit_id not in pages
            if standing.lesson is None or is_lost:
                yield standing

    def compared(self, standing: Standing) -> ComparedUnit:
        """Return one part with what is said about it."""
        lesson = standing.upstream.lesson if standing.upstream else None
        return ComparedUnit(
            standing=standing,
            words=self._words(standing),
            adaptation=self.reasons.get(standing.unit_id) or (self.reasons.get(lesson.id) if lesson else None),
            dropped_reason=self.dropped.get(standing.unit_id, ""),
        )

    def _words(self, standing: Standing) -> str:
        match standing.state:
            case NodeState.INHERITED:
                return _("As upstream has it.")
            case NodeState.LOCAL:
                return _("Written here. Upstream does not have it.")
            case NodeState.DECLINED:
                return _("Left out here. Upstream has it here: %(place)s.") % {"place": self._place(standing)}
        sentences = [_("Changed here.")] if standing.rewritten else []
        if standing.moved:
            sentences.append(_("Moved. Upstream has it here: %(place)s.") % {"place": self._place(standing)})
        return " ".join(sentences)

    def _place(self, standing: Standing) -> str:
        return place_words(self.base, standing.unit_id)


def comparison_of(fork: Fork) -> Comparison:
    """Return the latest drafts of `fork` beside what they were taken from.

    Raises what `working_copy` raises for drafts that no document can hold.
    """
    base, copy = fork.load_base(), working_copy(fork.module.page, State.DRAFT)
    return Comparison(
        base=base,
        ours=copy.document,
        standings=tuple(standings(base, copy.document)),
        reasons={str(row.node_id): row for row in fork.adaptations.select_related("by")},
        dropped={str(lesson.node_id): lesson.dropped_reason for lesson in copy.dropped},
    )
