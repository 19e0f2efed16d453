"""What the module's screen and the front page say about updates from upstream."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from laces.components import Component

from curriculum.content.admin.screens import person_of, staff_platforms
from curriculum.content.languages import language_name
from curriculum.content.models import ModulePage
from curriculum.exceptions import NotAForkError
from curriculum.forks.finding import fork_of, open_pull, undoable_pull
from curriculum.forks.models import Pull, PullState
from curriculum.forks.updates import change_words, update_of, updates_for

MOST_LINES = 30  # of the change list
SHOWN = 8  # lines of the panel


class UpdateNotice(Component):
    """On a module's screen: an update that waits, one that was begun, or one that can be undone."""

    template_name = "curriculum/forks/pull_notice.html"

    def __init__(self, page: ModulePage, user: AbstractUser, **facts: Any) -> None:
        self.page, self.user, self.facts = page, user, facts

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is known about the update, and what changes with it."""
        update = self.facts["update"]
        lines = change_words(update) if update and not self.facts["pull"] else []
        return {
            **self.facts,
            "module_page": self.page,
            "may_edit": self.page.permissions_for_user(self.user).can_edit(),
            "language": language_name(self.page.language),
            "lines": lines[:MOST_LINES],
            "more": max(len(lines) - MOST_LINES, 0),
            "csrf_token": parent_context.get("csrf_token"),
        }


def module_notices(page: ModulePage, user: AbstractUser) -> Iterator[Component]:
    """Yield a notice where the module is a fork and there is something to say about updates."""
    try:
        fork = fork_of(page.module)
    except NotAForkError:
        return
    facts = {"pull": open_pull(fork), "update": update_of(fork), "undoable": undoable_pull(fork)}
    if any(facts.values()):
        yield UpdateNotice(page, user, **facts)


class UpdatesPanel(Component):
    """On the front page: the forks of the user's platforms that could take an update, a line each."""

    name = "updates"
    order = 204
    template_name = "curriculum/forks/pull_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the lines. It takes the same number of queries however many there are."""
        platforms = list(staff_platforms(person_of(parent_context["request"])))
        updates = [update for update in updates_for(platforms) if getattr(update.fork.module, "page", None)]
        begun = set(
            Pull.objects.filter(state=PullState.OPEN, fork__in=[update.fork.pk for update in updates]).values_list(
                "fork_id", flat=True
            )
        )
        return {
            "lines": [{"update": update, "is_begun": update.fork.pk in begun} for update in updates[:SHOWN]],
            "more": max(len(updates) - SHOWN, 0),
            "several": len(platforms) > 1,
        }


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the front page of those who work on a platform with forks that could take an update."""
    platforms = staff_platforms(person_of(request))
    if platforms.filter(modules__fork__isnull=False).exists():
        panels.append(UpdatesPanel())
