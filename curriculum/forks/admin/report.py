"""The screen that shows how far a fork has moved away from its upstream, with a chart, and what can be downloaded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets.button import Button

from curriculum.content.formats import number, percent
from curriculum.content.languages import language_name
from curriculum.content.models import ModulePage
from curriculum.content.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError
from curriculum.forks.admin.fork_screens import ForkScreen
from curriculum.forks.admin.report_sheets import about_sheet, departures_sheet, figures_sheet
from curriculum.forks.models import Fork
from curriculum.forks.report import Departure, Part, Report, report_of
from curriculum.forks.states import NodeState
from curriculum.forks.updates import update_of
from curriculum.releases.models import Release

RELEASED = "released"  # value of `state` in the address; anything else is the latest drafts
SHOWN = 60  # departures on one screen
MOST_BARS = 100  # lessons in the chart
LEAST_LABELLED = 0.12  # share of a bar that has room for its figure, on a phone too
#: Where in the editor of a module or lesson the rows stand that are no blocks.
ROWS = {"outcomes": "panel-child-content-outcomes-section", "materials": "tab-settings"}
MEANINGS = {
    NodeState.INHERITED: gettext_lazy("as upstream has it"),
    NodeState.ADAPTED: gettext_lazy("changed or moved here"),
    NodeState.LOCAL: gettext_lazy("written here"),
    NodeState.DECLINED: gettext_lazy("left out here"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """How much of a part has one state, as it is shown."""

    state: NodeState
    meaning: str
    share: str
    # in percent
    words: str
    parts: str
    # how many they are, with the noun; both empty for none
    start: str
    # where its stretch of the bar begins, in percent as SVG writes it
    width: str
    # in percent as SVG writes it; empty where there is nothing to draw
    has_label: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One row of the chart."""

    title: str
    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One departure on the screen."""

    departure: Departure
    with_it: str
    # what was added or declined together with it, in words; empty for nothing
    edit: str
    # address of the place in the editor
    compare: str
    # address of the comparison with upstream


class ForkReport(ForkScreen):
    """How a fork stands to its upstream: its latest drafts, or its newest release."""

    page_title = gettext_lazy("Fork report")
    template_name = "curriculum/forks/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report, or answer with it as a file; where drafts cannot be read, say why."""
        try:
            report = report_of(self.fork, self.newest if request.GET.get("state") == RELEASED else None)
        except (CurriculumError, DocumentError) as error:
            words = error.lines() if isinstance(error, CurriculumError) else [str(error)]
            return self.render_to_response(self.get_context_data(fault=" ".join(words)))
        download = request.GET.get("format")
        if download == "csv":
            return _file(csv_of(departures_sheet(report)), CSV_TYPE, _file_name(report, "csv"))
        if download == "xlsx":
            sheets = departures_sheet(report), figures_sheet(report), about_sheet(report)
            return _file(xlsx_of(*sheets), XLSX_TYPE, _file_name(report, "xlsx"))
        return self.render_to_response(self.get_context_data(**self._shown(report)))

    @cached_property
    def newest(self) -> Release | None:
        """Return the fork's newest release that was not withdrawn."""
        return self.module.releases.standing().newest_first().first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the states that can be looked at, and what could be pulled."""
        wants_released = self.request.GET.get("state") == RELEASED and self.newest is not None
        states = [{"query": "?", "label": _("Latest drafts"), "is_shown": not wants_released}]
        if self.newest is not None:
            label = _("As released: %(number)s") % {"number": self.newest.number}
            states.append({"query": f"?state={RELEASED}", "label": label, "is_shown": wants_released})
        return super().get_context_data(states=states, update=update_of(self.fork), **kwargs)

    def _shown(self, report: Report) -> dict[str, Any]:
        """Return what the screen shows of the report."""
        wanted = self.request.GET.get("show", "")
        wanted = wanted if wanted in NodeState.values else ""
        departures = [one for one in report.departures if one.whole is None]
        chosen = [one for one in departures if not wanted or one.standing.state == wanted]
        screenful = Paginator(chosen, SHOWN).get_page(self.request.GET.get("p"))
        whole = bar_of(report.whole)
        return {
            "report": report,
            "headline": _headline(report, whole),
            "base_language": language_name(report.base.language),
            "whole": whole,
            "bars": [bar_of(part) for part in report.parts[:MOST_BARS]],
            "more_bars": max(len(report.parts) - MOST_BARS, 0),
            "filters": list(_filters(departures, wanted)),
            "screenful": screenful,
            "sections": _sections(screenful.object_list),
            "query": f"state={RELEASED}&" if report.release else "",
        }


def module_buttons(page: ModulePage, user: AbstractUser) -> Iterator[Button]:
    """Lead from the module's screen to the report, where the module is a fork."""
    if Fork.objects.filter(module_id=page.module_id).exists():
        yield Button(_("Fork report"), reverse("fork_report", args=[page.pk]), "button button-secondary", priority=60)


def bar_of(part: Part) -> Bar:
    """Return the row of the chart that shows `part`."""
    figures, start = [], 0.0
    for tally in part.tallies:
        parts = ngettext("%(count)s part", "%(count)s parts", tally.units) % {"count": number(tally.units)}
        words = ngettext("%(count)s word", "%(count)s words", tally.words) % {"count": number(tally.words)}
        figures.append(
            Figure(
                state=tally.state,
                meaning=str(MEANINGS[tally.state]),
                share=percent(tally.share),
                words=words if tally.units else "",
                parts=parts if tally.units else "",
                start=f"{start * 100:.3f}%",
                width=f"{tally.share * 100:.3f}%" if tally.share else "",
                has_label=tally.share >= LEAST_LABELLED,
            )
        )
        start += tally.share
    return Bar(title=part.title, words=number(part.words), figures=tuple(figures))


def _headline(report: Report, whole: Bar) -> str:
    inherited = report.whole.tallies[0]
    if inherited.units == report.whole.units:
        return _("All of it is as upstream has it.")
    return _("%(share)s of the words are as upstream has them.") % {"share": whole.figures[0].share}


def _filters(departures: list[Departure], wanted: str) -> Iterator[dict[str, Any]]:
    """Yield the choices of what is listed."""
    yield {"show": "", "label": _("All"), "count": len(departures), "is_shown": not wanted}
    for state in NodeState:
        count = sum(one.standing.state is state for one in departures)
        if count:
            yield {"show": state.value, "label": state.label, "count": count, "is_shown": wanted == state}


def _sections(departures: Iterable[Departure]) -> list[dict[str, Any]]:
    """Return rows grouped by lesson, in document order."""
    by_lesson = groupby(departures, key=lambda departure: (departure.lesson_id, departure.part))
    return [{"title": title, "rows": [_row(one) for one in rows]} for (_lesson, title), rows in by_lesson]


def _row(departure: Departure) -> Row:
    unit, page = departure.standing.unit_id, departure.page_id
    with_it = ngettext("with %(count)s part in it", "with %(count)s parts in it", departure.within)
    return Row(
        departure=departure,
        with_it=with_it % {"count": number(departure.within)} if departure.within else "",
        edit=f"{reverse('wagtailadmin_pages:edit', args=[page])}{_anchor(departure)}",
        compare=f"{reverse('fork_compare', args=[page])}?unit={unit}#unit-{unit}",
    )


def _anchor(departure: Departure) -> str:
    """Return where Wagtail's editor shows the unit; empty for the page as a whole and for what does not stand there."""
    ours = departure.standing.ours
    if ours is None or ours.node.kind in {"module", "lesson"}:
        return ""
    return f"#{ROWS.get(ours.slot or '', f'block-{ours.id}-section')}"


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})


def _file_name(report: Report, ending: str) -> str:
    """Return SLUG-CODE-adaptations.ENDING, with the number of the release where one is looked at."""
    module = report.fork.module
    release = f"-{report.release.number}" if report.release else ""
    return f"{module.platform.slug}-{module.code}{release}-adaptations.{ending}"
