"""Give a person roles on a platform."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.content.models import PlatformPage, PlatformRole
from curriculum.content.naming_people import may_name_people
from curriculum.exceptions import InvalidValueError, NotPermittedError, PersonExistsError, UnknownPersonError

LONGEST_NAME = 150
#: Letters and digits that nobody mistakes for another when they are read aloud or copied from paper.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_PARTS, PART_LENGTH = 4, 4


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """An account that was made, and the password that is shown once."""

    person: AbstractUser
    password: str


@transaction.atomic
def create_person(
    *,
    platform: PlatformPage,
    username: str,
    first_name: str = "",
    last_name: str = "",
    roles: Sequence[str],
    by: AbstractUser,
) -> NewAccount:
    """Make an account with `roles` on `platform`, and return it with its first password (16 clear letters and digits).

    Raises NotPermittedError where `by` does not name the people of the platform, PersonExistsError, InvalidValueError.
    """
    _check_may_name_people(by, platform)
    wanted = _wanted_roles(platform, roles)
    username = _checked_username(username)
    first_name, last_name = first_name.strip(), last_name.strip()
    _check_length("first_name", first_name)
    _check_length("last_name", last_name)
    accounts = get_user_model()
    if accounts.objects.filter(username__iexact=username).exists():
        raise PersonExistsError(username=username)

    password = "-".join("".join(secrets.choice(CLEAR) for _n in range(PART_LENGTH)) for _part in range(PASSWORD_PARTS))
    person = accounts.objects.create_user(
        username=username, password=password, first_name=first_name, last_name=last_name
    )
    _give(person, wanted, by)
    return NewAccount(person=person, password=password)


@transaction.atomic
def join_platform(*, platform: PlatformPage, username: str, roles: Sequence[str], by: AbstractUser) -> AbstractUser:
    """Give the account `username`, written exactly, `roles` on `platform`, and return it.

    Roles that the person has stay. Raises NotPermittedError, UnknownPersonError (also for administrators, whom no
    platform touches, and for closed accounts), InvalidValueError.
    """
    _check_may_name_people(by, platform)
    wanted = _wanted_roles(platform, roles)
    person = get_user_model().objects.filter(username=username.strip(), is_superuser=False, is_active=True).first()
    if person is None:
        raise UnknownPersonError(username=username.strip()[:40])

    _give(person, wanted, by)
    return person


def _check_may_name_people(by: AbstractUser, platform: PlatformPage) -> None:
    if not may_name_people(by, platform):
        raise NotPermittedError(what=platform.title)


def _wanted_roles(platform: PlatformPage, roles: Sequence[str]) -> list[PlatformRole]:
    found = list(platform.roles.filter(role__in=roles).select_related("group"))
    if not found or len(found) < len(set(roles)):
        raise InvalidValueError(field="roles", name=_("Roles"), problem=_("Choose at least one role of this platform."))
    return found


def _checked_username(username: str) -> str:
    username = username.strip()
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        problem = _("Write letters, digits and @ . + - _ only, without spaces.")
        raise InvalidValueError(field="username", name=_("Account name"), problem=problem) from error
    _check_length("username", username)
    return username


def _check_length(field: str, text: str) -> None:
    if len(text) > LONGEST_NAME:
        raise InvalidValueError(field=field, name=_("Name"), problem=_("Write at most %d characters.") % LONGEST_NAME)


def _give(person: AbstractUser, roles: list[PlatformRole], by: AbstractUser) -> None:
    has = set(person.groups.values_list("pk", flat=True))
    for role in roles:
        if role.group_id not in has:
            person.groups.add(role.group)
            data = {"person": person.get_username(), "role": role.role}
            log(instance=role.platform, action="curriculum.join", user=by, data=data)
