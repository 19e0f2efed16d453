"""The page editor's blocks and the vocabulary say the same."""

import pytest
from wagtail import blocks

from curriculum.content import choices, vocabulary
from curriculum.content.blocks import BodyBlock, IntroductionBlock, NotesBlock, QuizBlock
from curriculum.content.labels import KIND_LABELS
from curriculum.content.vocabulary import KINDS, FieldType

#: Kinds that are pages or rows, not blocks.
PAGES_AND_ROWS = {"module", "lesson", "outcome", "requirement"}
BLOCK_OF_TYPE = {
    FieldType.TEXT: (blocks.CharBlock, blocks.TextBlock),
    FieldType.HTML: (blocks.RichTextBlock,),
    FieldType.CODE: (blocks.RegexBlock, blocks.ChoiceBlock),
    FieldType.NUMBER: (blocks.IntegerBlock,),
    FieldType.FLAG: (blocks.BooleanBlock,),
    FieldType.CODES: (blocks.MultipleChoiceBlock,),
}


def blocks_by_kind() -> dict[str, blocks.Block]:
    """Return every block of the editor under the name of its kind; a list's item under the kind of its slot."""
    found: dict[str, blocks.Block] = {}

    def visit(name: str, block: blocks.Block) -> None:
        found[name] = block
        for slot, kinds in KINDS[name].slots.items():
            child = block.child_blocks[slot]
            if isinstance(child, blocks.ListBlock):
                visit(kinds[0], child.child_block)
            else:
                for kind, block_of_kind in child.child_blocks.items():
                    visit(kind, block_of_kind)

    for stream in (BodyBlock(), IntroductionBlock(), QuizBlock(), NotesBlock()):
        for name, block in stream.child_blocks.items():
            visit(name, block)
    return found


BLOCKS = blocks_by_kind()


def test_blocks__every_kind_has_one() -> None:
    assert set(BLOCKS) == set(KINDS) - PAGES_AND_ROWS


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_blocks__children_have_the_names_of_fields_and_slots(name: str) -> None:
    kind, block = KINDS[name], BLOCKS[name]
    if kind.bare:
        assert not isinstance(block, blocks.StructBlock)
        assert set(kind.fields) == {kind.bare}
        return
    assert set(block.child_blocks) == set(kind.fields) - set(kind.constant) | set(kind.slots)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_blocks__children_hold_what_the_field_holds(name: str) -> None:
    kind, block = KINDS[name], BLOCKS[name]
    for field, field_type in kind.fields.items():
        if field in kind.constant or field_type not in BLOCK_OF_TYPE:
            continue
        child = block if kind.bare else block.child_blocks[field]
        assert isinstance(child, BLOCK_OF_TYPE[field_type]), f"{name}.{field}"


@pytest.mark.parametrize(
    ("stream", "kinds"),
    [
        (BodyBlock(), vocabulary.BODY_BLOCKS),
        (IntroductionBlock(), vocabulary.INTRODUCTION_BLOCKS),
        (QuizBlock(), KINDS["lesson"].slots["quiz"]),
        (NotesBlock(), KINDS["lesson"].slots["notes"]),
        (BLOCKS["passage"].child_blocks["body"], vocabulary.PASSAGE_BLOCKS),
    ],
    ids=["body", "introduction", "quiz", "notes", "passage"],
)
def test_blocks__streams_take_the_kinds_of_their_slot(stream: blocks.StreamBlock, kinds: tuple[str, ...]) -> None:
    assert set(stream.child_blocks) == set(kinds)


@pytest.mark.parametrize(
    ("codes", "enumeration"),
    [
        (vocabulary.LEVELS, choices.Level),
        (vocabulary.PHASES, choices.Phase),
        (vocabulary.THEMES, choices.Theme),
        (vocabulary.CYCLE_STEPS, choices.CycleStep),
        (vocabulary.AUDIENCES, choices.Audience),
        (vocabulary.STORY_FORMS, choices.StoryForm),
        (vocabulary.FORM_KINDS, choices.FormKind),
        (vocabulary.ORIENTATIONS, choices.Orientation),
        (vocabulary.ANSWERS, choices.Answer),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_choices__are_those_of_the_vocabulary(codes: tuple[str, ...], enumeration: type) -> None:
    assert tuple(enumeration.values) == codes


def test_labels__every_kind_has_a_name_for_people() -> None:
    assert set(KIND_LABELS) == set(KINDS)
