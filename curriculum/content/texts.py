"""Plain text as people type and paste it → plain text as a document holds it."""

import re
import unicodedata
from typing import Any

LINE_END = re.compile("\r\n?|[\x0b\x0c]")
#: What no document may hold: control characters but tab and newline, lone surrogates, non-characters.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def normal_text(text: str) -> str:
    """Return `text` in Unicode NFC, with a newline for every line end and without invisible control characters.

    Word processors put such characters into what is pasted from them; browsers send line ends as CR LF.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", INVISIBLE.sub("", LINE_END.sub("\n", text)))


def without_invisible(value: Any) -> Any:
    """Return JSON data with every string free of invisible control characters, some of which no database can hold."""
    if isinstance(value, str):
        return value if value.isprintable() else INVISIBLE.sub("", LINE_END.sub("\n", value))
    if isinstance(value, list):
        return [without_invisible(item) for item in value]
    if isinstance(value, dict):
        return {name: without_invisible(item) for name, item in value.items()}
    return value
