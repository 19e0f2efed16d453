"""Checks of a translated text: what is surely a fault, and what is worth a second look."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from curriculum.content.languages import base_language
from curriculum.document import Document, Node, SegmentError, apply_segments
from curriculum.translation.glossary import Glossary, glossary_of
from curriculum.translation.models import DismissedCheck, TranslatedSegment
from curriculum.translation.segments import needs_translation, nodes_by_id, source_digest, text_fault

#: How many times as long as its source a text may be before it hardly fits on paper.
LENGTH_FACTORS = {"es": 1.3, "pt": 1.3, "sw": 1.35}
LENGTH_FACTOR = 1.3  # of a language that is not named above
SHORTEST_LONG = 60  # characters; a short source may well become twice as long

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TAG = re.compile(r"<[^>]*>")
TAG_NAME = re.compile(r"<([a-z]+)", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SPACED_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
UNITS = frozenset(["mm", "cm", "m", "km", "ha", "mg", "g", "kg", "t", "ml", "l", "min", "h", "s"])
NAME = re.compile(r"[^\W\d_]*[A-Z\d][\w.]*[A-Z\d][\w.]*")  # GLOBALG.A.P., QMS-1, KES: a code or an abbreviation


class CheckCode(models.TextChoices):
    """What a check looks at."""

    UNTRANSLATED = "untranslated", pgettext_lazy("check of a translation", "Untranslated")
    PLACEHOLDER = "placeholder", pgettext_lazy("check of a translation", "Link or placeholder")
    MARKUP = "markup", pgettext_lazy("check of a translation", "Markup")
    EMPHASIS = "emphasis", pgettext_lazy("check of a translation", "Emphasis")
    NUMBER = "number", pgettext_lazy("check of a translation", "Numbers")
    GLOSSARY = "glossary", pgettext_lazy("check of a translation", "Glossary")
    SPACES = "spaces", pgettext_lazy("check of a translation", "Double space")
    SAME = "same", pgettext_lazy("check of a translation", "Same as the source")
    LONG = "long", pgettext_lazy("check of a translation", "Long for print")


#: Faults with which no edition is published. Nobody can dismiss them.
BLOCKING = frozenset({CheckCode.UNTRANSLATED, CheckCode.PLACEHOLDER, CheckCode.MARKUP})


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing about a text that is wrong or worth a look. A text has at most one check of each code."""

    code: CheckCode
    words: str
    # a sentence, or a few, in the active language
    dismissal: DismissedCheck | None = None
    # who found it to be no fault, and why; None while it is open

    @property
    def is_blocking(self) -> bool:
        """Return whether no edition is published with it."""
        return self.code in BLOCKING


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedSegment:
    """A segment with its open checks."""

    segment: TranslatedSegment
    checks: tuple[Check, ...]


def checks_of(row: TranslatedSegment, node: Node, glossary: Glossary | None = None) -> list[Check]:
    """Return what is wrong with a segment's text, or worth a look, in the order of `CheckCode`.

    `node` is the segment's node in the release; the row need not be saved, so that a text can be checked while somebody
    types. Without a `glossary` the one from English is read. A dismissal counts where the text is the one dismissed.
    """
    if not row.text.strip():
        is_open = needs_translation(row.source)
        return [Check(code=CheckCode.UNTRANSLATED, words=_("Nobody translated this yet."))] if is_open else []
    used = glossary if glossary is not None else glossary_of(row.language)
    markup = _fault(row, node) or _emphasis(row)
    found = [check for check in (markup, *(look(row, used) for look in LOOKS)) if check is not None]
    dismissed = _dismissals(row) if found and row.pk else {}
    return [Check(code=check.code, words=check.words, dismissal=dismissed.get(check.code)) for check in found]


def open_checks(rows: Iterable[TranslatedSegment], source: Document) -> list[CheckedSegment]:
    """Return the segments of a translation that have checks which nobody dismissed, in the order given.

    `source` is the release in its own language; the rows had better have `dismissed_checks` read along.
    """
    nodes = nodes_by_id(source)
    glossary: Glossary | None = None
    checked = []
    for row in rows:
        glossary = glossary or glossary_of(row.language, source.language)
        checks = tuple(check for check in checks_of(row, nodes[str(row.node_id)], glossary) if not check.dismissal)
        checked += [CheckedSegment(segment=row, checks=checks)] if checks else []
    return checked


def _dismissals(row: TranslatedSegment) -> dict[str, DismissedCheck]:
    digest = source_digest(row.text)
    return {found.code: found for found in row.dismissed_checks.all() if found.text_digest == digest}


def _fault(row: TranslatedSegment, node: Node) -> Check | None:
    """Return why a text cannot stand at all."""
    alone = Document(language=row.language, root=Node(id=node.id, kind=node.kind, fields=node.fields))
    try:
        apply_segments(alone, {row.key: row.text}, row.language)
    except SegmentError as error:
        code = CheckCode.PLACEHOLDER if error.code == "placeholders" else CheckCode.MARKUP
        return Check(code=code, words=text_fault(node, row.key, row.text, row.language))
    return None


def _emphasis(row: TranslatedSegment) -> Check | None:
    if not _is_rich(row):
        return None
    source, text = (Counter(map(str.lower, TAG_NAME.findall(words))) for words in (row.source, row.text))
    if source == text:
        return None
    names = ", ".join(f"<{name}>" for name in sorted((source - text) + (text - source)))
    return Check(code=CheckCode.EMPHASIS, words=_("Bold, italics or line breaks are not as in the source: %s.") % names)


def _numbers(row: TranslatedSegment, _glossary: Glossary) -> Check | None:
    """Compare numbers whatever their signs: 1,080 and 1.080 and 1 080 are one, as are 2.5 and 2,5."""
    source, text = _plain(row, row.source), _plain(row, row.text)
    before, after = _counted(SPACED_NUMBER, source), _counted(SPACED_NUMBER, text)
    others = (before, _counted(NUMBER, source)), (after, _counted(NUMBER, text))  # "5 100" may be two numbers or one
    if any(one == other for one, other in product(*others)):
        return None
    lost, new = sorted((before - after).elements()), sorted((after - before).elements())
    sentences = [_("Numbers of the source that are missing: %s.") % ", ".join(lost)] if lost else []
    sentences += [_("Numbers that the source has not: %s.") % ", ".join(new)] if new else []
    return Check(code=CheckCode.NUMBER, words=" ".join(sentences))


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(_value(match[0]) for match in pattern.finditer(text))


def _value(number: str) -> str:
    """Return a number in one form: no signs between thousands, a point before decimals ("1,080.50" gives "1080.5")."""
    plain = re.sub(r"\s", "", number)
    *before, last = re.split(r"[.,]", plain)
    signs = re.findall(r"[.,]", plain)
    if not before:
        return last.lstrip("0") or "0"
    groups_of_three = before[0] != "0" and len(before[0]) <= 3 and all(len(part) == 3 for part in before[1:])
    if groups_of_three and len(last) == 3 and len(set(signs)) == 1:
        return "".join([*before, last])
    if len(before) == 1 or (groups_of_three and signs[-1] not in signs[:-1]):
        return f"{''.join(before)}.{last.rstrip('0')}".rstrip(".")
    return ".".join([*before, last])  # a date, a version


def _glossary_terms(row: TranslatedSegment, glossary: Glossary) -> Check | None:
    missing = glossary.terms_missing(row.source, row.text)
    if not missing:
        return None
    listed = "; ".join(
        _("“%(term)s” is “%(translation)s”") % {"term": entry.term, "translation": entry.translation}
        for entry in missing
    )
    return Check(code=CheckCode.GLOSSARY, words=_("The glossary says it otherwise: %s.") % listed)


def _spaces(row: TranslatedSegment, _glossary: Glossary) -> Check | None:
    if not re.search(r"[ \u00a0]{2}", row.text):
        return None
    return Check(code=CheckCode.SPACES, words=_("Two spaces stand beside each other."))


def _same(row: TranslatedSegment, glossary: Glossary) -> Check | None:
    source = _plain(row, row.source)
    if " ".join(_plain(row, row.text).split()) != " ".join(source.split()) or _may_stay(row, source, glossary):
        return None
    return Check(code=CheckCode.SAME, words=_("The text is the same as its source."))


def _may_stay(row: TranslatedSegment, source: str, glossary: Glossary) -> bool:
    """Return whether a source may stay as it is: names, codes, units, and terms that the glossary gives this word."""
    known = [hit.term for hit in glossary.terms_in(row.source)]
    if known and not glossary.terms_missing(row.source, row.text) and len(" ".join(known)) >= len(source.strip()):
        return True
    words = [word for word in re.findall(r"[\w.-]+", PLACEHOLDER.sub(" ", source)) if needs_translation(word)]
    words = [word for word in words if word not in UNITS]
    is_name = len(words) > 1 and all(word[0].isupper() for word in words)
    return is_name or all(NAME.fullmatch(word.replace("-", "")) for word in words)


def _long(row: TranslatedSegment, _glossary: Glossary) -> Check | None:
    source, text = len(_plain(row, row.source)), len(_plain(row, row.text))
    factor = LENGTH_FACTORS.get(base_language(row.language), LENGTH_FACTOR)
    if source < SHORTEST_LONG or text <= source * factor:
        return None
    percent = round(100 * text / source - 100)
    return Check(code=CheckCode.LONG, words=_("It is %d %% longer than its source and may not fit on paper.") % percent)


def _plain(row: TranslatedSegment, words: str) -> str:
    """Return a text as people see it, without placeholders."""
    visible = html.unescape(TAG.sub("", words)) if _is_rich(row) else words
    return PLACEHOLDER.sub(" ", visible)


def _is_rich(row: TranslatedSegment) -> bool:
    return row.key.count(":") == 2


LOOKS: tuple[Callable[[TranslatedSegment, Glossary], Check | None], ...] = (
    _numbers,
    _glossary_terms,
    _spaces,
    _same,
    _long,
)
