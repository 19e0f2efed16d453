"""A release that is killed is there as a whole or not at all (QUALITY D1)."""

import os
from pathlib import Path

import pytest

from tests.integration.processes.conftest import environment, lines, migrated, run

pytestmark = pytest.mark.slow

ATTEMPTS = 100 if os.environ.get("NIGHTLY") == "1" else 20
SEED = 20_260_301
NOTHING = {"Release": 0, "Edition": 0, "StoredDocument": 0, "Asset": 0, "log": 0}
EVERYTHING = dict.fromkeys(NOTHING, 1)


def test_cut_release__killed_at_any_moment_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path}/scan.sqlite3", tmp_path / "media")
    migrated(env)

    attempts = lines(run("tests.integration.processes.killing", str(tmp_path), str(ATTEMPTS), str(SEED), env=env))

    assert len(attempts) == ATTEMPTS
    for attempt in attempts:
        assert attempt["counts"] in (NOTHING, EVERYTHING), attempt
        assert attempt["problems"] == [], attempt
        assert attempt["file"] == "ok", attempt
        # The next try works unaided.
        assert attempt["after"] == EVERYTHING, attempt
        assert attempt["problems_after"] == [], attempt
    assert any(attempt["counts"] == NOTHING for attempt in attempts)
