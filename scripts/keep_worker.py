"""Keeps a background worker running beside the site: the server starts this, and it ends with the server."""

import ctypes
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "manage.py", "db_worker", "--no-reload", "--verbosity", "0")
#: Seconds before a worker that ended is started again: doubled each time, unless it ran for a while.
FIRST_PAUSE, LONGEST_PAUSE, A_WHILE = 1, 30, 60
#: Seconds in which a worker may finish what it does. After that it is killed; what it was making is made later.
PATIENCE = 5
PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def main() -> None:
    """Start a worker, and another one whenever it ended, until SIGTERM comes or the server is gone."""
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        run_worker()
        pause = FIRST_PAUSE if time.monotonic() - started > A_WHILE else min(2 * pause, LONGEST_PAUSE)
        sys.stderr.write(f"The background worker ended. It is started again in {pause} seconds.\n")
        time.sleep(pause)


def run_worker() -> None:
    """Run a worker until it ends; where this process is asked to end meanwhile, end the worker first."""
    worker = subprocess.Popen(COMMAND, cwd=ROOT, preexec_fn=end_with_parent)  # there are no threads
    try:
        worker.wait()
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def end_with_parent() -> None:
    """Let the kernel send SIGTERM to this process when its parent is gone, even where that was killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    main()
