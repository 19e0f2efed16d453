"""Values of a source file as the scalars of a document."""

from collections.abc import Callable
from difflib import get_close_matches

from curriculum.content.sources.nodes import Scalar
from curriculum.content.sources.places import FaultList, Place
from curriculum.content.sources.prose import render_prose
from curriculum.content.sources.shapes import CHOICES
from curriculum.content.sources.yaml_values import ListValue, ScalarValue, Value
from curriculum.content.vocabulary import FieldType


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Give `, did you mean “x”?` for the nearest known name, or nothing where none is near."""
    matches = get_close_matches(name, known, n=1)
    return f", did you mean “{matches[0]}”?" if matches else ""


def read_scalar(value: Value, kind: FieldType, name: str, faults: FaultList) -> Scalar | None:
    """Turn a value into the scalar of a field called `name`; None for an empty value, or, with a fault, a wrong one."""
    if kind is FieldType.CODES:
        return read_codes(value, name, faults) or None
    if not isinstance(value, ScalarValue):
        faults.error(value.place, f"“{name}” must be a single value")
        return None
    if not value.text.strip():
        return None
    if kind is FieldType.HTML:
        return {"html": render_prose(value.text, report_into(faults, value))}
    return _PLAIN[kind](" ".join(value.text.split()), value, name, faults)


def report_into(faults: FaultList, value: ScalarValue) -> Callable[[int, str], None]:
    """Give a function that notes a fault on a line of the value's text, counted from 0."""

    def report(line: int, message: str) -> None:
        faults.error(Place(path=value.place.path, line=value.content_line + line), message)

    return report


def read_codes(value: Value, name: str, faults: FaultList) -> list[str]:
    """Read a list of plain strings; where the vocabulary lists them, each must be known, and they come in its order."""
    if not isinstance(value, ListValue):
        faults.error(value.place, f"“{name}” must be a list: [one, two]")
        return []
    codes: list[str] = []
    for item in value.items:
        if not isinstance(item, ScalarValue) or not item.text:
            faults.error(item.place, f"“{name}” must be a list of words")
        elif item.text in codes:
            faults.error(item.place, f"“{item.text}” stands twice in “{name}”")
        else:
            check_choice(item, name, faults)
            codes.append(item.text)
    order = CHOICES.get(name, ())
    return [*(code for code in order if code in codes), *(code for code in codes if code not in order)]


def check_choice(value: ScalarValue, name: str, faults: FaultList) -> None:
    """Note a fault where the vocabulary lists the values of a field and this is none of them."""
    choices = CHOICES.get(name)
    if choices and value.text not in choices:
        faults.error(value.place, f"unknown {name} “{value.text}”{nearest(value.text, choices)}")


def _read_text(text: str, value: ScalarValue, name: str, faults: FaultList) -> Scalar | None:
    return {"text": text}


def _read_code(text: str, value: ScalarValue, name: str, faults: FaultList) -> Scalar | None:
    check_choice(value, name, faults)
    return text


def _read_number(text: str, value: ScalarValue, name: str, faults: FaultList) -> Scalar | None:
    if not (text.isascii() and text.isdigit()):
        faults.error(value.place, f"“{name}” must be a whole number, not “{text}”")
        return None
    return int(text) or None


def _read_flag(text: str, value: ScalarValue, name: str, faults: FaultList) -> Scalar | None:
    if text not in ("true", "false"):
        faults.error(value.place, f"“{name}” must be true or false, not “{text}”")
    return True if text == "true" else None


_PLAIN: dict[FieldType, Callable[[str, ScalarValue, str, FaultList], Scalar | None]] = {
    FieldType.TEXT: _read_text,
    FieldType.CODE: _read_code,
    FieldType.NUMBER: _read_number,
    FieldType.FLAG: _read_flag,
}
