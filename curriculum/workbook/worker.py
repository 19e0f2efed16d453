"""One print: reads a job from standard input, writes the PDF to standard output, and ends.

    python -m curriculum.workbook.worker < job.json > book.pdf

It bounds its own time and memory before it loads the engine. Warnings of the engine go to standard error, a line each.
Exit status: 0; 3 where memory ran out; 4 where the book asked for an address that it may not read; 1 for anything else.
Past its time the kernel ends it.
"""

import logging
import resource
import sys

from curriculum.workbook.jobs import PrintJob

CPU_SECONDS = 60
ADDRESS_SPACE = 1024**3  # in bytes
LARGEST_FILE = 64 * 1024**2  # in bytes; the engine writes fonts to temporary files, never a book
PICTURE_RESOLUTION = 200  # dots an inch; finer pictures are scaled down to it
OUT_OF_MEMORY = 3
REFUSED_ADDRESS = 4


def limit_this_process() -> None:
    """Let the kernel end this process where it takes too much; a limit that this system lacks is left out."""
    limits = {
        resource.RLIMIT_CPU: (CPU_SECONDS, CPU_SECONDS),
        resource.RLIMIT_AS: (ADDRESS_SPACE, ADDRESS_SPACE),
        resource.RLIMIT_FSIZE: (LARGEST_FILE, LARGEST_FILE),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, limit in limits.items():
        try:
            resource.setrlimit(kind, limit)
        except (ValueError, OSError):
            continue


def render(job: PrintJob) -> bytes:
    """Return the PDF of a job, tagged for screen readers (PDF/UA-1). The same job gives the same bytes."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from curriculum.workbook.fetching import BookFetcher

    fetcher, fonts = BookFetcher(job.files), FontConfiguration()
    styles = [CSS(string=style, url_fetcher=fetcher, font_config=fonts) for style in job.styles]
    html = HTML(string=job.html, url_fetcher=fetcher, media_type="print")
    document = html.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1", dpi=PICTURE_RESOLUTION)
    document.metadata.attachments.clear()
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", dpi=PICTURE_RESOLUTION)
    return content


def main() -> int:
    """Print one job; return the exit status."""
    limit_this_process()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it speaks of tables that no printer needs
    job = PrintJob.decode(sys.stdin.buffer.read())
    from weasyprint.urls import FatalURLFetchingError

    try:
        pdf = render(job)
    except MemoryError:
        return OUT_OF_MEMORY
    except FatalURLFetchingError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED_ADDRESS
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
