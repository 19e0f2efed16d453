"""Which words of a text stand in another version of it too, at their place.

A text is cut into sentences and these into words. Sentences are aligned first, then the words of those that became
each other, so that the time stays near linear for long texts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import pairwise

from curriculum.document import Html, Text, common_subsequence, pair_similar, split_sentences

#: A number with its points, a word with its apostrophes and hyphens (ng'ombe, d'água), or one other character.
_TOKEN = re.compile(
    r"(?P<gap>\s+)|\d+(?:[.,:/]\d+)+"
    r"|[\w\u00ad\u0300-\u036f\u200c\u200d]+(?:['’ʼ‑-][\w\u00ad\u0300-\u036f\u200c\u200d]+)*|.",
    re.DOTALL,
)
_MARKUP = re.compile(r"<[^>]*>|[^<]+")
_TAG_NAME = re.compile(r"</?([a-z]+)")
_INLINE = frozenset({"b", "i", "a"})
_LINE_BREAK, _EDGE = "\n", "\f"  # how a gap writes <br> and the edge of a block
#: Sentences end at the edges of blocks; a line break alone ends none.
_AS_PLAIN = str.maketrans({_LINE_BREAK: " ", _EDGE: "\n"})

#: Where two sentences have less of their words in common (Dice's coefficient, fraction 0.0 to 1.0), and neither has
#: all words of the other, one replaced the other.
LEAST_COMMON = 0.34

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word, number or sign of a text."""

    text: str
    # as people read it
    around: tuple[str, ...]
    # the tags that are open here, outermost first
    gap: str
    # what stands between the word before and this one: white space, line breaks, edges of blocks
    start: int
    # its place in the plain text, in characters

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Return what must be equal in two versions: the word and its formatting."""
        return self.text, self.around


@dataclass(slots=True)
class Flow:
    """A text as words. `pieces` joined give its source again, each with the number of its word, None for the rest."""

    is_html: bool
    pieces: list[tuple[str, int | None]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    plain: str = ""
    # without markup, each block on a line of its own
    end: str = ""
    # the gap after the last word

    def sentences(self) -> list[range]:
        """Return the numbers of each sentence's words, in order."""
        beginnings = [begin for begin, _end, _next in split_sentences(self.plain)]
        starts = [word.start for word in self.words]
        counts = [bisect_right(starts, begin - 1) for begin in beginnings]
        return [range(first, last) for first, last in pairwise([*counts, len(starts)]) if first < last]

    def said(self, numbers: range) -> str:
        """Return the words with these numbers, as plain text."""
        return "".join(self.words[number].gap + self.words[number].text for number in numbers).strip()

    def marked(self, numbers: set[int], opening: str, closing: str) -> str:
        """Return the source with runs of the words `numbers` between `opening` and `closing`, never across a tag."""
        written: list[str] = []
        is_open = False
        for (source, number), (_source, next_number) in pairwise([*self.pieces, ("", None)]):
            goes_on = number in numbers or (is_open and source.isspace() and next_number in numbers)
            if goes_on != is_open:
                written.append(opening if goes_on else closing)
            is_open = goes_on
            written.append(source)
        return "".join(written) + (closing if is_open else "")


def flow_of(value: Text | Html) -> Flow:
    """Return a field's text as words."""
    return _flow_of_html(value.html) if isinstance(value, Html) else _flow_of_text(value.text)


def changed_words(one: Flow, other: Flow) -> tuple[set[int], set[int]]:
    """Return the numbers of the words of each text that the other does not have at their place.

    A word whose formatting, or whose distance to the word before, is another counts as changed on both sides.
    """
    pairs = _common_words(one, other)
    kept = set(pairs) - _respaced(pairs, one, other)
    mine, yours = {i for i, _ in kept}, {j for _, j in kept}
    return set(range(len(one.words))) - mine, set(range(len(other.words))) - yours


def _flow_of_text(text: str) -> Flow:
    flow = Flow(is_html=False)
    plain: list[str] = []
    flow.end = _take(flow, plain, text, (), "")
    flow.plain = "".join(plain)
    return flow


def _flow_of_html(html: str) -> Flow:
    """Read rich text in its canonical form, in which no attribute holds < or >."""
    flow = Flow(is_html=True)
    plain: list[str] = []
    around: list[str] = []
    gap = ""
    for source in _MARKUP.findall(html):
        name = _TAG_NAME.match(source)
        if name is None:
            gap = _take(flow, plain, unescape(source), tuple(around), gap)
            continue
        flow.pieces.append((source, None))
        if name[1] == "br":
            gap += _LINE_BREAK
            continue
        gap += "" if name[1] in _INLINE else _EDGE
        if source.startswith("</"):
            around.pop()
        else:
            around.append(source)
    flow.end, flow.plain = gap, "".join(plain)
    return flow


def _take(flow: Flow, plain: list[str], text: str, around: tuple[str, ...], gap: str) -> str:
    """Add the words of `text` to a flow; return the gap that is open at its end."""
    length = flow.words[-1].start + len(flow.words[-1].text) if flow.words else 0
    for match in _TOKEN.finditer(text):
        source = escape(match[0], quote=False) if flow.is_html else match[0]
        if match["gap"]:
            flow.pieces.append((source, None))
            gap += match[0]
            continue
        start = length + len(gap)
        flow.pieces.append((source, len(flow.words)))
        flow.words.append(Word(text=match[0], around=around, gap=gap, start=start))
        plain += (gap.translate(_AS_PLAIN), match[0])
        length, gap = start + len(match[0]), ""
    return gap


def _common_words(one: Flow, other: Flow) -> Pairs:
    """Return the numbers of words that both texts have, as pairs, both rising."""
    mine, yours = one.sentences(), other.sentences()
    keys, other_keys = ([_keys(flow, numbers) for numbers in parts] for flow, parts in ((one, mine), (other, yours)))
    found: Pairs = []
    start = other_start = 0
    for i, j in [*common_subsequence(keys, other_keys), (len(mine), len(yours))]:
        left, right = mine[start:i], yours[other_start:j]
        for a, b in pair_similar([one.said(part) for part in left], [other.said(part) for part in right]):
            found.extend(_common_in_sentence(one, left[a], other, right[b]))
        if i < len(mine):
            found.extend(zip(mine[i], yours[j], strict=True))
        start, other_start = i + 1, j + 1
    return found


def _keys(flow: Flow, numbers: range) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(flow.words[number].key for number in numbers)


def _common_in_sentence(one: Flow, mine: range, other: Flow, yours: range) -> Pairs:
    """Return the words that stayed when one sentence became another; none where hardly any did."""
    pairs = [(mine[i], yours[j]) for i, j in common_subsequence(_keys(one, mine), _keys(other, yours))]
    stayed = sum(_is_spoken(one.words[i]) for i, _ in pairs)
    spoken, others_spoken = (
        sum(_is_spoken(flow.words[i]) for i in part) for flow, part in ((one, mine), (other, yours))
    )
    if stayed < min(spoken, others_spoken) and 2 * stayed < LEAST_COMMON * (spoken + others_spoken):
        return []
    return [pair for run in _runs(pairs) for pair in run if not _is_island(run, one, mine, other, yours)]


def _is_spoken(word: Word) -> bool:
    return any(character.isalnum() for character in word.text)


def _runs(pairs: Pairs) -> Iterator[Pairs]:
    """Yield stretches of pairs that follow each other on both sides."""
    run: Pairs = []
    for pair in pairs:
        if run and (run[-1][0] + 1, run[-1][1] + 1) != pair:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _is_island(run: Pairs, one: Flow, mine: range, other: Flow, yours: range) -> bool:
    """Return whether `run` is but a comma between changed words, which reads better as part of the change."""
    (first, other_first), (last, other_last) = run[0], run[-1]
    is_inside = (first > mine[0] or other_first > yours[0]) and (last < mine[-1] or other_last < yours[-1])
    return is_inside and not any(_is_spoken(one.words[i]) for i, _ in run)


def _respaced(pairs: Sequence[tuple[int, int]], one: Flow, other: Flow) -> set[tuple[int, int]]:
    """Return the pairs of words that stand at another distance from the word before, or from the end."""
    followed = [((-1, -1), pairs[0]), *pairwise(pairs)] if pairs else []
    found = {
        (i, j)
        for (before, other_before), (i, j) in followed
        if (before + 1, other_before + 1) == (i, j) and one.words[i].gap != other.words[j].gap
    }
    last = (len(one.words) - 1, len(other.words) - 1)
    if pairs and pairs[-1] == last and one.end != other.end:
        found.add(last)
    return found
