"""Finds what a page must not refer to: pages, pictures and embedded things that are not its platform's own."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError

from curriculum.content import richtext
from curriculum.content.raw_fields import RawField, raw_fields
from curriculum.content.vocabulary import FieldType
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError

if TYPE_CHECKING:
    from curriculum.content.models.identified import DocumentPage
    from curriculum.content.references import References


def foreign_references(page: "DocumentPage") -> dict[str, ValidationError]:
    """Return by field the errors for what `page` refers to outside its platform, each at its block; empty if none.

    A page whose place is not known yet has no platform to hold it against, and no errors.
    """
    from curriculum.content.references import references_of

    if page.platform is None:
        return {}
    references = references_of(page.platform)
    errors = {}
    for name in page.stream_fields:
        raw = page._meta.get_field(name).stream_block.get_prep_value(getattr(page, name))
        blocks = {
            place: [words for field in raw_fields(item["type"], item) for words in _sentences(field, references)]
            for place, item in enumerate(raw)
        }
        faulty = {place: ValidationError(sentences) for place, sentences in blocks.items() if sentences}
        if faulty:
            errors[name] = StreamBlockValidationError(block_errors=faulty)
    return errors


def _sentences(field: RawField, references: "References") -> Iterator[str]:
    value = field.value
    if field.type is FieldType.ASSET and value is not None and value not in references.asset_of_picture:
        yield _("This picture is gone, or not one of this platform. Choose another one.")
    if field.type is not FieldType.HTML or not value:
        return
    if "<embed" in value:
        yield _("Pictures and videos cannot stand inside a text. Add a picture as a block of its own.")
    try:
        richtext.to_html(value, references.node_of_page)
    except CurriculumError as error:
        yield str(error)
    except DocumentError:
        yield _("This text holds a link or a mark that cannot be kept. Remove the link and write it anew.")
