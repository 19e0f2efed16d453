"""What the forks stage adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from curriculum.content.memberships import platforms_of
from curriculum.content.roles import APPROVERS


class ForkMenuItem(MenuItem):
    """The entry “Fork a module”, for those who approve on a platform."""

    def is_shown(self, request: HttpRequest) -> bool:
        return platforms_of(request.user, *APPROVERS).exists()


def urls() -> list[URLPattern | URLResolver]:
    """Return the admin addresses of this stage."""
    return [path("curriculum/", include("curriculum.forks.urls"))]


def menu_item() -> MenuItem:
    """Return the menu entry of this stage."""
    return ForkMenuItem(_("Fork a module"), reverse("fork"), name="fork", icon_name="copy", order=250)
