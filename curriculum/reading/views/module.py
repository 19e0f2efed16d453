"""One module: the current edition, or that of one release."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from curriculum.content.choices import Level, Phase
from curriculum.content.languages import base_language
from curriculum.document import Document, Node
from curriculum.reading.addresses import canonical_redirect, lesson_address, module_address, print_address
from curriculum.reading.answers import reading_page, respond
from curriculum.reading.catalogue import alternates, find_module, find_platform, known_codes, language_links
from curriculum.reading.missing import Link
from curriculum.reading.offering import Address, ahead_of, edition_address, missing_edition, written_in
from curriculum.reading.presentation import LessonLine, change_lines, lesson_line, pictures_of, version_lines
from curriculum.reading.prose import linked_nodes_of, node_addresses
from curriculum.reading.shelf import Shelf, changes_of, code_of, lessons_of, total_minutes
from curriculum.releases.models import Edition
from curriculum.releases.wording import DescribedChange


@reading_page
def module(request: HttpRequest, language: str, platform: str, module: str, number: str | None = None) -> HttpResponse:
    """Show a module: what it is for, what its participants can do afterwards, its lessons, what changed."""
    shelf = find_module(language, find_platform(language, platform), module)
    edition = find_edition(shelf, language, number)
    address = edition_address(edition, number)
    if redirect := canonical_redirect(request, address):
        return redirect
    links = node_addresses(edition.load(), linked_nodes_of(edition.document_id), shelf.platform, number)
    return respond(
        request,
        template="curriculum/module.html",
        stamp=[*shelf.stamp(), *map(str, sorted(links.items()))],
        context=lambda: _context(shelf, edition, number) | {"node_addresses": links},
    )


def find_edition(shelf: Shelf, language: str, number: str | None, address: Address = edition_address) -> Edition:
    """Return the edition that an address means, or raise MissingPageError that names those there are.

    `address` gives the path of the page asked for in another edition.
    """
    written = next((e.language for e in shelf.editions if e.language.lower() == language.lower()), language)
    found = shelf.current(written) if number is None else shelf.numbered(written, number)
    if found is None:
        raise missing_edition(shelf, written, number, address)
    return found


def edition_context(shelf: Shelf, edition: Edition) -> dict[str, Any]:
    """Return the names that the pages of a module and of a lesson share."""
    current = shelf.current(edition.language)
    return {
        "content_language": edition.language,
        "content_interface": base_language(edition.language),
        "platform": shelf.platform,
        "shelf": shelf,
        "edition": edition,
        "release": edition.release,
        "module": edition.load().root,
        "is_current": edition == current,
        "current": current,
        "module_home": edition_address(edition),
        "newer_address": edition_address(edition),
    }


def _context(shelf: Shelf, edition: Edition, number: str | None) -> dict[str, Any]:
    document = edition.load()
    changes = changes_of(shelf, edition)
    before = shelf.before(edition)
    addresses = {e.release.number: edition_address(e, e.release.number) for e in shelf.in_language(edition.language)}
    links = language_links((other, edition_address(other)) for other in shelf.currents())
    return {
        **edition_context(shelf, edition),
        **module_facts(document),
        "lessons": [_line(document, lesson, edition, number, changes) for lesson in lessons_of(document)],
        "builds_on": _builds_on(document.root, edition),
        "changes": changes,
        "before": before.release.number if before else "",
        "versions": version_lines(shelf, edition, addresses),
        "ahead": ahead_of(shelf, edition),
        "alternates": alternates(links, written_in(shelf)),
        "other_languages": [link for link in links if link.language != edition.language],
        "pictures": pictures_of(document.root),
        "print_address": print_address(edition.language, shelf.platform.slug, shelf.module.code, number),
    }


def module_facts(document: Document) -> Mapping[str, Any]:
    """Return what the head of a module's page says, also for a draft."""
    root = document.root
    return {
        "minutes": total_minutes(document),
        "lesson_count": len(lessons_of(document)),
        "levels": known_codes(root, "levels", Level.values) or tuple(Level.values),
        "phases": known_codes(root, "phases", Phase.values),
    }


def _line(
    document: Document, lesson: Node, edition: Edition, number: str | None, changes: tuple[DescribedChange, ...]
) -> LessonLine:
    address = lesson_address(
        document.language, edition.release.module.platform.slug, code_of(document.root), code_of(lesson), number
    )
    return lesson_line(lesson, address, is_changed=bool(change_lines(changes, lesson)))


def _builds_on(root: Node, edition: Edition) -> list[Link]:
    """Return links to the modules that this one builds on, as far as they are published in its language."""
    wanted = root.fields.get("builds_on")
    if not isinstance(wanted, tuple) or not wanted:
        return []
    platform = edition.release.module.platform
    published = set(
        Edition.objects.current()
        .filter(release__module__platform=platform, release__module__code__in=wanted, language=edition.language)
        .values_list("release__module__code", flat=True)
    )
    return [
        Link(
            words=code,
            address=module_address(edition.language, platform.slug, code) if code in published else "",
            code=code,
        )
        for code in wanted
    ]
