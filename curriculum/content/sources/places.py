"""Where something stands in a source file, and what is wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """A line of a source file."""

    path: Path
    line: int  # counted from 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong at one place."""

    place: Place
    message: str
    warning: bool = False  # worth a look, but no reason to refuse the file

    def __str__(self) -> str:
        mark = "warning: " if self.warning else ""
        return f"{self.place.path}:{self.place.line}: {mark}{self.message}"


@dataclass(kw_only=True, slots=True)
class FaultList:
    """Collects faults, so that a writer sees all of them at once and not one per run."""

    faults: list[Fault] = field(default_factory=list)

    def error(self, place: Place, message: str) -> None:
        """Note a fault that refuses the file."""
        self.faults.append(Fault(place=place, message=message))

    def warn(self, place: Place, message: str) -> None:
        """Note something that is worth a look."""
        self.faults.append(Fault(place=place, message=message, warning=True))

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that refuse the file, in the order in which they were found."""
        return tuple(fault for fault in self.faults if not fault.warning)
