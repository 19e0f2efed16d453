"""Choosers that offer what belongs to the own platforms."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from wagtail.admin.views.chooser import BrowseView
from wagtail.images.views.chooser import ImageChooseView
from wagtail.models import Page

from curriculum.content.isolation.visibility import (
    own_platforms,
    sees_all,
    visible_pages,
    visible_pictures,
    visible_tags,
)
from curriculum.content.models import Picture

MOST_TAGS = 10


def offered_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Return those of `pages` that the person sees (hook `construct_page_chooser_queryset`)."""
    return pages.filter(pk__in=visible_pages(request.user).values("pk"))


def offered_children(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Return those of `pages` that the person sees (hook `construct_explorer_page_queryset`)."""
    return offered_pages(pages, request)


def offered_pictures(pictures: QuerySet[Picture], request: HttpRequest) -> QuerySet[Picture]:
    """Return those of `pictures` that the person sees (hook `construct_image_chooser_queryset`)."""
    return pictures.filter(pk__in=visible_pictures(request.user).values("pk"))


class BrowsePages(BrowseView):
    """Wagtail's page chooser, which opens at the own platform.

    By itself it opens at the nearest page above all pages of a type, whoever these belong to.
    """

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id is None and not sees_all(request.user):
            parent_page_id = _common_page(request).pk
        return super().get(request, parent_page_id)


def _common_page(request: HttpRequest) -> Page:
    platforms = Page.objects.filter(pk__in=own_platforms(request.user).values("pk"))
    if not platforms:
        raise Http404
    return platforms.first_common_ancestor(include_self=True)


class ChoosePicture(ImageChooseView):
    """Wagtail's picture chooser, with the tags of the own pictures."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "popular_tags": visible_tags(self.request.user)[:MOST_TAGS]}


def complete_tag(request: HttpRequest) -> JsonResponse:
    """Return up to ten tags of the own pictures that begin with the parameter `term`, as a JSON list of names."""
    term = request.GET.get("term", "")
    tags = visible_tags(request.user).filter(name__istartswith=term).order_by("name")[:MOST_TAGS]
    return JsonResponse([tag.name for tag in tags] if term else [], safe=False)
