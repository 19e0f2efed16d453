"""The glossary: terms found in a source, what each region says, and how the committee edits it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from curriculum.content.models import GlossaryTerm, GlossaryVariant, PlatformPage
from curriculum.demonstration.snippets import load_glossary
from curriculum.translation.glossary import TermVariant, glossary_of, terms_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def glossary() -> None:
    load_glossary(settings.CURRICULUM_DATA / "glossary.json")


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("The buyers and a BUYER", [("buyers", "comprador / compradora"), ("BUYER", "comprador / compradora")]),
        ("certification bodies", [("certification bodies", "organismo de certificación")]),
        ("an internal control system", [("internal control system", "sistema interno de control (SIC)")]),
        ("the ICS, not the ics", [("ICS", "sistema interno de control (SIC)")]),
        ("small scale producers", [("small scale producers", "pequeño productor / pequeña productora")]),
        ("a batch", [("batch", "lote")]),
        ("pre-harvest, harvested, remembering", []),
        ("<b>Buyer</b> and <a href='https://buyer.example/'>so</a>", [("Buyer", "comprador / compradora")]),
        ("the quality <b>management</b> system", []),
        ("read the minutes", [("minutes", "acta")]),
        ("after 90 minutes, then ten minutes", []),
    ],
)
def test_terms_in__are_whole_words_and_the_longest(glossary: None, source: str, terms: list[tuple[str, str]]) -> None:
    hits = terms_in(source, "es")

    assert [(source[hit.start : hit.end], hit.translation) for hit in hits] == terms


@pytest.mark.parametrize(
    ("language", "translation", "variants"),
    [
        ("pt", "comitê", [("pt-MZ", "comité")]),
        ("pt-MZ", "comité", [("pt", "comitê")]),
        ("pt-BR", "comitê", [("pt-MZ", "comité")]),
        ("sw", "kamati", []),
    ],
)
def test_terms_in__are_said_as_the_region_says_them(
    glossary: None, language: str, translation: str, variants: list[tuple[str, str]]
) -> None:
    [hit] = terms_in("The committee met.", language)

    assert hit.translation == translation
    assert [(other.language, other.text) for other in hit.variants] == variants


def test_terms_in__tell_how_sure_the_words_are(glossary: None) -> None:
    [hit] = terms_in("Keep the lots apart.", "sw")

    assert (hit.translation, hit.entry.confidence, hit.entry.definition != "") == ("fungu", "low", True)
    assert hit.variants == (TermVariant(language="sw", text="loti / bechi", confidence="low"),)


def test_glossary__knows_a_language_without_a_column_by_its_variants(glossary: None) -> None:
    """A fifth language needs no migration."""
    term = GlossaryTerm.objects.get(slug="buyer")
    GlossaryVariant.objects.create(term=term, language="fr", text="acheteur / acheteuse")

    assert [(hit.term, hit.translation) for hit in terms_in("A buyer and a lot", "fr")] == [
        ("buyer", "acheteur / acheteuse")
    ]


def test_glossary__serves_sources_in_other_languages(glossary: None) -> None:
    [hit] = terms_in("Los compradores", "pt", source_language="es")

    assert (hit.start, hit.end, hit.translation) == (4, 15, "comprador / compradora")


def test_glossary__without_terms_finds_nothing() -> None:
    assert glossary_of("es").terms_in("The buyer") == []


def test_load_glossary__makes_variants_once(glossary: None) -> None:
    before = (GlossaryTerm.objects.count(), GlossaryVariant.objects.count())

    load_glossary(settings.CURRICULUM_DATA / "glossary.json")

    assert (GlossaryTerm.objects.count(), GlossaryVariant.objects.count()) == before


def test_glossary_variant__stands_once(glossary: None) -> None:
    variant = GlossaryVariant.objects.filter(language="pt-MZ")[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryVariant.objects.create(term=variant.term, language="pt-MZ", text=variant.text)


def test_glossary_term__is_edited_with_its_variants(
    generic: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    client.force_login(person(generic, "committee"))
    form = {
        "slug": "scale", "en": "scale", "definition": "", "es": "balanza", "pt": "balança", "sw": "mizani", "note": "",
        "es_confidence": "high", "pt_confidence": "high", "sw_confidence": "medium",
        "variants-TOTAL_FORMS": "1", "variants-INITIAL_FORMS": "0", "variants-MIN_NUM_FORMS": "0",
        "variants-MAX_NUM_FORMS": "1000", "variants-0-language": "es-MX", "variants-0-text": "báscula",
        "variants-0-confidence": "high", "variants-0-id": "", "variants-0-DELETE": "",
    }  # fmt: skip

    response = client.post(reverse("wagtailsnippets_curriculum_glossaryterm:add"), form)

    assert response.status_code == 302
    term = GlossaryTerm.objects.get(slug="scale")
    assert [(str(found), found.confidence) for found in term.variants.all()] == [("báscula (es-MX)", "high")]


def test_glossary_term__refuses_a_variant_in_no_language(
    generic: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    client.force_login(person(generic, "committee"))
    form = {
        "slug": "scale", "en": "scale", "es_confidence": "high", "pt_confidence": "high", "sw_confidence": "medium",
        "variants-TOTAL_FORMS": "1", "variants-INITIAL_FORMS": "0", "variants-MIN_NUM_FORMS": "0",
        "variants-MAX_NUM_FORMS": "1000", "variants-0-language": "xx", "variants-0-text": "x",
        "variants-0-confidence": "high",
    }  # fmt: skip

    response = client.post(reverse("wagtailsnippets_curriculum_glossaryterm:add"), form)

    assert "is not a language of this site" in response.content.decode()
    assert not GlossaryTerm.objects.filter(slug="scale").exists()
