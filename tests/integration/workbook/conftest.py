"""What tests of printing share: PDFs as text, page by page."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from curriculum.content.models import PlatformPage
from curriculum.releases.models import Edition, Release
from curriculum.workbook.actions.print_workbook import print_workbook
from curriculum.workbook.selection import Selection
from tests import factories


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedBook:
    """A PDF and the text of its pages."""

    pdf: bytes
    pages: tuple[str, ...]
    # the text of each page, with one space between words

    @property
    def text(self) -> str:
        """Return the text of all pages."""
        return " ".join(self.pages)

    def page_of(self, words: str, *, after: int = 2) -> int:
        """Return the number of the first page behind page `after` on which `words` stand."""
        return next(number for number, page in enumerate(self.pages, 1) if number > after and words in page)


def read_book(pdf: bytes) -> PrintedBook:
    """Return a PDF with the text of its pages."""
    pages = tuple(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    return PrintedBook(pdf=pdf, pages=pages)


@pytest.fixture(scope="session")
def shared_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the prints of all these tests: a book that several look at is made once."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _media(shared_media: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = shared_media


@pytest.fixture
def release(generic: PlatformPage) -> Release:
    """Return release 1.0.0 of a small module with one of everything, made on 20 November 2026."""
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        return factories.released(generic, factories.small_document())


@pytest.fixture
def edition(release: Release) -> Edition:
    """Return its edition in English."""
    return release.source_edition()


@pytest.fixture
def printed(edition: Edition) -> Callable[..., PrintedBook]:
    """Return a function that prints the small module: `printed(levels=("low",))`."""

    def book(**selected: object) -> PrintedBook:
        return read_book(print_workbook(editions=[edition], selection=Selection(**selected)))  # type: ignore[arg-type]

    return book


@pytest.fixture
def fonts_of(tmp_path: Path) -> Callable[[bytes], list[tuple[str, bool]]]:
    """Return a function that names the fonts of a PDF and says of each whether it is embedded."""

    def fonts(pdf: bytes) -> list[tuple[str, bool]]:
        path = tmp_path / "fonts.pdf"
        path.write_bytes(pdf)
        listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
        rows = [line.split() for line in listed.splitlines()[2:]]
        return [(row[0].split("+")[-1], row[-5] == "yes") for row in rows]

    return fonts
