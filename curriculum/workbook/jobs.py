"""What travels to the worker process and back. Pure Python: the worker knows neither Django nor the database."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintFile:
    """One file that a book shows."""

    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintJob:
    """One book to be made into a PDF: all of it, so that the worker need fetch nothing."""

    html: str
    styles: tuple[str, ...]
    # style sheets, as CSS text; later ones win
    files: Mapping[str, PrintFile] = field(default_factory=dict)
    # by SHA-256, 64 lower-case hex digits; the book names them asset:<sha256>

    def encode(self) -> bytes:
        """Return the job as JSON; `decode` is the inverse."""
        files = {name: [file.media_type, b64encode(file.content).decode()] for name, file in self.files.items()}
        return json.dumps({"html": self.html, "styles": self.styles, "files": files}).encode()

    @classmethod
    def decode(cls, encoded: bytes) -> "PrintJob":
        """Return the job that `encode` wrote."""
        given = json.loads(encoded)
        return cls(
            html=given["html"],
            styles=tuple(given["styles"]),
            files={
                name: PrintFile(media_type=media_type, content=b64decode(content))
                for name, (media_type, content) in given["files"].items()
            },
        )
