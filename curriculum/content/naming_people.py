"""Who names the people of a platform, and who makes platforms."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

from curriculum.content.memberships import has_role, platforms_of
from curriculum.content.models import PlatformPage, PlatformRole
from curriculum.content.models.platform import GENERIC
from curriculum.content.roles import APPROVERS, Role

Person = AbstractBaseUser | AnonymousUser


def may_create_platforms(person: Person) -> bool:
    """Return whether `person` may make platforms: administrators and the technical committee."""
    if getattr(person, "is_superuser", False):
        return True
    generic = PlatformPage.objects.filter(slug=GENERIC).first()
    return generic is not None and has_role(person, generic, Role.COMMITTEE)


def platforms_to_staff(person: Person) -> QuerySet[PlatformPage]:
    """Return the platforms whose people `person` names, in tree order.

    Those where the person approves; and for who may make platforms those where nobody approves yet, so that a new
    platform gets its first coordinator.
    """
    own = platforms_of(person, *APPROVERS)
    if getattr(person, "is_superuser", False) or not may_create_platforms(person):
        return own
    led = PlatformRole.objects.filter(role__in=APPROVERS, group__user__is_active=True).values("platform")
    mine = Q(pk__in=own.order_by().values("pk"))
    return PlatformPage.objects.filter(mine | ~Q(pk__in=led)).order_by("path")


def may_name_people(person: Person, platform: PlatformPage) -> bool:
    """Return whether `person` names the people of `platform`."""
    return platforms_to_staff(person).filter(pk=platform.pk).exists()
