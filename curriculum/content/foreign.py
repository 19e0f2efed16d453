"""Finds what a page must not refer to: pages, pictures and embedded things that are not its platform's own."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError

from curriculum.content import richtext
from curriculum.content.vocabulary import KINDS, FieldType
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
        blocks = {place: list(_sentences(item["type"], item, references)) for place, item in enumerate(raw)}
        faulty = {place: ValidationError(sentences) for place, sentences in blocks.items() if sentences}
        if faulty:
            errors[name] = StreamBlockValidationError(block_errors=faulty)
    return errors


def _sentences(kind_name: str, item: Mapping[str, Any], references: "References") -> Iterator[str]:
    kind = KINDS[kind_name]
    raw = {kind.bare: item["value"]} if kind.bare else item["value"]
    for name, field_type in kind.fields.items():
        yield from _field_sentences(field_type, raw.get(name), references)
    for name, kinds in kind.slots.items():
        for child in raw.get(name) or []:
            yield from _sentences(child["type"] if child["type"] in kinds else kinds[0], child, references)


def _field_sentences(field_type: FieldType, value: Any, references: "References") -> Iterator[str]:
    if field_type is FieldType.ASSET and value is not None and value not in references.asset_of_picture:
        yield _("This picture is gone, or not one of this platform. Choose another one.")
    if field_type is not FieldType.HTML or not value:
        return
    if "<embed" in value:
        yield _("Pictures and videos cannot stand inside a text. Add a picture as a block of its own.")
    try:
        richtext.to_html(value, references.node_of_page)
    except CurriculumError as error:
        yield str(error)
    except DocumentError:
        yield _("This text holds a link or a mark that cannot be kept. Remove the link and write it anew.")
