"""How far the background worker is with a request for forks, in words for those who wait."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.content.models import ModulePage
from curriculum.forks.forkable import contents_of
from curriculum.forks.models import ForkRequest, RequestedFork, RequestState
from curriculum.forks.models.request import SILENT_AFTER, UNATTENDED_AFTER

WAITING, MADE, REFUSED = RequestedFork.State.WAITING, RequestedFork.State.MADE, RequestedFork.State.REFUSED


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One module of a request."""

    item: RequestedFork
    title: str
    # its code and title
    page: ModulePage | None
    # where it was forked and is still there
    is_current: bool
    # whether the worker is making it


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """A request as it is now."""

    request: ForkRequest
    state: RequestState
    lines: tuple[Line, ...]
    # in the order in which they are made
    is_behind: bool
    # whether a worker is at another platform's request, so that this one has to wait for it

    @property
    def total(self) -> int:
        """Return how many modules were asked for."""
        return len(self.lines)

    @property
    def done(self) -> int:
        """Return how many are dealt with, forked or refused."""
        return self.total - self._count(WAITING)

    @property
    def made(self) -> int:
        """Return how many are forked."""
        return self._count(MADE)

    @property
    def only_page(self) -> ModulePage | None:
        """Return the module that was made, where one alone was asked for."""
        return self.lines[0].page if self.total == 1 else None

    @property
    def is_open(self) -> bool:
        """Return whether something may still happen by itself."""
        return self.state != RequestState.FINISHED

    @property
    def can_be_asked_again(self) -> bool:
        """Return whether something is left that a worker had its chance at."""
        return self.made < self.total and self.state in {RequestState.SILENT, RequestState.FINISHED}

    @property
    def moves_by_itself(self) -> bool:
        """Return whether nobody need do anything."""
        return self.state in {RequestState.WAITING, RequestState.RUNNING} or (self.is_behind and self.is_open)

    def words(self) -> str:
        """Return in a sentence or two how far it is, and what to do where it does not move."""
        match self.state:
            case RequestState.FINISHED:
                return self._words_at_the_end()
            case RequestState.RUNNING:
                return self._words_under_way()
            case RequestState.SILENT:
                return _(
                    "Nothing was heard from the background worker for %(seconds)d seconds. What is listed as forked is "
                    "complete, and nothing half is left. Try again to go on with the rest."
                ) % {"seconds": SILENT_AFTER.seconds}
        if self.is_behind:
            return _("The background worker is busy with another platform. It comes to this after that.")
        if self.state == RequestState.WAITING:
            return _("The background worker takes this up in a moment.")
        return _(
            "No background worker has taken this up for %(seconds)d seconds, so it seems that none runs. The request "
            "is kept and starts by itself as soon as one runs. Ask whoever runs this site to start it with "
            "“manage.py db_worker”."
        ) % {"seconds": UNATTENDED_AFTER.seconds}

    def _count(self, state: RequestedFork.State) -> int:
        return sum(line.item.state == state for line in self.lines)

    def _words_under_way(self) -> str:
        current = next((line for line in self.lines if line.is_current), None)
        if current is None:
            return _("The last module is being finished.")
        numbers = {"module": current.title, "number": self.done + 1, "total": self.total}
        return _("%(module)s is being forked, module %(number)d of %(total)d.") % numbers

    def _words_at_the_end(self) -> str:
        if self.made == self.total:
            words = ngettext(
                "%d module is forked. Adapt it, then release it.", "%d modules are forked. Adapt and release them.",
                self.made,
            )  # fmt: skip
            return words % self.made
        words = ngettext(
            "%(made)d of %(total)d module is forked.", "%(made)d of %(total)d modules are forked.", self.total
        ) % {"made": self.made, "total": self.total}
        if self._count(WAITING):
            return _("%s Somebody stopped the rest.") % words
        return _("%s The reasons for the others stand below.") % words


def progress_of(request: ForkRequest) -> Progress:
    """Return how far `request` is; in the same number of queries however many modules it has."""
    asked = request.items.select_related("edition__release__module", "fork__module__page")
    items = list(asked.order_by("place"))
    contents = contents_of(item.edition for item in items)
    state = request.state
    first = next((item for item in items if item.state == WAITING), None) if state == RequestState.RUNNING else None
    lines = (
        Line(
            item=item,
            title=f"{item.edition.release.module.code} {contents[item.edition.document_id].title}",
            page=_page(item),
            is_current=item == first,
        )
        for item in items
    )
    return Progress(request=request, state=state, lines=tuple(lines), is_behind=_is_behind(request))


def _page(item: RequestedFork) -> ModulePage | None:
    try:
        return item.fork.module.page if item.fork else None
    except ObjectDoesNotExist:
        return None


def _is_behind(request: ForkRequest) -> bool:
    """Whether the worker said a short while ago that it is at another request."""
    recently = timezone.now() - SILENT_AFTER
    others = ForkRequest.objects.filter(finished_at__isnull=True, heard_at__gte=recently).exclude(pk=request.pk)
    return request.finished_at is None and request.heard_at is None and others.exists()
