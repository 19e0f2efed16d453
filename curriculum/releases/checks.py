"""What other stages want answered before a module is released. They register a check; a release asks all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from curriculum.content.models import ModulePage
from curriculum.document import Document


class Strength(StrEnum):
    """How much a finding weighs."""

    REFUSED = "refused"  # no release at all
    ASKED = "asked"  # the release screen wants an answer first; a command only warns
    WARNING = "warning"  # worth a look


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that a check found."""

    words: str
    # a sentence in the active language
    address: str
    # path of the screen where it is mended or answered; empty where there is none
    strength: Strength


#: Looks at what a module page's approved state makes up.
Check = Callable[[ModulePage, Document], Iterable[Finding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Let `check` look at every release from now on; a second time changes nothing."""
    if check not in _checks:
        _checks.append(check)


def findings_for(page: ModulePage, document: Document) -> list[Finding]:
    """Return what all checks find in `document`, the approved state of the module that `page` is."""
    return [finding for check in _checks for finding in check(page, document)]
