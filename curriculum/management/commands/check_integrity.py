"""Check that nothing released was tampered with."""

import itertools
from typing import Any

from django.core.management.base import CommandError

from curriculum.exceptions import MOST_LINES
from curriculum.management.command import CurriculumCommand
from curriculum.releases.integrity import integrity_problems, rows_to_check


class Command(CurriculumCommand):
    """`manage.py check_integrity`: exit 1 if anything is wrong."""

    help = "Recompute every digest, file and reference of what was released, and say what is wrong."

    def run(self, **_options: Any) -> None:
        rows = rows_to_check()
        found = list(itertools.islice(integrity_problems(self.progress("Checking", rows)), 1000))
        if found and self.as_json:
            self.answer("", {"rows": rows, "problems": found})
        if found:
            more = len(found) - (MOST_LINES - 1)
            lines = found if len(found) <= MOST_LINES else [*found[: MOST_LINES - 1], f"… and {more} more."]
            raise CommandError("\n".join(lines), returncode=1)
        self.answer(f"All {rows} rows are as they were released.", {"rows": rows, "problems": []})
