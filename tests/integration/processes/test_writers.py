"""Many writers at once (QUALITY L1)."""

import subprocess
import sys

import pytest

from tests.integration.processes.conftest import ROOT, lines, run
from tests.integration.processes.writing import TURNS, WRITERS

WRITING = "tests.integration.processes.writing"

pytestmark = pytest.mark.slow


def at_once(verb: str, module: str, env: dict[str, str]) -> int:
    """Let all writers work at once and return how many of their turns went well."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", WRITING, verb, module, str(number)],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    done = 0
    for writer in writers:
        out, err = writer.communicate(timeout=600)
        assert writer.returncode == 0, err[-20000:]
        done += lines(out)[0]
    return done


def test_writers__eight_approve_ten_times_each(database_environment: dict[str, str]) -> None:
    module = run(WRITING, "prepare", env=database_environment).strip()

    done = at_once("write", module, database_environment)

    (found,) = lines(run(WRITING, "check", module, env=database_environment))
    assert done == WRITERS * TURNS
    assert found["problems"] == [[], [], [], [], []]
    assert found["titles"] == [f"Writer {number}, turn {TURNS - 1}" for number in range(WRITERS)]
    assert found["live"] == WRITERS


def test_writers__eight_make_ten_lessons_each(database_environment: dict[str, str]) -> None:
    module = run(WRITING, "prepare", env=database_environment).strip()

    done = at_once("create", module, database_environment)

    (found,) = lines(run(WRITING, "check", module, env=database_environment))
    assert done == WRITERS * TURNS
    assert found["problems"] == [[], [], [], [], []]
    assert found["children"] == found["codes"] == found["live"] == WRITERS + WRITERS * TURNS
