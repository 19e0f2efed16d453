"""The blocks of a training manual, as the page editor offers them.

Each block is one kind of `curriculum.content.vocabulary`; its child blocks have the names of the kind's fields and
slots, which a test holds. A block template renders a node of the document, not a block value: see
`curriculum.content.previewing`.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as HandsontableBlock
from wagtail.images.blocks import ImageChooserBlock

from curriculum.content.choices import Answer, Audience, FormKind, Level, Orientation, StoryForm
from curriculum.content.models.snippets import standard_choices

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "node-link"]
LONGEST_LINE = 255
LONGEST_TEXT = 1_000
LONGEST_PROSE = 20_000
MOST_ITEMS = 60
MOST_BLOCKS = 200


class Line(blocks.CharBlock):
    """A translatable line of plain text, at most 255 characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_LINE, **options})

    class Meta:
        icon = "title"


class Prose(blocks.RichTextBlock):
    """Translatable text with bold, italic, lists and links, at most 20,000 characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": PROSE_FEATURES, "max_length": LONGEST_PROSE, **options})


class LevelsBlock(blocks.MultipleChoiceBlock):
    """The levels of organisation that a block is for; none means all."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "choices": Level.choices,
            "required": False,
            "label": _("Levels"),
            "help_text": _("Leave empty for all levels."),
        }
        super().__init__(**{**defaults, **options, "widget": CheckboxSelectMultiple})


class StandardsBlock(blocks.MultipleChoiceBlock):
    """The standards that a block is for; none means all."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "choices": standard_choices,
            "required": False,
            "label": _("Standards"),
            "help_text": _("Leave empty for all standards."),
        }
        super().__init__(**{**defaults, **options, "widget": CheckboxSelectMultiple})

    def normalize_choice(self, value: Any) -> Any:
        """Return the code as it is stored, a string: Wagtail would ask the database for each, to find its type."""
        return value


class AudienceBlock(blocks.MultipleChoiceBlock):
    """Whether a block is for learners, for facilitators or, where empty, for both."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "choices": Audience.choices,
            "required": False,
            "label": _("Audience"),
            "help_text": _("Leave empty for learners and facilitators."),
        }
        super().__init__(**{**defaults, **options, "widget": CheckboxSelectMultiple})


class HeadingBlock(Line):
    """A heading within a lesson."""

    class Meta:
        icon = "title"
        label = _("Heading")


class TextBlock(Prose):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class KeyMessageBlock(blocks.TextBlock):
    """The sentence that a learner takes home."""

    class Meta:
        icon = "pick"
        label = _("Key message")


class StepBlock(blocks.StructBlock):
    """One timed step of an activity."""

    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=0, max_value=600, required=False)
    body = Prose(label=_("What happens"))

    class Meta:
        icon = "time"
        label = _("Step")


class ActivityBlock(blocks.StructBlock):
    """Something the group does, with its materials and timed steps."""

    title = Line(label=_("Title"))
    purpose = Line(label=_("Purpose"), required=False)
    materials = blocks.ListBlock(Line(label=_("Material")), label=_("Materials"), default=[], max_num=MOST_ITEMS)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1, max_num=MOST_ITEMS)

    class Meta:
        icon = "group"
        label = _("Activity")
        label_format = "{title}"


class DiscussionBlock(blocks.StructBlock):
    """Questions that a group talks about."""

    title = Line(label=_("Title"), required=False)
    body = Prose(label=_("Introduction"), required=False)
    prompts = blocks.ListBlock(Line(label=_("Question")), label=_("Questions"), min_num=1, max_num=MOST_ITEMS)

    class Meta:
        icon = "comment"
        label = _("Discussion")
        label_format = "{title}"


class StoryBlock(blocks.StructBlock):
    """A story, or a case worked through with numbers."""

    title = Line(label=_("Title"))
    form = blocks.ChoiceBlock(choices=StoryForm.choices, default=StoryForm.STORY, required=False, label=_("Form"))
    body = Prose(label=_("Text"))

    class Meta:
        icon = "openquote"
        label = _("Story or worked case")
        label_format = "{title}"


class TableBlock(blocks.StructBlock):
    """A table of plain text."""

    caption = Line(label=_("Caption"))
    table = HandsontableBlock(label=_("Table"), table_options={"language": "en-US"})  # the only one it ships

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"


class PictureBlock(blocks.StructBlock):
    """A picture with the text for those who do not see it."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.TextBlock(
        label=_("Text alternative"),
        max_length=LONGEST_TEXT,
        help_text=_("Say what the picture shows, for people who do not see it."),
    )
    caption = Line(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"


class EntryBlock(blocks.StructBlock):
    """One thing to fill in on a form."""

    label = Line(label=_("Label"))
    answer = blocks.ChoiceBlock(
        choices=Answer.choices,
        default=Answer.TEXT,
        required=False,
        label=_("Answer"),
        help_text=_("Leave empty for a plain line."),
    )

    class Meta:
        icon = "form"
        label = _("Entry")


class FormBlock(blocks.StructBlock):
    """A record form with blank lines, to print and fill in."""

    code = blocks.RegexBlock(
        regex=r"^[A-Z0-9][A-Z0-9.-]{1,39}$",
        label=_("Code"),
        max_length=40,
        error_messages={"invalid": _("Write capital letters, digits, dots and hyphens, such as F-QMS-1.1.")},
    )
    title = Line(label=_("Title"))
    form_kind = blocks.ChoiceBlock(
        choices=FormKind.choices, default=FormKind.RECORD, required=False, label=_("Kind of form")
    )
    orientation = blocks.ChoiceBlock(
        choices=Orientation.choices, default=Orientation.PORTRAIT, required=False, label=_("Paper")
    )
    blank_rows = blocks.IntegerBlock(label=_("Blank rows"), min_value=0, max_value=60, default=0, required=False)
    kept_by = Line(label=_("Kept by"), required=False)
    instructions = Prose(label=_("Instructions"), required=False)
    entries = blocks.ListBlock(EntryBlock(), label=_("Entries"), min_num=1, max_num=MOST_ITEMS)
    levels = LevelsBlock()
    standards = StandardsBlock()
    audience = AudienceBlock()

    class Meta:
        icon = "form"
        label = _("Record form")
        label_format = "{title}"


class OptionBlock(blocks.StructBlock):
    """One answer that a quiz question offers."""

    text = Line(label=_("Answer"))
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = Line(label=_("Feedback"), required=False, max_length=LONGEST_TEXT)

    class Meta:
        icon = "tick"
        label = _("Option")


class QuestionBlock(blocks.StructBlock):
    """A quiz question with its options and feedback."""

    code = blocks.RegexBlock(
        regex=r"^[A-Z0-9][A-Z0-9.-]{1,39}$",
        label=_("Code"),
        max_length=40,
        error_messages={"invalid": _("Write capital letters, digits, dots and hyphens, such as QMS-1.1-Q1.")},
    )
    text = Line(label=_("Question"), max_length=LONGEST_TEXT)
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=6)
    feedback = Line(label=_("Feedback"), required=False, max_length=LONGEST_TEXT)
    levels = LevelsBlock()
    standards = StandardsBlock()
    audience = AudienceBlock()

    def clean(self, value: Any) -> Any:
        """Return the checked value; exactly one option is correct."""
        result = super().clean(value)
        if sum(bool(option["correct"]) for option in result["options"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark exactly one option as correct."))}
            )
        return result

    class Meta:
        icon = "help"
        label = _("Quiz question")
        label_format = "{text}"


class FacilitatorNoteBlock(blocks.StructBlock):
    """A note that only facilitators see."""

    body = Prose(label=_("Note"))
    levels = LevelsBlock()
    standards = StandardsBlock()

    class Meta:
        icon = "user"
        label = _("Facilitator note")


def _passage_blocks() -> Iterable[tuple[str, blocks.Block]]:
    return [
        ("heading", HeadingBlock()),
        ("text", TextBlock()),
        ("key_message", KeyMessageBlock(max_length=LONGEST_TEXT)),
        ("activity", ActivityBlock()),
        ("discussion", DiscussionBlock()),
        ("story", StoryBlock()),
        ("table", TableBlock()),
        ("picture", PictureBlock()),
        ("form", FormBlock()),
        ("question", QuestionBlock()),
        ("facilitator_note", FacilitatorNoteBlock()),
    ]


class PassageBlock(blocks.StructBlock):
    """A passage for certain levels, standards or readers only."""

    title = Line(label=_("Title"), required=False)
    levels = LevelsBlock()
    standards = StandardsBlock()
    audience = AudienceBlock()
    body = blocks.StreamBlock(_passage_blocks(), label=_("Content"), max_num=MOST_BLOCKS)

    class Meta:
        icon = "view"
        label = _("Passage for some readers")
        label_format = "{title}"


class BodyBlock(blocks.StreamBlock):
    """The body of a lesson."""

    def __init__(self, **options: Any) -> None:
        super().__init__([*_passage_blocks(), ("passage", PassageBlock())], **{"max_num": MOST_BLOCKS, **options})


class IntroductionBlock(blocks.StreamBlock):
    """The introduction of a module."""

    heading = HeadingBlock()
    text = TextBlock()
    key_message = KeyMessageBlock(max_length=LONGEST_TEXT)
    story = StoryBlock()
    table = TableBlock()
    picture = PictureBlock()
    facilitator_note = FacilitatorNoteBlock()
    passage = PassageBlock()

    class Meta:
        max_num = MOST_BLOCKS


class QuizBlock(blocks.StreamBlock):
    """The quiz at the end of a lesson."""

    question = QuestionBlock()

    class Meta:
        max_num = MOST_ITEMS


class NotesBlock(blocks.StreamBlock):
    """What the facilitator prepares and watches."""

    facilitator_note = FacilitatorNoteBlock()

    class Meta:
        max_num = MOST_ITEMS
