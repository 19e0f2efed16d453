"""Drafts through the readers' templates."""

import pytest
from django.test import RequestFactory

from curriculum.content.models import LessonPage, PlatformPage
from curriculum.reading import previews
from tests.factories import imported, released, small_document


@pytest.fixture
def draft(generic: PlatformPage) -> LessonPage:
    """The first lesson of a module that was never released."""
    return imported(generic, small_document(), approve=False).lessons().first()


@pytest.mark.parametrize(("audience", "shown"), [("learner", False), ("facilitator", True)])
def test_preview__shows_the_lesson_for_an_audience(
    rf: RequestFactory, draft: LessonPage, audience: str, shown: bool
) -> None:
    lesson = draft.get_latest_revision_as_object()
    lesson.title = "Not saved yet <b>"

    html = previews.render(rf.get("/admin/"), lesson, audience).content.decode()

    assert "Not saved yet &lt;b&gt;" in html
    assert "Preview of a draft." in html
    assert ("Bring water." in html) is shown


def test_preview__of_an_empty_lesson_and_of_a_module(rf: RequestFactory, draft: LessonPage) -> None:
    empty = LessonPage(title="", code="", body=[], quiz=[], notes=[])
    empty.path, empty.depth = f"{draft.path[:-4]}0099", draft.depth
    module = draft.document_module.get_latest_revision_as_object()

    assert previews.render(rf.get("/admin/"), empty, "learner").status_code == 200
    assert "A small module" in previews.render(rf.get("/admin/"), module, "learner").content.decode()


def test_preview__in_the_editor_may_stand_in_a_frame_of_this_site(draft: LessonPage) -> None:
    lesson = draft.get_latest_revision_as_object()

    response = lesson.make_preview_request(preview_mode="facilitator")

    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_page_of_the_working_copy__leads_to_its_edition(generic: PlatformPage, draft: LessonPage) -> None:
    released(generic, small_document())

    assert draft.get_url_parts()[2] == "/en/generic/tst-1/tst-1.1/"


def test_address__is_that_of_the_current_edition(generic: PlatformPage, draft: LessonPage) -> None:
    assert previews.address(draft) is None
    released(generic, small_document())
    assert previews.address(draft) == "/en/generic/tst-1/tst-1.1/"
    assert previews.address(draft.document_module) == "/en/generic/tst-1/"
