"""Benchmarks: each figure is a ratio of ours to a named reference, measured in the same run.

A module `bench_<thing>.py` in this folder has a function `run() -> list[Figure]`. Seconds differ from machine to
machine and from day to day; a ratio of two medians, measured in turns, hardly does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One measured ratio."""

    #: What was measured, such as "pull of one changed lesson".
    name: str
    #: What it is compared with, such as "rendering the whole module".
    reference: str
    #: What ours and the reference measured, in `unit`: median seconds unless it says otherwise.
    ours: float
    theirs: float
    unit: str = "s"
    #: The ratio must not exceed this; None where there is no target yet.
    target: float | None = None

    @property
    def ratio(self) -> float:
        """Ours divided by the reference's, 0.0 upwards; smaller is better."""
        return self.ours / self.theirs

    @property
    def reached(self) -> bool:
        """Whether the target is reached, or there is none."""
        return self.target is None or self.ratio <= self.target


def compare(
    *,
    name: str,
    ours: Callable[[], object],
    reference: str,
    theirs: Callable[[], object],
    target: float | None = None,
    pairs: int = 5,
) -> Figure:
    """Measure ours and theirs in turns, after one unmeasured turn of each, and return the ratio of their medians.

    `pairs` is how often each is measured, 1 or more.
    """
    ours()
    theirs()
    timings = [(seconds_of(ours), seconds_of(theirs)) for _ in range(pairs)]
    return Figure(
        name=name,
        reference=reference,
        ours=median(pair[0] for pair in timings),
        theirs=median(pair[1] for pair in timings),
        target=target,
    )


def seconds_of(action: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    started = perf_counter()
    action()
    return perf_counter() - started
