"""Kills one action at many moments: run as `python -m … ACTION FOLDER ATTEMPTS SEED`; prints one JSON line an attempt.

ACTION is one of `deeds.DEEDS`. One process loads everything and forks for each attempt, so that an attempt costs a
fraction of a second.
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

from curriculum.releases.integrity import integrity_problems  # noqa: E402
from tests.integration.processes.deeds import DEEDS, Deed  # noqa: E402


def use(file: Path) -> None:
    """Work on the database in `file` from now on."""
    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(file)


def forked(deed: Deed, pause: float | None) -> float:
    """Do the deed in a process of its own, killed after `pause` seconds if given; return how long it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        connections["default"].ensure_connection()
        os.write(writer, b".")
        deed.do()
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


def attempt(deed: Deed, template: Path, file: Path, pause: float) -> dict[str, object]:
    """Kill the deed once and return what is left, and how the next try ended."""
    use(file)
    copy_database(template, file)
    forked(deed, pause)
    found: dict[str, object] = {"pause": pause, "counts": deed.counts(), "problems": list(integrity_problems())}
    if not deed.is_done():
        deed.do()
    found |= {"after": deed.counts(), "problems_after": list(integrity_problems())}
    connections.close_all()
    with sqlite3.connect(file) as connection:
        found["file"] = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return found


def copy_database(template: Path, file: Path) -> None:
    """Put a copy of `template` in the place of `file`."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copyfile(template, file)


def main(deed: Deed, folder: Path, attempts: int, seed: int) -> None:
    """Prepare, measure how long the deed takes, then kill it as many times at moments spread over that time."""
    deed.prepare()
    before = deed.counts()
    connections.close_all()
    template, file = folder / "template.sqlite3", folder / "killed.sqlite3"
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(settings.DATABASES["default"]["NAME"], template)
    use(file)
    copy_database(template, file)
    usual = forked(deed, None)
    say({"before": before, "done": deed.counts()})
    dice = random.Random(seed)  # noqa: S311  a seed that can be replayed
    for number in range(attempts):
        pause = usual * 1.2 * (number + dice.random()) / attempts
        say(attempt(deed, template, file, pause))


def say(line: dict[str, object]) -> None:
    """Write one line of the answer."""
    print(json.dumps(line), flush=True)  # noqa: T201  the answer


if __name__ == "__main__":
    main(DEEDS[sys.argv[1]](), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
