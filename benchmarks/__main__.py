"""Runs the benchmarks, or those named (`python -m benchmarks merge print`), and prints a table of their ratios."""

import argparse
import importlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

from benchmarks import Figure


def measure(names: list[str]) -> list[Figure]:
    """Run the benchmark modules of these names, all where none is named, and return their figures in that order."""
    found = [path.stem.removeprefix("bench_") for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    unknown = set(names) - set(found)
    if unknown:
        sys.stderr.write(f"No benchmark {', '.join(sorted(unknown))}; there are: {', '.join(found) or 'none'}\n")
        sys.exit(2)
    figures: list[Figure] = []
    for name in names or found:
        sys.stderr.write(f"measuring {name} …\n")
        figures += importlib.import_module(f"benchmarks.bench_{name}").run()
    return figures


def print_table(figures: list[Figure]) -> None:
    """Print one line a figure."""
    width = max((len(figure.name) for figure in figures), default=6)
    print(f"{'figure':{width}}  {'ours':>10}  {'theirs':>10}  {'unit':<13}  {'ratio':>7}  {'target':>7}  reference")
    for figure in figures:
        target = "" if figure.target is None else f"≤ {figure.target:g}"
        times = f"{figure.ours:10.4f}  {figure.theirs:10.4f}  {figure.unit:<13}  {figure.ratio:7.3f}"
        missed = "" if figure.reached else "  MISSED"
        print(f"{figure.name:{width}}  {times}  {target:>7}  {figure.reference}{missed}")


def main() -> int:
    """Run, print, and return 0 where every target is reached, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="which benchmarks; all where none is named")
    parser.add_argument("--json", action="store_true", help="print the figures machine-readable")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scan.settings")
    django.setup()
    figures = measure(arguments.names)
    if arguments.json:
        print(json.dumps([asdict(figure) | {"ratio": figure.ratio} for figure in figures], indent=2))
    else:
        print_table(figures)
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
