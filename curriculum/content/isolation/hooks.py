"""What this package adds to Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images.views.chooser import viewset as picture_chooser

from curriculum.content.isolation import choosing, endpoints
from curriculum.content.isolation.filters import narrow_filters
from curriculum.content.isolation.visibility import sees_all

AFTER_WAGTAIL = 100


def register() -> None:
    """Register the hooks and put the narrowed choosers and filters in place."""
    hooks.register("construct_page_chooser_queryset", choosing.offered_pages)
    hooks.register("construct_explorer_page_queryset", choosing.offered_children)
    hooks.register("construct_image_chooser_queryset", choosing.offered_pictures)
    hooks.register("construct_admin_api", endpoints.register_endpoints, order=AFTER_WAGTAIL)
    hooks.register("construct_main_menu", hide_documents, order=AFTER_WAGTAIL)
    hooks.register("construct_reports_menu", hide_page_types, order=AFTER_WAGTAIL)
    picture_chooser.choose_view_class = choosing.ChoosePicture
    narrow_filters()


def hide_documents(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the entry of Wagtail's documents out of the menu: their addresses are closed."""
    items[:] = [item for item in items if item.name != "documents"]


def hide_page_types(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take a report over all platforms out of the menu of those who see only their own."""
    if not sees_all(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]
