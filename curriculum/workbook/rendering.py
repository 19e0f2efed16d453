"""Runs the print engine in a process of its own, two at once at most on this machine, and ends it in time.

A thread of the web server only waits. What runs is bounded from inside (`worker`: processor time, memory) and from
here (wall time); it gets no settings of this site and no secret.
"""

import contextlib
import fcntl
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from curriculum.workbook.exceptions import PrinterBusyError, PrintFailedError, PrintTooLargeError
from curriculum.workbook.fetching import font_folder
from curriculum.workbook.jobs import PrintJob
from curriculum.workbook.worker import OUT_OF_MEMORY

WALL_SECONDS = 180  # long enough for a machine that does other work too
PLACES = 2  # prints that run at once
PATIENCE = 30.0  # seconds that a print waits for a place
PAUSE = 0.1  # seconds between two looks for a place
#: What the process may know of this one: where programs and libraries are.
KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont><glob>*.otf</glob></rejectfont></selectfont>
</fontconfig>
"""

logger = logging.getLogger(__name__)


def render_pdf(job: PrintJob) -> bytes:
    """Return the PDF of `job`; wait for a place while others print.

    Raises PrinterBusyError where no place came free in time, PrintTooLargeError where a limit was passed,
    PrintFailedError where the engine failed; the log says why.
    """
    with _place(), tempfile.TemporaryDirectory(prefix="print-") as folder:
        try:
            ended = subprocess.run(  # noqa: S603  our own module under our own interpreter
                [sys.executable, "-m", "curriculum.workbook.worker"],
                input=job.encode(),
                capture_output=True,
                timeout=WALL_SECONDS,
                cwd=settings.BASE_DIR,
                env=_environment(Path(folder)),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PrintTooLargeError from error
    return _pdf_of(ended)


def _pdf_of(ended: "subprocess.CompletedProcess[bytes]") -> bytes:
    said = ended.stderr.decode(errors="replace").strip()
    if ended.returncode < 0 or ended.returncode == OUT_OF_MEMORY or "MemoryError" in said:
        logger.warning("A print was stopped at its limits (status %d). %s", ended.returncode, said[-2000:])
        raise PrintTooLargeError
    if ended.returncode != 0 or not ended.stdout.startswith(b"%PDF-"):
        logger.error("A print failed (status %d): %s", ended.returncode, said[-4000:])
        raise PrintFailedError
    if said:
        logger.warning("The print engine said: %s", said[:4000])
    return ended.stdout


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of the process: our fonts alone, a folder that is deleted behind it, no settings."""
    font_settings = folder / "fonts.conf"
    font_settings.write_text(FONT_SETTINGS.format(fonts=font_folder(), cache=folder / "fonts"), encoding="utf-8")
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return kept | {
        "FONTCONFIG_FILE": str(font_settings),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextlib.contextmanager
def _place() -> Iterator[None]:
    """Hold one of the places for as long as a print runs; a process that dies gives its place back."""
    folder = Path(settings.MEDIA_ROOT) / "prints"
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    with contextlib.ExitStack() as opened:
        places = [opened.enter_context((folder / f"place-{number}.lock").open("w")) for number in range(PLACES)]
        while not any(map(_lock, places)):
            if time.monotonic() >= deadline:
                raise PrinterBusyError(seconds=round(PATIENCE))
            time.sleep(PAUSE)
        yield


def _lock(file: "contextlib.AbstractContextManager[object]") -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except OSError:
        return False
    return True
