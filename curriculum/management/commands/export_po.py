"""Write the translation of a release as a PO file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from curriculum.exceptions import InvalidValueError
from curriculum.management.command import CurriculumCommand
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.finding import release_named
from curriculum.translation.po import written_po


class Command(CurriculumCommand):
    """`manage.py export_po PLATFORM MODULE@NUMBER LANGUAGE FILE`."""

    help = (
        "Write the translation of a release into a language as a PO file; begins the translation where there is none."
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform")
        parser.add_argument("release", help="MODULE@NUMBER, such as QMS-1@1.0.0")
        parser.add_argument("language", help="language to translate into, such as es")
        parser.add_argument("file", help="where to write; - is standard output")

    def run(self, *, platform: str, release: str, language: str, file: str, **_options: Any) -> None:
        found = release_named(platform, release)
        translation = start_translation(release=found, language=language, by=None)
        text = written_po(translation)
        if file == "-":
            sys.stdout.write(text)
            return
        try:
            Path(file).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise InvalidValueError(name=file[:200], problem=_("It cannot be written: %s.") % error.strerror) from error
        states = dict(translation.segments.values_list("state").annotate(Count("pk")).order_by("state"))
        total = sum(states.values())
        self.answer(f"{file}: {total} segments.", {"file": file, "segments": total, "states": states})
