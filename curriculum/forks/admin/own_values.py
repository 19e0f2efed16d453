"""The form in which a person writes a text, or a number, of their own in place of two that contradict each other."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.rich_text import get_rich_text_editor_widget

from curriculum.content.blocks import LONGEST_PROSE, PROSE_FEATURES, BodyBlock
from curriculum.content.conforming import LONGEST, LONGEST_LESSON, SHORTEST_LESSON
from curriculum.content.references import References
from curriculum.content.richtext import ForeignLinkError, from_html, to_html
from curriculum.content.texts import normal_text
from curriculum.content.vocabulary import KINDS, FieldType
from curriculum.document import DocumentError, Html, Node, Scalar, Text

LONGEST_LINE = 255
LONGEST_IN_ONE_LINE = 400  # characters; what may be longer gets a field of several lines
MOST = 10_000  # of a number
EMPTY = gettext_lazy("Write something, or go back and choose one of the other answers.")


class OwnValueForm(forms.Form):
    """One value for field `name` of `node`: rich text, plain text or a whole number, as the field holds."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, node: Node, name: str, references: References, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.references = references
        self.type = KINDS[node.kind].fields[name]
        self.fields["value"] = _field(self.type, node, name)

    def shown(self, scalar: Scalar) -> Any:
        """Return `scalar` as the field shows it."""
        if isinstance(scalar, Html):
            return from_html(scalar, self.references.page_of_node)
        return scalar.text if isinstance(scalar, Text) else scalar

    def clean_value(self) -> Scalar:
        """Return what was written as a document holds it."""
        value = self.cleaned_data["value"]
        if self.type is FieldType.NUMBER:
            return int(value)
        if self.type is FieldType.HTML:
            return self._rich_text(value)
        return Text(normal_text(value))

    def _rich_text(self, stored: str) -> Html:
        try:
            html = to_html(stored, self.references.node_of_page)
        except ForeignLinkError as error:
            raise ValidationError(str(error)) from error
        except DocumentError as error:
            raise ValidationError(_("The text holds something that cannot be kept: %s") % error) from error
        if html is None:
            raise ValidationError(EMPTY)
        if len(html.html) > LONGEST_PROSE:
            raise ValidationError(_("The text is too long. At most %d characters are possible.") % LONGEST_PROSE)
        return html


def _field(field_type: FieldType, node: Node, name: str) -> forms.Field:
    errors = {"required": EMPTY}
    label = gettext_lazy("Your own text")
    if field_type is FieldType.NUMBER:
        is_lesson = node.kind == "lesson" and name == "minutes"
        least, most = (SHORTEST_LESSON, LONGEST_LESSON) if is_lesson else (1, MOST)
        return forms.IntegerField(
            label=gettext_lazy("Your own number"), min_value=least, max_value=most, error_messages=errors
        )
    if field_type is FieldType.HTML:
        widget = get_rich_text_editor_widget(features=PROSE_FEATURES)
        widget.options["ariaLabel"] = str(label)
        return forms.CharField(label=label, widget=widget, error_messages=errors)
    longest = longest_text(node.kind, name)
    one_line = longest <= LONGEST_IN_ONE_LINE
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput() if one_line else forms.Textarea(attrs={"rows": 5}),
        error_messages=errors,
    )


def longest_text(kind: str, name: str) -> int:
    """Return how many characters the plain text of a field may have."""
    return LONGEST.get((kind, name)) or _lengths().get((kind, name)) or LONGEST_LINE


@cache
def _lengths() -> dict[tuple[str, str], int]:
    """Return the longest plain text by kind and field, as the page editor has it."""
    found = ((kind, block) for name, block in BodyBlock().child_blocks.items() for kind, block in _blocks(name, block))
    return {
        (kind, field): longest
        for kind, block in found
        for field in KINDS[kind].fields
        if (longest := _longest(block if KINDS[kind].bare else block.child_blocks.get(field)))
    }


def _blocks(kind: str, block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
    yield kind, block
    for slot, kinds in KINDS[kind].slots.items():
        inner = block.child_blocks[slot]
        if isinstance(inner, blocks.ListBlock):
            yield from _blocks(kinds[0], inner.child_block)


def _longest(block: blocks.Block | None) -> int | None:
    return getattr(getattr(block, "field", None), "max_length", None)
