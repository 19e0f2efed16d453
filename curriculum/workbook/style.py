"""The look of a book: its style sheets, and the version of all that decides how a print looks besides its content."""

import functools
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from curriculum.workbook.selection import Selection

FOLDER = Path("templates/curriculum/print/style")
SHEETS = ("page", "text", "blocks", "forms", "front")
#: What decides how a print looks: templates, styles, code, catalogues, and the engine with its fonts.
SOURCES = ("templates/curriculum/print", "templates/curriculum/nodes", "curriculum/workbook", "curriculum/templatetags",
           "curriculum/content", "curriculum/reading", "locale")  # fmt: skip
ENDINGS = frozenset({".html", ".css", ".py", ".mo"})
PACKAGES = ("weasyprint", "font-source-sans-pro", "Babel", "pyphen")


def style_sheets(selection: Selection) -> tuple[str, ...]:
    """Return the style sheets of a book as CSS text, in order."""
    names = [*SHEETS, f"paper-{selection.paper}", *(name for name in ("large", "grey") if getattr(selection, name))]
    return tuple((_root() / FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in names)


def style_version() -> str:
    """Return the SHA-256 over everything that decides how a print looks besides its content; kept unless in DEBUG."""
    return _computed() if settings.DEBUG else _kept()


@functools.cache
def _kept() -> str:
    return _computed()


def _computed() -> str:
    total = sha256()
    for path in _files(_root()):
        total.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    for package in PACKAGES:
        total.update(f"{package}\0{version(package)}\n".encode())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in ENDINGS and path.is_file())


def _root() -> Path:
    return Path(settings.BASE_DIR)
