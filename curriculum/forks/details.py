"""Details of a node as labelled lines: what is no block, and what of a block the readers' templates do not show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from curriculum.content.completeness import FIELD_LABELS
from curriculum.content.formats import choice_name, duration, number
from curriculum.content.labels import label_of
from curriculum.content.vocabulary import KINDS
from curriculum.document import Asset, Html, Node, Scalar, Text
from curriculum.forks.marking import ADDED, REMOVED, Marks, marked_texts, marked_whole, shared_nodes
from curriculum.forks.words import flow_of

#: Fields whose codes have names, and the choices of `content.formats` that they are.
CHOICES_OF: Mapping[str, str] = {
    "levels": "level", "refresher_levels": "level", "optional_levels": "level", "phase": "phase", "phases": "phase",
    "themes": "theme", "cycle_step": "cycle_step", "audience": "audience", "form": "story_form",
    "form_kind": "form_kind", "orientation": "orientation", "answer": "answer",
}  # fmt: skip
#: Fields that mean everybody where they are empty.
FOR_ALL = frozenset({"levels", "standards", "audience"})
#: Texts that the readers' templates put into attributes, where no mark can stand.
UNSEEN_TEXTS = frozenset({"alternative"})
REQUIREMENTS = "requirements"


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """One labelled line, such as "Minutes: 45 min"."""

    name: str
    # what it tells: the same in all versions of a node
    label: str
    # in the active language
    words: str
    # in the active language, perhaps with marks
    value: object
    # what the words stand for; another value, another mark


def own_details(node: Node) -> list[Detail]:
    """Return a line for each field of `node`, then one for its requirements, in the order of the vocabulary.

    An empty field has no line, unless that means that the node is for all.
    """
    lines = [_detail(node, name) for name in _names(node, FOR_ALL)]
    if requirements := _requirements(node):
        label = capfirst(_("requirements of standards"))
        lines.append(Detail(name=REQUIREMENTS, label=label, words=requirements, value=requirements))
    return lines


def whole_details(lines: list[Detail], marks: Marks) -> list[Detail]:
    """Return the lines with all their words marked."""
    return [replace(line, words=marked_whole(line.words, marks)) for line in lines]


def compared_details(before: list[Detail], after: list[Detail]) -> tuple[list[Detail], list[Detail]]:
    """Return the lines of two versions, their words marked where they differ. Both have the lines of either."""
    old, new = ({line.name: line for line in lines} for lines in (before, after))
    names = [*new, *(name for name in old if name not in new)]
    pairs = [_compared(old.get(name) or _none(new[name]), new.get(name) or _none(old[name])) for name in names]
    return [one for one, _other in pairs], [other for _one, other in pairs]


def unseen_changes(
    before: Node | None, after: Node | None, *, but_top: bool = False
) -> tuple[list[Detail], list[Detail]]:
    """Return lines, with marks, about what differs in two versions of a block where its templates can show no mark.

    That is every field but texts and rich texts, of each node that stands in both, and texts that stand in attributes.
    With `but_top` the node itself is left out and only what stands in it counts.
    """
    shared = set(shared_nodes(before, after))
    old, new = ({line.name: line for line in _unseen(node, shared, but_top)} for node in (before, after))
    changed = {name for name in old.keys() | new.keys() if name not in old or name not in new
               or old[name].value != new[name].value}  # fmt: skip
    mine, yours = ([line for name, line in lines.items() if name in changed] for lines in (old, new))
    if before is None or after is None:
        return whole_details(mine, REMOVED), whole_details(yours, ADDED)
    return compared_details(mine, yours)


def _unseen(top: Node | None, shared: set[str], but_top: bool) -> Iterator[Detail]:
    for node, place in _with_places(top) if top else ():
        for name in _names(node) if place or not but_top else ():
            is_text = isinstance(node.fields[name], Text | Html)
            if name in UNSEEN_TEXTS or (not is_text and node.id in shared):
                line = _detail(node, name)
                yield replace(line, name=f"{node.id}:{name}", label=_placed(line.label, node, place))


def _with_places(node: Node, place: int | None = None) -> Iterator[tuple[Node, int | None]]:
    """Yield a node and all below it with their numbers among their neighbours; None for the node at the top."""
    yield node, place
    for children in node.slots.values():
        for number_of_child, child in enumerate(children, start=1):
            yield from _with_places(child, number_of_child)


def _placed(label: str, node: Node, place: int | None) -> str:
    if place is None:
        return label
    words = _("%(kind)s %(number)d: %(part)s") % {"kind": label_of(node), "number": place, "part": label.lower()}
    return capfirst(words)


def _compared(before: Detail, after: Detail) -> tuple[Detail, Detail]:
    if before.value == after.value:
        return before, after
    if before.words == after.words:
        old, new = marked_whole(before.words, REMOVED), marked_whole(after.words, ADDED)
    else:
        old, new = marked_texts(before.words, after.words)
    return replace(before, words=old), replace(after, words=new)


def _none(line: Detail) -> Detail:
    """Return what is told where a version does not have this line."""
    field = line.name.rpartition(":")[2]
    return replace(line, words=_words(field, False if isinstance(line.value, bool) else None), value=None)


def _names(node: Node, always: frozenset[str] = frozenset()) -> list[str]:
    """Return the names of the fields that `node` has, in the order of the vocabulary, unknown ones last.

    Of those that its kind may have, `always` are named where it has none, too.
    """
    known = KINDS[node.kind].fields if node.kind in KINDS else {}
    present = [name for name, value in node.fields.items() if value is not None]
    return [*(name for name in known if name in present or name in always),
            *(name for name in present if name not in known)]  # fmt: skip


def _detail(node: Node, name: str) -> Detail:
    value = node.fields.get(name)
    label = str(FIELD_LABELS.get(name, name.replace("_", " ")))
    return Detail(name=name, label=capfirst(label), words=_words(name, value), value=value)


def _words(name: str, value: Scalar) -> str:
    """Return what a field says, in words."""
    match value:
        case Text():
            return value.text
        case Html():
            return flow_of(value).plain.strip()
        case Asset():
            return value.name
        case bool():
            return _("yes") if value else _("no")
        case int() if name == "minutes":
            return duration(value)
        case int() | float():
            return number(value)
        case str():
            return _code_name(name, value)
        case tuple() if value:
            return ", ".join(_code_name(name, code) for code in value)
    return pgettext("levels, standards or readers", "all") if name in FOR_ALL else pgettext("an empty detail", "none")


def _code_name(name: str, code: str) -> str:
    return choice_name(code, CHOICES_OF[name]) if name in CHOICES_OF else code


def _requirements(node: Node) -> str:
    """Return the requirements below a lesson: "GAP: 1.2, 1.3; ORG: 4"."""
    found: dict[str, list[str]] = {}
    for row in node.slots.get(REQUIREMENTS, ()):
        found.setdefault(str(row.fields.get("standard", "")), []).append(str(row.fields.get("requirement", "")))
    return "; ".join(f"{standard}: {', '.join(codes)}" for standard, codes in found.items())
