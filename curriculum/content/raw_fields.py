"""The fields of a stream's blocks as Wagtail stores them, each with the type that the vocabulary gives it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum.content.vocabulary import KINDS, FieldType


@dataclass(frozen=True, kw_only=True, slots=True)
class RawField:
    """One field of one block: where its raw value stands."""

    type: FieldType
    holder: dict[str, Any]  # the block's JSON, or that of its value
    key: str  # under which the raw value stands in `holder`, if at all

    @property
    def value(self) -> Any:
        """The raw value, or None where there is none."""
        return self.holder.get(self.key)


def raw_fields(kind_name: str, item: dict[str, Any]) -> Iterator[RawField]:
    """Yield the fields of `item`, a stream block or list item as it is stored, and of all that stands in it."""
    kind = KINDS[kind_name]
    if kind.bare:
        yield RawField(type=kind.fields[kind.bare], holder=item, key="value")
        return
    value = item["value"]
    for name, field_type in kind.fields.items():
        yield RawField(type=field_type, holder=value, key=name)
    for name, kinds in kind.slots.items():
        for child in value.get(name) or []:
            yield from raw_fields(child["type"] if child["type"] in kinds else kinds[0], child)
