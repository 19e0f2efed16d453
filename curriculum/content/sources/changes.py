"""The changes that a platform makes to a generic module, as its files say them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from curriculum.content.sources.places import FaultList, Place
from curriculum.content.sources.scalars import check_choice, nearest
from curriculum.content.sources.yaml_values import ListValue, MapValue, ScalarValue, Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """A stretch of text that becomes another."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """An entry, a lesson or the module says something else."""

    place: Place
    address: str
    values: MapValue  # whole values, by the name that they have in an entry
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Addition:
    """New entries stand after an entry."""

    place: Place
    after: str
    entries: MapValue


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """An entry stands after another one."""

    place: Place
    address: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decline:
    """An entry, or a whole lesson, is left out."""

    place: Place
    address: str


Change = Rewrite | Addition | Move | Decline


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why the platform departs from the generic module at an address: a block or a whole lesson."""

    place: Place
    address: str
    factor: str  # market, ecosystem, politics, standards, certification
    text: str


#: What may stand beside the name that tells the kind of change. A rewrite also takes every name of its entry.
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rewrite": ("replace", "factor", "reason"),
        "add": ("after",),
        "move": ("after",),
        "decline": ("factor", "reason"),
    }
)


def read_changes(source: MapValue, faults: FaultList) -> Iterator[Change]:
    """Give the changes of one file, in their order; what is no change is noted as a fault."""
    for value in _listed(source, "changes", faults):
        verb = _verb(value, faults)
        change = _READERS[verb](value, faults) if verb else None
        if change is not None:
            yield change


def read_reasons(source: MapValue, faults: FaultList) -> Iterator[Reason]:
    """Give the reasons of one file: its own, for the lesson as a whole, and those of its changes."""
    subjects = [(source, "adapts")]
    changes = source.items.get("changes")
    for value in changes.items if isinstance(changes, ListValue) else ():
        if isinstance(value, MapValue):
            subjects.extend((value, verb) for verb in ("rewrite", "decline") if verb in value.items)
    for value, verb in subjects:
        reason = _read_reason(value, verb, faults)
        if reason is not None:
            yield reason


def read_text(source: MapValue, name: str, faults: FaultList) -> str:
    """Give a text that must be there; empty, with a fault, where it is not."""
    value = source.items.get(name)
    if isinstance(value, ScalarValue) and value.text.strip():
        return " ".join(value.text.split())
    faults.error(source.key_places.get(name, source.place), f"“{name}” is missing or empty")
    return ""


def _listed(source: MapValue, name: str, faults: FaultList) -> Iterator[MapValue]:
    value = source.items.get(name)
    if value is None:
        return
    if not isinstance(value, ListValue):
        faults.error(value.place, f"“{name}” must be a list, each beginning with a hyphen")
        return
    for item in value.items:
        if isinstance(item, MapValue):
            yield item
        else:
            faults.error(item.place, f"an entry of “{name}” must be a mapping of names to values")


def _verb(value: MapValue, faults: FaultList) -> str | None:
    verbs = [name for name in _NAMES if name in value.items]
    if len(verbs) != 1:
        faults.error(value.place, f"a change has one of the names {', '.join(_NAMES)}")
        return None
    for name, _, place in value:
        if verbs[0] != "rewrite" and name != verbs[0] and name not in _NAMES[verbs[0]]:
            faults.error(place, f"unknown name “{name}” beside “{verbs[0]}”{nearest(name, _NAMES[verbs[0]])}")
    return verbs[0]


def _read_rewrite(value: MapValue, faults: FaultList) -> Change:
    names = [name for name in value.items if name not in ("rewrite", *_NAMES["rewrite"])]
    replacements = tuple(
        Replacement(place=item.place, old=read_text(item, "old", faults), new=_new_text(item, faults))
        for item in _listed(value, "replace", faults)
    )
    if not names and not replacements:
        faults.error(value.place, "this rewrite says nothing new")
    values = MapValue(
        place=value.place,
        items={name: value.items[name] for name in names},
        key_places={name: value.key_places[name] for name in names},
    )
    address = read_text(value, "rewrite", faults)
    return Rewrite(place=value.place, address=address, values=values, replacements=replacements)


def _new_text(item: MapValue, faults: FaultList) -> str:
    """Give the new text of a replacement, which may be empty."""
    for name, _, place in item:
        if name not in ("old", "new"):
            faults.error(place, f"unknown name “{name}” in a replacement: write old and new")
    new = item.items.get("new")
    if isinstance(new, ScalarValue):
        return new.text.strip()
    faults.error(item.place, "a replacement lacks “new”")
    return ""


def _read_addition(value: MapValue, faults: FaultList) -> Change | None:
    entries = value.items["add"]
    after = read_text(value, "after", faults)
    if isinstance(entries, MapValue) and entries.items:
        return Addition(place=value.place, after=after, entries=entries)
    faults.error(entries.place, "“add” must be a mapping of keys to entries")
    return None


def _read_move(value: MapValue, faults: FaultList) -> Change:
    address, after = read_text(value, "move", faults), read_text(value, "after", faults)
    return Move(place=value.place, address=address, after=after)


def _read_decline(value: MapValue, faults: FaultList) -> Change:
    return Decline(place=value.place, address=read_text(value, "decline", faults))


_READERS = {"rewrite": _read_rewrite, "add": _read_addition, "move": _read_move, "decline": _read_decline}


def _read_reason(value: MapValue, verb: str, faults: FaultList) -> Reason | None:
    if "factor" not in value.items and "reason" not in value.items:
        return None
    factor = read_text(value, "factor", faults)
    named: Value | None = value.items.get("factor")
    if isinstance(named, ScalarValue) and factor:
        check_choice(named, "factor", faults)
    address, text = read_text(value, verb, faults), read_text(value, "reason", faults)
    if address.count("/") > 1:
        faults.error(value.place, "a reason is given for a block or a lesson, not for a part of a block")
    return Reason(place=value.place, address=address, factor=factor, text=text)
