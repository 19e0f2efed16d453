"""Checks of translated texts: what they find (`cases/checks.yaml`), how they are dismissed, what publishing asks."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from curriculum.content.models import PlatformPage
from curriculum.demonstration.snippets import load_glossary
from curriculum.document import Html, Node, Text, extract_segments, load
from curriculum.exceptions import BlockingCheckError, GoneCheckError, IncompleteTranslationError, InvalidValueError
from curriculum.translation.actions.dismiss_check import dismiss_check, restore_check
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.checks import Check, checks_of, open_checks
from curriculum.translation.models import TranslatedSegment, Translation
from curriculum.translation.segments import nodes_by_id, source_digest
from tests.factories import node_id, released, small_document
from tests.integration.releases.edits import edited

CASES = yaml.safe_load((Path(__file__).parent / "cases/checks.yaml").read_text(encoding="utf-8"))
TITLE = f"{node_id('TST-1/lesson-2')}:title"

pytestmark = pytest.mark.django_db


@pytest.fixture
def glossary() -> None:
    load_glossary(settings.CURRICULUM_DATA / "glossary.json")


@pytest.fixture
def translation(generic: PlatformPage) -> Translation:
    """Return a finished translation without a fault."""
    found = start_translation(release=released(generic, small_document()), language="es", by=None)
    save_texts(translation=found, texts={row.key: f"ES {row.source}" for row in found.segments.open()}, by=None)
    return found


def given(case: dict[str, Any]) -> tuple[TranslatedSegment, Node]:
    """Return a case as a segment, with its node."""
    value = Text(case["source"]) if case.get("plain") else Html(f"<p>{case['source']}</p>")
    node = Node(id=node_id("case"), kind="text", fields={"body": value}, slots={})
    raw = {"text": value.text} if isinstance(value, Text) else {"html": value.html}
    root = {"id": node.id, "kind": "text", "fields": {"body": raw}, "slots": {}}
    segment = extract_segments(load({"format": "scan-document/1", "language": "en", "root": root}))[0]
    return TranslatedSegment(
        key=segment.key, source=segment.source, field="body", language=case["language"], text=case["text"]
    ), node


@pytest.mark.parametrize("subject", CASES)
def test_checks__find_what_the_table_says(glossary: None, subject: str) -> None:
    """C7, and the other things that a check looks at, in all languages."""
    found = [(case["text"], [str(check.code) for check in checks_of(*given(case))]) for case in CASES[subject]]

    assert found == [(case["text"], case["finds"]) for case in CASES[subject]]


def test_checks__say_what_is_wrong_in_words(glossary: None) -> None:
    case = {"language": "es", "source": "The buyer pays 20 coins.", "text": "El cliente paga 30 monedas."}

    assert [check.words for check in checks_of(*given(case))] == [
        "Numbers of the source that are missing: 20. Numbers that the source has not: 30.",
        "The glossary says it otherwise: “buyer” is “comprador / compradora”.",
    ]


def found_in(translation: Translation) -> list[tuple[str, list[str]]]:
    found = open_checks(translation.segments.order_by("place"), translation.release.source_edition().load())
    return [(checked.segment.key, [str(check.code) for check in checked.checks]) for checked in found]


def save(translation: Translation, text: str) -> TranslatedSegment:
    save_texts(translation=translation, texts={TITLE: text}, by=None)
    return translation.segments.get(key=TITLE)


def checks(row: TranslatedSegment) -> list[Check]:
    return checks_of(row, nodes_by_id(row.translation.release.source_edition().load())[str(row.node_id)])


def test_dismissed_check__stays_dismissed_while_the_text_stays(translation: Translation) -> None:
    row = save(translation, "Lección dos")
    assert found_in(translation) == [(TITLE, ["number"])]

    dismiss_check(segment=row, code="number", reason=" Written  in words ", by=None)

    assert found_in(translation) == []
    assert [check.dismissal and check.dismissal.reason for check in checks(row)] == ["Written in words"]
    save(translation, "La lección dos")
    assert found_in(translation) == [(TITLE, ["number"])]
    save(translation, "Lección dos")
    assert found_in(translation) == []
    restore_check(segment=row, code="number")
    assert found_in(translation) == [(TITLE, ["number"])]


def test_dismissed_check__counts_in_the_next_release_where_nothing_changed(
    generic: PlatformPage, translation: Translation
) -> None:
    dismiss_check(segment=save(translation, "Lección dos"), code="number", reason="In words", by=None)
    later = released(generic, edited(small_document(), ["set lessons[0].title Another"]), "1.0.1")

    after = start_translation(release=later, language="es", by=None)

    assert [check.dismissal and check.dismissal.reason for check in checks(after.segments.get(key=TITLE))] == [
        "In words"
    ]


@pytest.mark.parametrize(
    ("code", "reason", "refusal"),
    [
        ("number", "  ", InvalidValueError),
        ("number", "x" * 501, InvalidValueError),
        ("long", "It fits", GoneCheckError),
        ("nonsense", "It fits", GoneCheckError),
    ],
)
def test_dismiss_check__refuses(translation: Translation, code: str, reason: str, refusal: type[Exception]) -> None:
    row = save(translation, "Lección dos")

    with pytest.raises(refusal):
        dismiss_check(segment=row, code=code, reason=reason, by=None)

    assert not row.dismissed_checks.exists()


def test_dismiss_check__refuses_where_the_text_is_another_than_the_person_saw(translation: Translation) -> None:
    row = save(translation, "Lección dos")
    seen = source_digest(row.text)
    save(translation, "La lección dos")

    with pytest.raises(GoneCheckError):
        dismiss_check(segment=row, code="number", reason="In words", by=None, seen=seen)


def test_dismiss_check__refuses_a_fault_with_which_nothing_is_published(translation: Translation) -> None:
    with pytest.raises(BlockingCheckError):
        dismiss_check(segment=save(translation, ""), code="untranslated", reason="Later", by=None)


def test_publish_edition__goes_on_with_open_warnings_and_refuses_faults(translation: Translation) -> None:
    save(translation, "Lección  dos")
    assert found_in(translation) == [(TITLE, ["number", "spaces"])]
    assert publish_edition(release=translation.release, language="es", by=None).revision == 1

    body = translation.segments.filter(source__contains="<b>").order_by("place")[0]
    TranslatedSegment.objects.filter(pk=body.pk).update(text="Empiece <b>aquí")

    with pytest.raises(IncompleteTranslationError) as refused:
        publish_edition(release=translation.release, language="es", by=None)
    assert [reason.split("”")[0] for reason in refused.value.reasons] == [f"“{body.source}"]
