"""How each kind of node is written in a source file: which names an entry may have, and what they become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from curriculum.content.vocabulary import (
    ANSWERS,
    AUDIENCES,
    CYCLE_STEPS,
    FORM_KINDS,
    KINDS,
    LEVELS,
    ORIENTATIONS,
    PHASES,
    THEMES,
    Kind,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """The written form of one kind of node.

    `fields` and `slots` map a name in the file to the node's field or slot. `bare` is the field that an entry
    stands for when it is a plain string. `special` names are read by rules of their own.
    """

    kind: str
    fields: Mapping[str, str]
    slots: Mapping[str, str] = field(default_factory=dict)
    bare: str | None = None
    special: tuple[str, ...] = ()
    constant: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that such an entry may have."""
        return (*self.fields, *self.slots, *self.special, "id")

    def written(self, target: str) -> str:
        """Give the name in the file of a field or slot of the node."""
        names = {field: name for name, field in {**self.fields, **self.slots}.items()}
        return names.get(target) or _SPECIAL_NAMES.get(target, target)

    @property
    def vocabulary(self) -> Kind:
        """What the document demands of this kind."""
        return KINDS[self.kind]


_SPECIAL_NAMES = {"table": "rows", "image": "picture"}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_PROFILE = _same("levels", "standards", "audience")

MODULE = Shape(
    kind="module",
    fields={"module": "code", **_same("title", "summary", "levels", "phases", "themes", "builds_on")},
    slots=_same("outcomes", "introduction"),
    special=("notes", "lessons"),
)
LESSON = Shape(
    kind="lesson",
    fields={"lesson": "code", **_same("title", "minutes", "phase", "cycle_step", "place", "standards", "audience")},
    slots=_same("materials", "body", "quiz", "notes"),
    special=("core", "refresher", "optional", "requirements"),
)

#: Blocks, by the name that marks them. Where an entry has several of these names, the first in this order counts.
BLOCKS: Mapping[str, Shape] = MappingProxyType(
    {
        "heading": Shape(kind="heading", fields={"heading": "text"}),
        "key_message": Shape(kind="key_message", fields={"key_message": "text"}),
        "activity": Shape(
            kind="activity", fields={"activity": "title", "purpose": "purpose"}, slots=_same("materials", "steps")
        ),
        "discussion": Shape(kind="discussion", fields={"discussion": "title", "text": "body"}, slots=_same("prompts")),
        "story": Shape(kind="story", fields={"story": "title", "text": "body"}, constant={"form": "story"}),
        "case": Shape(kind="story", fields={"case": "title", "text": "body"}, constant={"form": "case"}),
        "table": Shape(kind="table", fields={"table": "caption"}, special=("rows", "row_heads")),
        "picture": Shape(kind="picture", fields=_same("alternative", "caption"), special=("picture",)),
        "form": Shape(
            kind="form",
            fields={
                "form": "title",
                **_same("code", "form_kind", "orientation", "blank_rows", "kept_by", "instructions"),
                **_PROFILE,
            },
            slots=_same("entries"),
        ),
        "question": Shape(
            kind="question",
            fields={"question": "text", **_same("code", "feedback"), **_PROFILE},
            slots=_same("options"),
        ),
        "note": Shape(kind="facilitator_note", fields={"note": "body", "levels": "levels", "standards": "standards"}),
        "passage": Shape(kind="passage", fields={"passage": "title", **_PROFILE}, slots=_same("body")),
        "text": Shape(kind="text", fields={"text": "body"}),
    }
)
#: Entries of a block, by their kind.
ITEMS: Mapping[str, Shape] = MappingProxyType(
    {
        "outcome": Shape(kind="outcome", fields=_same("text"), bare="text"),
        "material": Shape(kind="material", fields=_same("text"), bare="text"),
        "step": Shape(kind="step", fields={"minutes": "minutes", "text": "body"}),
        "prompt": Shape(kind="prompt", fields=_same("text"), bare="text"),
        "entry": Shape(kind="entry", fields=_same("label", "answer"), bare="label"),
        "option": Shape(kind="option", fields=_same("text", "correct", "feedback"), bare="text"),
    }
)

#: Names that hold entries of a block, lesson or module, and those whose entries have no meaning without their block.
SLOTS = frozenset(name for shape in (MODULE, LESSON, *BLOCKS.values()) for name in shape.slots)
ITEM_SLOTS = frozenset(
    name
    for shape in (MODULE, LESSON, *BLOCKS.values())
    for name, slot in shape.slots.items()
    if shape.vocabulary.slots[slot][0] in ITEMS
)

#: What in a country makes a platform depart from the generic curriculum (SCAN concept note, section 4.3).
ADAPTATION_FACTORS = ("market", "ecosystem", "politics", "standards", "certification")

#: Fields that hold one of a few values.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "levels": LEVELS,
        "phase": PHASES,
        "phases": PHASES,
        "themes": THEMES,
        "cycle_step": CYCLE_STEPS,
        "audience": AUDIENCES,
        "form_kind": FORM_KINDS,
        "orientation": ORIENTATIONS,
        "answer": ANSWERS,
        "row_heads": ("first",),
        "factor": ADAPTATION_FACTORS,
    }
)
