"""The fork report as tables for a spreadsheet."""

from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from curriculum.content.languages import language_name
from curriculum.content.spreadsheets import Cell, Sheet
from curriculum.forks.report import Departure, Report
from curriculum.forks.states import NodeState


def departures_sheet(report: Report) -> Sheet:
    """Return every part that is not as upstream has it, one row each, in document order."""
    return Sheet(
        name=_("Adaptations"),
        header=[
            _("Lesson"), _("Part"), _("State"), _("What was done"), _("Words"), _("Core"), _("Adaptation factor"),
            _("Reason"), _("Id in the document"),
        ],
        rows=[_cells(departure) for departure in report.departures],
    )  # fmt: skip


def figures_sheet(report: Report) -> Sheet:
    """Return for each lesson and for the whole how many parts and words have which state."""
    header = [_("Lesson"), _("Parts"), _("Words")]
    for state in NodeState:
        header += [_("%(state)s: parts") % {"state": state.label}, _("%(state)s: words") % {"state": state.label}]
    rows: list[list[Cell]] = []
    for part in (*report.parts, report.whole):
        cells: list[Cell] = [part.title, part.units, part.words]
        for tally in part.tallies:
            cells += [tally.units, tally.words]
        rows.append(cells)
    return Sheet(name=_("Figures"), header=header, rows=rows)


def about_sheet(report: Report) -> Sheet:
    """Return what the report is about: the fork, which state of it, and on which release that stands."""
    module, base = report.fork.module, report.base
    upstream = base.release.module
    return Sheet(
        name=_("About"),
        header=[_("Fork report"), f"{module.platform.title}, {module.code}"],
        rows=[
            [_("State"), report.release.number if report.release else _("Latest drafts")],
            [_("Stands on"), f"{upstream.platform.title}, {upstream.code} {base.release.number}"],
            [_("Language"), language_name(report.fork.language)],
            [_("Made on"), localdate()],
        ],
    )


def _cells(departure: Departure) -> list[Cell]:
    standing = departure.standing
    return [
        departure.part,
        capfirst(departure.what),
        str(standing.state.label),
        departure.compared.words,
        departure.words,
        _("Yes") if standing.is_core else _("No"),
        departure.factor,
        departure.reason,
        standing.unit_id,
    ]
