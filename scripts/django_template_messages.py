"""Finds translatable texts in Django templates, for Babel."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple[int, Any, Any, Any]]:
    """Yield (line, function, text or texts, comments) for each text of a template, in the order of the file.

    Django rewrites a template as something close to Python, with every other character blanked out. Its lines keep
    their indentation, over which Python's own reader stumbles; so they are moved to the left.
    """
    if not settings.configured:
        settings.configure()
    source = templatize(file.read().decode("utf-8"))
    flat = "\n".join(line.strip() for line in source.split("\n"))
    yield from extract_python(BytesIO(flat.encode("utf-8")), keywords, comment_tags, options)
