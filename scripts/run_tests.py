"""Runs the suite in parts (fast ones side by side, then print and browser alone) and adds up their summaries."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: pytest's exit status where a part has no test in it.
NOTHING_COLLECTED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One run of pytest."""

    name: str
    #: Empty for SQLite.
    database_url: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a part ended."""

    part: Part
    #: pytest's own last line, such as "12 passed, 1 skipped in 3.20s".
    summary: str
    #: Tests by result: passed, failed, skipped, error, …
    counts: Counter[str]
    succeeded: bool


IGNORED = "--ignore=tests/integration/interface"


def parts() -> list[Part]:
    """Return the parts to run, in order."""
    found = [
        Part(name="SQLite, side by side", database_url="", arguments=("-n", "2", "-m", "not print and not browser")),
        Part(name="SQLite, print and browser", database_url="", arguments=("-m", "print or browser")),
    ]
    if url := os.environ.get("TEST_DATABASE_URL"):
        # What needs no database (tests/unit), only draws pages of paper (print), brings a database of its own (browser)
        # or looks at the words of every screen (interface) would only run twice.
        found.append(
            Part(
                name="PostgreSQL",
                database_url=url,
                arguments=("-n", "2", "-m", "not browser and not print", "tests/integration", IGNORED),
            )
        )
    return found


def run(part: Part) -> Outcome:
    """Run a part, showing pytest's output as it comes."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if part.database_url:
        environment["DATABASE_URL"] = part.database_url
    print(f"\n== {part.name} ==", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", *part.arguments]
    summary = "ended without a summary"
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            if re.search(r" in [\d.]+s", line):
                summary = line.strip("= \n")
    counts = Counter(
        {result: int(number) for number, result in re.findall(r"(\d+) ([a-z]+)", summary.split(" in ")[0])}
    )
    return Outcome(part=part, summary=summary, counts=counts, succeeded=pytest.returncode in (0, NOTHING_COLLECTED))


def main() -> int:
    """Run all parts, also after one failed; return 0 where all passed, else 1."""
    started = time.monotonic()
    outcomes = [run(part) for part in parts()]
    print()
    for outcome in outcomes:
        print(f"{'passed' if outcome.succeeded else 'FAILED'}  {outcome.part.name}: {outcome.summary}")
    totals = sum((outcome.counts for outcome in outcomes), Counter[str]())
    totals.pop("deselected", None)
    shown = ", ".join(f"{number} {result}" for result, number in sorted(totals.items())) or "no tests ran"
    print(f"=== {shown} in {time.monotonic() - started:.2f}s ===", flush=True)
    return 0 if totals["passed"] and all(outcome.succeeded for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
