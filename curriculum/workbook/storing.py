"""Keeps prints: a book of the same content, selection and look is made once and then handed out.

Files lie in MEDIA_ROOT/prints under their key. They can be deleted at any time; the oldest go first.
"""

import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from curriculum.releases.models import Edition
from curriculum.workbook.selection import Selection
from curriculum.workbook.style import style_version

MOST_PRINTS = 400


def print_key(editions: Sequence[Edition], selection: Selection) -> str:
    """Return the name of the print of `editions` under `selection`: SHA-256 of all that it shows, 64 hex digits."""
    shown = [
        [
            edition.document_id,
            edition.language,
            edition.release.number,
            edition.release.is_withdrawn,
            edition.published_at.isoformat(),
            edition.release.module.platform.title,
        ]
        for edition in editions
    ]
    written = json.dumps([style_version(), asdict(selection), shown], sort_keys=True)
    return sha256(written.encode()).hexdigest()


def stored_print(key: str) -> bytes | None:
    """Return the PDF that was kept under `key`, or None."""
    path = _folder() / f"{key}.pdf"
    with suppress(FileNotFoundError):
        content = path.read_bytes()
        with suppress(OSError):
            os.utime(path)
        return content
    return None


def store_print(key: str, pdf: bytes) -> None:
    """Keep a PDF under `key`, whole or not at all, and delete the prints that were least asked for."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{key}.pdf", pdf)
    kept = sorted(folder.glob("*.pdf"), key=_age)
    for path in kept[:-MOST_PRINTS]:
        path.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks finds all of it or what was there before. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".print-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "prints"
