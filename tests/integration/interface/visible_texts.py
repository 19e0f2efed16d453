"""What a person sees or hears of a page, and which of it is in no language that was asked for."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from html.parser import HTMLParser

from babel import Locale
from babel.units import format_unit

from tests.integration.interface.pseudo_language import LANGUAGE

UNSEEN = frozenset({"script", "style"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
TEXT_ATTRIBUTES = frozenset({
    "alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title",
    "data-head", "data-right", "data-trace", "data-wrong",  # texts for our scripts and for the heads of printed pages
    "data-w-progress-active-value", "data-w-tooltip-content-value",
})  # fmt: skip
BUTTONS = frozenset({"submit", "button", "reset"})
NAMED_CONTENT = frozenset({"description", "keywords", "author", "dcterms.title"})

WORD = re.compile(r"[A-Za-z][\w.@'’/-]*")
#: What is a code, not a word: capitals with a dot or hyphen, anything with a digit, a single letter, an address.
CODE = re.compile(r"[A-Z][A-Z0-9]*[-.][A-Z0-9.-]*|(?=\S*\d)\S+|[A-Za-z]|\S*@\S*")


class _Reader(HTMLParser):
    """Collects the texts of a page outside what says of itself that it is in another language."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []  # tag, and whether its texts count
        self.texts: list[str] = []

    def counts(self) -> bool:
        return self.open[-1][1] if self.open else True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        counts = tag not in UNSEEN and self._speaks(given)
        if counts:
            self.texts.extend(_attribute_texts(tag, given))
        if tag not in VOID:
            self.open.append((tag, counts))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _counts in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.counts() and data.strip():
            self.texts.append(" ".join(data.split()))

    def _speaks(self, given: dict[str, str]) -> bool:
        """Whether an element is in the language asked for: as it says, or as what it stands in."""
        return given["lang"] == LANGUAGE if "lang" in given else self.counts()


def visible_texts(html: str) -> list[str]:
    """Return the text nodes of `html` and the attributes that a person sees or hears, in order.

    Left out is what says by `lang` that it is in another language.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.texts


def untranslated(html: str, names: Collection[str] = ()) -> list[str]:
    """Return the visible texts of `html` with a plain Latin word that is no code, none of CLDR's and not in `names`."""
    known = {name.lower() for name in names} | cldr_words()
    return [text for text in visible_texts(html) if holds_strange_word(text, known)]


def holds_strange_word(text: str, known: Collection[str] = ()) -> bool:
    """Whether `text` holds a plain Latin word that is neither a code nor one of `known`, which has small letters."""
    words = (word.rstrip(".'’/-") for word in WORD.findall(text))
    return any(word.lower() not in known and not CODE.fullmatch(word) for word in words)


@cache
def cldr_words() -> frozenset[str]:
    """Return the words that CLDR has for dates, durations, lists, countries and languages, in small letters."""
    locale = Locale(LANGUAGE)
    texts = [*locale.territories.values(), *locale.languages.values()]
    texts += [format_unit(2, unit, length="short", locale=locale) for unit in ("duration-hour", "duration-minute")]
    texts += [name for width in ("wide", "abbreviated") for name in locale.months["format"][width].values()]
    texts += [name for width in ("wide", "abbreviated") for name in locale.days["format"][width].values()]
    return frozenset(word.lower() for text in texts for word in WORD.findall(text))


def _attribute_texts(tag: str, given: dict[str, str]) -> Iterator[str]:
    yield from (value for name, value in given.items() if name in TEXT_ATTRIBUTES and value.strip())
    if tag == "input" and given.get("type") in BUTTONS:
        yield given.get("value", "")
    if tag == "meta" and given.get("name") in NAMED_CONTENT:
        yield given.get("content", "")
