"""The translator's screen: what it shows, saving by form and by script, two at once, review, comments, assignments."""

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

from curriculum.content.models import PlatformPage
from curriculum.content.roles import Role
from curriculum.translation.actions.discuss_segment import MOST_COMMENTS, comment_segment
from curriculum.translation.actions.review_text import review_text
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.actions.write_text import write_text
from curriculum.translation.models import LessonAssignment, SegmentState, TranslatedSegment, Translation
from tests.factories import make_person, make_platform, node_id, released, small_document
from tests.integration.releases.edits import edited

LESSON_2 = node_id("TST-1/lesson-2")
TITLE = f"{LESSON_2}:title"
JSON = {"accept": "application/json"}


@pytest.fixture
def translation(generic: PlatformPage) -> Translation:
    """Return an empty translation into Spanish."""
    return start_translation(release=released(generic, small_document()), language="es", by=None)


@pytest.fixture
def translator(generic: PlatformPage) -> AbstractUser:
    return make_person(generic, Role.TRANSLATOR)


@pytest.fixture
def editor(generic: PlatformPage) -> AbstractUser:
    return make_person(generic, Role.EDITOR)


@pytest.fixture
def at_work(translator: AbstractUser) -> Client:
    return signed_in(translator)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def segment(translation: Translation, key: str = TITLE) -> TranslatedSegment:
    return translation.segments.get(key=key)


def outcome(translation: Translation, key: str = TITLE) -> tuple[str, str]:
    row = segment(translation, key)
    return row.text, row.state


def look(client: Client, translation: Translation, **query: str) -> Any:
    return client.get(reverse("translate", args=[translation.pk]), query)


def send(client: Client, translation: Translation, name: str = "translate_save", **data: Any) -> Any:
    row = segment(translation)
    data = {"segment": row.pk, "seen": row.version, "lesson": LESSON_2} | data
    is_script = data.pop("script", False)
    address = reverse(name, args=[translation.pk])
    return client.post(address, data, headers=JSON if is_script else {})


# What is shown


def test_screen__begins_with_what_is_open(at_work: Client, translation: Translation) -> None:
    module = translation.segments.filter(lesson_id=None)
    save_texts(translation=translation, texts={row.key: f"Texto {row.place}" for row in module}, by=None)

    shown = look(at_work, translation).context

    assert shown["lesson"].code == "TST-1.1"
    assert [(row.code, row.progress.is_complete) for row in shown["lessons"]] == [
        ("", True), ("TST-1.1", False), ("TST-1.2", False),
    ]  # fmt: skip
    assert (shown["whole"].done, shown["whole"].total) == (module.count(), translation.segments.count())
    assert (len(shown["cards"]), bool(shown["earlier"]), bool(shown["later"])) == (20, False, True)


def test_screen__shows_a_stale_text_with_what_changed_in_its_source(
    at_work: Client, translation: Translation, generic: PlatformPage
) -> None:
    save_texts(translation=translation, texts={TITLE: "Lección número 2"}, by=None)
    later = released(generic, edited(small_document(), ["set lessons[1].title Lesson two"]), "1.0.1")
    stale = start_translation(release=later, language="es", by=None)

    [card] = look(at_work, stale, lesson=LESSON_2, show="stale").context["cards"]

    assert (card.before, card.source) == ("Lesson <del>number 2</del>", "Lesson <ins>two</ins>")
    assert card.text == "Lección número 2"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"lesson": LESSON_2, "show": "translated"}, ["Lección número 2"]),
        ({"lesson": LESSON_2, "show": "reviewed"}, []),
        ({"q": "LECCI"}, ["Lección número 2"]),
        ({"q": "Lesson number 2", "show": "open"}, []),
        ({"q": "no such words"}, []),
    ],
)
def test_screen__filters_and_searches(
    at_work: Client, translation: Translation, query: dict[str, str], texts: list[str]
) -> None:
    save_texts(translation=translation, texts={TITLE: "Lección número 2"}, by=None)

    cards = look(at_work, translation, **query).context["cards"]

    assert [card.text for card in cards if card.text] == texts
    assert len(cards) == len(texts)


def test_screen__offers_what_the_memory_knows(at_work: Client, translation: Translation) -> None:
    other = start_translation(release=released(make_platform("peru"), small_document("PER-1")), language="es", by=None)
    same = other.segments.get(source="Lesson number 2")
    save_texts(translation=other, texts={same.key: "Lección dos"}, by=None)

    cards = look(at_work, translation, lesson=LESSON_2).context["cards"]

    [card] = [card for card in cards if card.row.key == TITLE]
    assert [(offered.text, offered.percent) for offered in card.suggestions][:1] == [("Lección dos", 100)]


@pytest.mark.parametrize("query", [{"lesson": "nothing"}, {"lesson": node_id("elsewhere")}])
def test_screen__knows_no_other_lesson(at_work: Client, translation: Translation, query: dict[str, str]) -> None:
    assert look(at_work, translation, **query).status_code == 404


def test_screen__is_not_found_elsewhere(translation: Translation) -> None:
    """T2, T5: the same as for a translation that there is not."""
    foreign = signed_in(make_person(make_platform("peru"), Role.COORDINATOR))

    assert look(foreign, translation).status_code == 404
    assert send(foreign, translation, text="x").status_code == 404
    assert outcome(translation) == ("", "empty")


def test_screen__asks_the_database_no_more_for_more_segments(
    at_work: Client, translation: Translation, django_assert_max_num_queries: Any
) -> None:
    rows = translation.segments.all()
    save_texts(translation=translation, texts={row.key: f"Texto {row.place}" for row in rows}, by=None)
    look(at_work, translation, lesson=LESSON_2)

    with django_assert_max_num_queries(45):
        shown = look(at_work, translation, lesson=node_id("TST-1/lesson-1"))

    assert shown.status_code == 200
    assert shown.content.decode().count("<textarea") >= 20


# Saving


def test_save__by_form_leads_to_the_next_open_text(at_work: Client, translation: Translation) -> None:
    response = send(at_work, translation, text="Lección número 2")

    after = translation.segments.filter(place__gt=segment(translation).place).order_by("place").first()
    assert after is not None
    assert response["Location"].endswith(f"at={after.pk}#s-{after.pk}")
    assert outcome(translation) == ("Lección número 2", "translated")
    assert at_work.get(response["Location"]).status_code == 200


def test_save__by_script_says_what_changed_on_the_screen(at_work: Client, translation: Translation) -> None:
    answer = send(at_work, translation, text="Lección número 2", script=True).json()

    row = segment(translation)
    assert answer["words"] == "Saved."
    assert set(answer["regions"]) == {f"state-s-{row.pk}", "translate-progress", "translate-lessons"}
    assert f'name="seen" value="{row.version}"' in answer["regions"][f"state-s-{row.pk}"]
    assert answer["next"] in answer["address"]


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [
        (("", "empty"), "A medias", ("A medias", "suggested")),
        (("Hecho", "translated"), "Hecho", ("Hecho", "translated")),
        (("Hecho", "translated"), "Hech", ("Hech", "suggested")),
        (("Hecho", "translated"), "", ("Hecho", "translated")),
        (("Viejo", "stale"), "Viejo y", ("Viejo y", "stale")),
        (("Leído", "reviewed"), "Leído", ("Leído", "reviewed")),
    ],
)
def test_save__a_draft_is_never_finished(
    at_work: Client, translation: Translation, before: tuple[str, str], sent: str, after: tuple[str, str]
) -> None:
    translation.segments.filter(key=TITLE).update(text=before[0], state=before[1], previous_source="Lesson 2")

    answer = send(at_work, translation, text=sent, draft="1", script=True)

    assert (answer.status_code, outcome(translation)) == (200, after)
    assert segment(translation).previous_source == ("Lesson 2" if after[1] == "stale" or before == after else "")


def test_save__a_finished_text_keeps_its_review(at_work: Client, translation: Translation) -> None:
    translation.segments.filter(key=TITLE).update(text="Leído", state="reviewed")

    send(at_work, translation, text="Leído")
    assert outcome(translation) == ("Leído", "reviewed")
    send(at_work, translation, text="Otro")
    assert outcome(translation) == ("Otro", "translated")
    send(at_work, translation, text=" ")
    assert outcome(translation) == ("", "empty")


def test_save__what_the_memory_offered_is_a_draft(at_work: Client, translation: Translation) -> None:
    response = send(at_work, translation, text="", use="Lección dos")

    assert response["Location"].endswith(f"#s-{segment(translation).pk}")
    assert outcome(translation) == ("Lección dos", "suggested")


@pytest.mark.parametrize(("is_script", "status"), [(True, 409), (False, 409)])
def test_save__two_at_once_are_told(
    at_work: Client, translation: Translation, editor: AbstractUser, *, is_script: bool, status: int
) -> None:
    seen = segment(translation).version
    write_text(segment=segment(translation), text="De otra", by=editor, seen=seen)

    response = send(at_work, translation, text="Mía", seen=seen, script=is_script)

    text = "".join(response.json()["regions"].values()) if is_script else response.content.decode()
    assert (response.status_code, outcome(translation)) == (status, ("De otra", "translated"))
    assert "De otra" in text
    assert "changed this text while you worked on it" in text
    assert is_script or "Mía</textarea>" in text
    assert send(at_work, translation, text="Mía").status_code == 302


def test_save__what_is_sent_twice_is_saved_once(at_work: Client, translation: Translation) -> None:
    seen = segment(translation).version

    assert [send(at_work, translation, text="Una vez", seen=seen).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("text", ["<b>x", "<script>x</script>", "x" * 50_001])
@pytest.mark.parametrize("is_script", [True, False])
def test_save__a_text_that_cannot_stand_is_kept_in_the_field(
    at_work: Client, translation: Translation, text: str, *, is_script: bool
) -> None:
    """C7."""
    body = translation.segments.filter(source__contains="<b>").order_by("place")[0]

    response = send(
        at_work, translation, text=text, segment=body.pk, seen=body.version, lesson=str(body.lesson_id),
        script=is_script,
    )  # fmt: skip

    assert response.status_code == 400
    assert outcome(translation, body.key) == ("", "empty")
    if not is_script:
        [card] = [card for card in response.context["cards"] if card.row.pk == body.pk]
        assert card.text == text[:50_000]
        assert card.problem


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999", "١"])
def test_save__knows_no_other_segment(at_work: Client, translation: Translation, number: str) -> None:
    assert send(at_work, translation, text="x", segment=number).status_code == 404


# Reviewing


def test_review__is_for_those_who_edit(at_work: Client, translation: Translation, editor: AbstractUser) -> None:
    save_texts(translation=translation, texts={TITLE: "Hecho"}, by=None)

    assert send(at_work, translation, "translate_review", text="Hecho").status_code == 302
    assert outcome(translation) == ("Hecho", "translated")
    assert send(signed_in(editor), translation, "translate_review", text="Hecho").status_code == 302
    assert outcome(translation) == ("Hecho", "reviewed")


def test_review__needs_a_second_person_where_the_platform_asks_for_one(
    translation: Translation, generic: PlatformPage, translator: AbstractUser, editor: AbstractUser
) -> None:
    generic.asks_review = True
    generic.save()
    save_texts(translation=translation, texts={TITLE: "Mío"}, by=editor)

    own = send(signed_in(editor), translation, "translate_review", text="Mío")
    assert (own.status_code, outcome(translation)) == (400, ("Mío", "translated"))
    save_texts(translation=translation, texts={TITLE: "Suyo"}, by=translator)
    send(signed_in(editor), translation, "translate_review", text="Suyo")
    assert (outcome(translation), segment(translation).by_id) == (("Suyo", "reviewed"), translator.pk)


def test_review__wants_a_finished_and_saved_text(translation: Translation, editor: AbstractUser) -> None:
    client = signed_in(editor)

    assert send(client, translation, "translate_review", text="").status_code == 400
    save_texts(translation=translation, texts={TITLE: "Hecho"}, by=None)
    assert send(client, translation, "translate_review", text="Otra cosa").status_code == 400
    assert send(client, translation, "translate_review", text="Hecho", seen="before").status_code == 409
    assert outcome(translation) == ("Hecho", "translated")


def test_review__twice_is_once(translation: Translation, editor: AbstractUser) -> None:
    save_texts(translation=translation, texts={TITLE: "Hecho"}, by=None)
    once = review_text(segment=segment(translation), by=editor, seen=segment(translation).version)

    assert review_text(segment=once, by=editor, seen=once.version).version == once.version
    assert once.state == SegmentState.REVIEWED


# Comments


def test_comment__is_open_until_it_is_resolved(
    at_work: Client, translation: Translation, translator: AbstractUser
) -> None:
    send(at_work, translation, "translate_comment", comment=" ¿Qué quiere decir? ")
    comment = segment(translation).comments.get()
    assert (comment.text, comment.by_id, comment.resolved_at) == ("¿Qué quiere decir?", translator.pk, None)

    response = send(at_work, translation, "translate_resolve", comment=comment.pk)

    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert "¿Qué quiere decir?" in at_work.get(response["Location"]).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001])
def test_comment__without_words_or_with_too_many_is_refused(
    at_work: Client, translation: Translation, text: str
) -> None:
    send(at_work, translation, "translate_comment", comment=text)

    assert not segment(translation).comments.exists()


def test_comment__there_is_an_end(at_work: Client, translation: Translation) -> None:
    for number in range(MOST_COMMENTS):
        comment_segment(segment=segment(translation), text=f"Comment {number}", by=None)

    send(at_work, translation, "translate_comment", comment="One more")

    assert segment(translation).comments.count() == MOST_COMMENTS


def test_comment__of_another_translation_is_not_found(at_work: Client, translation: Translation) -> None:
    """T4."""
    other = start_translation(release=released(make_platform("peru"), small_document("PER-1")), language="es", by=None)
    comment = comment_segment(segment=other.segments.all()[0], text="Theirs", by=None)

    assert send(at_work, translation, "translate_resolve", comment=comment.pk).status_code == 404
    comment.refresh_from_db()
    assert comment.resolved_at is None


# Checks


def test_check__is_dismissed_with_a_reason_as_long_as_the_text_stays(
    at_work: Client, translation: Translation, translator: AbstractUser
) -> None:
    save_texts(translation=translation, texts={TITLE: "Lección  número 2"}, by=None)
    [card] = look(at_work, translation, lesson=LESSON_2, show="translated").context["cards"]
    assert [(check.code, check.dismissal) for check in card.checks] == [("spaces", None)]

    send(at_work, translation, "translate_dismiss", code="spaces", digest=card.digest)
    assert not segment(translation).dismissed_checks.exists()
    reason = {"reason-spaces": "On purpose."}
    send(at_work, translation, "translate_dismiss", code="spaces", digest=card.digest, **reason)
    [dismissed] = segment(translation).dismissed_checks.all()
    assert (dismissed.reason, dismissed.by_id) == ("On purpose.", translator.pk)
    assert "No fault: On purpose." in look(at_work, translation, lesson=LESSON_2).content.decode()
    send(at_work, translation, "translate_restore", code="spaces")
    assert not segment(translation).dismissed_checks.exists()


# Assignments


@pytest.mark.parametrize(("lesson", "lesson_id"), [(LESSON_2, LESSON_2), ("module", None)])
def test_assign__names_one_person_for_a_lesson(
    at_work: Client,
    translation: Translation,
    translator: AbstractUser,
    editor: AbstractUser,
    lesson: str,
    lesson_id: str | None,
) -> None:
    for person in (editor.pk, translator.pk):
        send(at_work, translation, "translate_assign", lesson=lesson, person=person)

    [assignment] = LessonAssignment.objects.all()
    assert (assignment.person_id, assignment.lesson_id and str(assignment.lesson_id)) == (translator.pk, lesson_id)
    assert look(at_work, translation, lesson=lesson).context["lesson"].person_id == translator.pk
    send(at_work, translation, "translate_assign", lesson=lesson, person="")
    assert not LessonAssignment.objects.exists()


@pytest.mark.parametrize("lesson", ["", "nothing", node_id("elsewhere")])
def test_assign__knows_no_other_lesson(
    at_work: Client, translation: Translation, translator: AbstractUser, lesson: str
) -> None:
    send(at_work, translation, "translate_assign", lesson=lesson, person=translator.pk)

    assert not LessonAssignment.objects.exists()


def test_assign__only_to_those_who_may_translate(at_work: Client, translation: Translation) -> None:
    """T4."""
    elsewhere = make_person(make_platform("peru"), Role.TRANSLATOR)
    trainer = make_person(translation.release.module.platform, Role.TRAINER)

    for person in (elsewhere.pk, trainer.pk, "x", "0"):
        send(at_work, translation, "translate_assign", person=person)

    assert not LessonAssignment.objects.exists()
