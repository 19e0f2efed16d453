"""Write a document as JSON."""

from argparse import ArgumentParser
from typing import Any

from curriculum.content.finding import module_coded, platform_named
from curriculum.content.models import ModulePage
from curriculum.content.working_copy import working_copy
from curriculum.exceptions import UnknownModuleError
from curriculum.management.command import CurriculumCommand
from curriculum.releases.finding import edition_in, release_numbered
from curriculum.releases.models import canonical_text


class Command(CurriculumCommand):
    """`manage.py export_document PLATFORM MODULE [--number N] [--language L]`."""

    help = "Write the latest draft of a module, or an edition where --number is given, as document JSON."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform")
        parser.add_argument("module", help="code of the module")
        parser.add_argument("--number", help="number of a release, such as 1.0.0; without it the latest draft")
        parser.add_argument("--language", help="language of the edition; by default the one the module is written in")

    def run(self, *, platform: str, module: str, number: str | None, language: str | None, **_options: Any) -> None:
        found = module_coded(platform_named(platform), module)
        if number or language:
            release = release_numbered(found, number)
            edition = edition_in(release, language) if language else release.source_edition()
            self.stdout.write(canonical_text(edition.load()))
            return
        page = ModulePage.objects.filter(module=found).select_related("module__platform").first()
        if page is None:
            raise UnknownModuleError(platform=platform, module=module, known="—")
        self.stdout.write(canonical_text(working_copy(page).document))
