"""How the interface's texts are written, and that nothing in code or templates keeps one from being translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from scripts.catalogues import KEYWORDS, LANGUAGES, ROOT, extract_texts, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)|%(?:\.\d+)?[sdrf]|\{\w*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>|&#?\w+;")
SENTENCES = re.compile(r"[.?!] +[A-Z“%]")
ENDS = re.compile(r"([.?!:…]”?|%\(\w+\)s)$")
#: Filters of Django's that write dates, times and numbers in Django's own way. CLDR's are in `{% load curriculum %}`.
NOT_CLDR = re.compile(
    r"\|\s*(date|time|timesince|timeuntil|naturaltime|naturalday|floatformat|intcomma|intword|filesizeformat|localize)\b"
    r'(?!:"c")'  # ISO 8601, for machines
)
WRITTEN_BY_STYLE = re.compile(r"content:([^;}]*)")
WORDS_IN_SCRIPT = re.compile(r"""(?:textContent|innerText|title|alt|ariaLabel)\s*=\s*["'`][^"'`]*[A-Za-z]{2,}"""
                             r"""|["'`][A-Z][a-z]+(?: [A-Za-z]+)*[.!?]?["'`]""")  # fmt: skip
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def sources(*patterns: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of the project's files that fit one of `patterns`."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def forms(message: Message) -> tuple[str, ...]:
    """Return the text of a message, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def faults_of(text: str) -> list[str]:
    """Return what is wrong with how a text is written, in words."""
    bare = MARKUP.sub("", text)
    rules = {
        "straight quotes, write “ ”": '"' in bare or bool(re.search(r"'(?![a-z])|(?<![a-z])'", bare)),
        "a curly apostrophe, write the straight one": bool(re.search(r"\w’\w", bare)),
        "three dots, write …": "..." in bare,
        "stray white space, perhaps for want of `trimmed`": bool(re.search(r"^\s|\s$|\s\s|\n", text)),
        "its last sentence lacks a full stop": bool(SENTENCES.search(bare)) and not ENDS.search(bare),
        "several places without a name, so no other order": len(re.findall(r"%(?:\.\d+)?[sdrf]", text)) > 1,
    }
    return [rule for rule, is_broken in rules.items() if is_broken]


def is_translating(node: ast.AST) -> bool:
    """Whether `node` is a call of one of Django's translating functions."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


def cut_texts(source: str) -> list[int]:
    """Return the lines of Python on which a text is put together from pieces, or is no constant for the catalogues."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
        pieces = (node.left, node.right) if is_sum else ()
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        inside = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
        if any(map(is_translating, (*pieces, *inside))) or (is_translating(node) and not _is_constant(node)):
            lines.append(node.lineno)
    return sorted(lines)


def _is_constant(call: ast.Call) -> bool:
    kinds = KEYWORDS[call.func.id]
    count = max(place if isinstance(place, int) else place[0] for place in kinds) if kinds else 1
    return all(isinstance(argument, ast.Constant) for argument in call.args[:count])


def lost_or_new(source: Message, translated: Message) -> list[str]:
    """Return the translations whose places or markup are not those of the source.

    A plural form may leave out the number; nothing else.
    """
    wanted = set(_marks(forms(source)[-1]))
    given = (translated.string,) if isinstance(translated.string, str) else tuple(translated.string)
    optional = wanted - set(_marks(forms(source)[0])) | ({"%d"} if len(forms(source)) > 1 else set())
    if len(forms(source)) > 1:
        optional |= {mark for mark in wanted if re.fullmatch(r"%\((count|number|n|lines|lessons|more|shown)\)", mark)}
    return [text for text in given if text and (set(_marks(text)) - wanted or wanted - optional - set(_marks(text)))]


def _marks(text: str) -> list[str]:
    return PLACEHOLDER.findall(text) + [re.sub(r"\s.*", ">", tag) for tag in MARKUP.findall(text)]


def test_texts__are_written_by_the_rules() -> None:
    found = {text: faults_of(text) for message in extract_texts() for text in forms(message) if text}

    assert {text: faults for text, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nothing to release.", 0), ("Version %(number)s", 0), ("There is no “%(code)s”. There are: %(known)s", 0),
        ('No "quotes"', 1), ("The module's own", 0), ("No 'quotes'", 1), ("The module’s own", 1),
        ("Wait...", 1), (" Wait", 1), ("Two\n lines", 1),
        ("Nothing changed. Approve it", 1), ("%s of %s", 1), ('A <a href="x">link</a>', 0),
    ],
)  # fmt: skip
def test_faults_of__finds_each(text: str, count: int) -> None:
    assert len(faults_of(text)) == count


def test_code__puts_no_text_together() -> None:
    found = {path: cut_texts(source) for path, source in sources("curriculum/**/*.py", "learning/**/*.py", "scan/*.py")}

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('_("Whole") % {"a": 1}', []), ('_("One") + name', [1]), ('"one " + _("two")', [1]), ('f"{_(\'a\')} b"', [1]),
        ("_(name)", [1]), ('_(f"{name} is gone")', [1]), ('_("%s" % name)', [1]), ('ngettext("%d a", "%d b", n)', []),
        ('pgettext("door", "Open")', []), ('_("long "\n  "line")', []),
    ],
)  # fmt: skip
def test_cut_texts__finds_each(source: str, lines: list[int]) -> None:
    assert cut_texts(source) == lines


def test_templates__write_dates_and_numbers_by_cldr() -> None:
    found = [
        f"{path}: {match[0]}"
        for path, text in sources("templates/**/*.html", "curriculum/**/templates/**/*.html")
        for match in NOT_CLDR.finditer(text)
    ]

    assert found == []


def test_styles_and_scripts__have_no_words() -> None:
    styles = [
        f"{path}: {word}"
        for path, text in sources("static/**/*.css", "templates/**/*.css")
        for written in WRITTEN_BY_STYLE.findall(text)
        for word in re.findall(r'"([^"]*)"', written)
        if re.search(r"[A-Za-z]{2}", word)
    ]
    scripts = [
        f"{path}: {match[0]}"
        for path, text in sources("static/**/*.js")
        for match in WORDS_IN_SCRIPT.finditer(COMMENT.sub("", text))
    ]

    assert styles == []
    assert scripts == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue__keeps_places_and_markup(language: str) -> None:
    texts, catalogue = extract_texts(), read_catalogue(language)
    pairs = ((source, catalogue.get(source.id, source.context)) for source in texts if source.id)

    assert [text for source, found in pairs if found for text in lost_or_new(source, found)] == []


@pytest.mark.parametrize(
    ("source", "translation", "is_kept"),
    [
        ("%(a)s of <b>%(b)s</b>", "<b>%(b)s</b>: %(a)s", True),
        ("%(a)s of %(b)s", "%(a)s", False),
        ("%(a)s", "%(a)s %(b)s", False),
        ("<b>A</b>", "A", False),
        (("%(count)s box, %(time)s", "%(count)s boxes, %(time)s"), ("una, %(time)s", "%(count)s, %(time)s"), True),
        (("%(count)s box, %(time)s", "%(count)s boxes, %(time)s"), ("una", "%(count)s, %(time)s"), False),
        (("%d page", "%d pages"), ("una página", "%d páginas"), True),
    ],
)
def test_lost_or_new__tells(source: str | tuple[str, str], translation: str | tuple[str, str], is_kept: bool) -> None:
    assert (lost_or_new(Message(source), Message(source, translation)) == []) is is_kept


def test_error_page__says_its_sentence_in_every_language() -> None:
    """The page that is drawn when nothing else can be has no catalogue."""
    page = Path(ROOT / "templates" / "500.html").read_text(encoding="utf-8")

    assert set(re.findall(r'<p lang="(\w+)"', page)) == {"en", *LANGUAGES}
