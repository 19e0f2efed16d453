"""What the content stage hooks into Wagtail's admin."""

from collections.abc import Sequence

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from curriculum.content.admin import editing, menu, node_links
from curriculum.content.admin.snippets import ReferenceGroup
from curriculum.content.admin.urls import urlpatterns


def register() -> None:
    """Register all hooks of this stage's screens."""
    register_snippet(ReferenceGroup)
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_rich_text_features", node_links.register_features)
    hooks.register("insert_global_admin_css", _style)
    hooks.register("register_admin_menu_item", menu.people_item)
    hooks.register("register_admin_menu_item", menu.platforms_item)
    hooks.register("construct_help_menu", menu.hide_product_news)
    hooks.register("construct_page_action_menu", editing.name_actions)
    hooks.register("before_copy_page", editing.refuse_copy)
    hooks.register("before_create_alias_page", editing.refuse_alias)
    hooks.register("after_copy_page", editing.renew_copied_ids)
    hooks.register("before_move_page", editing.refuse_move)
    hooks.register("before_bulk_action", editing.refuse_bulk_move)


def _urls() -> Sequence[URLPattern | URLResolver]:
    return urlpatterns


def _style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("curriculum/admin.css"))
