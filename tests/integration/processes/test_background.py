"""The background worker as a process of its own: it makes what was asked for, and may be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.processes.conftest import ROOT, lines, run
from tests.integration.processes.forking import MODULES, WORKER

FORKING = "tests.integration.processes.forking"
SOUND = [[], [], [], [], []]
LONGEST = 30  # seconds to wait for something that takes two

pytestmark = pytest.mark.slow


def whole(modules: int) -> dict[str, object]:
    """Return what is there when so many modules are forked, each as a whole."""
    return {"made": modules, "forks": modules, "pages": modules, "lessons": 4 * modules, "equal": True,
            "problems": SOUND}  # fmt: skip


def test_worker__killed_in_the_middle_leaves_whole_modules_and_the_next_one_goes_on(
    database_environment: dict[str, str],
) -> None:
    """D1: no module is there in part, none is there twice, and nobody need ask again."""
    request = run(FORKING, "prepare", env=database_environment).strip()
    for done in (1, 5, 9):
        (left,) = lines(run(FORKING, "interrupt", request, str(done), env=database_environment))

        assert done <= left["made"] < MODULES, "the worker was killed too late for this test to tell anything"
        assert left == {**whole(left["made"]), "waiting": MODULES - left["made"], "finished": False}

    worker = subprocess.run(
        [*WORKER, "--batch"], env=database_environment, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert worker.returncode == 0, worker.stderr[-3000:]
    (found,) = lines(run(FORKING, "check", request, env=database_environment))
    assert found == {**whole(MODULES), "waiting": 0, "finished": True}


def children(process: int) -> list[int]:
    """Return the processes that `process` has started and that still run."""
    try:
        return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def is_running(process: int) -> bool:
    """Return whether there is such a process that is no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def soon(fact: Callable[[], bool]) -> bool:
    """Return whether `fact` becomes true within some time."""
    end = time.monotonic() + LONGEST
    while not fact() and time.monotonic() < end:
        time.sleep(0.05)
    return fact()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc, and the kernel for a signal")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_keeper__starts_a_killed_worker_again_and_leaves_none_behind(
    sqlite_environment: dict[str, str], ending: signal.Signals
) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "scripts.keep_worker"], env=sqlite_environment, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        assert soon(lambda: len(children(keeper.pid)) == 1)
        (first,) = children(keeper.pid)
        os.kill(first, signal.SIGKILL)
        assert soon(lambda: bool(children(keeper.pid)) and children(keeper.pid) != [first])
        (second,) = children(keeper.pid)
    finally:
        keeper.send_signal(ending)
        keeper.wait(timeout=LONGEST)

    assert soon(lambda: not is_running(second))
