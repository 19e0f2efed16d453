"""Print editions as one book."""

from collections.abc import Sequence

from curriculum.releases.models import Edition
from curriculum.workbook.printing import job_of
from curriculum.workbook.rendering import render_pdf
from curriculum.workbook.selection import Selection
from curriculum.workbook.storing import print_key, store_print, stored_print


def print_workbook(*, editions: Sequence[Edition], selection: Selection) -> bytes:
    """Return the PDF of `editions`, one or more in one language, under `selection`; made once, then kept.

    Changes no row, so that it names nobody who did it. Raises NothingToPrintError, UnknownLessonError,
    PrinterBusyError, PrintTooLargeError, PrintFailedError.
    """
    key = print_key(editions, selection)
    kept = stored_print(key)
    if kept is not None:
        return kept
    pdf = render_pdf(job_of(editions, selection))
    store_print(key, pdf)
    return pdf


def file_name(editions: Sequence[Edition], selection: Selection) -> str:
    """Return what a person's file of this print is called, such as "qms-1-1.0.0-en-generic.pdf"."""
    first = editions[0]
    modules = [f"{edition.release.module.code}-{edition.release.number}" for edition in editions]
    parts = [*modules, first.language, first.release.module.platform.slug, *selection.parts_of_name()]
    return f"{'-'.join(parts)[:150].lower()}.pdf"
