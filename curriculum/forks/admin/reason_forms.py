"""The forms in which a platform says why it departs from upstream, lesson by lesson."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from curriculum.content.labels import name_of
from curriculum.content.texts import normal_text
from curriculum.document import Node
from curriculum.exceptions import ReasonChangedError
from curriculum.forks.actions.give_reason import LONGEST_REASON, version_of
from curriculum.forks.admin.sides import NOTHING, Sides, drawn_sides
from curriculum.forks.demands import Demand, Departure
from curriculum.forks.models import Adaptation, AdaptationFactor, Fork
from curriculum.forks.units import subject_digest

FEW = 3  # changed parts of a lesson that are each asked about by themselves
MOST_DRAWN = 60  # changed parts that are shown side by side; the others are only named
EXPLANATIONS = {
    AdaptationFactor.MARKET: gettext_lazy("who buys, what they ask for and pay, how goods get there"),
    AdaptationFactor.ECOSYSTEM: gettext_lazy("crops, soils, climate, pests, what can be bought or built here"),
    AdaptationFactor.POLITICS: gettext_lazy("laws and authorities, how groups are registered and supported"),
    AdaptationFactor.STANDARDS: gettext_lazy("what the standards and buyers’ codes in use here demand"),
    AdaptationFactor.CERTIFICATION: gettext_lazy("how certification bodies work here and what they accept"),
}


class ReasonForm(forms.Form):
    """The reason for one part, or for a whole lesson, whose id is the prefix.

    `shown` names what stood in the form when it was opened, so that a form that nobody touched asks for nothing;
    `seen` names the stored reason that it showed.
    """

    use_required_attribute = False
    factor = forms.ChoiceField(label=gettext_lazy("What makes the difference here"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=AdminAutoHeightTextInput(),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, adaptation: Adaptation | None, node_id: str, draft: str = "") -> None:
        factor, reason = (adaptation.factor, adaptation.reason) if adaptation else ("", draft)
        initial = {
            "factor": factor, "reason": reason, "seen": version_of(adaptation), "shown": _content_name(factor, reason),
        }  # fmt: skip
        super().__init__(data, prefix=node_id, initial=initial)
        field = self.fields["factor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        choices = [(factor.value, f"{factor.label}: {EXPLANATIONS[factor]}") for factor in AdaptationFactor]
        field.choices = [("", _("Choose…")), *choices]
        self.node_id = node_id

    @property
    def is_touched(self) -> bool:
        """Whether the person said anything here that did not stand here when the form was opened."""
        if self.add_prefix("shown") not in self.data:
            return False
        factor, reason, shown = (str(self[name].value() or "") for name in ("factor", "reason", "shown"))
        return _content_name(factor, reason) != shown

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing where something was said."""
        cleaned = super().clean() or {}
        if self.is_touched and cleaned.get("factor") == "":
            self.add_error("factor", _("Choose what it is about the country."))
        if self.is_touched and cleaned.get("reason") == "":
            self.add_error("reason", _("Say in a sentence why."))
        return cleaned

    def show_again(self, error: ReasonChangedError) -> None:
        """Say that somebody gave another reason meanwhile; what was typed stays, and the next try replaces theirs."""
        self.add_error(None, error.lines())
        typed = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        typed |= {"seen": version_of(error.data["adaptation"]), "shown": ""}
        self.data = {self.add_prefix(name): value for name, value in typed.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One changed part of a lesson."""

    demand: Demand
    form: ReasonForm | None
    # None for the lesson itself: the form of the whole lesson is its own
    ours: SafeString
    upstream: SafeString
    # as readers see both; empty where it is only named
    is_one_of_many: bool
    # whether so much changed in the lesson that one reason for all of it may be enough

    @property
    def is_answered_by_lesson(self) -> bool:
        """Whether the reason for the whole lesson is all that was said about it."""
        return not self.demand.is_open and not self.demand.has_own_reason

    @property
    def is_folded(self) -> bool:
        """Whether its form is shown only to those who ask for it."""
        is_needed = bool(self.form and self.form.errors) or self.demand.has_own_reason
        return not is_needed and (self.is_answered_by_lesson or self.is_one_of_many)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """What was changed in one lesson, with the form for the whole lesson."""

    lesson: Node
    form: ReasonForm
    adaptation: Adaptation | None
    # the reason that was given for the whole lesson
    rows: list[Row]

    @property
    def code(self) -> str:
        """Return the code of the lesson."""
        return str(self.lesson.fields.get("code", ""))

    @property
    def title(self) -> str:
        """Return upstream's title of the lesson."""
        return name_of(self.lesson)

    @property
    def open_count(self) -> int:
        """Return how many reasons are missing."""
        return sum(row.demand.is_open for row in self.rows)

    @property
    def shows_lesson_form(self) -> bool:
        """Whether the form of the whole lesson is open from the start."""
        is_asked = any(row.demand.is_lesson or row.is_one_of_many for row in self.rows)
        return bool(self.adaptation or self.form.errors or is_asked)

    def forms(self) -> Iterator[ReasonForm]:
        """Yield all forms of the lesson."""
        yield self.form
        yield from (row.form for row in self.rows if row.form)


def groups_of(
    demands: list[Demand], fork: Fork, *, data: QueryDict | None = None, kept: Mapping[str, ReasonForm] | None = None
) -> list[Group]:
    """Return the lessons of `demands` in order, each with its forms.

    With `data` the forms are bound to it, and nothing is drawn. `kept` are forms by node that stand in for new ones,
    with what was typed and the mistakes in it.
    """
    kept, reasons = kept or {}, {str(row.node_id): row for row in fork.adaptations.select_related("by")}
    drawn = drawn_sides([_sides(demand) for demand in demands[: 0 if data else MOST_DRAWN]], fork)
    found: dict[str, Group] = {}
    counts = Counter(demand.lesson.id for demand in demands)
    undrawn = repeat((NOTHING, NOTHING))
    for demand, (ours, upstream) in zip(demands, chain(drawn, undrawn), strict=False):
        lesson_id, node_id = demand.lesson.id, demand.unit_id
        if lesson_id not in found:
            given, draft = reasons.get(lesson_id), demand.dropped_reason
            form = kept.get(lesson_id) or ReasonForm(data, adaptation=given, node_id=lesson_id, draft=draft)
            found[lesson_id] = Group(lesson=demand.lesson, form=form, adaptation=given, rows=[])
        form = kept.get(node_id) or ReasonForm(data, adaptation=reasons.get(node_id), node_id=node_id)
        row = Row(
            demand=demand, form=None if demand.is_lesson else form, ours=ours, upstream=upstream,
            is_one_of_many=counts[lesson_id] > FEW,
        )  # fmt: skip
        found[lesson_id].rows.append(row)
    return list(found.values())


def _sides(demand: Demand) -> Sides:
    is_removed = demand.departure is Departure.REMOVED
    return Sides(
        ours=demand.ours.node if demand.ours else None,
        upstream=demand.upstream.node,
        own_only=demand.upstream.own_only and (not is_removed or demand.is_lesson),
    )


def _content_name(factor: str, reason: str) -> str:
    """Return what names a factor and a reason as a form shows them."""
    return subject_digest(factor, normal_text(reason).strip())
