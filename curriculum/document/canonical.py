"""Canonical JSON and its digest: sorted keys, UTF-8, no spaces, Unicode NFC.

Any program can check a digest: load the JSON, write it out again in this form, take the SHA-256.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

FORMAT = "scan-document/1"

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical_json(value: Any) -> bytes:
    """Return JSON data in its canonical form.

    `value` holds what `json.loads` gives. Raises ValueError for NaN and infinities.
    """
    return _encode(composed(value)).encode()


def composed(value: Any) -> Any:
    """Return JSON data with every string in Unicode normalisation form C."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, (list, tuple)):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    return value


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def canonical_tree(node_id: str, kind: str, fields: Mapping[str, Any], slots: Mapping[str, list[bytes]]) -> bytes:
    """Return the canonical JSON of a node whose children are given in theirs, so that no subtree is written twice."""
    inside = [canonical_json(name) + b":[" + b",".join(slots[name]) + b"]" for name in sorted(slots)]
    return b'{"fields":%b,"id":%b,"kind":%b,"slots":{%b}}' % (
        canonical_json(fields),
        canonical_json(node_id),
        canonical_json(kind),
        b",".join(inside),
    )


def canonical_document(name: str, language: str, root: bytes) -> bytes:
    """Return the canonical JSON of a document whose root is given in its own."""
    return b'{"format":%b,"language":%b,"root":%b}' % (canonical_json(name), canonical_json(language), root)
