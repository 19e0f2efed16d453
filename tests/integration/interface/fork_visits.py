"""A walk through the screens that show a fork beside its upstream and ask for reasons."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.models import LessonPage, Module
from curriculum.document import extract_segments
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.models import Fork
from curriculum.translation.segments import source_digest
from tests.integration.interface.pseudo_language import content


def comparing(admin: Client, module: Module, by: Any) -> Iterator[tuple[str, Any]]:
    """Yield a name and the answer for each screen; `module` is a fork with an adapted and a dropped lesson.

    The first lesson has a reason, the second, which is dropped, has none with a factor.
    """
    page = module.page
    first, second = LessonPage.objects.child_of(page).order_by("path")[:2]
    reasons, release = reverse("fork_reasons", args=[page.pk]), reverse("modules:release", args=[page.pk])
    yield "comparison of a module", admin.get(reverse("fork_compare", args=[page.pk]), {"show": "all"})
    yield "comparison of a module that is as it came", admin.get(reverse("fork_compare", args=[page.pk]))
    yield "comparison of a lesson", admin.get(reverse("fork_compare", args=[first.pk]), {"show": "all"})
    yield "its end", admin.get(reverse("fork_compare", args=[first.pk]), {"show": "all", "p": "900"})
    yield "comparison of a dropped lesson", admin.get(reverse("fork_compare", args=[second.pk]))
    for lesson in (first, second):
        yield f"marks of {lesson.code}", _marks(admin, lesson)
    yield "before a lesson returns", admin.get(reverse("fork_return", args=[first.pk, first.node_id]))
    yield "before a dropped lesson returns", admin.get(reverse("fork_return", args=[second.pk, second.node_id]))
    yield "reasons", admin.get(reasons)
    yield "half a reason", admin.post(reasons, _reason(second, factor="", reason=content("So")))
    yield "the other half", admin.post(reasons, _reason(second, factor="market", reason=""))
    approve_module(module=page, by=by)
    yield "release with questions", admin.get(release)
    yield "release in spite of questions", admin.post(release, {"notes": content("So"), "bump": "major"})
    fork = module.fork
    give_reason(fork=fork, node_id=str(second.node_id), factor="market", reason=content("First"), by=by)
    yield "reason given by two", admin.post(reasons, _reason(second, factor="politics", reason=content("So")))
    yield "reasons, every one given", admin.get(reasons)
    yield "returned", admin.post(reverse("fork_return", args=[second.pk, second.node_id]), follow=True)
    yield "returned already", admin.post(reverse("fork_return", args=[second.pk, second.node_id]), follow=True)
    fork.untranslated = _all_texts(fork)
    fork.save()
    yield "release of what is not translated", admin.get(release)


def _marks(admin: Client, lesson: LessonPage) -> HttpResponse:
    """Return the marks that the page editor would show."""
    marks = admin.get(reverse("fork_states", args=[lesson.pk])).json()
    declined = [mark["html"] for mark in marks["declined"]]
    return HttpResponse("".join([marks["own"], *marks["blocks"].values(), *declined]))


def _reason(lesson: LessonPage, *, factor: str, reason: str) -> dict[str, str]:
    at = lesson.node_id
    return {f"{at}-factor": factor, f"{at}-reason": reason, f"{at}-seen": "", f"{at}-shown": ""}


def _all_texts(fork: Fork) -> dict[str, str]:
    return {segment.key: source_digest(segment.source) for segment in extract_segments(fork.load_base())}
