"""Which texts of the interface are found, and which translations are refused."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from scripts.catalogues import KEYWORDS, catalogue_bytes
from scripts.check_catalogues import faults
from scripts.django_template_messages import extract

TEMPLATE = """{% load i18n %}
<p title="{% translate "Deep title" %}">
      {# Translators: how many lessons #}
      {% blocktranslate count n=lessons|length trimmed %}
        one lesson's text
      {% plural %}
        {{ n }} lessons
      {% endblocktranslate %}
  {% if door %}({% translate "Open" context "door" %}){% endif %}
<b>don't</b> 'unclosed " ) ]] {% translate "After loose quotes" %}
"""


def texts(**translations: str) -> Catalog:
    """Return a catalogue with one text for each keyword, its words the keyword's with spaces for underscores."""
    catalogue = Catalog(fuzzy=False)
    for name, translation in translations.items():
        catalogue.add(name.replace("_", " "), translation, [("page.html", 1)])
    return catalogue


def test_extract__finds_every_form_wherever_it_stands() -> None:
    found = list(extract(BytesIO(TEMPLATE.encode()), KEYWORDS, ("Translators:",), {}))

    assert [(line, function, words) for line, function, words, _ in found] == [
        (2, "gettext", "Deep title"),
        (4, "ngettext", ("one lesson's text", "%(n)s lessons", None)),  # None: the number
        (9, "pgettext", ("door", "Open")),
        (10, "gettext", "After loose quotes"),
    ]
    assert [comments for *_, comments in found][1] == ["Translators: how many lessons"]


@pytest.mark.parametrize(
    ("translated", "expected"),
    [
        (texts(Next_lesson="Lección siguiente"), []),
        (texts(), ["missing: 'Next lesson' (page.html)"]),
        (texts(Next_lesson=""), ["empty: 'Next lesson' (page.html)"]),
    ],
)
def test_faults__names_what_lacks_a_translation(translated: Catalog, expected: list[str]) -> None:
    assert faults(texts(Next_lesson=""), translated) == expected


def test_faults__refuses_a_guess() -> None:
    guessed = texts(Next_lesson="Lección")
    guessed["Next lesson"].flags.add("fuzzy")

    assert faults(texts(Next_lesson=""), guessed) == ["fuzzy: 'Next lesson' (page.html)"]


def test_faults__refuses_a_lost_placeholder() -> None:
    source, translated = Catalog(), Catalog()
    source.add("%(number)d pages", locations=[("page.html", 1)])
    translated.add("%(number)d pages", "%(numero)d páginas")

    assert len(faults(source, translated)) == 1


def test_catalogue_bytes__has_no_line_numbers() -> None:
    assert b"#: page.html\n" in catalogue_bytes(texts(Next_lesson="Lección siguiente"))
