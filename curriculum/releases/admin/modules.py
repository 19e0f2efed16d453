"""The list of modules, and the screen of one: its pages, what changed since its last release, what can be done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from laces.components import Component
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.actions.submit_module import submit_module
from curriculum.content.admin.screens import Crumb, Screen, person_of, staff_platforms, tell_refusal
from curriculum.content.memberships import has_role
from curriculum.content.models import LessonPage, Module, ModulePage
from curriculum.content.page_states import PageState, pages_of, state_of, with_workflow_status
from curriculum.content.roles import APPROVERS
from curriculum.content.working_copy import State, working_copy
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError
from curriculum.releases.admin.difference import Part, difference
from curriculum.releases.admin.public import module_address
from curriculum.releases.models import Release

#: Other stages add buttons to a module's screen: fn(module page, user) -> Iterable[Button].
MODULE_BUTTONS = "register_module_buttons"
#: Other stages say something at the head of a module's screen: fn(module page, user) -> Iterable[Component].
MODULE_NOTICES = "register_module_notices"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleRow:
    """One module in the list."""

    page: ModulePage
    counts: list[tuple[PageState, int]]
    # how many of its pages are in which state
    last: Release | None
    address: str | None
    # where the public reads it


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRow:
    """One page of a module on its screen."""

    page: ModulePage | LessonPage
    state: PageState


class ModuleList(Screen):
    """The modules of the user's platforms, with their state."""

    page_title = _("Modules")
    header_icon = "clipboard-list"
    template_name = "curriculum/admin/module_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return each platform with its rows."""
        platforms = list(staff_platforms(person_of(self.request)))
        rows = module_rows(modules_for(person_of(self.request)))
        shelves = [
            {"platform": platform, "rows": [row for row in rows if row.page.module.platform_id == platform.pk]}
            for platform in platforms
        ]
        return super().get_context_data(shelves=shelves, **kwargs)


class ModuleScreen(Screen):
    """A screen about one module of the user's platforms; any other module is not found."""

    header_icon = "clipboard-list"
    page: ModulePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the module, on every request anew."""
        super().setup(request, *args, **kwargs)
        self.page = module_for(person_of(request), kwargs["page_id"])

    @property
    def module(self) -> Module:
        """Return the identity of the module."""
        return self.page.module

    def crumbs(self) -> list[Crumb]:
        """Return the way over the list and the module."""
        return [
            {"url": reverse("modules:list"), "label": _("Modules")},
            {"url": reverse("modules:module", args=[self.page.pk]), "label": self.module.code},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the module besides, and whether the user approves and releases it."""
        approves = has_role(person_of(self.request), self.module.platform, *APPROVERS)
        return super().get_context_data(module_page=self.page, module=self.module, approves=approves, **kwargs)


class ModuleOverview(ModuleScreen):
    """One module: pages, difference since the last release, releases."""

    template_name = "curriculum/admin/module.html"

    def get_page_title(self) -> str:
        """Return the code."""
        return self.module.code

    def crumbs(self) -> list[Crumb]:
        """Return the way over the list."""
        return super().crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return pages with their states, the change list, releases and buttons."""
        rows = [PageRow(page=page, state=state_of(page)) for page in pages_of(self.page)]
        releases = [
            {"release": release, "address": module_address(release, self.page.language)}
            for release in self.module.releases.newest_first().select_related("module__platform", "withdrawal")
        ]
        parts, fault = draft_difference(self.page)
        may = self.page.permissions_for_user(person_of(self.request))
        return super().get_context_data(
            rows=rows,
            releases=releases,
            parts=parts,
            fault=fault,
            can_submit=may.can_edit() and any(row.state in {PageState.DRAFT, PageState.RETURNED} for row in rows),
            can_approve=may.can_publish() and any(_is_changed(row.page) for row in rows),
            buttons=module_buttons(self.page, person_of(self.request)),
            notices=module_notices(self.page, person_of(self.request)),
            **kwargs,
        )


def modules_for(user: AbstractUser) -> QuerySet[ModulePage]:
    """Return the module pages that `user` may see, in the order of platforms and pages."""
    pages = ModulePage.objects.filter(module__platform__in=staff_platforms(user).order_by().values("pk"))
    return pages.select_related("module__platform").order_by("path")


def module_for(user: AbstractUser, page_id: int) -> ModulePage:
    """Return the module page of this number; raises Http404 for one that `user` may not see as for one that is not."""
    page = modules_for(user).filter(pk=page_id).first()
    if page is None:
        raise Http404
    return page


def module_rows(pages: QuerySet[ModulePage]) -> list[ModuleRow]:
    """Return a row for each module page, read in four queries however many there are."""
    own = list(with_workflow_status(pages))
    lessons = with_workflow_status(lessons_below(page.path for page in own)).only(
        "path", "depth", "live", "has_unpublished_changes", "dropped_reason"
    )
    below: dict[str, list[LessonPage]] = {page.path: [] for page in own}
    for lesson in lessons:
        if lesson.path[: -LessonPage.steplen] in below:
            below[lesson.path[: -LessonPage.steplen]].append(lesson)
    last = newest_releases(page.module_id for page in own)
    return [
        ModuleRow(
            page=page,
            counts=_counts([page, *below[page.path]]),
            last=last.get(page.module_id),
            address=_address(page, last.get(page.module_id)),
        )
        for page in own
    ]


def lessons_below(paths: Iterable[str]) -> QuerySet[LessonPage]:
    """Return the lessons on the platforms that the module pages at `paths` stand on, in order."""
    platforms = {path[: 3 * LessonPage.steplen] for path in paths}  # platforms stand at depth 3
    below = [Q(path__startswith=path) for path in platforms]
    return LessonPage.objects.filter(reduce(or_, below)).order_by("path") if below else LessonPage.objects.none()


def newest_releases(modules: Iterable[Any]) -> dict[Any, Release]:
    """Return by module its newest release, withdrawn or not."""
    releases = Release.objects.filter(module__in=list(modules)).select_related("module__platform", "withdrawal")
    return {release.module_id: release for release in releases.order_by("major", "minor", "patch")}


def draft_difference(page: ModulePage) -> tuple[list[Part], str]:
    """Return what the latest drafts change against the last release, and why that cannot be told, if it cannot.

    Before the first release there is nothing to compare with, and no part.
    """
    last = page.module.releases.newest_first().first()
    if last is None:
        return [], ""
    try:
        return difference(last.source_edition().load(), working_copy(page, State.DRAFT).document), ""
    except CurriculumError as error:
        return [], " ".join(error.lines())
    except DocumentError as error:
        return [], str(error)


def module_buttons(page: ModulePage, user: AbstractUser) -> list[Button]:
    """Return the buttons that other stages give to the module."""
    buttons = [button for register in hooks.get_hooks(MODULE_BUTTONS) for button in register(page, user)]
    return sorted(button for button in buttons if button.show)


def module_notices(page: ModulePage, user: AbstractUser) -> list[Component]:
    """Return what other stages say at the head of the module's screen."""
    return [notice for register in hooks.get_hooks(MODULE_NOTICES) for notice in register(page, user)]


def header_buttons(page: Any, user: AbstractUser, view_name: str, next_url: str | None = None) -> Iterable[Button]:
    """Lead from the editor of a module or lesson to the module's screen."""
    if isinstance(page.specific, ModulePage | LessonPage):
        module = page.specific.document_module
        yield Button(
            _("Module overview"), reverse("modules:module", args=[module.pk]), icon_name="clipboard-list", priority=5
        )


@require_POST
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Submit all changed pages of the module."""
    page = module_for(person_of(request), page_id)
    try:
        pages = submit_module(module=page, by=person_of(request))
    except CurriculumError as error:
        tell_refusal(request, error)
    else:
        text = ngettext("%d page waits for approval now.", "%d pages wait for approval now.", len(pages))
        messages.success(request, text % len(pages))
    return redirect("modules:module", page.pk)


@require_POST
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    """Approve all changed pages of the module."""
    page = module_for(person_of(request), page_id)
    try:
        pages = approve_module(module=page, by=person_of(request))
    except CurriculumError as error:
        tell_refusal(request, error)
    else:
        text = ngettext("%d page is approved.", "%d pages are approved.", len(pages))
        messages.success(request, text % len(pages))
    return redirect("modules:module", page.pk)


def _address(page: ModulePage, last: Release | None) -> str | None:
    return module_address(last, page.language, current=True) if last else None


def _counts(pages: Iterable[ModulePage | LessonPage]) -> list[tuple[PageState, int]]:
    counts = Counter(state_of(page) for page in pages)
    return [(state, counts[state]) for state in PageState if counts[state]]


def _is_changed(page: ModulePage | LessonPage) -> bool:
    return not page.live or page.has_unpublished_changes
