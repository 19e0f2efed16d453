"""Publish the translation of a release."""

from argparse import ArgumentParser
from typing import Any

from curriculum.management.command import CurriculumCommand
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.finding import release_named


class Command(CurriculumCommand):
    """`manage.py publish_edition PLATFORM MODULE@NUMBER LANGUAGE`."""

    help = "Publish the translation of a release as an edition, or as the next revision of one."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", help="slug of the platform")
        parser.add_argument("release", help="MODULE@NUMBER, such as QMS-1@1.0.0")
        parser.add_argument("language", help="language of the translation, such as es")

    def run(self, *, platform: str, release: str, language: str, **_options: Any) -> None:
        edition = publish_edition(release=release_named(platform, release), language=language, by=None)
        self.answer(
            f"{edition} is published, revision {edition.revision}.",
            {"language": language, "revision": edition.revision, "digest": edition.document_id},
        )
