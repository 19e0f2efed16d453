"""Say who translates a lesson."""

from uuid import UUID

from django.contrib.auth.models import AbstractUser, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from curriculum.content.models import PlatformPage
from curriculum.content.roles import STAFF
from curriculum.exceptions import InvalidValueError, NotATranslatorError
from curriculum.translation.models import LessonAssignment, Translation


def translators_of(platform: PlatformPage) -> QuerySet[User]:
    """Return who may translate on a platform, by name."""
    people = User.objects.filter(is_active=True, groups__platform_role__in=platform.roles.filter(role__in=STAFF))
    return people.distinct().order_by("first_name", "last_name", "username")


@transaction.atomic
def assign_lesson(
    *, translation: Translation, lesson_id: UUID | None, person: AbstractUser | None
) -> LessonAssignment | None:
    """Note that `person` translates a lesson, or the module itself without one; nobody does where `person` is None.

    Raises InvalidValueError for a lesson that the release does not have, NotATranslatorError for somebody who may not
    translate on the platform.
    """
    platform = translation.release.module.platform
    if not translation.segments.filter(lesson_id=lesson_id).exists():
        raise InvalidValueError(name=_("Lesson"), problem=_("The release does not have it. Load the page again."))
    if person is None:
        translation.assignments.filter(lesson_id=lesson_id).delete()
        return None
    if not translators_of(platform).filter(pk=person.pk).exists():
        raise NotATranslatorError(platform=platform.title)
    return LessonAssignment.objects.update_or_create(
        translation=translation, lesson_id=lesson_id, defaults={"person_id": person.pk}
    )[0]
