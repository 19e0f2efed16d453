"""Databases of their own for tests that start processes: the test's own transaction would be invisible to them."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).parents[3]


def environment(database_url: str, media: Path) -> dict[str, str]:
    """Return the environment in which a process works on a database of its own."""
    settings = {
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(media),
        "DEBUG": "1",
        "SECRET_KEY": "k" * 50,
        "DJANGO_SETTINGS_MODULE": "scan.settings",
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **settings}


def run(module: str, *arguments: str, env: dict[str, str]) -> str:
    """Run a module of the tests to its end and return what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def migrated(env: dict[str, str]) -> None:
    """Run the migrations."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], env=env, cwd=ROOT, check=True, timeout=600, capture_output=True
    )


@pytest.fixture(scope="session")
def sqlite_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a migrated SQLite file without rows of ours; each test makes its own."""
    folder = tmp_path_factory.mktemp("database")
    env = environment(f"sqlite:///{folder}/scan.sqlite3", folder / "media")
    migrated(env)
    return env


@pytest.fixture
def database_environment(
    request: pytest.FixtureRequest, sqlite_environment: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Return the environment of a database that is empty but for its tables, on the server that the suite runs on."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield sqlite_environment
        return
    server, _slash, _name = url.rpartition("/")
    name = f"scan_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:  # the suite's own need not exist yet
        connection.execute(f"CREATE DATABASE {name}".encode())
        env = environment(f"{server}/{name}", Path(sqlite_environment["MEDIA_ROOT"]))
        try:
            migrated(env)
            yield env
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def lines(text: str) -> list[Any]:
    """Return the values that a process printed, one JSON value a line."""

    return [json.loads(line) for line in text.splitlines()]
