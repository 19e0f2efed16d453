"""Take a role on a platform from a person."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from curriculum.content.models import PlatformRole
from curriculum.content.naming_people import may_name_people
from curriculum.content.person_names import name_of_person
from curriculum.content.roles import APPROVERS
from curriculum.exceptions import LastApproverError, NotPermittedError


@transaction.atomic
def leave_platform(*, role: PlatformRole, person: AbstractUser, by: AbstractUser) -> None:
    """Take `role` from `person`; the account and its other roles stay.

    Raises NotPermittedError where `by` does not name the people of the platform or `person` is an administrator,
    LastApproverError where nobody would be left who approves. A role that the person does not have is no error.
    """
    platform = role.platform
    if not may_name_people(by, platform) or person.is_superuser:
        raise NotPermittedError(what=platform.title)
    if not person.groups.filter(pk=role.group_id).exists():
        return
    if role.role in APPROVERS and not _others_approve(role, person):
        raise LastApproverError(person=name_of_person(person), platform=platform.title)

    person.groups.remove(role.group)
    data = {"person": person.get_username(), "role": role.role}
    log(instance=platform, action="curriculum.leave", user=by, data=data)


def _others_approve(role: PlatformRole, person: AbstractUser) -> bool:
    approvers = get_user_model().objects.filter(
        groups__platform_role__platform=role.platform, groups__platform_role__role__in=APPROVERS, is_active=True
    )
    return bool(approvers.exclude(pk=person.pk).exists())
