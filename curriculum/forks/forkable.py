"""Which editions a platform may fork, and what each contains."""

from dataclasses import dataclass

from curriculum.content.languages import language_name
from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import Node, Text
from curriculum.forks.models import Fork
from curriculum.releases.models import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One edition that may be forked."""

    edition: Edition
    title: str
    summary: str
    language: str
    # its name in the active language
    lessons: list[str]
    # their titles, in order
    minutes: int
    # of all lessons together


def offers_for(platform: PlatformPage) -> list[Offer]:
    """Return the current editions of other platforms whose module `platform` does not have, by platform and code."""
    present = set(ModulePage.objects.filter(module__platform=platform).values_list("module__code", flat=True))
    present |= set(Fork.objects.filter(module__platform=platform).values_list("module__code", flat=True))
    editions = (
        Edition.objects.current()
        .with_release()
        .exclude(release__module__platform=platform)
        .exclude(release__module__code__in=present)
        .order_by("release__module__platform__path", "release__module__code", "language")
    )
    return [_offer(edition) for edition in editions]


def _offer(edition: Edition) -> Offer:
    root = edition.load().root
    lessons = root.slots.get("lessons", ())
    return Offer(
        edition=edition,
        title=_text(root, "title"),
        summary=_text(root, "summary"),
        language=language_name(edition.language),
        lessons=[_text(lesson, "title") for lesson in lessons],
        minutes=sum(minutes for lesson in lessons if isinstance(minutes := lesson.fields.get("minutes"), int)),
    )


def _text(node: Node, name: str) -> str:
    scalar = node.fields.get(name)
    return scalar.text if isinstance(scalar, Text) else ""
