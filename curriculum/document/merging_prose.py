"""Three-way merge of translatable text: paragraph by paragraph, and sentence by sentence inside a paragraph."""

import unicodedata
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .alignment import Pairs, pair_similar
from .exceptions import MarkupError
from .html import BLOCK_TAGS, PART_TAGS, Element, canonical_html, inline_of, parse_fragment, plain_text, render
from .merging_sequences import Findings, Rules, SequenceMerge, Take
from .nodes import Html, Text
from .prose import Path, Prose, Sentence, join_inline, join_text, prose_of_inline, prose_of_text

Value = TypeVar("Value")

#: Tags that may become each other; a block never becomes one of another family.
_FAMILIES = {"ul": "list", "ol": "list", "th": "cell", "td": "cell"}


class _ContradictionError(Exception):
    """The two sides cannot be brought together inside the text; the field as a whole is in conflict."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MergedProse:
    """The merge of one translatable field."""

    value: Text | Html
    conflict: bool
    # the sides contradict each other somewhere; there stands what was asked for
    together: bool
    # both sides added something at one place


def merge_text(base: Text, ours: Text, theirs: Text, take: Take) -> MergedProse:
    """Merge plain text sentence by sentence.

    `take` says whose sentences stand where the sides contradict each other; all else is merged in any case.
    """
    findings = Findings()
    if not base.text.strip():
        return _whole(ours, theirs, take)
    merged = _merge_sentences(prose_of_text(base.text), prose_of_text(ours.text), prose_of_text(theirs.text), take,
                              findings)  # fmt: skip
    value = Text(unicodedata.normalize("NFC", join_text(merged)))
    return MergedProse(value=value, conflict=findings.conflict, together=findings.together)


def merge_html(base: Html, ours: Html, theirs: Html, take: Take) -> MergedProse:
    """Merge rich text: blocks, list items, rows and cells are aligned first, then sentences inside them.

    `take` is as for `merge_text`. Where the merge would not be a fragment of the vocabulary, or a
    table would lose its shape, the field as a whole is in conflict.
    """
    blocks = parse_fragment(base.html)
    if not blocks:
        return _whole(ours, theirs, take)
    findings = Findings()
    try:
        merged = _merge_blocks(blocks, parse_fragment(ours.html), parse_fragment(theirs.html), take, findings)
        value = Html(canonical_html(render(tuple(merged))))
    except (_ContradictionError, MarkupError):
        return _whole(ours, theirs, take)
    return MergedProse(value=value, conflict=findings.conflict, together=findings.together)


def _whole(ours: Text | Html, theirs: Text | Html, take: Take) -> MergedProse:
    """Return the conflict of whole fields."""
    value: Text | Html = theirs if take == "theirs" else ours
    if take == "both" and isinstance(ours, Text) and isinstance(theirs, Text):
        value = Text(unicodedata.normalize("NFC", " ".join(filter(None, (ours.text, theirs.text)))))
    elif take == "both" and isinstance(ours, Html) and isinstance(theirs, Html):
        blocks = (*parse_fragment(ours.html), *parse_fragment(theirs.html))
        value = ours if any(block.tag == "table" for block in blocks) else Html(render(blocks))
    return MergedProse(value=value, conflict=True, together=False)


def _merge_sentences(base: Prose, ours: Prose, theirs: Prose, take: Take, findings: Findings) -> Prose:
    """Merge the sentences of one paragraph; white space takes the side that changed it."""
    sequence = SequenceMerge(_SENTENCE_RULES, take, findings)
    merged = sequence.merge(base.sentences, ours.sentences, theirs.sentences)
    lead = ours.lead if ours.lead != base.lead else theirs.lead
    if merged:
        end = ours.end if ours.end != base.end else theirs.end
        merged[-1] = Sentence(merged[-1].core, end)
    return Prose(lead, tuple(merged))


def _keep_sentence(base: Sentence, ours: Sentence, theirs: Sentence) -> Sentence:
    """Return a sentence that nobody changed, with the white space of the side that changed that."""
    changed = [side.tail for side in (ours, theirs) if side.tail != base.tail]
    return Sentence(ours.core, next(filter(None, changed), base.tail))


def _pair_in_place(old: Sequence[Sentence], new: Sequence[Sentence]) -> Pairs:
    """Pair the sentences of runs of equal length."""
    return [(index, index) for index in range(len(old))] if len(old) == len(new) else []


def _sentence_key(sentence: Sentence) -> Hashable:
    """Return what makes a sentence the same: its words and their markup."""
    merged: list[tuple[str, Path]] = []
    for text, path in sentence.core:
        if merged and merged[-1][1] == path:
            merged[-1] = (merged[-1][0] + text, path)
        else:
            merged.append((text, path))
    return tuple(merged)


def _contradiction(_base: Sentence, _ours: Sentence, _theirs: Sentence) -> None:
    """Two versions of one sentence are never mixed."""
    return None


_SENTENCE_RULES: Rules[Sentence] = Rules(
    key=_sentence_key, pair=_pair_in_place, merge=_contradiction, keep=_keep_sentence
)


def _merge_blocks(
    base: Sequence[Element], ours: Sequence[Element], theirs: Sequence[Element], take: Take, findings: Findings
) -> list[Element]:
    """Merge the blocks of a fragment, the items of a list, the rows of a table or the cells of a row."""
    rules: Rules[Element] = Rules(
        key=_block_key, pair=_pair_blocks, merge=_block_merger(take, findings), keep=lambda _base, mine, _theirs: mine
    )
    return SequenceMerge(rules, take, findings).merge(base, ours, theirs)


def _block_key(block: Element) -> str:
    """Return what makes a block the same: all that it holds."""
    return render((block,))


def _pair_blocks(old: Sequence[Element], new: Sequence[Element]) -> Pairs:
    """Pair the blocks of a rewritten run by their text, within one family of tags."""
    pairs = pair_similar([_words(block) for block in old], [_words(block) for block in new])
    return [(i, j) for i, j in pairs if _family(old[i]) == _family(new[j])]


def _words(block: Element) -> str:
    """Return the text of a block, words of neighbouring blocks apart."""
    return " ".join([plain_text(inline_of(block)), *(_words(child) for child in _inner_blocks(block))])


def _family(block: Element) -> str:
    """Return the family of a block's tag."""
    return _FAMILIES.get(block.tag, block.tag)


def _inner_blocks(block: Element) -> tuple[Element, ...]:
    """Return the blocks directly inside a block."""
    return tuple(child for child in block.children if isinstance(child, Element) and child.tag in BLOCK_TAGS)


def _block_merger(take: Take, findings: Findings) -> Callable[[Element, Element, Element], Element]:
    """Return the function that merges one block which both sides changed."""

    def merge_block(base: Element, ours: Element, theirs: Element) -> Element:
        tag = _changed_side(base.tag, ours.tag, theirs.tag)
        attributes = _changed_side(base.attributes, ours.attributes, theirs.attributes)
        text = _merge_running_text(base, ours, theirs, take, findings) if tag in PART_TAGS else ()
        inner = _merge_blocks(_inner_blocks(base), _inner_blocks(ours), _inner_blocks(theirs), take, findings)
        merged = Element(tag, (*text, *inner), attributes)
        if tag == "table" and not _is_even(merged) and all(map(_is_even, (base, ours, theirs))):
            raise _ContradictionError
        return merged

    return merge_block


def _merge_running_text(
    base: Element, ours: Element, theirs: Element, take: Take, findings: Findings
) -> tuple[Element | str, ...]:
    """Merge the sentences of a paragraph, list item or cell; two texts where none was contradict each other."""
    old, mine, yours = inline_of(base), inline_of(ours), inline_of(theirs)
    if mine == yours or yours == old:
        return mine
    if mine == old:
        return yours
    if not old:
        findings.conflict = True
        return mine + yours if take == "both" else yours if take == "theirs" else mine
    merged = _merge_sentences(prose_of_inline(old), prose_of_inline(mine), prose_of_inline(yours), take, findings)
    return join_inline(merged)


def _changed_side(base: Value, ours: Value, theirs: Value) -> Value:
    """Return the value of the side that changed it."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    raise _ContradictionError


def _is_even(table: Element) -> bool:
    """Whether all rows of a table have the same number of cells."""
    return len({len(row.children) for row in _rows(table)}) <= 1


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table."""
    for section in _inner_blocks(table):
        yield from _inner_blocks(section)
