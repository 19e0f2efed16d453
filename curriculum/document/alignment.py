"""Aligning two sequences: which items of one are which of the other, order kept."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

#: Up to this many comparisons the longest common subsequence is computed exactly, beyond it by unique items.
_EXACT = 40_000

#: Below this fraction of common words an item is new rather than changed.
_SIMILAR = 0.5
#: Only so many words of a text are compared; longer runs of items than this are paired by position.
_COMPARED_WORDS, _COMPARED_ITEMS = 150, 40

Pairs = list[tuple[int, int]]


def common_subsequence(one: Sequence[Any], other: Sequence[Any]) -> Pairs:
    """Return pairs of indices of equal, hashable items, both rising.

    It is a longest common subsequence for sequences of usual length. Very long ones are first cut at items that stand
    once on each side, so that the time stays near linear.
    """
    pairs: Pairs = []
    start, end, other_end = 0, len(one), len(other)
    while start < end and start < other_end and one[start] == other[start]:
        pairs.append((start, start))
        start += 1
    tail: Pairs = []
    while end > start and other_end > start and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        tail.append((end, other_end))
    if start < end and start < other_end:
        middle = _middle(one[start:end], other[start:other_end])
        pairs.extend((i + start, j + start) for i, j in middle)
    pairs.extend(reversed(tail))
    return pairs


def _middle(one: Sequence[Any], other: Sequence[Any]) -> Pairs:
    """Align what is left between the common ends."""
    if len(one) * len(other) <= _EXACT:
        return _longest(one, other)
    anchors = _unique_anchors(one, other)
    pairs: Pairs = []
    start = other_start = 0
    for i, j in [*anchors, (len(one), len(other))] if anchors else []:
        inner = common_subsequence(one[start:i], other[other_start:j])
        pairs.extend((a + start, b + other_start) for a, b in inner)
        if i < len(one):
            pairs.append((i, j))
        start, other_start = i + 1, j + 1
    return pairs


def _longest(one: Sequence[Any], other: Sequence[Any]) -> Pairs:
    """Return a longest common subsequence by the table of Wagner and Fischer; the earliest of several."""
    height, width = len(one), len(other)
    table = [[0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        row, below, item = table[i], table[i + 1], one[i]
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if item == other[j] else max(below[j], row[j + 1])
    pairs: Pairs = []
    i = j = 0
    while i < height and j < width:
        if one[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _unique_anchors(one: Sequence[Any], other: Sequence[Any]) -> Pairs:
    """Return pairs of items that stand once on each side, the longest run of them in the same order."""
    places = _unique_places(other)
    found = [(i, places[item]) for item, i in sorted(_unique_places(one).items(), key=lambda pair: pair[1])
             if item in places]  # fmt: skip
    kept = rising([j for _, j in found])
    return [found[index] for index in kept]


def _unique_places(items: Sequence[Any]) -> dict[Any, int]:
    """Map every item that stands once to its index."""
    places: dict[Any, int] = {}
    for index, item in enumerate(items):
        places[item] = -1 if item in places else index
    return {item: index for item, index in places.items() if index >= 0}


def pair_similar(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Return which text of a rewritten run became which, as pairs of indices, both rising.

    The most similar pair comes first, then what stands before and after it. Where nothing is similar, runs of equal
    length are paired by position.
    """
    if len(old) * len(new) > _COMPARED_ITEMS**2:
        return [(index, index) for index in range(len(old))] if len(old) == len(new) else []
    words, others = ([Counter(text.split()[:_COMPARED_WORDS]) for text in texts] for texts in (old, new))
    ratios = {(i, j): _similarity(one, other) for i, one in enumerate(words) for j, other in enumerate(others)}
    return _pair_range(ratios, (0, len(old)), (0, len(new)))


def _pair_range(ratios: dict[tuple[int, int], float], old: tuple[int, int], new: tuple[int, int]) -> Pairs:
    """Pair the items of two ranges [start, end)."""
    cells = [(-ratios[i, j], i, j) for i in range(*old) for j in range(*new)]
    if not cells:
        return []
    ratio, i, j = min(cells)
    if -ratio >= _SIMILAR:
        before = _pair_range(ratios, (old[0], i), (new[0], j))
        return [*before, (i, j), *_pair_range(ratios, (i + 1, old[1]), (j + 1, new[1]))]
    if old[1] - old[0] == new[1] - new[0]:
        return list(zip(range(*old), range(*new), strict=True))
    return []


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    """Return how many words two texts have in common, as a fraction 0.0 to 1.0 (Dice's coefficient)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def rising(numbers: Sequence[int], names: Sequence[str] = ()) -> list[int]:
    """Return the indices of a longest rising subsequence of distinct numbers, in order.

    Among several longest ones it is the one whose `names` come first, compared from the front; without names the one
    with the smallest indices.
    """
    before = _lengths(numbers)
    after = _lengths([-number for number in reversed(numbers)])[::-1]
    longest = max(before, default=0)
    levels: list[list[int]] = [[] for _ in range(longest)]
    for index, length in enumerate(before):
        if length + after[index] - 1 == longest:
            levels[length - 1].append(index)
    order: Callable[[int], Any] = (lambda index: names[index]) if names else (lambda index: index)
    kept: list[int] = []
    for level in levels:
        kept.append(min((i for i in level if not kept or (i > kept[-1] and numbers[i] > numbers[kept[-1]])), key=order))
    return kept


def _lengths(numbers: Sequence[int]) -> list[int]:
    """Return for each number the length of the longest rising subsequence that ends with it."""
    tops: list[int] = []
    lengths = []
    for number in numbers:
        length = bisect_left(tops, number)
        tops[length : length + 1] = [number]
        lengths.append(length + 1)
    return lengths


def shared_order(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the ids that two sequences of distinct ids share: in the order of `one`, and in the order of `other`."""
    in_one, in_other = set(one), set(other)
    return [item for item in one if item in in_other], [item for item in other if item in in_one]


def moved_ids(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the shared ids that a re-ordering moved: those outside the longest common subsequence, ties by id."""
    old, new = shared_order(before, after)
    if old == new:
        return frozenset()
    place = {item: index for index, item in enumerate(old)}
    kept = rising([place[item] for item in new], new)
    return frozenset(new) - {new[index] for index in kept}
