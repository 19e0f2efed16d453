"""Build the search over current editions anew."""

from typing import Any

from curriculum.management.command import CurriculumCommand
from curriculum.reading.actions.refresh_lesson_texts import rebuild_lesson_texts


class Command(CurriculumCommand):
    """`manage.py rebuild_search`; running it again changes nothing that a reader sees."""

    help = "Replace the texts that the public searches by those of the current editions."

    def run(self, **_options: Any) -> None:
        count = rebuild_lesson_texts()
        self.answer(f"{count} lessons can be searched.", {"lessons": count})
