"""Filters beside the admin's lists, which by themselves offer the names of everybody and everything."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from wagtail.admin.filters import PopularTagsFilter
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.reports import audit_logging
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet, WorkflowTasksReportFilterSet
from wagtail.images.views import images

from curriculum.content.isolation.choosing import MOST_TAGS
from curriculum.content.isolation.visibility import visible_people, visible_tags, visible_tasks, visible_workflows
from curriculum.content.memberships import Person

Offer = Callable[[Person], QuerySet[Any]]

#: Filter set, name of the filter, and what it offers instead of everything.
NARROWED: tuple[tuple[type[FilterSet], str, Offer], ...] = (
    (PageFilterSet, "owner", visible_people),
    (PageFilterSet, "edited_by", visible_people),
    (GenericPageFilterSet, "owner", visible_people),
    (GenericPageFilterSet, "edited_by", visible_people),
    (LockedPagesReportFilterSet, "locked_by", visible_people),
    (WorkflowReportFilterSet, "workflow", visible_workflows),
    (WorkflowReportFilterSet, "requested_by", visible_people),
    (WorkflowTasksReportFilterSet, "workflow", visible_workflows),
    (WorkflowTasksReportFilterSet, "task", visible_tasks),
)


class PicturesFilterSet(images.ImagesFilterSet):
    """Wagtail's filters of the list of pictures, with the tags of the own ones."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters.pop("tag", None)
        names = [tag.name for tag in visible_tags(request.user)[:MOST_TAGS]]
        if names:
            self.filters["tag"] = PopularTagsFilter(
                label=_("Tag"),
                field_name="tags__name",
                choices=[(name, name) for name in names],
                widget=forms.CheckboxSelectMultiple,
                use_subquery=bool(kwargs.get("is_searching")),
            )

    class Meta(images.ImagesFilterSet.Meta):
        pass


class SiteHistoryFilterSet(audit_logging.SiteHistoryReportFilterSet):
    """Wagtail's filters of the site's history, with the people who did something that the person sees."""

    def get_users_queryset(self) -> QuerySet[AbstractBaseUser]:
        return audit_logging.get_users_for_filter(self.request.user)


def narrow_filters() -> None:
    """Let Wagtail's own filters offer what the person sees. Wagtail gives no hook for them."""
    for filter_set, name, offer in NARROWED:
        filter_set.base_filters[name].queryset = _offered_to(offer)
    images.IndexView.filterset_class = PicturesFilterSet
    audit_logging.LogEntriesView.filterset_class = SiteHistoryFilterSet


def _offered_to(offer: Offer) -> Callable[[HttpRequest], QuerySet[Any]]:
    return lambda request: offer(request.user)
