"""Entries of the admin's menu: modules, for those who may."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from curriculum.content.admin.screens import person_of, staff_platforms


class ModulesItem(MenuItem):
    """Leads to the modules of the user's platforms."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user works on a platform."""
        return bool(staff_platforms(person_of(request)).exists())


def modules_item() -> MenuItem:
    """Return the entry that leads to the modules."""
    return ModulesItem(_("Modules"), reverse("modules:list"), name="modules", icon_name="clipboard-list", order=90)
