"""The list of translations, beginning and carrying over, and what front page and module's screen say about them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curriculum.content.models import PlatformPage
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import LessonAssignment, SegmentState, Translation
from curriculum.translation.progress import newest_translations, standings, target_languages
from tests.factories import make_person, make_platform, node_id, released, small_document
from tests.integration.releases.edits import edited

pytestmark = pytest.mark.django_db

SignedIn = Callable[..., Client]

OVERVIEW = "/admin/curriculum/translate/"
TITLE = f"{node_id('TST-1/lesson-2')}:title"


def translated(release: Release, language: str = "es") -> Translation:
    """Return a translation in which every text is done."""
    translation = start_translation(release=release, language=language, by=None)
    texts = {row.key: f"{language.upper()} {row.source}" for row in translation.segments.open()}
    save_texts(translation=translation, texts=texts, by=None)
    return translation


def told(answer: Any) -> str:
    """Return the answer's HTML with white space as a browser shows it."""
    return " ".join(answer.content.decode().split())


# How translations stand


def test_standing__counts_states_names_people_and_the_edition(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    translation = translated(release)
    edition = publish_edition(release=release, language="es", by=None)
    save_texts(translation=translation, texts={TITLE: "Tal vez"}, by=None, state=SegmentState.SUGGESTED)
    translator = make_person(generic, "translator")
    LessonAssignment.objects.create(translation=translation, lesson_id=node_id("TST-1/lesson-2"), person=translator)
    LessonAssignment.objects.create(translation=translation, person=translator)

    (standing,) = standings(newest_translations([generic]), translator)

    total = translation.segments.count()
    assert standing.progress.by_state == {"translated": total - 1, "suggested": 1}
    assert (standing.progress.done, standing.progress.open, standing.progress.share) == (total - 1, 1, "98%")
    figures = [(figure.kind, figure.label, figure.count) for figure in standing.progress.figures()]
    assert figures == [("done", "Done", str(total - 1)), ("look", "Suggested", "1")]
    assert (standing.people, standing.more_people, standing.is_mine) == (["generic-translator"], 0, True)
    assert (standing.edition, standing.is_corrected, standing.newer) == (edition, True, None)


def test_standing__is_that_of_the_newest_release_that_stands(generic: PlatformPage) -> None:
    first = released(generic, small_document())
    translated(first)
    second = released(generic, edited(small_document(), ["set lessons[1].title Second"]), "1.0.1")
    (before,) = standings(newest_translations([generic]))

    start_translation(release=second, language="es", by=None)
    (after,) = standings(newest_translations([generic]))
    withdraw_release(release=second, by=None, reason="Wrong dose.")
    (withdrawn,) = standings(newest_translations([generic]))

    shown = [(one.release, one.newer) for one in (before, after, withdrawn)]
    assert shown == [(first, second), (second, None), (first, None)]


def test_standing__never_says_that_all_is_done_where_something_is_open(generic: PlatformPage) -> None:
    translation = translated(released(generic, small_document(lessons=60)))
    save_texts(translation=translation, texts={TITLE: ""}, by=None)

    (standing,) = standings(newest_translations([generic]))

    assert standing.progress.share == "99%"


def test_standing__takes_as_many_queries_for_many_as_for_one(generic: PlatformPage) -> None:
    translated(released(generic, small_document("TST-1")))
    with CaptureQueriesContext(connection) as one:
        standings(newest_translations([generic]))
    for code in ("TST-2", "TST-3", "TST-4"):
        release = released(generic, small_document(code, lessons=1))
        translated(release, "pt")
        publish_edition(release=release, language="pt", by=None)
    with CaptureQueriesContext(connection) as many:
        standings(newest_translations([generic]))

    assert len(many) == len(one)


def test_target_languages__are_those_of_the_interface_and_the_own_regional_form(generic: PlatformPage) -> None:
    brazil = make_platform("brazil", name="SCAN Brasil", country="BR", language="pt")
    kenya = make_platform("kenya", name="SCAN Kenya", country="KE", language="en")

    assert [target_languages(one) for one in (generic, brazil, kenya)] == [
        ["en", "es", "pt", "sw"],
        ["en", "es", "pt", "sw", "pt-BR"],
        ["en", "es", "pt", "sw", "en-KE"],
    ]


# The screen


def test_overview__shows_own_platforms_alone(generic: PlatformPage, peru: PlatformPage, signed_in: SignedIn) -> None:
    """T5."""
    translated(released(generic, small_document()), "pt")
    translated(released(peru, small_document("PER-1", language="es")), "sw")

    answer = told(signed_in(generic, "translator").get(OVERVIEW))

    assert "TST-1" in answer
    assert "PER-1" not in answer


@pytest.mark.parametrize("role", ["translator", "editor", "committee"])
def test_overview__is_for_those_who_translate(generic: PlatformPage, signed_in: SignedIn, role: str) -> None:
    client = signed_in(generic, role)

    assert client.get(OVERVIEW).status_code == 200
    assert reverse("translations") in told(client.get("/admin/"))


@pytest.mark.parametrize("role", ["trainer", "learner"])
def test_overview__is_closed_to_others(generic: PlatformPage, signed_in: SignedIn, role: str) -> None:
    assert signed_in(generic, role).get(OVERVIEW).status_code == 302


def test_begin__starts_with_the_newest_release_and_leads_to_it(generic: PlatformPage, signed_in: SignedIn) -> None:
    released(generic, small_document())
    newest = released(generic, edited(small_document(), ["set lessons[1].title Second"]), "1.0.1")
    client = signed_in(generic, "translator")

    offered = [choice.pk for choice in client.get(OVERVIEW).context["form"].fields["release"].queryset]
    answer = client.post(OVERVIEW, {"release": newest.pk, "language": "sw"})

    begun = Translation.objects.get()
    assert (offered, begun.release, begun.language) == ([newest.pk], newest, "sw")
    assert answer["Location"] == reverse("translate", args=[begun.pk])


def test_begin__again_leads_to_what_was_begun(generic: PlatformPage, signed_in: SignedIn) -> None:
    translation = translated(released(generic, small_document()))

    answer = signed_in(generic, "translator").post(OVERVIEW, {"release": translation.release.pk, "language": "es"})

    assert answer["Location"] == reverse("translate", args=[translation.pk])
    assert not translation.segments.open().exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The release is written in this language already."),
        ("fr", "does not translate into this language"),
        ("en-KE", "This platform translates into"),
        ("", "This field is required."),
    ],
)
def test_begin__says_at_the_field_why_a_language_is_refused(
    generic: PlatformPage, signed_in: SignedIn, language: str, words: str
) -> None:
    kenya = make_platform("kenya", name="SCAN Kenya", country="KE", language="en")
    release = released(generic, small_document())
    client = signed_in(generic, "translator")
    make_person(kenya, "translator", username="generic-translator")

    answer = client.post(OVERVIEW, {"release": release.pk, "language": language})

    assert words in " ".join(answer.context["form"].errors["language"])
    assert not Translation.objects.exists()


def test_begin__refuses_a_foreign_release(generic: PlatformPage, peru: PlatformPage, signed_in: SignedIn) -> None:
    """T5."""
    foreign = released(peru, small_document("PER-1", language="es"))
    released(generic, small_document())

    answer = signed_in(generic, "committee").post(OVERVIEW, {"release": foreign.pk, "language": "sw"})

    assert list(answer.context["form"].errors) == ["release"]
    assert not Translation.objects.exists()


def test_carry_over__is_offered_on_three_screens_and_keeps_what_did_not_change(
    generic: PlatformPage, signed_in: SignedIn
) -> None:
    first = translated(released(generic, small_document()))
    newer = released(generic, edited(small_document(), ["set lessons[1].title Second"]), "1.0.1")
    client = signed_in(generic, "translator")

    page = first.release.module.page
    shown = [client.get(address) for address in (OVERVIEW, reverse("modules:module", args=[page.pk]))]
    assert ["Carry over to 1.0.1" in told(answer) for answer in shown] == [True, True]
    assert "1.0.1 is out" in told(client.get("/admin/"))
    client.post(OVERVIEW, {"release": newer.pk, "language": "es"})

    carried = Translation.objects.get(release=newer)
    assert [(row.key, row.state) for row in carried.segments.open()] == [(TITLE, "stale")]
    assert "Carry over" not in told(client.get(OVERVIEW))


def test_panel__has_what_is_open_and_what_is_mine_first(generic: PlatformPage, signed_in: SignedIn) -> None:
    release = released(generic, small_document())
    translated(release, "es")
    start_translation(release=release, language="pt", by=None)
    mine = start_translation(release=release, language="sw", by=None)
    client = signed_in(generic, "translator")
    LessonAssignment.objects.create(translation=mine, person=make_person(generic, "translator"))

    answer = told(client.get("/admin/"))

    assert answer.index("Swahili") < answer.index("assigned to you") < answer.index("Portuguese")
    assert "Spanish" not in answer


def test_module_screen__leads_to_its_translations(generic: PlatformPage, signed_in: SignedIn) -> None:
    release = released(generic, small_document())
    other = translated(released(generic, small_document("TST-2")))
    client = signed_in(generic, "editor")

    assert f"{OVERVIEW}?module=TST-1" in told(client.get(reverse("modules:module", args=[release.module.page.pk])))
    shown = client.get(f"{OVERVIEW}?module=TST-1")
    assert shown.context["form"]["release"].value() == release.pk
    assert reverse("translate", args=[other.pk]) not in told(shown)
