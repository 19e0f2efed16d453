"""Search over current editions."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.reading.models import LessonText
from curriculum.reading.searching import HITS_A_PAGE
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import released, small_document
from tests.integration.reading.conftest import publish_release

Page = Callable[..., str]


def test_search__finds_words_in_the_language_of_the_page(page: Page, second: Release) -> None:
    html = page("/en/search/?q=carry+water")

    assert "1 lesson found" in html
    assert 'href="/en/generic/tst-1/tst-1.1/"' in html
    assert 'href="/es/generic/tst-1/tst-1.1/"' not in html
    assert "<mark>Carry</mark> <mark>water</mark>" in html


def test_search__in_all_languages_and_one_platform(page: Page, second: Release, peru: PlatformPage) -> None:
    assert "2 lessons found" in page("/en/search/?q=carry+water&language=all")
    assert "2 lessons found" in page("/en/search/?q=carry+water&language=all&platform=generic")
    assert "No lesson holds all of these words" in page("/en/search/?q=carry+water&language=all&platform=peru")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("q=" + "x" * 201, "That is too long."), ("q=water&platform=narnia", "There is no platform “narnia”"),
     ("q=water&language=tlh", "Nothing is published in “tlh”"), ("q=water&page=-1", "There is no page “-1”"),
     ("q=water&page=9999999999999999999999", "There is no page"), ("q=water%00", "was left out"),
     ("q=", "Type one or more words"), ("q=%22*%29NEAR%28", "No lesson holds"), ("q=%F0%9F%8C%BE", "No lesson holds")],
)  # fmt: skip
def test_search__unusable_values_get_a_sentence(page: Page, second: Release, query: str, sentence: str) -> None:
    """V4"""
    assert sentence in page(f"/en/search/?{query}")


def test_search__keeps_what_was_typed(page: Page, second: Release) -> None:
    assert f'value="{"x" * 201}"' in page("/en/search/?q=" + "x" * 201)
    assert 'value="&lt;b&gt;&quot;"' in page("/en/search/?q=%3Cb%3E%22")


def test_search__pages_of_results(page: Page, generic: PlatformPage) -> None:
    publish_release(generic, small_document(lessons=HITS_A_PAGE + 3))
    call_command("rebuild_search", stdout=StringIO())

    assert "Page 1 of 2" in page("/en/search/?q=text+lesson")
    last = page("/en/search/?q=text+lesson&page=7")
    assert "Page 2 of 2" in last
    assert 'rel="prev"' in last


@pytest.mark.django_db
def test_lesson_texts__follow_the_current_editions(
    generic: PlatformPage, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        released(generic, small_document())
    assert LessonText.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        newer = released(generic, small_document(lessons=3), "1.1.0")
    assert set(LessonText.objects.values_list("edition__release", flat=True)) == {newer.pk}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        withdraw_release(release=newer, by=None, reason="Wrong.")
    assert LessonText.objects.count() == 2


def test_rebuild_search__again_changes_nothing(client: Client, second: Release) -> None:
    before = list(LessonText.objects.order_by("pk").values_list("language", "lesson_code", "title", "body"))
    out = StringIO()

    call_command("rebuild_search", "--json", stdout=out)

    assert list(LessonText.objects.order_by("pk").values_list("language", "lesson_code", "title", "body")) == before
    assert out.getvalue().strip() == '{"lessons": 6}'
