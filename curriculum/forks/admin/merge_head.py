"""What stands at the head and at the foot of the merge screen: where from and to, how far it is, what applying does."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curriculum.content.models import ModulePage
from curriculum.forks.admin.merge_cards import ICONS, place_of
from curriculum.forks.admin.merge_questions import Names, anchor_of
from curriculum.forks.merging import PartStatus, PreparedMerge, changed_lessons
from curriculum.forks.models import Pull

ALL = "all"
MOST_NAMED = 8  # pages that the foot names
FILTERS: dict[str, str | Promise] = {
    ALL: gettext_lazy("All lessons"),
    PartStatus.CONFLICT.value: gettext_lazy("With decisions"),
    PartStatus.TAKEN.value: PartStatus.TAKEN.label,
    PartStatus.MERGED.value: PartStatus.MERGED.label,
    PartStatus.UNCHANGED.value: PartStatus.UNCHANGED.label,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    """One choice of which lessons are shown."""

    label: str | Promise
    icon: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many of the contradictions are decided."""

    decided: int
    total: int
    words: str
    next_anchor: str
    # id of the first open question; empty where none is open
    next_address: str
    # where it is asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Foot:
    """What applying would do."""

    is_ready: bool
    pages: tuple[str, ...]
    # titles of the pages that get a new draft
    more: int
    # how many besides
    digest: str


def names_of(pull: Pull, reader: AbstractUser) -> Names:
    """Return what the two sides are called."""
    release = pull.theirs.release
    upstream = _("Upstream (%(platform)s %(number)s)") % {
        "platform": release.module.platform.title, "number": release.number,
    }  # fmt: skip
    return Names(us=pull.fork.module.platform.title, upstream=upstream, reader=reader.pk)


def tabs_of(prepared: PreparedMerge, page: ModulePage, shown: str) -> list[Tab]:
    """Return the choices of which lessons are shown, each with how many it shows."""
    counts = {ALL: len(prepared.parts), **prepared.counts}
    address = reverse("pull", args=[page.pk])
    return [
        Tab(
            label=label,
            icon="" if name == ALL else ICONS[PartStatus(name)],
            count=counts[name],
            address=address if name == ALL else f"{address}?{urlencode({'show': name})}",
            is_current=name == shown,
        )
        for name, label in FILTERS.items()
    ]


def counts_words(prepared: PreparedMerge) -> str:
    """Return what the pull would do to the lessons, in a sentence."""
    counts = Counter(part.status for part in prepared.parts if part.lesson)
    return ", ".join(_count_words(status, counts[status]) for status in PartStatus if counts[status])


def _count_words(status: PartStatus, count: int) -> str:
    return {
        PartStatus.UNCHANGED: ngettext("%d lesson stays as it is", "%d lessons stay as they are", count),
        PartStatus.TAKEN: ngettext("%d takes what upstream changed", "%d take what upstream changed", count),
        PartStatus.MERGED: ngettext("%d is merged", "%d are merged", count),
        PartStatus.CONFLICT: ngettext("%d needs a decision", "%d need a decision", count),
    }[status] % count


def progress_of(prepared: PreparedMerge, page: ModulePage) -> Progress:
    """Return how many of the contradictions are decided, and where the next one is."""
    total, still_open = len(prepared.conflicts), prepared.undecided
    decided = total - len(still_open)
    words = (
        _("%(decided)d of %(total)d decided") % {"decided": decided, "total": total}
        if total
        else _("Nothing needs a decision")
    )
    anchor = anchor_of(still_open[0].key) if still_open else ""
    return Progress(
        decided=decided,
        total=total,
        words=words,
        next_anchor=anchor,
        next_address=address_of(prepared, page, still_open[0].key) if still_open else "",
    )


def address_of(prepared: PreparedMerge, page: ModulePage, key: str) -> str:
    """Return where a question is asked."""
    place = place_of(prepared, key)
    if place is None:
        return reverse("pull", args=[page.pk])
    part, number = place
    query = f"?{urlencode({'p': number})}" if number > 1 else ""
    return f"{reverse('pull_part', args=[page.pk, part.node_id])}{query}#{anchor_of(key)}"


def foot_of(prepared: PreparedMerge) -> Foot:
    """Return what applying would do with what was decided so far."""
    touched = changed_lessons(prepared.ours, prepared.so_far)
    titles = [part.title for part in prepared.parts if part.node_id in touched]
    return Foot(
        is_ready=not prepared.undecided and not prepared.pull.theirs.release.is_withdrawn,
        pages=tuple(titles[:MOST_NAMED]),
        more=max(len(titles) - MOST_NAMED, 0),
        digest=prepared.digest,
    )
