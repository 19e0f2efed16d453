"""Running text as sentences, with or without markup.

Text is a list of runs: pieces of text, each with the path of inline elements around it. A line break is the
character `\\n`. Sentences are cut from the runs and joined again; a bold stretch over two sentences becomes bold in
each, and one again when they are joined.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .html import Element, Inline

#: The inline elements around a piece of text, outermost first: (tag, attributes).
Path = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
#: A piece of text and its path.
Run = tuple[str, Path]

_WHITE = re.compile(r"\s+")
_CLOSING = "\"'”’»)]"
_ENDING = ".!?…؟"
_INITIALS = re.compile(r"(?:\w\.)+")
#: Words with a point that seldom end a sentence, in the languages of the curriculum.
_ABBREVIATIONS = frozenset(
    {
        "approx.", "art.", "av.", "cap.", "cf.", "dr.", "dra.", "eng.", "etc.", "ex.", "fig.", "figs.", "inc.",
        "ing.", "kg.", "ltd.", "max.", "min.", "mr.", "mrs.", "ms.", "mt.", "nº.", "nos.", "num.", "núm.", "p.",
        "pag.", "pág.", "págs.", "pp.", "prof.", "profa.", "ref.", "sr.", "sra.", "srta.", "st.", "tab.",
        "tel.", "vol.", "vs.",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the white space after it. Only the sentence itself is compared."""

    core: tuple[Run, ...]
    tail: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A running text cut into sentences."""

    lead: tuple[Run, ...]
    # white space before the first sentence
    sentences: tuple[Sentence, ...]

    @property
    def end(self) -> tuple[Run, ...]:
        """White space after the last sentence."""
        return self.sentences[-1].tail if self.sentences else ()


def prose_of_text(text: str) -> Prose:
    """Cut plain text into sentences."""
    return _prose([(text, ())] if text else [])


def prose_of_inline(inline: Inline) -> Prose:
    """Cut the content of a paragraph, list item or cell into sentences."""
    return _prose(list(_runs(inline, ())))


def join_text(prose: Prose) -> str:
    """Return the plain text of sentences, with a space where one is missing between two."""
    return "".join(text for text, _ in _joined_runs(prose))


def join_inline(prose: Prose) -> Inline:
    """Return sentences as inline content; neighbours under the same elements come under one again."""
    return _nest(_joined_runs(prose), 0)


def split_sentences(text: str) -> list[tuple[int, int, int]]:
    """Return each sentence as (start, end, start of the next).

    A sentence ends with . ! ? or …, and closing quotes or brackets, before white space; or at a line break. It does
    not end after a common abbreviation, an initial or a leading number, nor before a small letter.
    """
    spans = []
    start = len(text) - len(text.lstrip())
    word = start
    for white in _WHITE.finditer(text, start):
        if white.end() == len(text):
            break
        if "\n" in white.group() or _ends_sentence(text, start, word, white.start(), white.end()):
            spans.append((start, white.start(), white.end()))
            start = white.end()
        word = white.end()
    if start < len(text):
        spans.append((start, len(text.rstrip()), len(text)))
    return spans


def _ends_sentence(text: str, start: int, word: int, end: int, following: int) -> bool:
    """Whether a sentence that began at `start` ends with the word from `word` to `end`."""
    last = text[word:end].rstrip(_CLOSING)
    if not last or last[-1] not in _ENDING or text[following].islower():
        return False
    if not last.endswith(".") or last.endswith(".."):
        return True
    bare = last.lstrip("\"'“‘«([¿¡").lower()
    leading_number = word == start and bare[:-1].isdigit()
    return not (bare in _ABBREVIATIONS or _INITIALS.fullmatch(bare) or leading_number)


def _prose(runs: list[Run]) -> Prose:
    """Cut runs into sentences."""
    text = "".join(piece for piece, _ in runs)
    spans = split_sentences(text)
    cuts = [cut for start, end, _ in spans for cut in (start, end)]
    pieces = _cut(runs, cuts)
    sentences = [Sentence(core, tail) for core, tail in zip(pieces[1::2], pieces[2::2], strict=True)]
    return Prose(pieces[0], tuple(sentences))


def _cut(runs: Sequence[Run], cuts: Sequence[int]) -> list[tuple[Run, ...]]:
    """Cut runs at rising offsets into one piece more than there are offsets."""
    pieces: list[list[Run]] = [[]]
    offset = 0
    waiting = iter(cuts)
    cut = next(waiting, None)
    for text, path in runs:
        begin = 0
        while cut is not None and cut - offset <= len(text):
            if cut - offset > begin:
                pieces[-1].append((text[begin : cut - offset], path))
            begin = cut - offset
            pieces.append([])
            cut = next(waiting, None)
        if begin < len(text):
            pieces[-1].append((text[begin:], path))
        offset += len(text)
    return [tuple(piece) for piece in pieces]


def _runs(inline: Iterable[Element | str], path: Path) -> Iterator[Run]:
    """Yield the runs of inline content."""
    for item in inline:
        if isinstance(item, str):
            yield item, path
        elif item.tag == "br":
            yield "\n", path
        else:
            yield from _runs(item.children, (*path, (item.tag, item.attributes)))


def _joined_runs(prose: Prose) -> list[Run]:
    """Return the runs of sentences in order, with a space where none stands between two."""
    runs = list(prose.lead)
    for index, sentence in enumerate(prose.sentences):
        runs.extend(sentence.core)
        last = index == len(prose.sentences) - 1
        runs.extend(sentence.tail or (() if last else ((" ", ()),)))
    return runs


def _nest(runs: Sequence[Run], depth: int) -> Inline:
    """Return runs as elements, those that share an element at `depth` of their paths under one."""
    content: list[Element | str] = []
    index = 0
    while index < len(runs):
        text, path = runs[index]
        if len(path) <= depth:
            content.extend(_with_breaks(text))
            index += 1
            continue
        end = index
        while end < len(runs) and runs[end][1][depth : depth + 1] == path[depth : depth + 1]:
            end += 1
        tag, attributes = path[depth]
        content.append(Element(tag, _nest(runs[index:end], depth + 1), attributes))
        index = end
    return tuple(content)


def _with_breaks(text: str) -> Iterator[Element | str]:
    """Yield text with its line breaks as elements."""
    for index, line in enumerate(text.split("\n")):
        if index:
            yield Element("br")
        if line:
            yield line
