"""The panel on the front page of the admin: what is drafted, what waits, what was released, on the own platforms."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from laces.components import Component
from wagtail.models import WorkflowState

from curriculum.content.admin.screens import person_of, staff_platforms
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.page_states import CHANGED, with_workflow_status
from curriculum.releases.models import Release

SHOWN = 8  # lines of each list


class CurriculumPanel(Component):
    """Three lists of at most eight lines. It takes the same number of queries however much there is."""

    name = "curriculum"
    order = 205
    template_name = "curriculum/admin/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the three lists for the user's platforms."""
        platforms = list(staff_platforms(person_of(parent_context["request"])))
        pages = _changed_pages([platform.path for platform in platforms])
        waiting = [page for page in pages if page.workflow_status == WorkflowState.STATUS_IN_PROGRESS]
        drafted = [page for page in pages if page.workflow_status != WorkflowState.STATUS_IN_PROGRESS]
        released = Release.objects.filter(module__platform__in=platforms).select_related(
            "module__platform", "module__page", "withdrawal"
        )
        return {
            "platforms": platforms,
            "several": len(platforms) > 1,
            "drafted": drafted[:SHOWN],
            "drafted_more": max(len(drafted) - SHOWN, 0),
            "waiting": waiting[:SHOWN],
            "waiting_more": max(len(waiting) - SHOWN, 0),
            "released": released.order_by("-created_at")[:SHOWN],
        }


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the front page of those who work on a platform."""
    if staff_platforms(person_of(request)).exists():
        panels.append(CurriculumPanel())


def _changed_pages(paths: list[str]) -> list[ModulePage | LessonPage]:
    """Return the pages below `paths` that have a change which is not approved, the latest first."""
    if not paths:
        return []
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    found = [*_of(ModulePage.objects.filter(below)), *_of(LessonPage.objects.filter(below))]
    return sorted(found, key=lambda page: page.latest_revision_created_at.timestamp(), reverse=True)


def _of(pages: QuerySet) -> QuerySet:
    changed = with_workflow_status(pages.filter(CHANGED, latest_revision_created_at__isnull=False))
    return changed.only("path", "depth", "code", "draft_title", "title", "latest_revision_created_at", "live")
