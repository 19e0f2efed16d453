"""The screen of reasons, and the release screen that asks for them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

from curriculum.forks.actions.give_reason import give_reason, version_of
from curriculum.forks.models import Adaptation, Fork
from curriculum.forks.units import subject_digest
from curriculum.releases.models import Release
from tests.factories import node_id
from tests.integration.admin.conftest import holds
from tests.integration.forks.forking import fork_edits

ACTIVITY, HEADING = node_id("TST-1/lesson-1/activity"), node_id("TST-1/lesson-1/heading")
LESSON, SECOND = node_id("TST-1/lesson-1"), node_id("TST-1/lesson-2")
EMPTY = subject_digest("", "")  # what an untouched form without a reason showed


@pytest.fixture
def departed(fork: Fork) -> Fork:
    """Return the fork with an activity left out, a heading reworded, and a lesson dropped, all approved."""
    fork_edits(
        fork, ["set lessons[0].body[0].text Ours", "remove lessons[0].body[3]", "remove lessons[1]"], approve=True
    )
    return fork


@pytest.fixture
def editor(fork: Fork, person: Callable[..., AbstractUser], client: Client) -> Client:
    """Return a client signed in as an editor of the fork's platform."""
    client.force_login(person(fork.module.platform, "editor"))
    return client


def address(fork: Fork) -> str:
    return reverse("fork_reasons", args=[fork.module.page.pk])


def typed(node: str, factor: str, reason: str, *, seen: str = "", shown: str = EMPTY) -> dict[str, str]:
    """Return what the form of a part sends."""
    return {f"{node}-factor": factor, f"{node}-reason": reason, f"{node}-seen": seen, f"{node}-shown": shown}


def given() -> dict[str, tuple[str, str]]:
    return {str(row.node_id): (row.factor, row.reason) for row in Adaptation.objects.all()}


def test_screen__groups_what_needs_a_reason_by_lesson(departed: Fork, editor: Client) -> None:
    response = editor.get(address(departed))

    groups = [(group.code, group.open_count, [row.demand.words for row in group.rows])
              for group in response.context["lessons"]]  # fmt: skip
    assert groups == [
        ("TST-1.1", 2, ["Lesson TST-1.1: heading “Why we look first” was changed.",
                        "Lesson TST-1.1: activity “Water game” is left out."]),
        ("TST-1.2", 1, ["Lesson TST-1.2 “Lesson number 2” is left out."]),
    ]  # fmt: skip
    assert holds(response, "3 reasons are missing.")
    assert holds(response, "Certification bodies: how certification bodies work here and what they accept")
    assert holds(response, "The imported document does not have this lesson.")


def test_screen__saves_the_valid_ones_and_shows_the_rest_at_their_fields(departed: Fork, editor: Client) -> None:
    wrong = typed(HEADING, "", "Only words.") | typed(SECOND, "politics", " ")
    response = editor.post(address(departed), typed(ACTIVITY, "market", "No buckets.\r\nNone.") | wrong)

    assert response.status_code == 200
    assert given() == {ACTIVITY: ("market", "No buckets.\nNone.")}
    assert holds(response, "1 reason is saved.")
    first, second = response.context["lessons"]
    assert {row.demand.unit_id: row.form.errors for row in first.rows if row.form} == {
        HEADING: {"factor": ["Choose what it is about the country."]}, ACTIVITY: {},
    }  # fmt: skip
    assert second.form.errors == {"reason": ["Say in a sentence why."]}
    assert holds(response, "Only words.")
    assert '<option value="politics" selected' in response.content.decode()


def test_screen__takes_one_reason_for_a_whole_lesson(departed: Fork, editor: Client) -> None:
    response = editor.post(address(departed), typed(LESSON, "ecosystem", "It is dry here."), follow=True)

    assert given() == {LESSON: ("ecosystem", "It is dry here.")}
    assert holds(response, "1 reason is missing.")
    assert [row.is_answered_by_lesson for row in response.context["lessons"][0].rows] == [True, True]


def test_screen__offers_the_reason_of_a_dropped_lesson_and_wants_the_factor(departed: Fork, editor: Client) -> None:
    form = editor.get(address(departed)).context["lessons"][1].form
    shown = {name: form[name].value() for name in ("factor", "reason", "seen", "shown")}

    editor.post(address(departed), {f"{SECOND}-{name}": value for name, value in shown.items()})
    nothing = given()
    editor.post(address(departed), {f"{SECOND}-{name}": value for name, value in {**shown, "factor": "market"}.items()})

    assert nothing == {}
    assert given() == {SECOND: ("market", "The imported document does not have this lesson.")}


def test_screen__lets_a_reason_be_mended(departed: Fork, editor: Client) -> None:
    row = give_reason(fork=departed, node_id=ACTIVITY, factor="market", reason="Old.", by=None)
    shown = subject_digest("market", "Old.")

    editor.post(address(departed), typed(ACTIVITY, "standards", "New.", seen=version_of(row), shown=shown))

    assert given() == {ACTIVITY: ("standards", "New.")}


def test_screen__tells_the_second_of_two_and_keeps_what_they_typed(
    departed: Fork, editor: Client, person: Callable[..., AbstractUser]
) -> None:
    """L3: one wins, the other gets 409 with the own text kept, and may then replace it."""
    amina = person(departed.module.platform, "coordinator")
    give_reason(fork=departed, node_id=ACTIVITY, factor="market", reason="Amina's.", by=amina)

    response = editor.post(address(departed), typed(ACTIVITY, "politics", "Mine."))
    form = response.context["lessons"][0].rows[1].form
    again = {f"{ACTIVITY}-{name}": form[name].value() for name in ("factor", "reason", "seen", "shown")}

    assert response.status_code == 409
    assert holds(response, "kenya-coordinator gave another reason meanwhile: Amina's.")
    assert (given(), again[f"{ACTIVITY}-reason"]) == ({ACTIVITY: ("market", "Amina's.")}, "Mine.")
    editor.post(address(departed), again)
    assert given() == {ACTIVITY: ("politics", "Mine.")}


def test_screen__leaves_alone_what_nobody_touched(departed: Fork, editor: Client) -> None:
    """L3: a form that was opened before somebody else gave the reason does not take it back."""
    give_reason(fork=departed, node_id=ACTIVITY, factor="market", reason="Amina's.", by=None)

    response = editor.post(address(departed), typed(ACTIVITY, "", "") | typed(HEADING, "market", "Mine."))

    assert response.status_code == 302
    assert given() == {ACTIVITY: ("market", "Amina's."), HEADING: ("market", "Mine.")}


def test_screen__of_a_fork_that_is_as_it_came_asks_nothing(fork: Fork, editor: Client) -> None:
    assert holds(editor.get(address(fork)), "There is nothing to explain")


def test_screen__lets_translators_look_only(
    departed: Fork, person: Callable[..., AbstractUser], client: Client
) -> None:
    client.force_login(person(departed.module.platform, "translator"))

    shown = client.get(address(departed))
    client.post(address(departed), typed(ACTIVITY, "market", "Not mine."))

    assert holds(shown, "activity “Water game” is left out.")
    assert not holds(shown, "Save reasons")
    assert given() == {}


# The release screen


@pytest.fixture
def coordinator(fork: Fork, person: Callable[..., AbstractUser], client: Client) -> Client:
    """Return a client signed in as the coordinator of the fork's platform."""
    client.force_login(person(fork.module.platform, "coordinator"))
    return client


def release(fork: Fork) -> str:
    return reverse("modules:release", args=[fork.module.page.pk])


def test_release_screen__asks_first_and_refuses_until_then(departed: Fork, coordinator: Client) -> None:
    shown = coordinator.get(release(departed))
    values = {"notes": "Ours.", "bump": "major", "seen": shown.context["form"].shown}
    refused = coordinator.post(release(departed), values)

    assert holds(shown, "Before you release: say why")
    assert holds(shown, "Lesson TST-1.1: activity “Water game” is left out.")
    assert f"{address(departed)}#demand-{ACTIVITY}" in shown.content.decode()
    assert holds(refused, "Answer this before TST-1 is released:")
    assert holds(refused, "Ours.")
    assert not Release.objects.filter(module=departed.module).exists()


def test_release_screen__releases_once_all_is_answered(departed: Fork, coordinator: Client) -> None:
    for node in (LESSON, SECOND):
        give_reason(fork=departed, node_id=node, factor="market", reason="So it is here.", by=None)
    shown = coordinator.get(release(departed))

    coordinator.post(release(departed), {"notes": "Ours.", "bump": "major", "seen": shown.context["form"].shown})

    assert not holds(shown, "Before you release: say why")
    assert Release.objects.get(module=departed.module).number == "1.0.0"


def test_module_screen__leads_to_the_reasons_of_a_fork(departed: Fork, coordinator: Client) -> None:
    response = coordinator.get(reverse("modules:module", args=[departed.module.page.pk]))

    assert address(departed) in response.content.decode()
