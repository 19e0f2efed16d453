"""The vocabulary of a curriculum document: which kinds of node there are, what each holds, what a release demands.

`curriculum.document` knows only nodes, fields and slots. Here stands what a training manual is made of. The blocks of
the page editor, the source files, the words of a change list and the check before a release all follow this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class FieldType(Enum):
    """What a field holds, and so which form of scalar stands in the document."""

    TEXT = "text"  # translatable plain text: {"text": "…"}
    HTML = "html"  # translatable rich text: {"html": "…"}
    TABLE = "table"  # translatable table, one <table> whose cells are plain text: {"html": "<table>…"}
    ASSET = "asset"  # a file pinned by content: {"asset": "<sha256>", "name": "…"}
    CODE = "code"  # a plain string that no translator touches
    NUMBER = "number"  # a whole number, 0 or more
    FLAG = "flag"  # true, or absent
    CODES = "codes"  # a list of plain strings


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of node.

    `title` names the text field that a person would call the node by. `bare` names the only field of a kind whose
    block in the editor is a single value and not a struct. An empty value is the same as an absent field: neither
    stands in the document.
    """

    name: str
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()  # fields that a release demands
    filled: frozenset[str] = frozenset()  # slots that must hold a node before a release
    constant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # fields that always have this value
    title: str | None = None
    bare: str | None = None


TEXT, HTML, TABLE, ASSET, CODE, NUMBER, FLAG, CODES = FieldType

#: Fields by which a profile selects. Absent means: for all.
PROFILE = {"levels": CODES, "standards": CODES, "audience": CODES}

LEVELS = ("low", "moderate", "adequate", "specialized")
PHASES = ("preconditions", "planning-1", "planning-2", "initial-certificate", "autonomous-management")
THEMES = ("organisation", "quality", "farm", "market", "people", "finance")
CYCLE_STEPS = ("plan", "do", "check", "act")
AUDIENCES = ("learner", "facilitator")
STORY_FORMS = ("story", "case")
FORM_KINDS = ("record", "agreement", "checklist", "handout", "poster")
ORIENTATIONS = ("portrait", "landscape")
ANSWERS = ("text", "number", "date", "tick", "signature")

#: What may stand in a passage.
PASSAGE_BLOCKS = (
    "heading", "text", "key_message", "activity", "discussion", "story", "table", "picture", "form", "question",
    "facilitator_note",
)  # fmt: skip
#: What may stand in the body of a lesson.
BODY_BLOCKS = (*PASSAGE_BLOCKS, "passage")
#: What may stand in the introduction of a module.
INTRODUCTION_BLOCKS = ("heading", "text", "key_message", "story", "table", "picture", "facilitator_note", "passage")

_KINDS = (
    Kind(
        name="module",
        title="title",
        fields={"code": CODE, "title": TEXT, "summary": TEXT, "levels": CODES, "phases": CODES, "themes": CODES,
                "builds_on": CODES},
        slots={"outcomes": ("outcome",), "introduction": INTRODUCTION_BLOCKS, "lessons": ("lesson",)},
        required=frozenset({"code", "title", "summary"}),
        filled=frozenset({"outcomes", "lessons"}),
    ),
    Kind(name="outcome", title="text", bare="text", fields={"text": TEXT}, required=frozenset({"text"})),
    Kind(
        name="lesson",
        title="title",
        # `levels`: for which levels the lesson is planned; two subsets of it: `refresher_levels`, `optional_levels`.
        # What is in neither of the two is core.
        fields={"code": CODE, "title": TEXT, "minutes": NUMBER, "phase": CODE, "cycle_step": CODE, "place": TEXT,
                "levels": CODES, "refresher_levels": CODES, "optional_levels": CODES,
                "standards": CODES, "audience": CODES},
        slots={"materials": ("material",), "body": BODY_BLOCKS, "quiz": ("question",),
               "notes": ("facilitator_note",), "requirements": ("requirement",)},
        required=frozenset({"code", "title", "minutes"}),
        filled=frozenset({"body"}),
    ),
    Kind(name="requirement", fields={"standard": CODE, "requirement": CODE},
         required=frozenset({"standard", "requirement"})),
    Kind(name="heading", title="text", bare="text", fields={"text": TEXT}, required=frozenset({"text"})),
    Kind(name="text", bare="body", fields={"body": HTML}, required=frozenset({"body"})),
    Kind(name="key_message", title="text", bare="text", fields={"text": TEXT}, required=frozenset({"text"})),
    Kind(
        name="activity",
        title="title",
        fields={"title": TEXT, "purpose": TEXT},
        slots={"materials": ("material",), "steps": ("step",)},
        required=frozenset({"title"}),
        filled=frozenset({"steps"}),
    ),
    Kind(name="material", title="text", bare="text", fields={"text": TEXT}, required=frozenset({"text"})),
    Kind(name="step", fields={"minutes": NUMBER, "body": HTML}, required=frozenset({"body"})),
    Kind(
        name="discussion",
        title="title",
        fields={"title": TEXT, "body": HTML},
        slots={"prompts": ("prompt",)},
        filled=frozenset({"prompts"}),
    ),
    Kind(name="prompt", title="text", bare="text", fields={"text": TEXT}, required=frozenset({"text"})),
    Kind(name="story", title="title", fields={"title": TEXT, "form": CODE, "body": HTML},
         required=frozenset({"title", "body"})),
    Kind(name="table", title="caption", fields={"caption": TEXT, "table": TABLE},
         required=frozenset({"caption", "table"})),
    Kind(name="picture", title="caption", fields={"image": ASSET, "alternative": TEXT, "caption": TEXT},
         required=frozenset({"image", "alternative"})),
    Kind(
        name="form",
        title="title",
        fields={"code": CODE, "title": TEXT, "form_kind": CODE, "orientation": CODE, "blank_rows": NUMBER,
                "kept_by": TEXT, "instructions": HTML, **PROFILE},
        slots={"entries": ("entry",)},
        required=frozenset({"code", "title"}),
        filled=frozenset({"entries"}),
    ),
    Kind(name="entry", title="label", fields={"label": TEXT, "answer": CODE}, required=frozenset({"label"})),
    Kind(
        name="question",
        title="text",
        fields={"code": CODE, "text": TEXT, "feedback": TEXT, **PROFILE},
        slots={"options": ("option",)},
        required=frozenset({"code", "text"}),
        filled=frozenset({"options"}),
    ),
    Kind(name="option", title="text", fields={"text": TEXT, "correct": FLAG, "feedback": TEXT},
         required=frozenset({"text"})),
    Kind(
        name="facilitator_note",
        fields={"body": HTML, **PROFILE},
        required=frozenset({"body"}),
        constant={"audience": ("facilitator",)},
    ),
    Kind(
        name="passage",
        title="title",
        fields={"title": TEXT, **PROFILE},
        slots={"body": PASSAGE_BLOCKS},
        filled=frozenset({"body"}),
    ),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})
