"""Small tasks without a worker run once the transaction is committed."""

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks import task

from scan.tasks import AfterCommitBackend

done: list[str] = []


@task()
def note(word: str) -> None:
    """Note that the task ran."""
    done.append(word)


@task()
def fail() -> None:
    """Fail, as an index may."""
    raise RuntimeError


@pytest.mark.django_db
def test_task__runs_after_the_commit_and_not_before(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    done.clear()
    backend = AfterCommitBackend("default", {})

    with django_capture_on_commit_callbacks(execute=True):
        backend.enqueue(note, ["once"], {})
        before = list(done)

    assert (before, done) == ([], ["once"])


@pytest.mark.django_db
def test_task__that_fails_keeps_it_to_itself(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        AfterCommitBackend("default", {}).enqueue(fail, [], {})

    assert len(callbacks) == 1
