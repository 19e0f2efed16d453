"""The merge that a pull stands for, as people look at it: lesson by lesson, block by block, with what was decided.

Nothing here is stored but the decisions. The merge is computed from the latest drafts whenever somebody looks, so a
working copy that changed meanwhile shows at once, and decisions count as long as the same question is asked.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from curriculum.content.labels import described, name_of
from curriculum.content.vocabulary import KINDS, FieldType
from curriculum.content.working_copy import State, working_copy
from curriculum.document import (
    Conflict,
    Document,
    Html,
    MergeResult,
    Node,
    Note,
    Place,
    Scalar,
    Text,
    diff,
    digest,
    dump_scalar,
    merge,
    resolve,
    resolve_partly,
    walk,
)  # fmt: skip
from curriculum.forks.declining import without_changes
from curriculum.forks.models import Adaptation, Decision, Pull
from curriculum.forks.renumbering import Renumbered, with_free_codes
from curriculum.forks.safe_changes import SafeChange, safe_changes
from curriculum.forks.units import Unit, subject_digest, unit_ids, units_of

Choices = Mapping[str, object]
KEPT_MERGES = 8  # results that a process keeps in memory: a decision asks for the same merge twice
Found = TypeVar("Found", Conflict, SafeChange, Note)

#: Which decisions a conflict about a field offers, by what the field holds; any other one is ours or theirs.
OFFERED: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("ours", "theirs", "both", "value"),
    FieldType.HTML: ("ours", "theirs", "both", "value"),
    FieldType.NUMBER: ("ours", "theirs", "value"),
    FieldType.CODES: ("ours", "theirs", "both"),
}


class PartStatus(TextChoices):
    """What a pull does to a lesson or to a block."""

    UNCHANGED = "unchanged", pgettext_lazy("what a pull does", "Unchanged")
    TAKEN = "taken", pgettext_lazy("what a pull does", "Taken")
    MERGED = "merged", pgettext_lazy("what a pull does", "Merged")
    CONFLICT = "conflict", pgettext_lazy("what a pull does", "Needs a decision")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One unit in which something happens."""

    unit_id: str
    status: PartStatus
    base: Unit | None
    ours: Unit | None
    theirs: Unit | None
    merged: Unit | None
    # the result with what was decided so far; None where the unit goes
    conflicts: tuple[Conflict, ...]
    changes: tuple[SafeChange, ...]
    notes: tuple[Note, ...]
    adaptation: Adaptation | None
    # why the fork departed here, if that was said

    @property
    def unit(self) -> Unit:
        """Return the fork's unit, or that of the side that has it."""
        unit = self.ours or self.merged or self.theirs or self.base
        assert unit is not None  # noqa: S101  an item is about a unit of at least one document
        return unit

    @property
    def own_only(self) -> bool:
        """Whether only the own details of a passage, lesson or module are meant."""
        return self.unit.own_only

    @property
    def label(self) -> str:
        """Return what a person calls it."""
        return described(self.unit.node)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One lesson, or the module itself where `lesson` is None."""

    node_id: str
    lesson: Node | None
    title: str
    status: PartStatus
    items: tuple[Item, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return what must be decided here, decided or not."""
        return tuple(conflict for item in self.items for conflict in item.conflicts)


class PreparedMerge:
    """The merge of a pull with the latest drafts and with the decisions that still count."""

    def __init__(self, pull: Pull) -> None:
        self.pull = pull
        self.base: Document = pull.base_document.load()
        self.theirs: Document = pull.theirs_document.load()
        self.ours: Document = working_copy(pull.fork.module.page, State.DRAFT).document
        everything = _merged(self.base, self.ours, self.theirs)
        self.changes = safe_changes(everything)
        stored = list(pull.decisions.select_related("by"))
        self._of_changes = _still_valid(stored, {change.key: change.subject for change in self.changes})
        declined = [change.change for change in self.changes if self._is_declined(change.key)]
        self.result: MergeResult = (
            _merged(self.base, self.ours, without_changes(self.base, self.theirs, declined)) if declined else everything
        )
        conflicts = {conflict.key: subject_of(conflict) for conflict in self.result.conflicts}
        self.decisions: dict[str, Decision] = self._of_changes | _still_valid(stored, conflicts)
        self.stale = tuple(decision for decision in stored if decision.key not in self.decisions)

    def _is_declined(self, key: str) -> bool:
        decision = self._of_changes.get(key)
        return decision is not None and decision.choice == Decision.Choice.DECLINED

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return every conflict, decided or not, in document order."""
        return self.result.conflicts

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """Return the conflicts that nobody decided yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.key not in self.decisions)

    @cached_property
    def conflicts_by_key(self) -> Mapping[str, Conflict]:
        """Return every conflict by its key."""
        return {conflict.key: conflict for conflict in self.conflicts}

    @cached_property
    def changes_by_key(self) -> Mapping[str, SafeChange]:
        """Return every change that needs no decision by its key."""
        return {change.key: change for change in self.changes}

    def choices_for(self, conflict: Conflict) -> tuple[str, ...]:
        """Return which decisions a conflict offers: of "ours", "theirs", "both" and "value"."""
        node = self.nodes.get(conflict.node_id)
        if conflict.kind != "field" or node is None or node.kind not in KINDS:
            return ("ours", "theirs")
        field_type = KINDS[node.kind].fields.get(conflict.field or "")
        return OFFERED.get(field_type, ("ours", "theirs")) if field_type else ("ours", "theirs")

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Return every node of the three documents and of the result by id; ours where it has the node."""
        documents = (self.base, self.theirs, self.so_far, self.ours)
        return {node.id: node for document in documents for node in walk(document)}

    @cached_property
    def pages(self) -> Mapping[str, int]:
        """Return the number of the page that each lesson, and the module, has by node id."""
        page = self.pull.fork.module.page
        lessons = {str(node_id): pk for pk, node_id in page.lessons().values_list("pk", "node_id")}
        return {str(page.node_id): page.pk, **lessons}

    def choices(self, take: str | None = None) -> Choices:
        """Return the decisions as `resolve` takes them; `take` decides what is open."""
        open_ones = {conflict.key: take for conflict in self.undecided} if take else {}
        return open_ones | {
            conflict.key: self.decisions[conflict.key].as_choice()
            for conflict in self.conflicts
            if conflict.key in self.decisions
        }

    def document(self, take: str | None = None) -> Document:
        """Return the merged document; raises ResolveError while a conflict is open and `take` does not decide it."""
        return with_free_codes(resolve(self.result, self.choices(take)), self.taken_codes)[0]

    @cached_property
    def so_far(self) -> Document:
        """Return the merged document with what was decided so far; open conflicts show ours."""
        return self._renumbered[0]

    @property
    def renumbered(self) -> tuple[Renumbered, ...]:
        """Return upstream's lessons that get another code here, since a lesson of the fork's own has theirs."""
        return self._renumbered[1]

    @cached_property
    def _renumbered(self) -> tuple[Document, tuple[Renumbered, ...]]:
        return with_free_codes(resolve_partly(self.result, self.choices()), self.taken_codes)

    @cached_property
    def taken_codes(self) -> Mapping[str, str]:
        """Return for each code of a lesson page of the module, dropped or not, the lesson's node id."""
        rows = self.pull.fork.module.page.lessons().values_list("code", "node_id")
        return {code: str(node_id) for code, node_id in rows}

    @cached_property
    def digest(self) -> str:
        """Return what names this merge with its decisions: what is applied must be what was shown."""
        versions = sorted(f"{key}={decision.version}" for key, decision in self.decisions.items())
        return subject_digest(digest(self.base), digest(self.ours), digest(self.theirs), *versions)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the module itself and its lessons, in the order of the merged document; what goes stands last."""
        return tuple(_parts(self))

    @property
    def counts(self) -> dict[str, int]:
        """Return how many parts, the module itself among them, have which status."""
        return {status.value: sum(part.status == status for part in self.parts) for status in PartStatus}


def prepare(pull: Pull) -> PreparedMerge:
    """Return the merge that `pull` stands for, over the latest drafts.

    Raises what `working_copy` raises for drafts that no document can hold.
    """
    return PreparedMerge(pull)


def subject_of(conflict: Conflict) -> str:
    """Return what names the question that a conflict asks, as 64 hex digits."""
    return subject_digest(conflict.kind, *map(_written, (conflict.base, conflict.ours, conflict.theirs)))


@lru_cache(maxsize=KEPT_MERGES)
def _merged(base: Document, ours: Document, theirs: Document) -> MergeResult:
    return merge(base, ours, theirs)


def _still_valid(stored: list[Decision], subjects: Mapping[str, str]) -> dict[str, Decision]:
    return {decision.key: decision for decision in stored if subjects.get(decision.key) == decision.subject}


def _written(stand: object) -> str:
    """Return one side of a conflict as text that differs where the side differs."""
    match stand:
        case Node():
            return digest(stand)
        case Place():
            return f"{stand.parent}/{stand.slot}"
    return json.dumps(dump_scalar(cast("Scalar", stand)), sort_keys=True)


# Parts


def _parts(prepared: PreparedMerge) -> Iterator[Part]:
    items: dict[str, list[Item]] = {}
    for item in _items(prepared):
        items.setdefault(item.unit.lesson.id if item.unit.lesson else "", []).append(item)
    merged, ours, theirs = map(units_of, (prepared.so_far, prepared.ours, prepared.theirs))
    yield _part(prepared, prepared.ours.root, None, items.pop("", []))
    lessons: dict[str, Node] = {}
    for unit in (*merged.values(), *ours.values(), *theirs.values()):
        if unit.node.kind == "lesson" and (unit.id in merged or unit.id in items):
            lessons.setdefault(unit.id, unit.node)
    for lesson_id, lesson in lessons.items():
        yield _part(prepared, lesson, lesson, items.get(lesson_id, []))


def _part(prepared: PreparedMerge, node: Node, lesson: Node | None, items: list[Item]) -> Part:
    title = f"{node.fields.get('code', '')} {name_of(node)}".strip() if lesson else name_of(node)
    return Part(
        node_id=node.id, lesson=lesson, title=title, items=tuple(items),
        status=_part_status(items, ours_is_untouched=_is_untouched(prepared, node, lesson)),
    )  # fmt: skip


def _part_status(items: list[Item], *, ours_is_untouched: bool) -> PartStatus:
    if any(item.conflicts for item in items):
        return PartStatus.CONFLICT
    if not any(item.changes for item in items):
        return PartStatus.UNCHANGED
    return PartStatus.TAKEN if ours_is_untouched else PartStatus.MERGED


def _is_untouched(prepared: PreparedMerge, node: Node, lesson: Node | None) -> bool:
    """Whether the fork never touched a lesson, or what belongs to the module itself."""
    if lesson is not None:
        ours, base = prepared.ours.find(node.id), prepared.base.find(node.id)
        return ours == base
    sides = [
        {unit.id: unit.digest for unit in units_of(document).values() if unit.lesson is None}
        for document in (prepared.ours, prepared.base)
    ]
    return sides[0] == sides[1]


def _items(prepared: PreparedMerge) -> Iterator[Item]:
    """Yield what happens, unit by unit: in the order of the merged document, what goes after it."""
    documents = (prepared.so_far, prepared.ours, prepared.theirs, prepared.base)
    ids = [unit_ids(document) for document in documents]

    def unit_of(node_id: str) -> str:
        return next((known[node_id] for known in ids if node_id in known), prepared.ours.root.id)

    conflicts = _grouped(unit_of, prepared.conflicts)
    changes = _grouped(unit_of, prepared.changes)
    notes = _grouped(unit_of, prepared.result.notes)
    adaptations = {str(row.node_id): row for row in prepared.pull.fork.adaptations.select_related("by")}
    merged, ours, theirs, base = (units_of(document) for document in documents)
    for unit_id in dict.fromkeys([*merged, *ours, *theirs, *base]):
        if unit_id in conflicts or unit_id in changes or unit_id in notes:
            lesson = next(units[unit_id] for units in (ours, merged, theirs, base) if unit_id in units).lesson
            yield Item(
                unit_id=unit_id,
                status=_item_status(unit_id in conflicts, ours.get(unit_id), base.get(unit_id)),
                base=base.get(unit_id), ours=ours.get(unit_id), theirs=theirs.get(unit_id), merged=merged.get(unit_id),
                conflicts=tuple(conflicts.get(unit_id, ())), changes=tuple(changes.get(unit_id, ())),
                notes=tuple(notes.get(unit_id, ())),
                adaptation=adaptations.get(unit_id) or adaptations.get(lesson.id if lesson else ""),
            )  # fmt: skip


def _grouped(unit_of: Callable[[str], str], found: Iterable[Found]) -> dict[str, list[Found]]:
    grouped: dict[str, list[Found]] = {}
    for thing in found:
        grouped.setdefault(unit_of(thing.node_id), []).append(thing)
    return grouped


def _item_status(in_conflict: bool, ours: Unit | None, base: Unit | None) -> PartStatus:
    if in_conflict:
        return PartStatus.CONFLICT
    untouched = (ours is None and base is None) or (ours and base and ours.digest == base.digest)
    return PartStatus.TAKEN if untouched else PartStatus.MERGED


def is_prose(conflict: Conflict) -> bool:
    """Return whether a conflict is about a text, whose sentences are decided."""
    return any(isinstance(side, Text | Html) for side in (conflict.ours, conflict.theirs))


def changed_lessons(before: Document, after: Document) -> set[str]:
    """Return the ids of the lessons that differ between two documents, and of the module where it does itself."""
    changed = {change.node_id for change in diff(before, after)}
    return {
        unit.lesson.id if unit.lesson else document.root.id
        for document in (before, after)
        for unit in units_of(document).values()
        if any(node.id in changed for node in unit.nodes())
    }
