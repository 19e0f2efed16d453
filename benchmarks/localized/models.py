"""One kind of page, which holds the texts of a lesson."""

from typing import ClassVar

from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class PlainPage(Page):
    """A page with a stream of lines and rich texts."""

    body = StreamField([("line", CharBlock()), ("prose", RichTextBlock())])

    content_panels: ClassVar[list] = [*Page.content_panels, "body"]
