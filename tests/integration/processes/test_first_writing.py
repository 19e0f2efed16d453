"""Several who bring modules to one platform at once, as forks do."""

import subprocess
import sys
import time

import pytest

from tests.integration.processes.conftest import ROOT, lines, run
from tests.integration.processes.first_writing import TURNS, WRITERS

WRITING = "tests.integration.processes.first_writing"
SOUND = [[], [], [], [], []]
PAGES = 3  # of each module
SECONDS_TO_START = 10

pytestmark = pytest.mark.slow


def at_once(verb: str, platform: str, env: dict[str, str]) -> list[int]:
    """Let all writers work at once, and return how many pages each of them made."""
    start = str(int(time.time()) + SECONDS_TO_START)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", WRITING, verb, platform, str(number), start],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    made = []
    for writer in writers:
        out, err = writer.communicate(timeout=600)
        assert writer.returncode == 0, err[-20000:]
        made += lines(out)
    return made


def test_first_writing__of_different_modules_at_once(database_environment: dict[str, str]) -> None:
    """QUALITY L1: each module is there once, in a sound tree."""
    platform = run(WRITING, "prepare", env=database_environment).strip()

    made = at_once("bring", platform, database_environment)

    modules = WRITERS * TURNS
    (found,) = lines(run(WRITING, "check", platform, env=database_environment))
    assert made == [TURNS * PAGES] * WRITERS
    assert found == {"problems": SOUND, "modules": modules, "lessons": 2 * modules, "pictures": 1, "equal": True}


def test_first_writing__of_the_same_module_at_once(database_environment: dict[str, str]) -> None:
    """QUALITY L1: one writes it, and the others find it as they want it."""
    platform = run(WRITING, "prepare", env=database_environment).strip()

    made = at_once("same", platform, database_environment)

    (found,) = lines(run(WRITING, "check", platform, env=database_environment))
    assert sorted(made) == [0] * (WRITERS - 1) + [PAGES]
    assert found == {"problems": SOUND, "modules": 1, "lessons": 2, "pictures": 1, "equal": True}
