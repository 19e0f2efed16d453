"""The report of one fork: how far it has moved away from its upstream, and why."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from curriculum.content.models import LessonPage, PlatformPage
from curriculum.content.spreadsheets import restored
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.admin.report import SHOWN
from curriculum.forks.models import Fork
from curriculum.forks.report import Part, Report, report_of
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import imported, node_id, small_document
from tests.integration.forks.forking import fork_edits, opened, upstream_releases

pytestmark = pytest.mark.django_db

#: What Kenya does to its fork of the small module.
ADAPTED = [
    "set lessons[0].title Look, then act in Kenya",
    "html lessons[0].body[1].body <p>Kenyan farmers write every evening.</p>",
    "remove lessons[0].body[2]",
    "move lessons[0].body[0] lessons[1].body[1]",
    "add lessons[1].body[0] heading =A Kenyan heading",
]


@pytest.fixture
def coordinator(kenya: PlatformPage, person: Callable[..., AbstractUser], client: Client) -> Client:
    """Return a client signed in as Kenya's coordinator."""
    client.force_login(person(kenya, "coordinator"))
    return client


def fresh(fork: Fork) -> Fork:
    """Return the fork, read anew."""
    return Fork.objects.get(pk=fork.pk)


def address(fork: Fork, **query: str) -> str:
    """Return the address of the report."""
    return reverse("fork_report", args=[fork.module.page.pk], query=query)


def figures(part: Part) -> dict[str, tuple[int, int]]:
    """Return units and words of each state that `part` has."""
    return {tally.state.value: (tally.units, tally.words) for tally in part.tallies if tally.units}


def told(report: Report) -> list[tuple[str, ...]]:
    """Return lesson, what, state, factor and reason of each departure."""
    return [
        (one.part[:7], one.what, one.standing.state.value, one.factor, one.reason.replace("\n", " "))
        for one in report.departures
    ]


def read_csv(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file as they were before they were made inert."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[restored(cell) for cell in row] for row in rows]


def test_report__of_an_untouched_fork_says_that_all_is_inherited(fork: Fork) -> None:
    report = report_of(fork)

    assert [part.title for part in report.parts] == [
        "The module itself", "TST-1.1 Look, then act", "TST-1.2 Lesson number 2", "TST-1.3 Lesson number 3",
    ]  # fmt: skip
    assert [list(figures(part)) for part in report.parts] == [["inherited"]] * 4
    assert report.departures == ()
    assert (report.base, report.release) == (fork.base, None)


def test_report__counts_units_and_words_of_every_state(fork: Fork) -> None:
    """A lesson's own details, its text, and its question with two answers: 3 + 4 + 10 words."""
    fork_edits(
        fork,
        [
            "html lessons[1].body[0].body <p>Kenyan &amp; short.</p>",
            "remove lessons[2].quiz[0]",
            "add lessons[2].body[1] heading Three new words",
        ],
    )

    report = report_of(fresh(fork))

    assert figures(report.parts[2]) == {"inherited": (2, 3 + 10), "adapted": (1, 2)}
    assert figures(report.parts[3]) == {"inherited": (2, 3 + 4), "local": (1, 3), "declined": (1, 10)}
    assert [round(tally.share, 3) for tally in report.parts[3].tallies] == [0.35, 0.0, 0.15, 0.5]
    assert report.whole.units == sum(part.units for part in report.parts)
    assert report.whole.words == sum(part.words for part in report.parts)
    assert figures(report.whole)["declined"] == (1, 10)


def test_report__names_every_departure_with_lesson_state_and_reason(fork: Fork) -> None:
    fork_edits(fork, ADAPTED)
    message = node_id("TST-1/lesson-1/key-message")
    give_reason(fork=fork, node_id=message, factor="market", reason="Nobody\nbuys it.", by=None)

    report = report_of(fresh(fork))

    assert told(report) == [
        ("TST-1.1", "lesson “Look, then act in Kenya”: title and details", "adapted", "", ""),
        ("TST-1.1", "text: Kenyan farmers write every evening.", "adapted", "", ""),
        ("TST-1.1", "key message “What is written down is not forgotten.”", "declined", "Market", "Nobody buys it."),
        ("TST-1.2", "heading “=A Kenyan heading”", "local", "", ""),
        ("TST-1.2", "heading “Why we look first”", "adapted", "", ""),
    ]
    assert [(one.standing.moved, one.standing.rewritten) for one in report.departures] == [
        (False, True), (False, True), (False, False), (False, False), (True, False),
    ]  # fmt: skip
    lessons = {str(lesson.node_id): lesson.pk for lesson in fork.module.page.lessons()}
    assert {one.page_id for one in report.departures} == {
        lessons[node_id("TST-1/lesson-1")], lessons[node_id("TST-1/lesson-2")],
    }  # fmt: skip


def test_report__gives_the_reason_of_a_lesson_to_all_that_upstream_has_in_it(fork: Fork) -> None:
    fork_edits(fork, ADAPTED)
    give_reason(fork=fork, node_id=node_id("TST-1/lesson-1"), factor="ecosystem", reason="Two rains.", by=None)

    report = report_of(fresh(fork))

    assert [one.factor for one in report.departures] == ["Ecosystem", "Ecosystem", "Ecosystem", "", "Ecosystem"]


def test_report__tells_why_a_lesson_was_dropped_for_everything_in_it(fork: Fork) -> None:
    lesson = LessonPage.objects.child_of(fork.module.page).get(code="TST-1.3")
    lesson.dropped_reason = "No such body here."
    lesson.save_revision()

    report = report_of(fresh(fork))

    assert figures(report.parts[3]) == {"declined": (3, 3 + 4 + 10)}
    assert [(one.reason, one.whole, one.within) for one in report.departures] == [
        ("No such body here.", None, 2),
        ("No such body here.", node_id("TST-1/lesson-3"), 0),
        ("No such body here.", node_id("TST-1/lesson-3"), 0),
    ]
    assert {one.page_id for one in report.departures} == {lesson.pk}


def test_report__of_a_release_leaves_later_drafts_out(fork: Fork) -> None:
    fork_edits(fork, ADAPTED[:1], approve=True)
    release = cut_release(module=fork.module, by=None, notes="Adapted.")
    fork_edits(fork, ADAPTED[1:])

    assert [one.what for one in report_of(fresh(fork), release).departures] == [
        "lesson “Look, then act in Kenya”: title and details"
    ]
    assert len(report_of(fresh(fork)).departures) == 5


def test_report__of_a_release_compares_with_what_it_stood_on(fork: Fork) -> None:
    fork_edits(fork, ADAPTED[:1], approve=True)
    release = cut_release(module=fork.module, by=None, notes="Adapted.")
    upstream_releases(fork, ["html lessons[1].body[0].body <p>Upstream wrote anew.</p>"])
    apply_pull(pull=opened(fork), by=None)

    report = report_of(fresh(fork), release)

    assert report.base.release.number == "1.0.0"
    assert [one.part[:7] for one in report.departures] == ["TST-1.1"]
    assert report_of(fresh(fork)).base.release.number == "1.1.0"


def test_screen__shows_figures_chart_and_ways_into_editor_and_comparison(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, ADAPTED)
    lesson = fork.module.page.lessons()[1]

    answer = coordinator.get(address(fork))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "It stands on TST-1 1.0.0 of Generic curriculum, English." in page
    assert "% of the words are as upstream has them." in page
    assert "=A Kenyan heading" in page
    assert 'fill="url(#report-declined)"' in page
    local = node_id("heading =A Kenyan heading")
    assert f'href="/admin/pages/{lesson.pk}/edit/#block-{local}-section"' in page
    moved = node_id("TST-1/lesson-1/heading")
    assert f"{reverse('fork_compare', args=[lesson.pk])}?unit={moved}#unit-{moved}" in page
    assert coordinator.get(reverse("fork_compare", args=[lesson.pk]), {"unit": moved}).status_code == 200


def test_comparison__opens_at_the_part_that_the_report_leads_to(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, [f"add lessons[1].body[{number}] heading Heading {number}" for number in range(30)])
    lesson = fork.module.page.lessons()[1]

    for number in (0, 25, 29):
        unit = node_id(f"heading Heading {number}")
        answer = coordinator.get(reverse("fork_compare", args=[lesson.pk]), {"unit": unit})
        assert f'id="unit-{unit}"' in answer.content.decode()


def test_screen__draws_stretches_that_fill_the_bar(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, ["html lessons[1].body[0].body <p>Kenyan &amp; short.</p>", "remove lessons[1].quiz[0]"])

    bar = coordinator.get(address(fork)).context["bars"][2]

    # 3 words inherited, 2 adapted, 10 declined
    assert [(one.start, one.width, one.share, one.has_label) for one in bar.figures] == [
        ("0.000%", "20.000%", "20%", True),
        ("20.000%", "13.333%", "13%", True),
        ("33.333%", "", "0%", False),
        ("33.333%", "66.667%", "67%", True),
    ]


def test_screen__says_plainly_that_nothing_differs(fork: Fork, coordinator: Client) -> None:
    page = coordinator.get(address(fork)).content.decode()

    assert "All of it is as upstream has it." in page
    assert "Nothing: all of it is as upstream has it." in page
    assert "As released" not in page


def test_screen__switches_to_the_newest_release_that_stands(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, ADAPTED[:1], approve=True)
    cut_release(module=fork.module, by=None, notes="Adapted.")
    fork_edits(fork, ADAPTED[1:2], approve=True)
    newest = cut_release(module=fork.module, by=None, notes="Adapted again.")
    fork_edits(fork, ADAPTED[2:])

    def shown() -> tuple[str, int]:
        report = coordinator.get(address(fork, state="released")).context["report"]
        return report.release.number, len(report.departures)

    assert shown() == ("1.0.1", 2)
    withdraw_release(release=Release.objects.get(pk=newest.pk), by=None, reason="Wrong.")
    assert shown() == ("1.0.0", 1)


def test_screen__leads_to_the_update(fork: Fork, coordinator: Client) -> None:
    assert reverse("pull", args=[fork.module.page.pk]) not in coordinator.get(address(fork)).content.decode()

    upstream_releases(fork, ["set title Anew"], "1.0.1")
    page = coordinator.get(address(fork)).content.decode()

    assert "Upstream has a newer release: 1.0.1." in page
    assert reverse("pull", args=[fork.module.page.pk]) in page


def test_screen__lists_one_state_alone(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, ADAPTED)

    def listed(show: str) -> list[str]:
        sections = coordinator.get(address(fork, show=show)).context["sections"]
        return [row.departure.standing.state.value for section in sections for row in section["rows"]]

    assert listed("declined") == ["declined"]
    assert listed("adapted") == ["adapted", "adapted", "adapted"]
    assert len(listed("anything")) == 5


def test_screen__tells_what_was_left_out_whole_once_and_the_file_all_of_it(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, ["remove lessons[2]"])

    [section] = coordinator.get(address(fork)).context["sections"]
    rows = read_csv(coordinator.get(address(fork, format="csv")).content)

    assert [(row.departure.what, row.with_it) for row in section["rows"]] == [
        ("lesson “Lesson number 3”", "with 2 parts in it")
    ]
    assert len(rows) == 1 + 3


def test_screen__is_bounded(fork: Fork, coordinator: Client) -> None:
    fork_edits(fork, [f"add lessons[0].body[0] heading Heading {number}" for number in range(SHOWN + 1)])

    def listed(number: str) -> int:
        return sum(len(section["rows"]) for section in coordinator.get(address(fork, p=number)).context["sections"])

    assert [listed("1"), listed("2"), listed("900"), listed("x")] == [SHOWN, 1, 1, SHOWN]


def test_screen__asks_the_database_as_often_for_many_departures(fork: Fork, coordinator: Client) -> None:
    def queries(*steps: str) -> int:
        fork_edits(fork, list(steps))
        coordinator.get(address(fork))
        with CaptureQueriesContext(connection) as asked:
            coordinator.get(address(fork))
        return len(asked)

    few = queries(*[f"set lessons[{place}].title Another" for place in range(3)])

    assert queries(*[f"add lessons[{number % 3}].body[0] heading Heading {number}" for number in range(30)]) == few


def test_screen__says_why_drafts_cannot_be_read(fork: Fork, generic: PlatformPage, coordinator: Client) -> None:
    lesson = LessonPage.objects.child_of(fork.module.page).first()
    draft = lesson.get_latest_revision_as_object()
    draft.body = [("text", f'<p><a linktype="page" id="{generic.pk}">out</a></p>')]
    draft.save_revision(clean=False)

    for query in ({}, {"format": "csv"}, {"format": "xlsx"}):
        answer = coordinator.get(address(fork, **query))
        assert answer.status_code == 200
        assert escape("The link “out” leads to a page that is gone") in answer.content.decode()


def test_screen__shows_hostile_text_as_text(fork: Fork, coordinator: Client) -> None:
    """C1."""
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    fork_edits(fork, [f"set lessons[0].title {hostile}", f"add lessons[0].body[0] heading {hostile}"])
    give_reason(fork=fork, node_id=node_id("TST-1/lesson-1"), factor="market", reason=hostile, by=None)

    page = coordinator.get(address(fork)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert escape(hostile) in page


@pytest.mark.parametrize(("platform", "role", "status"), [
    ("kenya", "translator", 200), ("kenya", "editor", 200), ("kenya", "learner", 302), ("peru", "coordinator", 404),
])  # fmt: skip
def test_screen__is_for_those_who_work_on_the_platform(
    fork: Fork,
    kenya: PlatformPage,
    peru: PlatformPage,
    person: Callable[..., AbstractUser],
    client: Client,
    platform: str,
    role: str,
    status: int,
) -> None:
    """T6: nothing of another platform's drafts is reported or downloaded."""
    client.force_login(person({"kenya": kenya, "peru": peru}[platform], role))

    for query in ({}, {"format": "csv"}, {"format": "xlsx"}):
        assert client.get(address(fork, **query)).status_code == status


def test_screen__is_not_found_for_a_module_that_is_no_fork(kenya: PlatformPage, coordinator: Client) -> None:
    page = imported(kenya, small_document("KEN-1"))

    assert coordinator.get(reverse("fork_report", args=[page.pk])).status_code == 404
    assert "Fork report" not in coordinator.get(reverse("modules:module", args=[page.pk])).content.decode()


def test_module_overview__leads_to_the_report_of_a_fork(fork: Fork, coordinator: Client) -> None:
    page = coordinator.get(reverse("modules:module", args=[fork.module.page.pk])).content.decode()

    assert f'href="{address(fork)}"' in page


def test_csv__lists_every_departure_and_is_inert(fork: Fork, coordinator: Client) -> None:
    """I8."""
    fork_edits(fork, ["add lessons[1].body[0] heading Beginning", "set lessons[1].title =1+1"])
    give_reason(fork=fork, node_id=node_id("TST-1/lesson-2"), factor="politics", reason="-2 of\n=them", by=None)

    answer = coordinator.get(address(fork, format="csv"))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="kenya-TST-1-adaptations.csv"'
    assert read_csv(answer.content) == [
        ["Lesson", "Part", "State", "What was done", "Words", "Core", "Adaptation factor", "Reason",
         "Id in the document"],
        ["TST-1.2 =1+1", "Lesson “=1+1”: title and details", "Adapted", "Changed here.", "2", "Yes",
         "Political context", "-2 of\n=them", node_id("TST-1/lesson-2")],
        ["TST-1.2 =1+1", "Heading “Beginning”", "Local", "Written here. Upstream does not have it.", "1", "No", "", "",
         node_id("heading Beginning")],
    ]  # fmt: skip
    assert b"\"'-2 of\n'=them\"" in answer.content


def test_xlsx__has_adaptations_figures_and_what_they_are_about_without_formulas(
    fork: Fork, coordinator: Client
) -> None:
    """I8."""
    fork_edits(fork, [*ADAPTED, "set lessons[0].title =1+1"], approve=True)
    cut_release(module=fork.module, by=None, notes="Adapted.")
    give_reason(fork=fork, node_id=node_id("TST-1/lesson-1"), factor="market", reason="=HYPERLINK(1)", by=None)

    answer = coordinator.get(address(fork, format="xlsx", state="released"))
    book = load_workbook(io.BytesIO(answer.content))

    assert answer["Content-Disposition"] == 'attachment; filename="kenya-TST-1-1.0.0-adaptations.xlsx"'
    assert book.sheetnames == ["Adaptations", "Figures", "About"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert values(book["Figures"])[1:3] == [
        ["The module itself", 4, 19, 4, 19, 0, 0, 0, 0, 0, 0],
        ["TST-1.1 =1+1", 16, 91, 13, 74, 2, 10, 0, 0, 1, 7],
    ]
    assert [row[:2] for row in values(book["About"])[:3]] == [
        ["Fork report", "SCAN Kenya, TST-1"],
        ["State", "1.0.0"],
        ["Stands on", "Generic curriculum, TST-1 1.0.0"],
    ]


def values(sheet: Any) -> list[list[Any]]:
    """Return the values of a sheet, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
