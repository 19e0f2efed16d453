"""Runs a management command as a shell would, in this process."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core.management import ManagementUtility


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What standard output says, as JSON."""
        return json.loads(self.out)


def manage(*arguments: str, stdin: bytes = b"") -> Ended:
    """Run `manage.py` with `arguments` and return how it ended."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        patch("django.core.management.base.connections.close_all"),
    ):
        try:
            ManagementUtility(["manage.py", *arguments]).execute()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return Ended(status=status, out=out.getvalue(), err=err.getvalue())
