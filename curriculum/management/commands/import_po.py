"""Take the texts of a PO file over into the translation of a release."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from curriculum.exceptions import InvalidValueError
from curriculum.management.command import CurriculumCommand
from curriculum.translation.actions.import_po import import_po
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.finding import release_named
from curriculum.translation.po import LARGEST


class Command(CurriculumCommand):
    """`manage.py import_po PLATFORM MODULE@NUMBER LANGUAGE FILE [--overwrite]`."""

    help = "Take the texts of a PO file over into a translation, all or none. A published edition stays as it is."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform")
        parser.add_argument("release", help="MODULE@NUMBER, such as QMS-1@1.0.0")
        parser.add_argument("language", help="language of the translation, such as es")
        parser.add_argument("file", help="the PO file; - is standard input")
        parser.add_argument("--overwrite", action="store_true", help="also what was changed here since the export")

    def run(self, *, platform: str, release: str, language: str, file: str, overwrite: bool, **_options: Any) -> None:
        found = release_named(platform, release)
        content = _read(file)
        translation = start_translation(release=found, language=language, by=None)
        plan = import_po(translation=translation, content=content, by=None, overwrite=overwrite)
        figures = {
            "changed": len(plan.changes), "unchanged": plan.unchanged, "empty": plan.empty, "obsolete": plan.obsolete,
        }  # fmt: skip
        self.answer(", ".join(f"{number} {name}" for name, number in figures.items()) + ".", figures)


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise InvalidValueError(name=file[:200], problem=_("It cannot be read: %s.") % error.strerror) from error
