"""What the forks stage hooks into Wagtail's admin."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from curriculum.forks.admin import editor_marks, menu, pull_notices, reasons, report
from curriculum.forks.admin.urls import urlpatterns


def register() -> None:
    """Register all hooks of this stage's screens."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", menu.fork_item)
    hooks.register("register_page_header_buttons", editor_marks.compare_button)
    hooks.register("insert_editor_js", editor_marks.script)
    hooks.register("register_module_buttons", reasons.reasons_button)
    hooks.register("register_module_buttons", report.module_buttons)
    hooks.register("register_module_notices", pull_notices.module_notices)
    hooks.register("construct_homepage_panels", pull_notices.add_panel)


def _urls() -> Sequence[URLPattern | URLResolver]:
    return urlpatterns
