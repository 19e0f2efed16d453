"""What readers are offered whose language lacks what they ask for: the same in the languages that have it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.content.languages import is_language, language_name
from curriculum.reading.addresses import module_address
from curriculum.reading.catalogue import language_links
from curriculum.reading.missing import Link, MissingPageError
from curriculum.reading.shelf import Shelf, nearest_first
from curriculum.releases.models import Edition

MOST_VERSIONS = 20  # offered at once, the newest ones

#: Gives the path of a page in an edition: its current address, or that in the release of a number; "" for none.
Address = Callable[[Edition, str | None], str]


def edition_address(edition: Edition, number: str | None = None) -> str:
    """Return the path of the module of `edition`: of its current edition, or of the release `number`."""
    module = edition.release.module
    return module_address(edition.language, module.platform.slug, module.code, number)


def missing_edition(shelf: Shelf, language: str, number: str | None, address: Address) -> MissingPageError:
    """Return the answer to who asks for a page in an edition that is not there.

    It is an offer, and no error, where `address` finds the page in other languages.
    """
    same = shelf.currents() if number is None else [e for e in shelf.editions if e.release.number == number]
    readable = [(edition, path) for edition in nearest_first(same, language) if (path := address(edition, number))]
    if not readable:
        return _nothing(shelf, language, number)
    return MissingPageError(
        sentence=_sentence(shelf, language, number),
        offer=_("You can read it in:"),
        links=[*_links(readable, number), *_own_versions(shelf, language, number, address)],
        is_offer=is_language(language),
    )


def missing_lesson_elsewhere(shelf: Shelf, edition: Edition, code: str, address: Address) -> MissingPageError | None:
    """Return the offer of a lesson that `edition` lacks and current editions in other languages have; None for none."""
    others = [other for other in shelf.currents() if other.language != edition.language]
    readable = [(other, path) for other in nearest_first(others, edition.language) if (path := address(other, None))]
    if not readable:
        return None
    sentence = _("Lesson %(lesson)s is not published in %(language)s yet.")
    return MissingPageError(
        sentence=sentence % {"lesson": code.upper(), "language": language_name(edition.language)},
        offer=_("You can read it in:"),
        links=language_links(readable),
        is_offer=True,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Ahead:
    """The newest release, where the language of what is shown lacks it."""

    number: str
    language: str
    # that it is written in
    language_name: str
    own_language_name: str
    # of what is shown
    address: str


def ahead_of(shelf: Shelf, edition: Edition, address: Address = edition_address) -> Ahead | None:
    """Return the newest release where the language of `edition` lacks it; None where that has it."""
    newest = shelf.newest()
    if newest is None or shelf.numbered(edition.language, newest.release.number):
        return None
    return Ahead(
        number=newest.release.number,
        language=newest.language,
        language_name=language_name(newest.language),
        own_language_name=language_name(edition.language),
        address=address(newest, None) or edition_address(newest),
    )


def written_in(shelf: Shelf) -> str:
    """Return the language that the newest release is written in; empty where none stands."""
    newest = shelf.newest()
    return newest.language if newest else ""


def _sentence(shelf: Shelf, language: str, number: str | None) -> str:
    words = {
        "module": shelf.module.code,
        "platform": shelf.platform.title,
        "language": language_name(language[:20]),
        "number": number,
    }
    if number is not None:
        return _("Version %(number)s of %(module)s is not published in %(language)s.") % words
    if shelf.in_language(language):
        return _("Every version of %(module)s in %(language)s was withdrawn.") % words
    return _("%(module)s of %(platform)s is not published in %(language)s.") % words


def _links(readable: Iterable[tuple[Edition, str]], number: str | None) -> list[Link]:
    if number is None:
        return language_links(readable)
    return [_version_link(edition, path) for edition, path in readable]


def _version_link(edition: Edition, path: str) -> Link:
    words = {"language": language_name(edition.language), "number": edition.release.number}
    return Link(words=_("%(language)s, version %(number)s") % words, address=path)


def _own_versions(shelf: Shelf, language: str, number: str | None, address: Address) -> list[Link]:
    """Return links to the versions that there are in the language asked for: the current one, else the withdrawn."""
    current = shelf.current(language)
    if current is not None:
        path = address(current, None)
        return [_version_link(current, path)] if path else []
    if number is not None:
        return []
    own = shelf.in_language(language)[:MOST_VERSIONS]
    return [_version_link(edition, path) for edition in own if (path := address(edition, edition.release.number))]


def _nothing(shelf: Shelf, language: str, number: str | None) -> MissingPageError:
    """Return the answer to who asks for what there is in no language."""
    own: Sequence[Edition] = shelf.in_language(language)
    if shelf.currents() and not own:
        return MissingPageError(
            sentence=_sentence(shelf, language, None),
            offer=_("You can read the module in:"),
            links=language_links((e, edition_address(e)) for e in nearest_first(shelf.currents(), language)),
        )
    if number is None:
        sentence = _("Every version of %(module)s was withdrawn.") % {"module": shelf.module.code}
    else:
        sentence = _("%(module)s has no version %(number)s.") % {"module": shelf.module.code, "number": number[:40]}
    return MissingPageError(
        sentence=sentence,
        offer=_("These versions can be read:"),
        links=[
            Link(
                words=_("Version %(number)s") % {"number": edition.release.number},
                address=edition_address(edition, edition.release.number),
                code=shelf.module.code,
            )
            for edition in (own or shelf.editions)[:MOST_VERSIONS]
        ],
    )
