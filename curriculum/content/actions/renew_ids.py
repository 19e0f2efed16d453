"""Give a copied lesson ids of its own."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curriculum.content.identifiers import mint_ids
from curriculum.content.models import LessonPage


@transaction.atomic
def renew_ids(*, lesson: LessonPage, by: AbstractBaseUser | None) -> LessonPage:
    """Make `lesson`, fresh from copying, a lesson of its own: one draft, in which every node has a new id.

    Revisions that were copied along speak of the ids of the original; they are removed.
    """
    draft = lesson.get_latest_revision_as_object()
    mint_ids(draft)
    draft.live = False
    revision = draft.save_revision(user=by, clean=False, changed=False)
    draft.save(clean=False)
    lesson.revisions.exclude(pk=revision.pk).delete()
    return LessonPage.objects.get(pk=lesson.pk)
