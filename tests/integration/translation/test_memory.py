"""What the translation memory offers for sources that are like something translated before."""

import pytest
from pytest_django import Settings

from curriculum.content.models import PlatformPage
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.fuzzy import FuzzyMatch, fuzzy_matches, fuzzy_matches_of
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from tests.factories import make_platform, node_id, released, small_document

pytestmark = pytest.mark.django_db

SUMMARY = "TST-1/module:summary"
KNOWN = "Every family weighs its harvest before the first sale."


def translated(
    platform: PlatformPage,
    source: str,
    text: str,
    *,
    code: str = "TST-1",
    state: SegmentState = SegmentState.TRANSLATED,
    language: str = "es",
) -> Translation:
    """Return a translation of a module whose summary is `source`, with `text` for that."""
    release = released(platform, small_document(code, summary=source))
    translation = start_translation(release=release, language=language, by=None)
    key = f"{node_id(f'{code}/module')}:summary"
    save_texts(translation=translation, texts={key: text}, by=None, state=state)
    return translation


@pytest.mark.parametrize(
    ("source", "percents"),
    [
        (KNOWN, [100]),
        ("Every family weighs its harvest before the first big sale.", [96]),
        ("every family weighs its Harvest before the first sale", [95]),
        ("Each household weighs its harvest before the first sale.", [81]),
        ("Each household keeps bees.", []),
        ("Every family weighs its harvest before the first sale. " * 4, []),
        ("", []),
        ("Who?", []),
    ],
)
def test_fuzzy_matches__tell_how_like_the_sources_are(generic: PlatformPage, source: str, percents: list[int]) -> None:
    translated(generic, KNOWN, "Cada familia pesa su cosecha antes de la primera venta.")

    assert [match.percent for match in fuzzy_matches("es", source)] == percents


def test_fuzzy_matches__come_from_all_platforms_the_likest_and_the_reviewed_first(
    generic: PlatformPage, peru: PlatformPage
) -> None:
    kenya = make_platform("kenya")
    first = translated(generic, KNOWN, "Cada familia pesa.")
    translated(peru, KNOWN, "Pesar.", state=SegmentState.REVIEWED, code="TST-2", language="pt")
    translated(kenya, KNOWN, "Pesan todas.", state=SegmentState.REVIEWED, code="TST-3")
    translated(kenya, KNOWN.replace("family", "group"), "Cada grupo pesa.", code="TST-4")

    found = fuzzy_matches("es", KNOWN)

    assert found == [
        FuzzyMatch(source=KNOWN, text="Pesan todas.", percent=100, is_reviewed=True),
        FuzzyMatch(source=KNOWN, text="Cada familia pesa.", percent=100, is_reviewed=False),
        FuzzyMatch(source=KNOWN.replace("family", "group"), text="Cada grupo pesa.", percent=89, is_reviewed=False),
    ]
    assert fuzzy_matches("es", KNOWN, 1) == found[:1]
    assert fuzzy_matches("es", KNOWN, besides=first.segments.get(source=KNOWN)) == [found[0], found[2]]


def test_fuzzy_matches__offer_nothing_that_is_not_finished(generic: PlatformPage) -> None:
    translated(generic, KNOWN, "Tal vez", state=SegmentState.SUGGESTED)

    assert fuzzy_matches("es", KNOWN) == []


def test_fuzzy_matches__find_short_texts_by_their_length(generic: PlatformPage) -> None:
    translated(generic, "Who is it?", "¿Quién es?")

    assert [(match.text, match.percent) for match in fuzzy_matches("es", "Who was it?")] == [("¿Quién es?", 85)]


def test_fuzzy_matches_of__give_each_segment_the_same_as_one_by_one(generic: PlatformPage) -> None:
    translated(generic, KNOWN, "Cada familia pesa.")
    sources = [KNOWN.replace("family", "group"), "Who is it?", KNOWN]
    rows = [TranslatedSegment(pk=-place, language="es", source=source) for place, source in enumerate(sources)]

    assert fuzzy_matches_of(rows) == {row.pk: fuzzy_matches("es", row.source) for row in rows}
    assert fuzzy_matches_of([]) == {}


@pytest.mark.parametrize(("fills", "expected"), [(True, ("suggested", "Cada familia pesa.")), (False, ("empty", ""))])
def test_start_translation__fills_from_elsewhere_only_where_the_setting_says_so(
    generic: PlatformPage, settings: Settings, fills: bool, expected: tuple[str, str]
) -> None:
    settings.TRANSLATION_MEMORY_FILLS = fills
    translated(generic, KNOWN, "Cada familia pesa.")
    release = released(generic, small_document("TST-2", summary=KNOWN))

    row = start_translation(release=release, language="es", by=None).segments.get(source=KNOWN)

    assert (row.state, row.text) == expected
    assert [match.text for match in fuzzy_matches("es", KNOWN, besides=row)] == ["Cada familia pesa."]
