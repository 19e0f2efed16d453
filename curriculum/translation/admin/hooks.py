"""What the translation stage hooks into Wagtail's admin."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from curriculum.translation.admin import overview
from curriculum.translation.admin.urls import urlpatterns


def register() -> None:
    """Register all hooks of this stage's screens."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", overview.menu_item)
    hooks.register("register_module_buttons", overview.module_buttons)
    hooks.register("register_module_notices", overview.module_notices)
    hooks.register("construct_homepage_panels", overview.add_panel)


def _urls() -> Sequence[URLPattern | URLResolver]:
    return urlpatterns
