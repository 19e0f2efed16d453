"""Release a module."""

from argparse import ArgumentParser
from typing import Any

from curriculum.content.finding import module_coded, platform_named
from curriculum.management.command import CurriculumCommand
from curriculum.releases.actions.cut_release import cut_release, plan_release
from curriculum.releases.numbering import Bump


class Command(CurriculumCommand):
    """`manage.py cut_release PLATFORM MODULE [--bump patch/minor/major] --notes TEXT`."""

    help = "Release the approved state of a module under the next number."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform; generic is the generic one")
        parser.add_argument("module", help="code of the module, such as QMS-1")
        parser.add_argument("--bump", choices=[bump.value for bump in Bump], help="instead of the suggested number")
        parser.add_argument("--notes", required=True, help="what the release is for, in a sentence")

    def run(self, *, platform: str, module: str, bump: str | None, notes: str, **_options: Any) -> None:
        found = module_coded(platform_named(platform), module)
        plan = plan_release(found)
        for warning in [*plan.warnings, *(question.words for question in plan.questions)]:
            self.stderr.write(warning)
        release = cut_release(module=found, by=None, notes=notes, bump=Bump(bump) if bump else None)
        self.answer(
            f"{release} is released.",
            {
                "number": release.number,
                "digest": release.source_edition().document_id,
                "changes": [
                    {"kind": change.kind, "node_id": change.node_id, "words": change.words} for change in plan.changes
                ],
            },
        )
