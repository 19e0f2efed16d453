"""Read a document's JSON into a working copy."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from curriculum.content.actions.import_document import import_document
from curriculum.content.finding import platform_named
from curriculum.document import DocumentError, load
from curriculum.exceptions import InvalidDocumentError, InvalidValueError
from curriculum.management.command import CurriculumCommand
from curriculum.releases.assets import bytes_of_assets

LARGEST = 20 * 1024 * 1024  # bytes
LONGEST_REASON = 400


class Command(CurriculumCommand):
    """`manage.py import_document PLATFORM MODULE FILE [--draft]`; FILE may be - for standard input."""

    help = "Write a document's JSON into the working copy of a module; it is approved unless --draft."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform")
        parser.add_argument("module", help="code of the module")
        parser.add_argument("file", help="file with the document's JSON, - for standard input")
        parser.add_argument("--draft", action="store_true", help="write drafts and approve nothing")

    def run(self, *, platform: str, module: str, file: str, draft: bool, **_options: Any) -> None:
        found = platform_named(platform)
        try:
            document = load(json.loads(_read(file)))
        except (DocumentError, ValueError, RecursionError) as error:
            raise InvalidDocumentError(reasons=[_shortened(str(error))]) from error
        code = document.root.fields.get("code")
        if code != module.upper():
            raise InvalidDocumentError(
                reasons=[_("root.fields.code: the document is of module “%s”.") % str(code)[:40]]
            )
        page = import_document(
            platform=found, document=document, by=None, files=bytes_of_assets(document), approve=not draft
        )
        self.answer(f"{page.code} is imported.", {"module": page.code, "approved": not draft})


def _read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else _head(Path(file))
        if len(content) > LARGEST:
            raise InvalidValueError(name=file, problem=_("The file is larger than 20 MB."))
        return content.decode("utf-8-sig")
    except OSError as error:
        raise InvalidValueError(name=file, problem=_("The file cannot be read.")) from error
    except UnicodeDecodeError as error:
        raise InvalidValueError(name=file, problem=_("The file is not UTF-8 text.")) from error


def _shortened(reason: str) -> str:
    """Return a reason whose path may be very long without its middle."""
    return (
        reason
        if len(reason) <= LONGEST_REASON
        else f"{reason[: LONGEST_REASON // 2]} … {reason[-LONGEST_REASON // 2 :]}"
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
