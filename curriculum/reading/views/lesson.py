"""One lesson of a module."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from curriculum.document import Document, Node
from curriculum.reading.addresses import canonical_redirect, lesson_address, print_address
from curriculum.reading.answers import reading_page, respond
from curriculum.reading.catalogue import alternates, find_module, find_platform, language_links
from curriculum.reading.missing import Link, MissingPageError
from curriculum.reading.offering import ahead_of, edition_address, missing_lesson_elsewhere, written_in
from curriculum.reading.presentation import (
    change_lines,
    contents_of,
    lesson_line,
    level_roles,
    pictures_of,
    requirements_of,
    title_of,
)
from curriculum.reading.prose import linked_nodes_of, node_addresses
from curriculum.reading.shelf import Shelf, changes_of, code_of, find_lesson, lessons_of
from curriculum.reading.views.module import edition_context, find_edition
from curriculum.releases.models import Edition


@reading_page
def lesson(
    request: HttpRequest, language: str, platform: str, module: str, lesson: str, number: str | None = None
) -> HttpResponse:
    """Show a lesson. Its HTML is the same for everybody who reads in one language."""
    shelf = find_module(language, find_platform(language, platform), module)
    edition = find_edition(shelf, language, number, partial(_address_of, lesson))
    node = find_lesson(edition.load(), lesson)
    if node is None:
        raise _missing_lesson(shelf, edition, lesson, number)
    if redirect := canonical_redirect(request, _address(edition, node, number)):
        return redirect
    links = node_addresses(edition.load(), linked_nodes_of(edition.document_id), shelf.platform, number)
    return respond(
        request,
        template="curriculum/lesson.html",
        stamp=[*shelf.stamp(), *map(str, sorted(links.items()))],
        context=lambda: _context(shelf, edition, node, number) | {"node_addresses": links},
    )


def _address(edition: Edition, node: Node, number: str | None = None) -> str:
    module = edition.release.module
    return lesson_address(edition.language, module.platform.slug, module.code, code_of(node), number)


def _address_of(code: str, edition: Edition, number: str | None = None) -> str:
    """Return the path of the lesson of this code in `edition`; empty where that has none."""
    found = find_lesson(edition.load(), code)
    return _address(edition, found, number) if found else ""


def _missing_lesson(shelf: Shelf, edition: Edition, code: str, number: str | None) -> MissingPageError:
    offer = missing_lesson_elsewhere(shelf, edition, code, partial(_address_of, code)) if number is None else None
    return offer or _no_such_lesson(edition, code, number)


def _no_such_lesson(edition: Edition, code: str, number: str | None) -> MissingPageError:
    sentence = _("%(module)s has no lesson “%(lesson)s” in version %(number)s.")
    return MissingPageError(
        sentence=sentence
        % {"module": edition.release.module.code, "lesson": code[:60].upper(), "number": edition.release.number},
        offer=_("It has these lessons:"),
        links=[
            Link(
                words=title_of(node),
                address=_address(edition, node, number),
                language=edition.language,
                code=code_of(node),
            )
            for node in lessons_of(edition.load())
        ],
    )


def _context(shelf: Shelf, edition: Edition, node: Node, number: str | None) -> dict[str, Any]:
    document, before = edition.load(), shelf.before(edition)
    same_lesson = partial(_address_of_node, node.id)
    links = language_links((other, path) for other in shelf.currents() if (path := same_lesson(other)))
    return {
        **edition_context(shelf, edition),
        **lesson_facts(document, node),
        **_neighbours(edition, document, node, number),
        "module_here": edition_address(edition, number),
        "lesson_home": _address(edition, node),
        "newer_address": _newer_address(shelf, edition, node),
        "ahead": ahead_of(shelf, edition, same_lesson),
        "changes": change_lines(changes_of(shelf, edition), node),
        "before": before.release.number if before else "",
        "alternates": alternates(links, written_in(shelf)),
        "other_languages": [link for link in links if link.language != edition.language],
        "print_address": print_address(edition.language, shelf.platform.slug, shelf.module.code, number),
    }


def _address_of_node(node_id: str, edition: Edition, number: str | None = None) -> str:
    """Return the path of the lesson with this id in `edition`; empty where that has none."""
    found = edition.load().find(node_id)
    return _address(edition, found, number) if found and code_of(found) else ""


def _newer_address(shelf: Shelf, edition: Edition, node: Node) -> str:
    """Return where this lesson stands in the current edition, or the module where it has gone."""
    current = shelf.current(edition.language)
    return (_address_of_node(node.id, current) if current else "") or edition_address(edition)


def lesson_facts(document: Document, node: Node) -> Mapping[str, Any]:
    """Return what a lesson's page says, also for a draft."""
    lessons = lessons_of(document)
    return {
        "lesson": node,
        "place_in_module": next((place for place, other in enumerate(lessons, start=1) if other.id == node.id), 1),
        "lesson_count": len(lessons),
        "roles": level_roles(node),
        "contents": contents_of(node),
        "requirements": requirements_of(node),
        "pictures": pictures_of(node),
    }


def _neighbours(edition: Edition, document: Document, node: Node, number: str | None) -> Mapping[str, Any]:
    lessons = lessons_of(document)
    lines = [lesson_line(other, _address(edition, other, number), is_current=other is node) for other in lessons]
    here = next(place for place, line in enumerate(lines) if line.is_current)
    return {
        "lessons": lines,
        "previous": lines[here - 1] if here else None,
        "next": lines[here + 1] if here + 1 < len(lines) else None,
    }
