"""Print a workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from curriculum.content.finding import module_coded, platform_named
from curriculum.management.command import CurriculumCommand
from curriculum.releases.finding import current_edition, edition_in, release_numbered
from curriculum.releases.models import Edition
from curriculum.workbook.actions.print_workbook import print_workbook
from curriculum.workbook.exceptions import UnwritableFileError
from curriculum.workbook.selection import parse_selection
from curriculum.workbook.storing import write_whole


class Command(CurriculumCommand):
    """`manage.py print_workbook PLATFORM MODULE[,MODULE…] --language L [options] --out FILE`; see `--help`."""

    help = "Print editions of one or more modules as a PDF."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform; generic is the generic one")
        parser.add_argument("modules", metavar="MODULE[,MODULE…]", help="codes of modules, such as QMS-1")
        parser.add_argument("--language", required=True, help="language of the editions, such as es")
        parser.add_argument("--number", help="number of the release; by default the current edition")
        parser.add_argument(
            "--level", action="append", default=[], help="level of organisation; may stand several times"
        )
        parser.add_argument(
            "--standard", action="append", default=[], help="code of a standard; may stand several times"
        )
        parser.add_argument("--audience", help="learner or facilitator; by default learner")
        parser.add_argument("--lesson", help="code of a single lesson, such as QMS-1.2")
        parser.add_argument("--form", help="what to make of it; by default workbook")
        parser.add_argument("--paper", help="a4, letter or a5; by default a4")
        parser.add_argument("--large", action="store_true", help="in larger type")
        parser.add_argument("--grey", action="store_true", help="without colour")
        parser.add_argument("--out", required=True, metavar="FILE", help="where to write the PDF")

    def run(self, *, platform: str, modules: str, out: str, **options: Any) -> None:
        selection = parse_selection(
            levels=options["level"],
            standards=options["standard"],
            **{name: options[name] for name in ("audience", "lesson", "form", "paper", "large", "grey")},
        )
        editions = [
            self._edition(platform, code, options["language"], options["number"])
            for code in dict.fromkeys(code.strip().upper() for code in modules.split(","))
        ]
        pdf = print_workbook(editions=editions, selection=selection)
        try:
            write_whole(Path(out), pdf)
        except OSError as error:
            raise UnwritableFileError(path=out[-200:], problem=error.strerror or "") from error
        names = [f"{edition.release} {edition.language}" for edition in editions]
        self.answer(f"{', '.join(names)} → {out}", {"file": out, "size": len(pdf), "editions": names})

    def _edition(self, platform: str, code: str, language: str, number: str | None) -> Edition:
        module = module_coded(platform_named(platform), code)
        return edition_in(release_numbered(module, number), language) if number else current_edition(module, language)
