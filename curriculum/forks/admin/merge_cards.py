"""A merge as the screen shows it: sections for lessons, cards for what happens in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.document import Node
from curriculum.forks.admin.merge_questions import Names, Question, questions_of
from curriculum.forks.drawing import Pictures, draw, draw_pair, pictures_of
from curriculum.forks.merging import Item, Part, PartStatus, PreparedMerge
from curriculum.forks.models import Adaptation
from curriculum.forks.naming import named
from curriculum.forks.units import DETAILS, Unit

MOST_CARDS = 20  # on one page of a lesson
MOST_OPEN_CARDS = 12  # of all lessons together that are open from the start
DETAILS_ALONE = ""  # kind of a node that is drawn with the details that it has, and no word about those that it lacks
ICONS = {
    PartStatus.UNCHANGED: "minus",
    PartStatus.TAKEN: "download",
    PartStatus.MERGED: "resubmit",
    PartStatus.CONFLICT: "help",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pen:
    """Draws units in the language of the content, with the pictures that stand in them."""

    language: str
    pictures: Pictures

    @classmethod
    def for_items(cls, prepared: PreparedMerge, items: Iterable[Item]) -> "Pen":
        """Return what draws `items`."""
        units = (unit for item in items for unit in (item.base, item.ours, item.theirs, item.merged))
        collection = prepared.pull.fork.module.platform.collection_id
        pictures = pictures_of((unit.node for unit in units if unit), collection)
        return cls(language=prepared.ours.language, pictures=pictures)

    def drawn(self, item: Item, unit: Unit | None) -> SafeString:
        """Return a version of an item as readers see it; empty for None."""
        if unit is None:
            return SafeString("")
        return draw(_shown(item, unit), own_only=_is_told(item), pictures=self.pictures, language=self.language)

    def pair(self, item: Item, before: Unit | None, after: Unit | None) -> tuple[SafeString, SafeString]:
        """Return two versions of an item, words marked that the other lacks; no marks where there is one alone."""
        if before is None or after is None:
            return self.drawn(item, before), self.drawn(item, after)
        return draw_pair(
            _shown(item, before),
            _shown(item, after),
            own_only=_is_told(item),
            pictures=self.pictures,
            language=self.language,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the two texts that stand beside each other."""

    name: str
    drawn: SafeString
    # as readers see it, with marks; empty where there is nothing
    absent: str
    # what is said where there is nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One thing in which something happens."""

    id: str
    label: str
    status: PartStatus
    icon: str
    is_decided: bool
    # whether it asked for decisions and got all
    sides: tuple[Side, ...]
    # none where both are the same, as in something that only moved
    base: SafeString
    result: SafeString
    # empty where nothing remains
    has_result: bool
    # whether the result is another than what stands beside each other
    questions: tuple[Question, ...]
    switches: tuple[Question, ...]
    notes: tuple[str, ...]
    reason: Adaptation | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One lesson, or the module itself."""

    part: Part
    title: str
    icon: str
    summary: str
    is_decided: bool
    # whether it asked for decisions and got all
    cards: tuple[Card, ...] | None
    # None where they are not drawn yet


def sections_of(prepared: PreparedMerge, parts: Iterable[Part], names: Names) -> list[Section]:
    """Return the sections of `parts`; those that need a decision with their cards, as long as these are few."""
    left = MOST_OPEN_CARDS
    found = []
    for part in parts:
        is_open = part.status == PartStatus.CONFLICT and len(part.items) <= left
        left -= len(part.items) if is_open else 0
        found.append(section_of(prepared, part, names, part.items if is_open else None))
    return found


def section_of(prepared: PreparedMerge, part: Part, names: Names, items: Iterable[Item] | None) -> Section:
    """Return the section of `part` with cards for `items`; without any cards where `items` is None."""
    return Section(
        part=part,
        title=part.title if part.lesson else _("The module itself"),
        icon=ICONS[part.status],
        summary=part_summary(prepared, part),
        is_decided=is_decided(prepared, part),
        cards=None if items is None else cards_of(prepared, items, names),
    )


def cards_of(prepared: PreparedMerge, items: Iterable[Item], names: Names) -> tuple[Card, ...]:
    """Return the cards of items, with their pictures, which are looked up together."""
    shown = list(items)
    pen = Pen.for_items(prepared, shown)
    return tuple(_card(prepared, item, names, pen) for item in shown)


def is_decided(prepared: PreparedMerge, asked: Part | Item) -> bool:
    """Return whether there was something to decide, and all of it is decided."""
    conflicts = asked.conflicts
    return bool(conflicts) and all(conflict.key in prepared.decisions for conflict in conflicts)


def result_of(prepared: PreparedMerge, item: Item) -> SafeString:
    """Return what will stand there with what was decided so far, as readers see it; empty where nothing remains."""
    return Pen.for_items(prepared, [item]).drawn(item, item.merged)


def _card(prepared: PreparedMerge, item: Item, names: Names, pen: Pen) -> Card:
    asked = questions_of(prepared, item, names)
    is_taken = item.status == PartStatus.TAKEN
    sides = _sides(item, names, pen)
    has_result = not is_taken and bool(sides or not item.own_only)
    return Card(
        id=item.unit_id,
        label=_label(item),
        status=item.status,
        icon=ICONS[item.status],
        is_decided=is_decided(prepared, item),
        sides=sides,
        base=SafeString("") if is_taken else pen.drawn(item, item.base),
        result=pen.drawn(item, item.merged) if has_result else SafeString(""),
        has_result=has_result,
        questions=tuple(question for question in asked if not question.is_switch),
        switches=tuple(question for question in asked if question.is_switch),
        notes=tuple(_notes(prepared, item, names)),
        reason=item.adaptation,
    )


def _label(item: Item) -> str:
    if item.unit.node.kind not in {"lesson", "module"} or not _is_told(item):
        return named(item.unit.node)
    is_about_order = all(conflict.kind == "move/move" and conflict.field for conflict in item.conflicts)
    return _("order of the parts") if is_about_order and not item.changes else _("title and details")


def place_of(prepared: PreparedMerge, key: str) -> tuple[Part, int] | None:
    """Return the part in which a question is asked, and the page of it, from 1; None where it is not asked."""
    for part in prepared.parts:
        for place, item in enumerate(part.items):
            if _asks(item, key):
                return part, place // MOST_CARDS + 1
    return None


def item_of(prepared: PreparedMerge, key: str) -> Item | None:
    """Return the item about which a question is asked."""
    items = (item for part in prepared.parts for item in part.items)
    return next((item for item in items if _asks(item, key)), None)


def _asks(item: Item, key: str) -> bool:
    return any(key == conflict.key for conflict in item.conflicts) or any(key == change.key for change in item.changes)


def _is_told(item: Item) -> bool:
    """Whether only the own details of a passage or lesson are shown; one that came or went is shown with all in it."""
    return item.own_only and item.ours is not None and item.theirs is not None


def _shown(item: Item, unit: Unit) -> Node:
    """Return the node that is drawn; of the details of a lesson or passage those alone in which versions differ."""
    if not _is_told(item):
        return unit.node
    names = _differing(item)
    fields = {name: value for name, value in unit.node.fields.items() if name in names}
    slots = {slot: nodes for slot, nodes in unit.node.slots.items() if slot in names}
    return Node(id=unit.id, kind=DETAILS_ALONE, fields=fields, slots=slots)


def _differing(item: Item) -> set[str]:
    """Return the names of the fields, and of the slots of details, in which the versions of an item differ."""
    nodes = [unit.node for unit in (item.base, item.ours, item.theirs) if unit]
    fields = {name for node in nodes for name in node.fields}
    slots = {slot for node in nodes for slot, children in node.slots.items() if children[0].kind in DETAILS}
    return {name for name in fields if len({repr(node.fields.get(name)) for node in nodes}) > 1} | {
        slot for slot in slots if len({node.slots.get(slot) for node in nodes}) > 1
    }


def part_summary(prepared: PreparedMerge, part: Part) -> str:
    """Return how much happens in a part, in a few words."""
    still_open = sum(conflict.key not in prepared.decisions for conflict in part.conflicts)
    if still_open:
        return ngettext("%d open decision", "%d open decisions", still_open) % still_open
    changes = sum(len(item.changes) for item in part.items)
    return ngettext("%d change", "%d changes", changes) % changes if changes else ""


def _sides(item: Item, names: Names, pen: Pen) -> tuple[Side, ...]:
    """Return what stands beside each other: the fork and upstream, each with marks on what it changed."""
    if item.ours and item.theirs and item.ours.digest == item.theirs.digest:
        return ()
    if item.status == PartStatus.TAKEN:
        ours, theirs = pen.pair(item, item.ours, item.theirs)
    else:
        ours, theirs = pen.pair(item, item.base, item.ours)[1], pen.pair(item, item.base, item.theirs)[1]
    taken_out = _("%(us)s took this out.") % {"us": names.us}
    return (
        Side(name=names.us, drawn=ours, absent=taken_out if item.base else _("Not here yet.")),
        Side(name=names.upstream, drawn=theirs, absent=_("Upstream took this out.")),
    )


def _notes(prepared: PreparedMerge, item: Item, names: Names) -> Iterator[str]:
    """Yield what was settled without a decision and is worth a look."""
    told = {"us": names.us}
    inside = {node.id for unit in (item.ours, item.merged) if unit for node in unit.nodes()}
    for note in prepared.result.notes:
        if note.kind == "added-together" and item.unit_id in note.theirs:
            yield _("%(us)s and upstream both added something at this place. What %(us)s added stands first.") % told
        elif note.kind == "written-together" and note.node_id in inside:
            yield _("%(us)s and upstream both added sentences at one point. Those of %(us)s stand first.") % told
        elif note.kind == "kept-parent" and note.node_id == item.unit_id:
            yield _("This stays, since something else now stands in it.")
        elif note.kind == "kept-place" and note.node_id in inside:
            yield _("This stays where %(us)s has it, since upstream's place for it is not possible.") % told
