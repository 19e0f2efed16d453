"""What cannot be deleted any more: modules with a release, and lessons that stand in one."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.releases.models import Edition


def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what was released, and say what to do instead."""
    reason = reason_to_keep(page.specific)
    if reason is None:
        return None
    messages.error(request, reason)
    return redirect(
        "wagtailadmin_explore" if isinstance(page.specific, PlatformPage) else "wagtailadmin_pages:edit", page.pk
    )


def refuse_bulk_delete(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> HttpResponse | None:
    """Refuse to delete several pages where one of them was released."""
    if action != "delete":
        return None
    for page in pages:
        reason = reason_to_keep(page.specific) if isinstance(page, Page) else None
        if reason is not None:
            messages.error(request, reason)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def reason_to_keep(page: Page) -> str | None:
    """Return why `page` cannot be deleted, as a sentence with what to do instead; None where it can."""
    if isinstance(page, PlatformPage):
        return _("“%s” is a platform. Platforms are not deleted, since what they released stays readable.") % page.title
    if isinstance(page, ModulePage) and page.module.releases.exists():
        return (
            _("%s was released, so it cannot be deleted. Withdraw its releases to take it from the readers.")
            % page.code
        )
    if isinstance(page, LessonPage) and _was_released(page):
        return (
            _(
                "Lesson %s was released, so it cannot be deleted. Write under “Settings” why it is dropped; the next "
                "release leaves it out."
            )
            % page.code
        )
    return None


def _was_released(lesson: LessonPage) -> bool:
    """Whether the lesson's id stands in a released document; ids are UUIDs, found nowhere else."""
    editions = Edition.objects.filter(release__module=lesson.document_module.module)
    return bool(editions.filter(document__json__contains=f'"id":"{lesson.node_id}"').exists())
