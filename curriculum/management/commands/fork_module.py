"""Fork one module, or a whole curriculum, into a platform."""

import re
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from curriculum.content.finding import module_coded, platform_named
from curriculum.exceptions import InvalidValueError
from curriculum.forks.actions.create_fork import create_fork, fork_curriculum
from curriculum.management.command import CurriculumCommand
from curriculum.releases.finding import release_numbered

SOURCE = re.compile(r"(?P<platform>[^/@]+)/(?P<module>[^/@]+)(@(?P<number>[^/@]+))?")


class Command(CurriculumCommand):
    """`manage.py fork_module PLATFORM/MODULE@NUMBER --to PLATFORM --language CODE`, or `PLATFORM --all …`."""

    help = "Fork an edition, or with --all the newest release of every module, into another platform."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="PLATFORM/MODULE@NUMBER; PLATFORM alone with --all")
        parser.add_argument("--all", action="store_true", dest="whole", help="every module of the platform")
        parser.add_argument("--to", required=True, help="slug of the platform that receives the fork")
        parser.add_argument("--language", required=True, help="language of the fork, such as es")

    def ticking(self) -> Callable[[int], None]:
        """Return a function to call after each fork with the number of all: it draws the bar."""
        tick: Callable[[], None] | None = None

        def on_each(total: int) -> None:
            nonlocal tick
            tick = tick or self.progress("Forking", total)
            tick()

        return on_each

    def run(self, *, source: str, whole: bool, to: str, language: str, **_options: Any) -> None:
        target = platform_named(to)
        if whole:
            if "/" in source:
                raise CommandError("with --all name a platform alone, without a module", returncode=2)
            forks = fork_curriculum(
                platform=platform_named(source), to=target, language=language, by=None, on_each=self.ticking()
            )
        else:
            match = SOURCE.fullmatch(source)
            if match is None:
                raise InvalidValueError(name=source[:80], problem=_("Write PLATFORM/MODULE@NUMBER."))
            module = module_coded(platform_named(match["platform"]), match["module"])
            release = release_numbered(module, match["number"])
            forks = [create_fork(release=release, to=target, language=language, by=None)]
        self.answer(
            "\n".join(f"{to}/{fork.module.code} is a fork of {fork.base}." for fork in forks)
            or f"{to} has every module of {source} already.",
            {
                "forks": [
                    {"module": fork.module.code, "base": fork.base.release.number, "language": language}
                    for fork in forks
                ]
            },
        )
