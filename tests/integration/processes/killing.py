"""Kills a release at many moments: run as `python -m … FOLDER ATTEMPTS SEED`; prints one JSON line an attempt.

One process loads everything and forks for each attempt, so that an attempt costs a fraction of a second.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  models need the set-up above
from django.db import connections  # noqa: E402
from wagtail.models import PageLogEntry  # noqa: E402

from curriculum.content.models import Module  # noqa: E402
from curriculum.releases.actions.cut_release import cut_release  # noqa: E402
from curriculum.releases.integrity import integrity_problems  # noqa: E402
from curriculum.releases.models import Asset, Edition, Release, StoredDocument  # noqa: E402
from tests.factories import imported, make_platform, small_document  # noqa: E402


def use(file: Path) -> None:
    """Work on the database in `file` from now on."""
    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(file)


def release() -> None:
    """Cut the release."""
    cut_release(module=Module.objects.get(code="TST-1"), by=None, notes="First.")


def forked(pause: float | None) -> float:
    """Cut the release in a process of its own, killed after `pause` seconds if given; return how long it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        connections["default"].ensure_connection()
        os.write(writer, b".")
        release()
        os._exit(0)
    os.read(reader, 1)
    started = time.monotonic()
    if pause is not None:
        time.sleep(pause)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    return time.monotonic() - started


def counts() -> dict[str, int]:
    """Return how many rows a release has made."""
    rows = {model.__name__: model.objects.count() for model in (Release, Edition, StoredDocument, Asset)}
    return rows | {"log": PageLogEntry.objects.filter(action="curriculum.release").count()}


def attempt(template: Path, file: Path, pause: float) -> dict[str, object]:
    """Kill one release and return what is left, and how the next try ended."""
    use(file)
    copy_database(template, file)
    forked(pause)
    found: dict[str, object] = {"pause": pause, "counts": counts(), "problems": list(integrity_problems())}
    if not Release.objects.exists():
        release()
    found |= {"after": counts(), "problems_after": list(integrity_problems())}
    connections.close_all()
    with sqlite3.connect(file) as connection:
        found["file"] = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return found


def copy_database(template: Path, file: Path) -> None:
    """Put a copy of `template` in the place of `file`."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copyfile(template, file)


def main(folder: Path, attempts: int, seed: int) -> None:
    """Make a module, measure how long a release takes, then kill as many releases at moments spread over that time."""
    imported(make_platform("killed"), small_document())
    connections.close_all()
    template, file = folder / "template.sqlite3", folder / "killed.sqlite3"
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(settings.DATABASES["default"]["NAME"], template)
    use(file)
    copy_database(template, file)
    usual = forked(None)
    dice = random.Random(seed)  # noqa: S311  a seed that can be replayed
    for number in range(attempts):
        pause = usual * 1.2 * (number + dice.random()) / attempts
        print(json.dumps(attempt(template, file, pause)), flush=True)  # noqa: T201  the answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
