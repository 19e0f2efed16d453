"""What can be wrong with a document. An error carries a code and data, so that the edge can say it in any language."""

from collections.abc import Iterable
from typing import Any


class DocumentError(ValueError):
    """Something is wrong with a document, or with what was asked of one.

    `path` says where, like `root.slots.lessons[2].fields.title`; it is empty where no place is meant. `code` is a
    stable word for the reason, `data` its particulars, `message` the reason in plain English.
    """

    def __init__(self, message: str, *, code: str, path: str = "", data: dict[str, Any] | None = None) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.code = code
        self.path = path
        self.data = data or {}


class LoadError(DocumentError):
    """What was given is not a document."""


class MergeError(DocumentError):
    """These three documents cannot be merged."""


class ResolveError(DocumentError):
    """The choices do not fit the conflicts. `unresolved` holds the keys of the conflicts that were not decided."""

    def __init__(
        self, message: str, *, code: str, unresolved: Iterable[str] = (), data: dict[str, Any] | None = None
    ) -> None:
        self.unresolved = tuple(unresolved)
        super().__init__(message, code=code, data={"unresolved": list(self.unresolved)} | (data or {}))


class SegmentError(DocumentError):
    """A translated text does not fit its segment. `segment` is the segment's key."""

    def __init__(self, message: str, *, code: str, segment: str, data: dict[str, Any] | None = None) -> None:
        self.segment = segment
        super().__init__(message, code=code, path=segment, data={"segment": segment} | (data or {}))


class MarkupError(DocumentError):
    """An HTML fragment is not in the vocabulary. `data["offset"]` is the character where the fault stands."""
