"""The screen that publishes: what is missing, what changed, who may, and where it leads."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.content.models import PlatformPage
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Edition
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import SegmentState, Translation
from curriculum.translation.readiness import readiness_of
from tests.factories import node_id, released, small_document

pytestmark = pytest.mark.django_db

SignedIn = Callable[..., Client]

TITLE = f"{node_id('TST-1/lesson-2')}:title"


@pytest.fixture
def translation(generic: PlatformPage) -> Translation:
    """Return a translation in which every text is done."""
    found = start_translation(release=released(generic, small_document()), language="es", by=None)
    save_texts(translation=found, texts={row.key: f"ES {row.source}" for row in found.segments.all()}, by=None)
    return found


@pytest.fixture
def committee(generic: PlatformPage, signed_in: SignedIn) -> Client:
    return signed_in(generic, "committee")


def address(translation: Translation) -> str:
    return reverse("translate_publish", args=[translation.pk])


def published(client: Client, translation: Translation) -> str:
    """Press the button of the screen, and return what the person sees then."""
    seen = client.get(address(translation)).context["ready"].seen
    return client.post(address(translation), {"seen": seen}, follow=True).content.decode()


def editions() -> list[tuple[str, int]]:
    return list(Edition.objects.exclude(language="en").order_by("pk").values_list("language", "revision"))


def test_publish__makes_the_edition_and_leads_to_it(committee: Client, translation: Translation) -> None:
    shown = published(committee, translation)

    assert editions() == [("es", 1)]
    assert "/es/generic/tst-1/v1.0.0/" in shown
    assert "Nothing changed since the last revision." in shown
    assert committee.get("/es/generic/tst-1/v1.0.0/").status_code == 200


def test_publish__of_a_correction_shows_it_and_makes_the_next_revision(
    committee: Client, translation: Translation
) -> None:
    publish_edition(release=translation.release, language="es", by=None)
    save_texts(translation=translation, texts={TITLE: "ES Lesson number two"}, by=None)

    (part,) = committee.get(address(translation)).context["parts"]
    published(committee, translation)

    (pair,) = part.lines[0].pairs
    assert (pair.before, pair.after) == ("ES Lesson number <del>2</del>", "ES Lesson number <ins>two</ins>")
    assert editions() == [("es", 1), ("es", 2)]


def test_publish__names_what_is_missing_lesson_by_lesson_and_offers_no_button(
    committee: Client, translation: Translation
) -> None:
    save_texts(translation=translation, texts={TITLE: ""}, by=None)
    first = translation.segments.filter(lesson_id=node_id("TST-1/lesson-1")).order_by("place")
    save_texts(translation=translation, texts={row.key: "?" for row in first if "<" not in row.source}, by=None,
               state=SegmentState.SUGGESTED)  # fmt: skip

    answer = committee.get(address(translation))
    seen = answer.context["ready"].seen
    refused = committee.post(address(translation), {"seen": seen})

    lessons = {lesson.title: (len(lesson.parts), lesson.more) for lesson in answer.context["ready"].missing}
    assert lessons["TST-1.2 Lesson number 2"] == (1, 0)
    assert lessons["TST-1.1 Look, then act"][0] == 5
    assert f"?lesson={node_id('TST-1/lesson-2')}" in answer.content.decode()
    assert '<button class="button" type="submit">' not in answer.content.decode()
    assert "is not complete" in " ".join(refused.context["form"].non_field_errors())
    assert editions() == []


def test_publish__refuses_what_was_changed_since_the_screen_was_opened(
    committee: Client, translation: Translation
) -> None:
    seen = committee.get(address(translation)).context["ready"].seen
    save_texts(translation=translation, texts={TITLE: "Otra cosa"}, by=None)

    answer = committee.post(address(translation), {"seen": seen})

    assert "Texts were changed" in answer.context["form"].errors["seen"][0]
    assert editions() == []
    assert "is published" in published(committee, translation)


def test_publish__shows_open_checks_as_warnings_and_publishes_all_the_same(
    committee: Client, translation: Translation
) -> None:
    """C7."""
    save_texts(translation=translation, texts={TITLE: "Lección  número 3"}, by=None)

    ready = committee.get(address(translation)).context["ready"]
    published(committee, translation)

    warned = {lesson.title: [part.words for part in lesson.parts] for lesson in ready.warnings}
    assert warned["TST-1.2 Lesson number 2"] == [
        ["Numbers of the source that are missing: 2. Numbers that the source has not: 3.",
         "Two spaces stand beside each other."],
    ]  # fmt: skip
    assert (ready.missing, editions()) == ([], [("es", 1)])


def test_readiness__asks_for_reviews_where_the_platform_does(generic: PlatformPage, translation: Translation) -> None:
    generic.asks_review = True
    generic.save()

    ready = readiness_of(Translation.objects.get(pk=translation.pk))

    assert (ready.missing_count, ready.can_publish) == (translation.segments.count(), False)


def test_publish__of_a_withdrawn_release_is_refused_with_the_reason(
    committee: Client, translation: Translation
) -> None:
    withdraw_release(release=translation.release, by=None, reason="Wrong dose.")

    answer = committee.get(address(translation))
    refused = committee.post(address(translation), {"seen": answer.context["ready"].seen})

    assert "Wrong dose." in answer.content.decode()
    assert "no longer translated or published" in " ".join(refused.context["form"].non_field_errors())
    assert editions() == []


@pytest.mark.parametrize("role", ["translator", "editor"])
def test_publish__is_for_those_who_approve(
    generic: PlatformPage, translation: Translation, signed_in: SignedIn, role: str
) -> None:
    """T5."""
    client = signed_in(generic, role)

    answers = [client.get(address(translation)), client.post(address(translation), {})]

    assert [answer["Location"] for answer in answers] == ["/admin/"] * 2  # how the admin refuses
    assert editions() == []


def test_foreign_translation__is_not_found(peru: PlatformPage, translation: Translation, signed_in: SignedIn) -> None:
    """T5."""
    client = signed_in(peru, "coordinator")

    assert [client.get(address(translation)).status_code, client.post(address(translation)).status_code] == [404, 404]
