"""What is killed is there as a whole or not at all (QUALITY D1)."""

import os
from pathlib import Path

import pytest

from tests.integration.processes.conftest import environment, lines, migrated, run

pytestmark = pytest.mark.slow

ATTEMPTS = 100 if os.environ.get("NIGHTLY") == "1" else 20
SEED = 20_260_301


@pytest.mark.parametrize("deed", ["cut_release", "create_fork", "apply_pull"])
def test_deed__killed_at_any_moment_is_there_as_a_whole_or_not_at_all(deed: str, tmp_path: Path) -> None:
    """D1: the state before or the state after, and the next try works unaided."""
    env = environment(f"sqlite:///{tmp_path}/scan.sqlite3", tmp_path / "media")
    migrated(env)

    usual, *attempts = lines(
        run("tests.integration.processes.killing", deed, str(tmp_path), str(ATTEMPTS), str(SEED), env=env)
    )

    before, done = usual["before"], usual["done"]
    assert before != done
    assert len(attempts) == ATTEMPTS
    for attempt in attempts:
        assert attempt["counts"] in (before, done), attempt
        assert attempt["problems"] == [], attempt
        assert attempt["file"] == "ok", attempt
        assert attempt["after"] == done, attempt
        assert attempt["problems_after"] == [], attempt
    assert any(attempt["counts"] == before for attempt in attempts)
