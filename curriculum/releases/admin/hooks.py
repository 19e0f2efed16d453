"""What the releases stage hooks into Wagtail's admin."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from curriculum.releases.admin import deleting, homepage, menu, modules
from curriculum.releases.admin.urls import urlpatterns


def register() -> None:
    """Register all hooks of this stage's screens."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", menu.modules_item)
    hooks.register("register_page_header_buttons", modules.header_buttons)
    hooks.register("construct_homepage_panels", homepage.add_panel)
    hooks.register("before_delete_page", deleting.refuse_delete)
    hooks.register("before_bulk_action", deleting.refuse_bulk_delete)


def _urls() -> Sequence[URLPattern | URLResolver]:
    return urlpatterns
