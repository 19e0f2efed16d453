"""From editions and a selection to the job of a print: HTML, style sheets and pictures."""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils import translation

from curriculum.document import Document
from curriculum.releases.assets import assets_of
from curriculum.releases.models import Asset, Edition
from curriculum.workbook.book import Book, Part, book_of
from curriculum.workbook.jobs import PrintFile, PrintJob
from curriculum.workbook.selection import Selection
from curriculum.workbook.style import style_sheets


def job_of(editions: Sequence[Edition], selection: Selection) -> PrintJob:
    """Return the job that prints `editions`, all in one language, in the words of that language.

    Raises NothingToPrintError or UnknownLessonError where the selection leaves nothing.
    """
    with translation.override(base_language(editions[0].language)):
        book = book_of(editions, selection)
        return PrintJob(html=html_of(book), styles=style_sheets(selection), files=files_of(book))


def html_of(book: Book) -> str:
    """Return the whole book as HTML, in the active language."""
    context = {
        "book": book,
        "medium": "print",
        "depth": 3,
        "for_facilitators": book.selection.for_facilitators,
        "node_addresses": {node_id: f"#{node_id}" for node_id in book.node_ids},
    }
    return render_to_string("curriculum/print/book.html", context)


def files_of(book: Book) -> Mapping[str, PrintFile]:
    """Return by SHA-256 the pictures that the book shows, as they were released."""
    wanted = {asset.sha256 for part in book.parts for asset in assets_of(_document(part))}
    files = {}
    for asset in Asset.objects.filter(sha256__in=wanted).order_by("sha256"):
        with asset.file.open("rb") as file:
            files[asset.sha256] = PrintFile(media_type=asset.media_type, content=file.read())
    return files


def base_language(code: str) -> str:
    """Return the language that `code` is a regional form of: "pt" for "pt-BR"."""
    return code.split("-")[0]


def _document(part: Part) -> Document:
    return Document(language=part.edition.language, root=part.node)
