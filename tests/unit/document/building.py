"""Short ways to write documents down in a test."""

from typing import Any

from curriculum.document import Document, load

JSON = dict[str, Any]


def uid(number: int) -> str:
    """Return a node id."""
    return f"00000000-0000-4000-8000-{number:012x}"


def node(number: int, fields: JSON | None = None, **slots: list[JSON]) -> JSON:
    """Return the JSON form of a node."""
    return {"id": uid(number), "kind": "text", "fields": fields or {}, "slots": slots}


def document_json(root: JSON, language: str = "en") -> JSON:
    """Return the JSON form of a document."""
    return {"format": "scan-document/1", "language": language, "root": root}


def document(root: JSON, language: str = "en") -> Document:
    """Return a document."""
    return load(document_json(root, language))


def with_html(html: str) -> Document:
    """Return a document with one field of rich text."""
    return document(node(1, {"body": {"html": html}}))
