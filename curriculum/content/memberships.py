"""Who has which role on which platform."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from curriculum.content.models import PlatformPage
from curriculum.content.roles import Role

Person = AbstractBaseUser | AnonymousUser


def platforms_of(user: Person, *roles: Role) -> QuerySet[PlatformPage]:
    """Return the platforms on which `user` has one of `roles` (any role where none is named); all for a superuser."""
    platforms = PlatformPage.objects.order_by("path")
    if not user.is_authenticated or not user.is_active:
        return platforms.none()
    if getattr(user, "is_superuser", False):
        return platforms
    wanted = {"roles__group__user": user} | ({"roles__role__in": roles} if roles else {})
    return platforms.filter(**wanted).distinct()


def has_role(user: Person, platform: PlatformPage, *roles: Role) -> bool:
    """Return whether `user` has one of `roles` on `platform`."""
    return platforms_of(user, *roles).filter(pk=platform.pk).exists()
