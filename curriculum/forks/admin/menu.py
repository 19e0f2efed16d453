"""Entries of the admin's menu: forking, for those who may."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from curriculum.content.memberships import platforms_of
from curriculum.content.roles import APPROVERS


class ForkItem(MenuItem):
    """Leads to what may be forked, for those who approve on a platform."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user approves on a platform."""
        return bool(platforms_of(request.user, *APPROVERS).exists())


def fork_item() -> MenuItem:
    """Return the entry that leads to what may be forked."""
    return ForkItem(_("Fork modules"), reverse("fork"), name="fork", icon_name="copy", order=250)
