"""What Wagtail's nested validation errors say, as sentences with the path to each fault."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError


def sentences(error: ValidationError, path: str) -> Iterator[str]:
    """Yield one sentence for each fault in `error`, which stands at `path`, such as "QMS-1.1.body[2].title"."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            for inner in errors:
                yield from sentences(inner, path if name == "__all__" else f"{path}.{name}")
        return
    inner_errors, own = _blocks(error), getattr(error, "non_block_errors", [])
    if not inner_errors and not own:
        yield from (f"{path}: {message}" for message in error.messages)
    for whole in own:
        yield f"{path}: {whole}"
    for place, inner in inner_errors.items():
        yield from sentences(inner, f"{path}[{place}]" if isinstance(place, int) else f"{path}.{place}")


def _blocks(error: ValidationError) -> Mapping[Any, ValidationError]:
    found = getattr(error, "block_errors", None) or {}
    pairs = found.items() if isinstance(found, Mapping) else enumerate(found)
    return {place: inner for place, inner in pairs if inner is not None}
