"""What all commands of this app share: exit codes, JSON on demand, progress on standard error."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from curriculum.content.texts import INVISIBLE
from curriculum.exceptions import CurriculumError, InvalidValueError

BAR = 30  # width of the progress bar in characters


class CurriculumCommand(BaseCommand):
    """A command that ends with 0, or with 1 and at most ten plain lines on standard error and nothing changed.

    Standard output carries only the result: `answer` writes it as a sentence, or as JSON with `--json`.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--json`; subclasses add their own by `add_own_arguments`."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of this command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command; a refusal becomes plain lines and exit status 1."""
        self.as_json = options.pop("as_json", False)
        try:
            _check_texts(options)
            self.run(**options)
        except CurriculumError as error:
            raise CommandError("\n".join(error.lines()), returncode=1) from error

    def run(self, *args: Any, **options: Any) -> None:
        """Do what the command does."""
        raise NotImplementedError

    def answer(self, sentence: str, data: dict[str, Any]) -> None:
        """Write the result: `sentence` for a person, `data` with `--json`."""
        self.stdout.write(json.dumps(data, ensure_ascii=False) if self.as_json else sentence)

    def progress(self, label: str, total: int) -> Callable[[], None]:
        """Return a function to call once a step: draws a bar on standard error where that is a terminal."""
        if not getattr(self.stderr, "isatty", lambda: False)() or total <= 0:
            return lambda: None
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            filled = BAR * done // total
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r{label} [{'█' * filled}{'·' * (BAR - filled)}] {done}/{total}{end}")
            sys.stderr.flush()

        return tick


def _check_texts(options: dict[str, Any]) -> None:
    """Refuse an argument that no database can hold: a shell passes on NUL's neighbours and bytes that are no text."""
    for name, value in options.items():
        if isinstance(value, str) and INVISIBLE.search(value):
            raise InvalidValueError(name=name, problem=_("It holds characters that no text may hold."))
