"""Make a national platform."""

from argparse import ArgumentParser
from typing import Any

from curriculum.content.actions.create_platform import create_platform
from curriculum.management.command import CurriculumCommand


class Command(CurriculumCommand):
    """`manage.py create_platform SLUG --name TEXT --country CC --language CODE`."""

    help = "Make a national platform with its groups, permissions, collection and workflow."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the name in addresses, such as peru")
        parser.add_argument("--name", required=True, help="the name that people read")
        parser.add_argument("--country", required=True, help="two-letter country code, such as PE")
        parser.add_argument("--language", required=True, help="the language that the platform writes in, such as es")

    def run(self, *, slug: str, name: str, country: str, language: str, **_options: Any) -> None:
        page = create_platform(slug=slug, name=name, country=country, language=language, by=None)
        self.answer(
            f"Platform {page.slug} is made.",
            {"slug": page.slug, "name": page.title, "country": page.country, "language": page.language},
        )
