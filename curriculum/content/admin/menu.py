"""Entries of the admin's menu: people and platforms, for those who may."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from curriculum.content.naming_people import may_create_platforms, platforms_to_staff


class PeopleItem(MenuItem):
    """Leads to the people of the user's platforms."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user names the people of a platform."""
        return bool(platforms_to_staff(request.user).exists())


class PlatformsItem(MenuItem):
    """Leads to all platforms."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may make platforms."""
        return may_create_platforms(request.user)


def people_item() -> MenuItem:
    """Return the entry that leads to the people."""
    return PeopleItem(_("People"), reverse("people:choose"), name="people", icon_name="group", order=600)


def platforms_item() -> MenuItem:
    """Return the entry that leads to the platforms."""
    return PlatformsItem(_("Platforms"), reverse("platforms:list"), name="platforms", icon_name="globe", order=610)


def hide_product_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the news about Wagtail itself out of the help menu: they lead off this site and need a connection."""
    items[:] = [item for item in items if not item.name.startswith("whats-new-in-wagtail")]
