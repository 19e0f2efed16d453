"""Undo the last pull of a fork."""

from argparse import ArgumentParser
from typing import Any

from curriculum.content.finding import module_coded, platform_named
from curriculum.forks.actions.undo_pull import edited_since, undo_pull
from curriculum.forks.finding import fork_of, undoable_pull
from curriculum.management.command import CurriculumCommand


class Command(CurriculumCommand):
    """`manage.py undo_pull PLATFORM MODULE`."""

    help = "Put the drafts and the base of a fork back to what they were before its last pull, until it is released."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform that has the fork")
        parser.add_argument("module", help="code of the module, such as QMS-1")

    def run(self, *, platform: str, module: str, **_options: Any) -> None:
        fork = fork_of(module_coded(platform_named(platform), module))
        last = undoable_pull(fork)
        edited = [page.code for page in edited_since(last)] if last else []
        pull = undo_pull(fork=fork, by=None)
        for code in edited:
            self.stderr.write(f"{code} was edited since; that text stays in the page's history.")
        base, undone = pull.base.release.number, pull.theirs.release.number
        self.answer(
            f"{platform}/{fork.module.code} stands on {base} again; the update to {undone} was undone.",
            {"from": undone, "to": base, "pages": len(pull.drafts_before), "edited_since": edited},
        )
