"""Brings database, static files and demonstration up to date in one process, so that a second run is up in seconds."""

import os
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from scripts.lend_catalogues import lend_catalogue


def refuse_taken_port(port: int) -> None:
    """Exit with a plain line where another program listens on this port (1 to 65535) of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} of 127.0.0.1 is in use. Choose another: make run PORT={port + 1}")


def newest_change(folders: list[Path]) -> float:
    """Return the time of the newest file below these folders, in seconds since 1970; 0.0 where there is none."""
    return max(
        (file.stat().st_mtime for folder in folders for file in folder.rglob("*") if file.is_file()), default=0.0
    )


def collect_static_files() -> None:
    """Collect them unless nothing changed since the last time: neither the project's files nor an installed package."""
    root = Path(settings.BASE_DIR)
    sources = [Path(folder) for folder in settings.STATICFILES_DIRS]
    sources += [folder for app in ("curriculum", "learning") for folder in root.glob(f"{app}/**/static")]
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    installed = root / ".venv" / ".runtime"
    newest = max(newest_change(sources), installed.stat().st_mtime if installed.exists() else 0.0)
    if stamp.exists() and stamp.stat().st_mtime >= newest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.touch()


def main() -> None:
    """Prepare the site named by the environment."""
    refuse_taken_port(int(os.environ.get("PORT", "8000")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scan.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files()
    lend_catalogue(Path(settings.LOCALE_PATHS[-1]))
    call_command("load_demo")


if __name__ == "__main__":
    main()
