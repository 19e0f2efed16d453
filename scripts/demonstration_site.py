"""A site with the demonstration in a database of its own, for browser tests and for pictures."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PASSWORD = "a-password-for-one-run"  # noqa: S105  of accounts that exist for one run
START_SECONDS = 60
#: What Chromium needs to run in a container, and to ask nothing of the network.
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A running site: its address, and the environment that its commands run in."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site and return its standard output."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=300,
        ).stdout  # fmt: skip


@contextmanager
def demonstration_site(folder: Path) -> Iterator[Site]:
    """Run a site as `make run` does, with all it writes in `folder`; it ends with the context.

    Raises TimeoutError where it does not answer within a minute.
    """
    load_demonstration(folder)
    with served(folder) as site:
        yield site


def load_demonstration(folder: Path) -> None:
    """Make a database with the demonstration, and its media, in `folder`; a copy of the folder is a site of its own."""
    site = Site(address="", environment=_environment(folder))
    site.manage("migrate", "-v0")
    site.manage("load_demo")
    site.manage("collectstatic", "--noinput", "-v0")


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Run the site that was loaded into `folder`; it ends with the context.

    Raises TimeoutError where it does not answer within a minute.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(address=f"http://127.0.0.1:{port}", environment=_environment(folder) | {"PORT": str(port)})
    command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "scan.wsgi:application"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
    try:
        _wait_for(f"{site.address}/en/", server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "scan.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "a-key-for-one-run-and-nothing-else-0123456789",
        "DEMO_PASSWORD": PASSWORD,
    }


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the site did not start")
