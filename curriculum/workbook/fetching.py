"""What the print engine may read: the files of its job and the fonts of the project's package. Nothing else, ever.

asset:<sha256>          a file that came with the job
font:<name>             SourceSansPro-<name>.ttf of the package font-source-sans-pro
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from curriculum.workbook.jobs import PrintFile

FONTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt", "Black")


class RefusedAddressError(FatalURLFetchingError):
    """An address that no book may read. It stops the print, and is a BaseException since the engine demands that."""

    def __init__(self, address: str) -> None:
        super().__init__(f"A book may not read {address[:200]!r}.")


class MissingFileError(LookupError):
    """A file that did not come with the job. The engine logs it and draws the text alternative."""


def font_folder() -> Path:
    """Return the folder of the font files; raises FileNotFoundError where their package is not installed."""
    package = find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise FileNotFoundError("font-source-sans-pro")
    return Path(package.origin).parent / "files"


class BookFetcher(URLFetcher):
    """Gives the engine the files of one job and the project's fonts; refuses every other address, of any scheme."""

    def __init__(self, files: Mapping[str, PrintFile]) -> None:
        super().__init__(allowed_protocols=("asset", "font"), allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file at `url`.

        Raises MissingFileError for a file that the job lacks, RefusedAddressError for any other address.
        """
        scheme, _colon, name = url.partition(":")
        if scheme == "asset":
            if name not in self._files:
                raise MissingFileError(name)
            file = self._files[name]
            return URLFetcherResponse(url, file.content, {"Content-Type": file.media_type})
        if scheme == "font" and name in FONTS:
            content = (font_folder() / f"SourceSansPro-{name}.ttf").read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        raise RefusedAddressError(url)
