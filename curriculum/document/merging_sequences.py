"""Three-way merge of sequences: sentences, paragraphs, list items, rows, cells."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from .alignment import Pairs, common_subsequence

#: Whose version stands where both sides changed the same: that of one side, or both, ours first.
Take = Literal["ours", "theirs", "both"]

Item = TypeVar("Item")


@dataclass(slots=True)
class Findings:
    """What came up during a merge."""

    conflict: bool = False
    # both sides changed the same in different ways
    together: bool = False
    # both sides added something at one place


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules(Generic[Item]):
    """How items of one sort are compared and merged."""

    key: Callable[[Item], Hashable]
    # equal keys: the same item
    pair: Callable[[Sequence[Item], Sequence[Item]], Pairs]
    # which item of a rewritten run became which
    merge: Callable[[Item, Item, Item], Item | None]
    # base, ours, theirs of an item that both changed; None where they contradict each other
    keep: Callable[[Item, Item, Item], Item]
    # base, ours, theirs of an item with one key on all sides


@dataclass(frozen=True, slots=True)
class _Edit(Generic[Item]):
    """One side replaces the base's items [start, end) by its own."""

    start: int
    end: int
    items: tuple[Item, ...]
    paired: bool
    # one item became another


@dataclass(slots=True)
class _Side(Generic[Item]):
    """What one side did to the base: its edits in order, and its version of every item that it kept."""

    edits: list[_Edit[Item]]
    kept: dict[int, Item]
    done: int = 0
    # how many edits are merged already

    def next(self) -> _Edit[Item] | None:
        """The first edit that is not merged yet."""
        return self.edits[self.done] if self.done < len(self.edits) else None

    def take_overlapping(self, start: int, end: int) -> list[_Edit[Item]]:
        """Take the next edits that overlap the base's range [start, end)."""
        first = self.done
        while (edit := self.next()) and edit.start < end and (edit.end > start or edit.start > start):
            self.done += 1
            end = max(end, edit.end)
        return self.edits[first : self.done]

    def version(self, edits: list[_Edit[Item]], start: int, end: int) -> list[Item]:
        """Return this side's items for the base's range [start, end), in which it has these edits."""
        items: list[Item] = []
        for edit in edits:
            items.extend(self.kept[index] for index in range(start, edit.start))
            items.extend(edit.items)
            start = edit.end
        items.extend(self.kept[index] for index in range(start, end))
        return items


@dataclass(frozen=True, slots=True)
class SequenceMerge(Generic[Item]):
    """The merge of three sequences. Insertions that touch a changed stretch do not overlap it."""

    rules: Rules[Item]
    take: Take
    findings: Findings = field(default_factory=Findings)

    def merge(self, base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]) -> list[Item]:
        """Return the merged items; what came up is in `findings`."""
        one, other = self._compare(base, ours), self._compare(base, theirs)
        merged: list[Item] = []
        position = 0
        while first := min(filter(None, (one.next(), other.next())), key=lambda e: (e.start, e.end), default=None):
            while position < first.start:
                merged.append(self.rules.keep(base[position], one.kept[position], other.kept[position]))
                position += 1
            merged_here, position = self._merge_region(base, one, other, first)
            merged.extend(merged_here)
        for index in range(position, len(base)):
            merged.append(self.rules.keep(base[index], one.kept[index], other.kept[index]))
        return merged

    def _merge_region(
        self, base: Sequence[Item], one: _Side[Item], other: _Side[Item], first: _Edit[Item]
    ) -> tuple[list[Item], int]:
        """Merge the edits that overlap, beginning with `first`; return the items and where the base goes on."""
        start, end = first.start, first.end
        if start == end:
            return self._merge_additions(one, other, start), start
        mine: list[_Edit[Item]] = []
        yours: list[_Edit[Item]] = []
        while True:
            found = one.take_overlapping(start, end)
            found_there = other.take_overlapping(start, end)
            if not found and not found_there:
                break
            mine, yours = mine + found, yours + found_there
            end = max(edit.end for edit in (*mine, *yours))
        if not yours:
            return one.version(mine, start, end), end
        if not mine:
            return other.version(yours, start, end), end
        if len(mine) == len(yours) == 1 and mine[0].paired and yours[0].paired:
            both = self._merge_item(base[start], mine[0].items[0], yours[0].items[0])
            if both is not None:
                return [both], end
        return self._choose(one.version(mine, start, end), other.version(yours, start, end)), end

    def _merge_additions(self, one: _Side[Item], other: _Side[Item], place: int) -> list[Item]:
        """Merge what was added at one place: both, ours first; what is the same, once."""
        added: list[list[Item]] = []
        for side in (one, other):
            edit = side.next()
            here = edit is not None and edit.start == edit.end == place
            added.append(list(edit.items) if edit and here else [])
            side.done += here
        mine, yours = added
        key = self.rules.key
        pairs = common_subsequence([key(item) for item in mine], [key(item) for item in yours])
        merged: list[Item] = []
        start = other_start = 0
        for i, j in [*pairs, (len(mine), len(yours))]:
            self.findings.together |= start < i and other_start < j
            merged.extend([*mine[start:i], *yours[other_start:j], *mine[i : i + 1]])
            start, other_start = i + 1, j + 1
        return merged

    def _merge_item(self, base: Item, ours: Item, theirs: Item) -> Item | None:
        """Merge one item that became another on both sides; None where the two contradict each other."""
        if self.rules.key(ours) == self.rules.key(theirs):
            return self.rules.keep(base, ours, theirs)
        return self.rules.merge(base, ours, theirs)

    def _choose(self, ours: list[Item], theirs: list[Item]) -> list[Item]:
        """Return what stands where the sides contradict each other."""
        key = self.rules.key
        if [key(item) for item in ours] == [key(item) for item in theirs]:
            return ours
        self.findings.conflict = True
        if self.take == "both":
            return ours + theirs
        return ours if self.take == "ours" else theirs

    def _compare(self, base: Sequence[Item], other: Sequence[Item]) -> _Side[Item]:
        """Return what one side did to the base."""
        key = self.rules.key
        pairs = common_subsequence([key(item) for item in base], [key(item) for item in other])
        edits: list[_Edit[Item]] = []
        start = other_start = 0
        for i, j in [*pairs, (len(base), len(other))]:
            edits.extend(self._run_edits(base[start:i], other[other_start:j], start))
            start, other_start = i + 1, j + 1
        return _Side(edits, {i: other[j] for i, j in pairs})

    def _run_edits(self, old: Sequence[Item], new: Sequence[Item], offset: int) -> list[_Edit[Item]]:
        """Return the edits that make the run `old`, which begins at `offset` of the base, into the run `new`."""
        edits: list[_Edit[Item]] = []
        start = other_start = 0
        for i, j in [*(self.rules.pair(old, new) if old and new else []), (len(old), len(new))]:
            if start < i or other_start < j:
                edits.append(_Edit(start + offset, i + offset, tuple(new[other_start:j]), False))
            if i < len(old):
                edits.append(_Edit(i + offset, i + offset + 1, (new[j],), True))
            start, other_start = i + 1, j + 1
        return edits
