"""What a person is called, wherever somebody else reads it."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _


def name_of_person(person: AbstractUser | None) -> str:
    """Return the full name, else the account's; "Somebody" for an account that is gone, and for a command."""
    return (person.get_full_name() or person.get_username()) if person else _("Somebody")
