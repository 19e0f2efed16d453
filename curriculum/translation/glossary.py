"""Terms of the glossary in a source, and whether a translation uses the words that the glossary has for them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from curriculum.content.languages import base_language
from curriculum.content.models import GlossaryTerm, GlossaryVariant

COLUMNS = ("en", "es", "pt", "sw")  # languages with a column of their own; others stand in the variants

WORD = re.compile(r"[^\W\d_]+")
BRACKETS = re.compile(r"\s*\(([^)]*)\)")
ABBREVIATION = re.compile(r"[A-Z]{2,6}")
TAG = re.compile(r"<[^>]*>")
COUNTED = re.compile(r"(\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|few|some))[\s-]*$", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class TermVariant:
    """What else a term is called: in one country, or in the same language."""

    language: str
    text: str
    confidence: str
    # high, medium or low


@dataclass(frozen=True, kw_only=True, slots=True)
class GlossaryEntry:
    """One term, seen from the source's language to the language that somebody translates into."""

    term: str
    translation: str
    # the region's own words where it has some
    variants: tuple[TermVariant, ...]
    # all others in the same language, in order of language and text
    confidence: str
    # high, medium or low, of `translation`
    definition: str
    note: str
    is_certain: bool
    # whether the word always means the term; not where the glossary says in brackets what is meant, as in
    # "minutes (of a meeting)"


@dataclass(frozen=True, kw_only=True, slots=True)
class TermHit:
    """One place in a source where a term of the glossary stands."""

    start: int
    end: int
    # characters of the source as it is, markup included; a hit never reaches across a tag
    term: str
    translation: str
    variants: tuple[TermVariant, ...]
    entry: GlossaryEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Glossary:
    """The glossary between two languages, made ready for many sources."""

    language: str
    source_language: str
    entries: tuple[GlossaryEntry, ...]
    pattern: re.Pattern[str] | None
    # one group `t<place>` for each entry; None for an empty glossary

    def terms_in(self, source: str) -> list[TermHit]:
        """Return the terms of a source in order, the longest where several begin at one place."""
        if self.pattern is None:
            return []
        visible = TAG.sub(lambda tag: "\x00" * len(tag[0]), source)
        hits = []
        for match in self.pattern.finditer(visible):
            entry = self.entries[int((match.lastgroup or "t0")[1:].split("_")[0])]
            if entry.is_certain or not COUNTED.search(visible, 0, match.start()):  # "90 minutes" are no minutes
                hits.append(TermHit(
                    start=match.start(), end=match.end(), term=entry.term, translation=entry.translation,
                    variants=entry.variants, entry=entry,
                ))  # fmt: skip
        return hits

    def terms_missing(self, source: str, text: str) -> list[GlossaryEntry]:
        """Return the terms of a source for which a text has none of the words that the glossary knows, each once."""
        words = _words(TAG.sub(" ", text))
        found = {hit.term: hit.entry for hit in self.terms_in(source) if hit.entry.is_certain}
        return [entry for entry in found.values() if not self._is_said(entry, words)]

    def _is_said(self, entry: GlossaryEntry, words: list[str]) -> bool:
        known = [entry.translation, *(variant.text for variant in entry.variants)]
        return any(_has_all(alternative, words, self.language) for cell in known for alternative in alternatives(cell))


def glossary_of(language: str, source_language: str = "en") -> Glossary:
    """Return the glossary from one language into another. Terms that lack one of them are left out."""
    entries: list[GlossaryEntry] = []
    forms: list[tuple[str, int]] = []
    for term in GlossaryTerm.objects.prefetch_related("variants").order_by("en"):
        entry = _entry(term, language)
        for cell in _cells(term, source_language):
            forms += [(form, len(entries)) for form in alternatives(cell)] if entry else []
        entries += [entry] if entry else []
    forms.sort(key=lambda found: (-len(found[0]), found))
    groups = [
        f"(?P<t{place}_{number}>{_form_pattern(form, source_language)})" for number, (form, place) in enumerate(forms)
    ]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w]|-\w)", re.IGNORECASE) if groups else None
    return Glossary(language=language, source_language=source_language, entries=tuple(entries), pattern=pattern)


def terms_in(source: str, language: str, source_language: str = "en") -> list[TermHit]:
    """Return where terms of the glossary stand in a source: whole words, singular or plural, capitals or not."""
    return glossary_of(language, source_language).terms_in(source)


def alternatives(cell: str) -> list[str]:
    """Return the words of a cell of the glossary: "queja / reclamo" are two, "sistema de control (SIC)" as well."""
    parts = [part.strip() for part in cell.split(" / ")]
    long = [BRACKETS.sub("", part).strip() for part in parts]
    short = [inner for part in parts for inner in BRACKETS.findall(part) if ABBREVIATION.fullmatch(inner)]
    return [found for found in (*long, *short) if found]


def _entry(term: GlossaryTerm, language: str) -> GlossaryEntry | None:
    """Return a term as it is said in a language; None where it is not."""
    base = base_language(language)
    family = [variant for variant in term.variants.all() if base_language(variant.language) == base]
    family.sort(key=lambda variant: (variant.language != language, variant.language != base, variant.text))
    known = [_variant(variant) for variant in family]
    column = getattr(term, base) if base in COLUMNS else ""
    if column:
        own = TermVariant(language=base, text=column, confidence=getattr(term, f"{base}_confidence", "high"))
        is_regional = bool(known) and language != base and known[0].language == language
        known = [known[0], own, *known[1:]] if is_regional else [own, *known]
    unique: dict[str, TermVariant] = {}
    for said in known:
        unique.setdefault(said.text, said)
    if not unique:
        return None
    first, *others = unique.values()
    inner = BRACKETS.findall(term.en)
    return GlossaryEntry(
        term=term.en, translation=first.text, confidence=first.confidence, definition=term.definition,
        variants=tuple(others),
        note=term.note, is_certain=all(map(ABBREVIATION.fullmatch, inner)),
    )  # fmt: skip


def _variant(variant: GlossaryVariant) -> TermVariant:
    return TermVariant(language=variant.language, text=variant.text, confidence=variant.confidence)


def _cells(term: GlossaryTerm, language: str) -> Iterator[str]:
    """Yield what a term is called in the language of the source."""
    base = base_language(language)
    if base in COLUMNS:
        yield getattr(term, base)
    yield from (variant.text for variant in term.variants.all() if base_language(variant.language) == base)


def _form_pattern(form: str, language: str) -> str:
    if ABBREVIATION.fullmatch(form):
        return f"(?-i:{form})"
    *before, last = re.split(r"[\s-]+", form)
    escaped = re.escape(last)
    if base_language(language) == "sw":
        ending = escaped
    elif last.endswith("y"):
        ending = f"{escaped[:-1]}(?:y|ies)"
    else:
        ending = f"{escaped}(?:s|es)?"
    return r"[\s\u00a0-]+".join([*map(re.escape, before), ending])


# Whether a text says a term


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters without accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return WORD.findall(plain)


def _has_all(alternative: str, words: list[str], language: str) -> bool:
    """Return whether all words of an alternative that matter are among `words`, however inflected."""
    if ABBREVIATION.fullmatch(alternative):
        return alternative.lower() in words
    wanted = _words(alternative)
    telling = [word for word in wanted if len(word) > 3] or wanted  # short ones bind: de, da, wa, cha
    is_same = _is_same_in_swahili if base_language(language) == "sw" else _has_same_stem
    return all(any(is_same(word, found) for found in words) for word in telling)


def _has_same_stem(word: str, found: str) -> bool:
    """Compare beginnings: Spanish, Portuguese and English change the end of a word."""
    if word.endswith("ao"):  # lição, lições
        return found.startswith((word[:-1], f"{word[:-2]}oe"))
    stem = word[: len(word) - 1] if len(word) < 6 else word[: max(4, ceil(len(word) * 0.6))]
    return found.startswith(stem) and len(found) <= len(word) + 4


def _is_same_in_swahili(word: str, found: str) -> bool:
    """Compare what stands in the middle: Swahili changes the beginning of a word (cheti, vyeti) and adds to its end."""
    size = min(len(word), max(3, int(len(word) * 0.6)))
    return any(word[start : start + size] in found for start in range(len(word) - size + 1))
