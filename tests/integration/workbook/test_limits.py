"""The print engine cannot take the machine with it, nor read what is not the book's."""

import fcntl
import io
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from curriculum.workbook import rendering, worker
from curriculum.workbook.exceptions import PrinterBusyError, PrintFailedError, PrintTooLargeError
from curriculum.workbook.fetching import BookFetcher, MissingFileError, RefusedAddressError
from curriculum.workbook.jobs import PrintFile, PrintJob
from curriculum.workbook.rendering import render_pdf

pytestmark = pytest.mark.print

PICTURE = PrintFile(media_type="image/png", content=b"png")
REFUSED = (
    "http://127.0.0.1/x", "https://example.org/", "HTTP://127.0.0.1/", "file:///etc/passwd", "FILE:/etc/passwd",
    "ftp://127.0.0.1/", "data:text/plain,x", "gopher://x", "//example.org/x", "/etc/passwd", "etc/passwd",
    "font:../../../etc/passwd", "font:Regular.otf", "font:", "assets:abc", "",
)  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_fetcher__refuses_whatever_is_not_the_books(address: str) -> None:
    """C6: no scheme but our own two, and in these no name but known ones."""
    with pytest.raises(RefusedAddressError):
        BookFetcher({"abc": PICTURE})(address)


def test_fetcher__gives_files_of_the_job_and_fonts() -> None:
    fetcher = BookFetcher({"abc": PICTURE})

    assert fetcher("asset:abc").read() == b"png"
    assert fetcher("asset:abc").content_type == "image/png"
    assert fetcher("font:Regular").read()[:4] == b"\x00\x01\x00\x00"
    with pytest.raises(MissingFileError):
        fetcher("asset:abd")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/x" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(http://127.0.0.1:9/x.css)</style>",
        "<style>p { background: url(file:///etc/passwd) }</style><p>x</p>",
        '<object data="http://127.0.0.1:9/x"></object>',
    ],
)
def test_book_that_asks_for_more__is_not_printed(html: str, caplog: pytest.LogCaptureFixture) -> None:
    """C6: the print stops, and the log says which address was asked for."""
    with caplog.at_level(logging.ERROR), pytest.raises(PrintFailedError):
        render_pdf(PrintJob(html=f"<body>{html}</body>", styles=()))

    assert "A book may not read" in caplog.text


def test_missing_picture__leaves_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = render_pdf(PrintJob(html=f'<img src="asset:{"0" * 64}" alt="A wheel">', styles=()))

    assert pdf.startswith(b"%PDF-")
    assert "asset:" in caplog.text


def test_bomb__is_stopped_and_says_so_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """V1: nested flex boxes take the engine half a minute; here it is stopped after two seconds."""
    monkeypatch.setattr(rendering, "WALL_SECONDS", 2)
    bomb = '<div style="display:flex">' * 12 + "x" + "</div>" * 12
    begun = time.monotonic()

    with pytest.raises(PrintTooLargeError, match="too much to print at once"):
        render_pdf(PrintJob(html=bomb, styles=()))

    assert time.monotonic() - begun < 10


def test_memory_bomb__is_stopped_at_its_limit() -> None:
    """V1: what wants more address space than a worker has ends alone, with a status of its own."""
    program = (
        "import sys; from curriculum.workbook import worker; worker.ADDRESS_SPACE = 2**28; sys.exit(worker.main())"
    )
    job = PrintJob(html="<p>" + "x " * 20_000_000, styles=())

    ended = subprocess.run([sys.executable, "-c", program], input=job.encode(), capture_output=True, check=False)

    assert ended.returncode == worker.OUT_OF_MEMORY
    with pytest.raises(PrintTooLargeError):
        rendering._pdf_of(ended)


def test_attachment__is_never_read() -> None:
    """C6: nothing can be packed into a PDF."""
    pdf = render_pdf(PrintJob(html='<link rel="attachment" href="file:///etc/passwd"><p>x</p>', styles=()))

    assert b"root:" not in pdf
    assert PdfReader(io.BytesIO(pdf)).attachments == {}


def test_worker__knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")

    environment = rendering._environment(tmp_path)

    assert "hush" not in str(environment)
    assert "DATABASE_URL" not in environment


def test_third_print_at_once__waits_and_is_told_when_to_return(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """V2: two at once; whoever waits too long is asked to come back."""
    monkeypatch.setattr(rendering, "PATIENCE", 0.3)
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "media" / "prints"
    folder.mkdir(parents=True)
    with (folder / "place-0.lock").open("w") as first, (folder / "place-1.lock").open("w") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        fcntl.flock(second, fcntl.LOCK_EX)

        with pytest.raises(PrinterBusyError):
            render_pdf(PrintJob(html="<p>x</p>", styles=()))

    assert render_pdf(PrintJob(html="<p>x</p>", styles=())).startswith(b"%PDF-")
