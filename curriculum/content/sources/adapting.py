"""The changes of a platform, made in the files of a generic module before these become a document."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from curriculum.content.sources.changes import Addition, Change, Decline, Move, Replacement, Rewrite
from curriculum.content.sources.places import FaultList, Place
from curriculum.content.sources.reader import ModuleFiles
from curriculum.content.sources.scalars import nearest
from curriculum.content.sources.shapes import BLOCKS, ITEM_SLOTS, SLOTS
from curriculum.content.sources.yaml_values import MapValue, ScalarValue, Value

#: Names that say what an entry is, and so are never rewritten.
_FIXED = frozenset({"module", "lesson", "lessons", "id"})
#: What may stand between two words of one paragraph.
_GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*)"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """One entry of the files with its address."""

    address: str
    key: str
    value: Value
    place: Place  # of its key


def adapt(files: ModuleFiles, changes: Sequence[Change], *, module: str, faults: FaultList) -> ModuleFiles:
    """Give the files of a module with the changes of a platform made in them.

    A change that names what is not there, or contradicts another one, is noted as a fault with its line.
    """
    known = {entry.address: entry for entry in _entries(files, module)}
    adapter = _Adapter(module=module, faults=faults, known=known)
    for change in changes:
        adapter.learn(change)
    adapted = ModuleFiles(
        module=adapter.rebuilt(files.module, module),
        lessons={
            code: adapter.rebuilt(source, code)
            for code, source in files.lessons.items()
            if not adapter.leaves_out(code)
        },
    )
    for change in changes:
        adapter.check_made(change)
    return adapted


def _entries(files: ModuleFiles, module: str) -> Iterator[_Entry]:
    for address, value in ((module, files.module), *files.lessons.items()):
        yield _Entry(address=address, key=address, value=value, place=value.place)
        yield from _entries_below(value, address, module)


def _entries_below(value: MapValue, address: str, module: str) -> Iterator[_Entry]:
    for slot, entries, _ in value:
        if slot in SLOTS and isinstance(entries, MapValue):
            for key, child, place in entries:
                entry = _Entry(address=_address(address, slot, key, module), key=key, value=child, place=place)
                yield entry
                if isinstance(child, MapValue):
                    yield from _entries_below(child, entry.address, module)


def _address(parent: str, slot: str, key: str, module: str) -> str:
    return f"{parent}/{slot}/{key}" if slot in ITEM_SLOTS else f"{module}/{key}"


@dataclass(kw_only=True, slots=True)
class _Adapter:
    """Makes the changes of one platform, and remembers which it has made."""

    module: str
    faults: FaultList
    known: dict[str, _Entry]  # what the files hold, by address
    rewrites: dict[str, Rewrite] = field(default_factory=dict)
    leaving: dict[str, Move | Decline] = field(default_factory=dict)  # what does not stay at its place
    arriving: dict[str, list[Addition | Move]] = field(default_factory=dict)  # what comes after an address
    made: set[int] = field(default_factory=set)  # id() of the changes that were made

    def learn(self, change: Change) -> None:
        """Take a change in; note a fault where it names what is not there, or what another change names already."""
        if isinstance(change, Addition | Move):
            self.arriving.setdefault(change.after, []).append(change)
        if isinstance(change, Addition):
            return
        if change.address not in self.known:
            hint = nearest(change.address, tuple(self.known))
            self.faults.error(change.place, f"there is no “{change.address}” in the generic module{hint}")
            self.made.add(id(change))  # one fault for one mistake
        elif change.address in (self.rewrites if isinstance(change, Rewrite) else self.leaving):
            self.faults.error(change.place, f"“{change.address}” stands in two changes of this kind: write one")
            self.made.add(id(change))
        elif isinstance(change, Rewrite):
            self.rewrites[change.address] = change
        else:
            self.leaving[change.address] = change
            self._check_leaving(change)

    def _check_leaving(self, change: Move | Decline) -> None:
        address = change.address
        if "/" not in address and (isinstance(change, Move) or address == self.module):
            message = f"“{address}” cannot be moved or declined; lessons are ordered in module.yaml"
            self.faults.error(change.place, message)
        elif isinstance(change, Move) and not _may_follow(address, change.after):
            message = f"“{address}” is a part of a block and cannot stand after “{change.after}”"
            if not _is_part(address):
                message = f"“{address}” cannot stand after “{change.after}”, which is a part of a block"
            self.faults.error(change.place, message)

    def leaves_out(self, code: str) -> bool:
        """Whether a lesson is declined."""
        change = self.leaving.get(code)
        if change is not None:
            self.made.add(id(change))
        return change is not None

    def rebuilt(self, value: MapValue, address: str) -> MapValue:
        """Give an entry, a lesson or the module with everything changed in it and below it."""
        items: dict[str, Value] = {}
        rewritten = self._rewritten(value, address)
        for name, child, _ in rewritten:
            is_slot = name in SLOTS and isinstance(child, MapValue)
            items[name] = self._rebuilt_slot(child, name, address) if is_slot else child  # type: ignore[arg-type]
        return replace(rewritten, items=items)

    def _rebuilt_slot(self, slot: MapValue, name: str, parent: str) -> MapValue:
        items: dict[str, Value] = {}
        places: dict[str, Place] = {}
        for key, value, place in slot:
            address = _address(parent, name, key, self.module)
            for entry in self._staying(_Entry(address=address, key=key, value=value, place=place), name, parent):
                if entry.key in items:
                    self.faults.error(entry.place, f"key reused: “{entry.key}” stands there already")
                items[entry.key], places[entry.key] = entry.value, entry.place
        return MapValue(place=slot.place, items=items, key_places=places)

    def _staying(self, entry: _Entry, slot: str, parent: str) -> Iterator[_Entry]:
        """Give an entry, unless it leaves its place, and what comes after it."""
        change = self.leaving.get(entry.address)
        if isinstance(change, Decline):
            self.made.add(id(change))
        if change is None:
            yield from self._standing(entry, slot, parent)

    def _standing(self, entry: _Entry, slot: str, parent: str) -> Iterator[_Entry]:
        value = entry.value
        if isinstance(value, MapValue):
            value = self.rebuilt(value, entry.address)
        elif isinstance(value, ScalarValue):
            value = self._rewritten_text(value, entry.address)
        yield replace(entry, value=value)
        for change in self.arriving.get(entry.address, ()):
            self.made.add(id(change))
            if isinstance(change, Move):
                yield from self._standing(self.known[change.address], slot, parent)
                continue
            for key, child, place in change.entries:
                added = _Entry(address=_address(parent, slot, key, self.module), key=key, value=child, place=place)
                yield from self._standing(added, slot, parent)

    def _rewritten_text(self, value: ScalarValue, address: str) -> ScalarValue:
        """Give an entry that is a plain text, rewritten."""
        change = self.rewrites.get(address)
        if change is None:
            return value
        self.made.add(id(change))
        if change.values.items:
            self.faults.error(change.place, f"“{address}” is a plain text: change it by replace")
        for replacement in change.replacements:
            value = self._replaced({"": value}, replacement).get("", value)
        return value

    def _rewritten(self, value: MapValue, address: str) -> MapValue:
        """Give an entry with its own names rewritten, what stands in it unchanged."""
        change = self.rewrites.get(address)
        if change is None:
            return value
        self.made.add(id(change))
        items = dict(value.items)
        for replacement in change.replacements:
            texts = {name: item for name, item in items.items() if isinstance(item, ScalarValue)}
            items.update(self._replaced(texts, replacement))
        for name, new, place in change.values:
            if name in _FIXED or name in SLOTS:
                self.faults.error(place, f"“{name}” cannot be rewritten; change what stands in it one by one")
            else:
                items[name] = new
        if _kind(items) != _kind(value.items):
            self.faults.error(change.place, f"“{address}” would become another kind of block: decline it and add one")
        return MapValue(place=value.place, items=items, key_places={**change.values.key_places, **value.key_places})

    def _replaced(self, texts: Mapping[str, ScalarValue], replacement: Replacement) -> dict[str, ScalarValue]:
        """Give the one text that holds the old words, with the new ones in their place; nothing where it is not one."""
        pattern = re.compile(_GAP.join(map(re.escape, replacement.old.split())))
        found = Counter({name: len(pattern.findall(value.text)) for name, value in texts.items()})
        if not replacement.old or found.total() != 1:
            message = f"the old text stands {found.total()} times in this entry, and must stand once"
            self.faults.error(replacement.place, message)
            return {}
        name = found.most_common(1)[0][0]
        return {name: replace(texts[name], text=pattern.sub(lambda _: replacement.new, texts[name].text))}

    def check_made(self, change: Change) -> None:
        """Note a fault where a change was not made, since another one took away what it needs."""
        if id(change) in self.made:
            return
        match change:
            case Addition() | Move():
                hint = "" if change.after in self.known else nearest(change.after, tuple(self.known))
                message = f"nothing can stand after “{change.after}”: it is not there{hint}"
            case _:
                message = f"“{change.address}” is declined already, or stands in something that is"
        self.faults.error(change.place, message)


def _is_part(address: str) -> bool:
    """Whether an address is that of a step, prompt or the like, which has no meaning without its block or lesson."""
    return address.count("/") > 1


def _may_follow(one: str, other: str) -> bool:
    """Whether two entries may stand in one list: blocks anywhere, parts only those of one block."""
    return not (_is_part(one) or _is_part(other)) or one.rpartition("/")[0] == other.rpartition("/")[0]


def _kind(items: dict[str, Value]) -> str | None:
    """Give the name that marks the kind of a block; None where there is none."""
    return next((marker for marker in BLOCKS if marker in items), None)
