"""What else than content decides how a page looks: templates, styles, code and catalogues of this installation."""

import functools
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings

FOLDERS = (
    "curriculum/content",
    "curriculum/reading",
    "curriculum/templatetags",
    "locale",
    "static/curriculum",
    "templates",
)
ENDINGS = frozenset({".html", ".css", ".js", ".svg", ".py", ".mo"})


def fingerprint() -> str:
    """Return the SHA-256 over the files that make pages, 64 hex digits; computed once per process."""
    return _computed() if settings.DEBUG else _kept()


@functools.cache
def _kept() -> str:
    return _computed()


def _computed() -> str:
    total = sha256()
    for path in _files(Path(settings.BASE_DIR)):
        total.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in ENDINGS and path.is_file())
