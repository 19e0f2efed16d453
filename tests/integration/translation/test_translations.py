"""Translating releases: what is carried over, what is stale, what the memory knows, and publishing."""

import pytest
from wagtail.models import PageLogEntry

from curriculum.content.models import PlatformPage
from curriculum.document import apply_segments, extract_segments
from curriculum.exceptions import (
    EditionUnchangedError,
    IncompleteTranslationError,
    InvalidValueError,
    RefusedTextsError,
    UnknownTranslationError,
    WithdrawnReleaseError,
)
from curriculum.forks.actions.create_fork import create_fork
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.integrity import integrity_problems
from curriculum.releases.models import Edition, Release
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from tests.factories import make_platform, node_id, released, small_document
from tests.integration.releases.edits import edited

pytestmark = pytest.mark.django_db

LESSON_2 = node_id("TST-1/lesson-2")


def translated(release: Release, language: str = "es") -> Translation:
    """Return a translation in which every text begins with the language, finished but for nothing."""
    translation = start_translation(release=release, language=language, by=None)
    texts = {row.key: f"{language.upper()} {row.source}" for row in translation.segments.open()}
    save_texts(translation=translation, texts=texts, by=None)
    return translation


def states(translation: Translation) -> dict[str, int]:
    found = list(translation.segments.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def test_start__has_a_row_for_every_segment_in_reading_order(generic: PlatformPage) -> None:
    release = released(generic, small_document())

    translation = start_translation(release=release, language="es", by=None)

    rows = list(translation.segments.order_by("place"))
    assert {row.key for row in rows} == {segment.key for segment in extract_segments(small_document())}
    lessons = [str(row.lesson_id) if row.lesson_id else "" for row in rows]
    first = node_id("TST-1/lesson-1")
    assert lessons == sorted(lessons, key=["", first, LESSON_2].index)
    assert states(translation) == {"empty": len(rows)}
    assert start_translation(release=release, language="es", by=None) == translation


def test_publish__makes_the_edition_of_the_finished_texts(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    translated(release)

    edition = publish_edition(release=release, language="es", by=None)

    texts = {segment.key: f"ES {segment.source}" for segment in extract_segments(small_document())}
    assert edition.load() == apply_segments(small_document(), texts, "es")
    assert (edition.revision, list(Edition.objects.current())) == (1, [release.source_edition(), edition])
    assert list(integrity_problems()) == []
    entry = PageLogEntry.objects.get(action="curriculum.publish_edition")
    assert (entry.data["number"], entry.data["language"], entry.data["revision"]) == ("1.0.0", "es", 1)


def test_publish__again_only_where_a_text_was_corrected(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    translation = translated(release)
    publish_edition(release=release, language="es", by=None)
    with pytest.raises(EditionUnchangedError):
        publish_edition(release=release, language="es", by=None)

    save_texts(translation=translation, texts={f"{LESSON_2}:title": "Corregido"}, by=None)

    edition = publish_edition(release=release, language="es", by=None)
    assert edition.revision == 2
    assert edition.load().root.slots["lessons"][1].fields["title"].text == "Corregido"
    assert list(integrity_problems()) == []


def test_publish__refuses_what_is_not_complete_and_says_what_is_missing(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    translation = translated(release)
    save_texts(translation=translation, texts={f"{LESSON_2}:title": ""}, by=None)

    with pytest.raises(IncompleteTranslationError) as refused:
        publish_edition(release=release, language="es", by=None)

    assert refused.value.reasons == ["Empty: “Lesson number 2”"]
    assert not Edition.objects.filter(language="es").exists()


def test_publish__asks_for_a_review_where_the_platform_wants_it(generic: PlatformPage) -> None:
    generic.asks_review = True
    generic.save()
    release = released(generic, small_document())
    translation = translated(release)
    with pytest.raises(IncompleteTranslationError):
        publish_edition(release=release, language="es", by=None)

    texts = dict(translation.segments.values_list("key", "text"))
    save_texts(translation=translation, texts=texts, by=None, state=SegmentState.REVIEWED)

    assert publish_edition(release=release, language="es", by=None).revision == 1


def test_publish__refuses_what_nobody_translates_and_what_was_withdrawn(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    with pytest.raises(UnknownTranslationError):
        publish_edition(release=release, language="es", by=None)
    translated(release)
    withdraw_release(release=release, by=None, reason="Wrong dose.")
    with pytest.raises(WithdrawnReleaseError):
        publish_edition(release=Release.objects.get(pk=release.pk), language="es", by=None)


@pytest.mark.parametrize("language", ["en", "xx", "", "Spanish"])
def test_start__refuses_a_language_that_is_none_or_its_own(generic: PlatformPage, language: str) -> None:
    release = released(generic, small_document())

    with pytest.raises(InvalidValueError):
        start_translation(release=release, language=language, by=None)


def test_next_release__makes_only_the_touched_segments_stale(generic: PlatformPage) -> None:
    """M6: moves and insertions elsewhere leave every text done, and a change shows what it was translated from."""
    translated(released(generic, small_document()))
    move = "move lessons[0].body[4] lessons[1].body[1]"
    steps = ["set lessons[1].title Lesson number two", "add lessons[0].body[0] heading New", move]
    changed = edited(small_document(), steps)

    translation = start_translation(release=released(generic, changed, "1.1.0"), language="es", by=None)

    open_ones = {row.source: row for row in translation.segments.open()}
    assert {source: row.state for source, row in open_ones.items()} == {"Lesson number two": "stale", "New": "empty"}
    stale = open_ones["Lesson number two"]
    assert (stale.text, stale.previous_source) == ("ES Lesson number 2", "Lesson number 2")


def test_next_release__shows_the_source_that_the_old_text_was_made_from_however_long_ago(generic: PlatformPage) -> None:
    translated(released(generic, small_document()))
    second = released(generic, edited(small_document(), ["set lessons[1].title Second title"]), "1.0.1")
    start_translation(release=second, language="es", by=None)
    third = released(generic, edited(small_document(), ["set lessons[1].title Third title"]), "1.0.2")

    row = start_translation(release=third, language="es", by=None).segments.get(key=f"{LESSON_2}:title")

    assert (row.state, row.text, row.previous_source) == ("stale", "ES Lesson number 2", "Lesson number 2")


def test_memory__gives_a_fork_what_fits_and_suggests_what_is_the_same_elsewhere(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    translated(release, "sw")
    kenya = make_platform("kenya", name="SCAN Kenya", country="KE", language="en")
    create_fork(release=release, to=kenya, language="en", by=None)
    own = released(kenya, edited(small_document(), ["set lessons[1].title Our own title"]), "1.0.0")
    other = released(generic, small_document("OTH-1"))

    of_fork = start_translation(release=own, language="sw", by=None)
    of_other = start_translation(release=other, language="sw", by=None)

    assert [row.source for row in of_fork.segments.open()] == ["Our own title"]
    assert set(states(of_other)) == {"suggested"}
    assert all(row.text == f"SW {row.source}" for row in of_other.segments.all())


def test_save__refuses_a_lost_link_and_foreign_markup_and_saves_nothing(generic: PlatformPage) -> None:
    document = edited(
        small_document(), ['html lessons[1].body[0].body <p>See <a href="https://example.org">this</a>.</p>']
    )
    translation = start_translation(release=released(generic, document), language="es", by=None)
    body = next(row for row in translation.segments.all() if "example.org" in row.source)

    with pytest.raises(RefusedTextsError) as refused:
        save_texts(
            translation=translation,
            texts={body.key: "Vean esto.", f"{LESSON_2}:title": "Lección 2", "nowhere": "x"},
            by=None,
        )

    assert len(refused.value.reasons) == 2
    assert not TranslatedSegment.objects.exclude(text="").exists()
