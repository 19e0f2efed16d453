"""Runs every check that needs no test, shows what each has to say, and ends with the list of those that failed."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable

#: Settings as on a public server, so that `check --deploy` looks at what would run there.
PUBLIC = {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "scan.example.org",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check: a command that exits 0 where all is well."""

    name: str
    command: tuple[str, ...]
    #: Added to the environment.
    environment: dict[str, str] = field(default_factory=dict)


CHECKS = (
    Check(name="style", command=(f"{BIN}/ruff", "check", "--quiet", "--output-format", "concise", ".")),
    Check(name="format", command=(f"{BIN}/ruff", "format", "--check", "--quiet", "--output-format", "concise", ".")),
    Check(name="templates", command=(f"{BIN}/djhtml", "--check", "--tabwidth", "2", "templates")),
    Check(name="sizes", command=(PYTHON, "-m", "scripts.check_sizes")),
    Check(name="types", command=(f"{BIN}/mypy", "--no-error-summary")),
    Check(name="layers", command=(f"{BIN}/lint-imports",)),
    Check(name="migrations", command=(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Check(
        name="settings",
        command=(PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        environment=PUBLIC,
    ),
    Check(name="catalogues", command=(PYTHON, "-m", "scripts.check_catalogues")),
    Check(name="curriculum", command=(PYTHON, "-m", "curriculum.content.sources.linter")),
)


def passes(check: Check) -> bool:
    """Run a check and return whether it passed; its output is shown only where it did not."""
    result = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'passed' if result.returncode == 0 else 'FAILED'}  {check.name}", flush=True)
    if result.returncode != 0:
        print(result.stdout.rstrip(), flush=True)
    return result.returncode == 0


def main() -> int:
    """Run all checks, or those named on the command line; return 0 where all passed, else 1."""
    chosen = [check for check in CHECKS if not sys.argv[1:] or check.name in sys.argv[1:]]
    failed = [check.name for check in chosen if not passes(check)]
    print(
        f"{len(chosen) - len(failed)} of {len(chosen)} checks passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
