"""Asking the background worker for forks, and what it makes of that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from curriculum.content.models import ModulePage, PlatformPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import digest
from curriculum.exceptions import (
    ForkingUnderWayError,
    InvalidValueError,
    ModuleChosenTwiceError,
    ModuleExistsError,
    NotPermittedError,
)
from curriculum.forks.actions import run_fork_request as running
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.request_forks import ask_again, call_off, request_forks
from curriculum.forks.actions.run_fork_request import run_fork_request
from curriculum.forks.actions.take_up_forks import take_up_forks
from curriculum.forks.models import Fork, ForkRequest, RequestedFork, RequestState
from curriculum.forks.progress import progress_of
from curriculum.forks.tasks import fork_modules
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Edition
from tests.factories import released, small_document

pytestmark = pytest.mark.django_db

WORKERLESS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}


@pytest.fixture(autouse=True)
def _queued(settings: Any) -> None:
    """Let tasks wait in the database, as they do on a real site, until a test runs them."""
    settings.TASKS = WORKERLESS


@pytest.fixture
def coordinator(kenya: PlatformPage, person: Callable[..., AbstractUser]) -> AbstractUser:
    return person(kenya, "coordinator")


@pytest.fixture
def editions(generic: PlatformPage) -> list[Edition]:
    """Return the editions of three small modules."""
    return [released(generic, small_document(f"TST-{number}")).source_edition() for number in (1, 2, 3)]


def items(request: ForkRequest) -> list[tuple[str, str]]:
    """Return code and state of each module of the request, in order."""
    found = request.items.select_related("edition__release__module").order_by("place")
    return [(item.edition.release.module.code, item.state) for item in found]


def run(request: ForkRequest) -> ForkRequest:
    """Do as a worker does that finds the task."""
    fork_modules.call(request.pk)
    return ForkRequest.objects.get(pk=request.pk)


def test_request__waits_with_its_task_until_a_worker_comes(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    assert asked.state == RequestState.WAITING
    assert items(asked) == [("TST-1", "waiting"), ("TST-2", "waiting"), ("TST-3", "waiting")]
    task = DBTaskResult.objects.get()
    assert (task.backend_name, task.args_kwargs) == ("background", {"args": [asked.pk], "kwargs": {}})
    assert not Fork.objects.exists()


def test_request__is_carried_out_module_by_module(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    done = run(request_forks(platform=kenya, editions=editions, by=coordinator))

    assert done.state == RequestState.FINISHED
    assert items(done) == [("TST-1", "made"), ("TST-2", "made"), ("TST-3", "made")]
    pages = ModulePage.objects.filter(module__platform=kenya).order_by("code")
    copies = [digest(working_copy(page, State.APPROVED).document) for page in pages]
    assert copies == [edition.document_id for edition in editions]
    assert [item.fork.module.page for item in done.items.order_by("place")] == list(pages)


def test_request__each_module_has_a_transaction_of_its_own(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """D1: what fails takes nothing with it and leaves nothing behind, and the others go on."""
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    def fail_at_second(**values: object) -> Fork:
        made = create_fork(**values)
        if made.module.code == "TST-2":
            raise RuntimeError
        return made

    with patch.object(running, "create_fork", fail_at_second):
        done = run(asked)

    assert items(done) == [("TST-1", "made"), ("TST-2", "refused"), ("TST-3", "made")]
    assert done.items.get(place=1).problem.startswith("Something went wrong, and nothing of it was kept.")
    assert set(ModulePage.objects.filter(module__platform=kenya).values_list("code", flat=True)) == {"TST-1", "TST-3"}
    assert progress_of(done).words() == "2 of 3 modules are forked. The reasons for the others stand below."


def test_request__says_why_a_module_was_refused_in_the_language_of_who_asked(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)
    withdraw_release(release=editions[1].release, by=None, reason="A wrong dose.")
    create_fork(release=editions[2].release, to=kenya, language="en", by=None)

    with translation.override("sw"):
        done = run(asked)

    assert [item.problem for item in done.items.order_by("place")] == [
        "",
        "TST-2 1.0.0 is withdrawn, so it cannot be forked. The reason was: A wrong dose.",
        "Platform “kenya” already has a module TST-3.",
    ]


def test_request__role_lost_before_the_worker_came_is_refused(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """T8."""
    asked = request_forks(platform=kenya, editions=editions[:1], by=coordinator)
    coordinator.groups.clear()

    done = run(asked)

    assert done.items.get().problem == (
        "Whoever asked for this may no longer approve on “SCAN Kenya”, so it was not forked."
    )
    assert not Fork.objects.exists()


def test_request__role_lost_in_the_middle_stops_the_rest(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """T8."""
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    def make_and_revoke(**values: object) -> Fork:
        coordinator.groups.clear()
        return create_fork(**values)

    with patch.object(running, "create_fork", make_and_revoke):
        done = run(asked)

    assert items(done) == [("TST-1", "made"), ("TST-2", "refused"), ("TST-3", "refused")]


def test_request__of_somebody_whose_account_is_gone_is_refused(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """T8."""
    asked = request_forks(platform=kenya, editions=editions[:1], by=coordinator)
    coordinator.delete()

    assert items(run(asked)) == [("TST-1", "refused")]


@pytest.mark.parametrize("role", ["editor", "translator", "learner"])
def test_request__is_for_approvers(
    kenya: PlatformPage, editions: list[Edition], person: Callable[..., AbstractUser], role: str
) -> None:
    """T5."""
    with pytest.raises(NotPermittedError, match="SCAN Kenya"):
        request_forks(platform=kenya, editions=editions, by=person(kenya, role))

    assert not ForkRequest.objects.exists()


def test_request__by_an_approver_of_another_platform_is_refused(
    kenya: PlatformPage, peru: PlatformPage, editions: list[Edition], person: Callable[..., AbstractUser]
) -> None:
    """T5."""
    with pytest.raises(NotPermittedError):
        request_forks(platform=kenya, editions=editions, by=person(peru, "coordinator"))


def test_request__a_second_one_waits_until_the_first_is_done(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    first = request_forks(platform=kenya, editions=editions[:1], by=coordinator)

    with pytest.raises(ForkingUnderWayError, match="SCAN Kenya"):
        request_forks(platform=kenya, editions=editions[1:], by=coordinator)
    run(first)
    second = request_forks(platform=kenya, editions=editions[1:], by=coordinator)

    assert items(run(second)) == [("TST-2", "made"), ("TST-3", "made")]


def test_request__two_platforms_ask_at_once(
    kenya: PlatformPage, peru: PlatformPage, coordinator: AbstractUser, editions: list[Edition],
    person: Callable[..., AbstractUser],
) -> None:  # fmt: skip
    asked = [
        request_forks(platform=kenya, editions=editions, by=coordinator),
        request_forks(platform=peru, editions=editions, by=person(peru, "coordinator")),
    ]

    assert [set(dict(items(run(each))).values()) for each in asked] == [{"made"}, {"made"}]
    assert Fork.objects.count() == 6


def test_request__of_one_code_twice_is_refused_with_both_platforms(
    generic: PlatformPage, kenya: PlatformPage, peru: PlatformPage, coordinator: AbstractUser
) -> None:
    twice = [released(platform, small_document()).source_edition() for platform in (generic, peru)]

    with pytest.raises(ModuleChosenTwiceError, match="TST-1 .* from: Generic curriculum, SCAN Perú"):
        request_forks(platform=kenya, editions=twice, by=coordinator)


def test_request__of_a_module_that_is_there_is_refused(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    create_fork(release=editions[1].release, to=kenya, language="en", by=None)

    with pytest.raises(ModuleExistsError, match="kenya.*TST-2"):
        request_forks(platform=kenya, editions=editions, by=coordinator)

    assert not ForkRequest.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_request__of_nothing_is_refused(kenya: PlatformPage, coordinator: AbstractUser) -> None:
    with pytest.raises(InvalidValueError, match="at least one"):
        request_forks(platform=kenya, editions=[], by=coordinator)


def test_request__the_same_task_twice_makes_each_module_once(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """D1: a task that is delivered twice does no harm."""
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    run(asked)
    run(asked)

    assert Fork.objects.count() == 3


def test_request__another_worker_that_was_faster_is_noticed(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    """D1: between seeing that a module waits and making it, another worker may have made it."""
    asked = request_forks(platform=kenya, editions=editions[:1], by=coordinator)
    slow = asked.items.get()
    run_fork_request(request=asked)

    running._make(slow)

    assert items(asked) == [("TST-1", "made")]
    assert Fork.objects.count() == 1


def test_ask_again__makes_what_was_refused(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition], person: Callable[..., AbstractUser]
) -> None:
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)
    group = coordinator.groups.get()
    coordinator.groups.clear()
    run(asked)
    coordinator.groups.add(group)

    again = ask_again(request=asked, by=coordinator)

    assert again.state == RequestState.WAITING
    assert items(run(again)) == [("TST-1", "made"), ("TST-2", "made"), ("TST-3", "made")]


def test_ask_again__while_it_is_worked_on_is_refused(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    with pytest.raises(ForkingUnderWayError):
        ask_again(request=asked, by=coordinator)


def test_ask_again__for_what_is_all_made_does_nothing(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    asked = run(request_forks(platform=kenya, editions=editions, by=coordinator))

    assert ask_again(request=asked, by=coordinator).state == RequestState.FINISHED
    assert DBTaskResult.objects.count() == 1


def test_ask_again__is_for_approvers(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition], person: Callable[..., AbstractUser]
) -> None:
    """T5."""
    asked = run(request_forks(platform=kenya, editions=editions, by=coordinator))

    with pytest.raises(NotPermittedError):
        ask_again(request=asked, by=person(kenya, "editor"))


def test_call_off__lets_the_worker_make_nothing_more(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition]
) -> None:
    asked = request_forks(platform=kenya, editions=editions, by=coordinator)

    def make_and_call_off(**values: object) -> Fork:
        call_off(request=asked, by=coordinator)
        return create_fork(**values)

    with patch.object(running, "create_fork", make_and_call_off):
        done = run(asked)

    assert items(done) == [("TST-1", "made"), ("TST-2", "waiting"), ("TST-3", "waiting")]
    assert progress_of(done).words() == "1 of 3 modules are forked. Somebody stopped the rest."
    assert items(run(ask_again(request=done, by=coordinator)))[2] == ("TST-3", "made")


def test_take_up__gives_open_requests_to_a_worker_again(
    kenya: PlatformPage, peru: PlatformPage, coordinator: AbstractUser, editions: list[Edition],
    person: Callable[..., AbstractUser],
) -> None:  # fmt: skip
    """D1: a worker that starts goes on with what a killed one left."""
    run(request_forks(platform=peru, editions=editions, by=person(peru, "coordinator")))
    left = request_forks(platform=kenya, editions=editions, by=coordinator)
    ForkRequest.objects.filter(pk=left.pk).update(heard_at=timezone.now())
    DBTaskResult.objects.update(status="RUNNING")

    assert take_up_forks() == [left]

    assert DBTaskResult.objects.ready().get().args_kwargs["args"] == [left.pk]


@pytest.mark.parametrize(
    ("asked", "heard", "state", "words"),
    [
        (14, None, "waiting", "The background worker takes this up in a moment."),
        (16, None, "unattended", "No background worker has taken this up for 15 seconds, so it seems that none runs."),
        (90, 50, "running", "TST-1 A small module is being forked, module 1 of 3."),
        (90, 61, "silent", "Nothing was heard from the background worker for 60 seconds."),
    ],
)
def test_progress__says_plainly_whether_a_worker_is_at_it(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition],
    asked: int, heard: int | None, state: str, words: str,
) -> None:  # fmt: skip
    request = request_forks(platform=kenya, editions=editions, by=coordinator)
    now = timezone.now()
    request.asked_at = now - timedelta(seconds=asked)
    request.heard_at = None if heard is None else now - timedelta(seconds=heard)
    request.save()

    progress = progress_of(request)

    assert progress.state == state
    assert progress.words().startswith(words)
    assert progress.can_be_asked_again == (state == "silent")


def test_progress__a_worker_that_is_busy_elsewhere_is_not_taken_for_none(
    kenya: PlatformPage, peru: PlatformPage, coordinator: AbstractUser, editions: list[Edition],
    person: Callable[..., AbstractUser],
) -> None:  # fmt: skip
    other = request_forks(platform=peru, editions=editions, by=person(peru, "coordinator"))
    ForkRequest.objects.filter(pk=other.pk).update(heard_at=timezone.now())
    request = request_forks(platform=kenya, editions=editions, by=coordinator)
    request.asked_at = timezone.now() - timedelta(seconds=100)
    request.save()

    assert progress_of(request).words().startswith("The background worker is busy with another platform.")


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("platform_has_one_open_fork_request", lambda request, _edition: ForkRequest(platform=request.platform)),
        (
            "requested_fork_has_its_own_place",
            lambda request, edition: RequestedFork(request=request, edition=edition, place=0),
        ),
        (
            "requested_fork_is_asked_for_once",
            lambda request, _edition: RequestedFork(request=request, edition=request.items.get().edition, place=9),
        ),
        (
            "requested_fork_has_a_problem_where_refused",
            lambda request, edition: RequestedFork(request=request, edition=edition, place=9, state="refused"),
        ),
    ],
)
def test_constraint__holds(
    kenya: PlatformPage, coordinator: AbstractUser, editions: list[Edition],
    constraint: str, row: Callable[..., Model],
) -> None:  # fmt: skip
    request = request_forks(platform=kenya, editions=editions[:1], by=coordinator)
    assert constraint in {each.name for model in (ForkRequest, RequestedFork) for each in model._meta.constraints}

    with pytest.raises(IntegrityError), transaction.atomic():
        row(request, editions[1]).save(force_insert=True)
