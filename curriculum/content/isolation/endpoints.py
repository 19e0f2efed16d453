"""The admin's own API. The menu of pages reads it; nothing here calls its actions."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from curriculum.content.isolation.visibility import visible_pages, visible_pictures
from curriculum.content.models import Picture


class PagesEndpoint(PagesAdminAPIViewSet):
    """Pages that the person sees, to read."""

    actions: dict[str, Any] = {}

    def get_base_queryset(self) -> QuerySet[Page]:
        return super().get_base_queryset() & visible_pages(self.request.user)


class PicturesEndpoint(ImagesAdminAPIViewSet):
    """Pictures that the person sees, to read."""

    def get_queryset(self) -> QuerySet[Picture]:
        seen = visible_pictures(self.request.user).values("pk")
        return super().get_queryset().filter(pk__in=seen)


def register_endpoints(router: WagtailAPIRouter) -> None:
    """Put these endpoints in the place of Wagtail's (hook `construct_admin_api`, after Wagtail's own)."""
    router.register_endpoint("pages", PagesEndpoint)
    router.register_endpoint("images", PicturesEndpoint)
