"""Dates, times and numbers on pages, on paper and in the admin: as CLDR writes them, in the four languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

LANGUAGES = ("en", "es", "pt", "sw")
MOMENT = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
#: By filter: what it is given, and what it writes in each language; no-break spaces are shown as spaces.
CASES: dict[str, tuple[object, tuple[str, str, str, str]]] = {
    "long_date": (MOMENT, ("March 5, 2026", "5 de marzo de 2026", "5 de março de 2026", "5 Machi 2026")),
    "short_date": (MOMENT, ("Mar 5, 2026", "5 mar 2026", "5 de mar. de 2026", "5 Mac 2026")),
    "date_and_time": (
        MOMENT,
        ("Mar 5, 2026, 10:30 PM", "5 mar 2026, 22:30", "5 de mar. de 2026 22:30", "5 Mac 2026 22:30"),
    ),
    "number": (1234567.5, ("1,234,567.5", "1.234.567,5", "1.234.567,5", "1,234,567.5")),
    "duration": (135, ("2 hr 15 min", "2 h 15 min", "2 h 15 min", "saa 2 dakika 15")),
}


def written(filter_name: str, value: object) -> str:
    """Return what the filter writes in a template, with plain spaces."""
    text = Template(f"{{% load curriculum %}}{{{{ value|{filter_name} }}}}").render(Context({"value": value}))
    return " ".join(text.split())


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_filter__writes_as_cldr_does(name: str, language: str) -> None:
    value, expected = CASES[name]

    with translation.override(language):
        assert written(name, value) == expected[LANGUAGES.index(language)]


@pytest.mark.parametrize("name", ["long_date", "short_date"])
def test_date__is_that_of_the_reader_s_time_zone(name: str) -> None:
    """At 22:30 in UTC it is the next day in Nairobi."""
    with translation.override("sw"), timezone.override("Africa/Nairobi"):
        assert written(name, MOMENT).startswith("6 Ma")
        assert written(name, date(2026, 3, 5)).startswith("5 Ma")
        assert written("date_and_time", MOMENT).endswith("01:30")


@pytest.mark.parametrize("name", ["short_date", "date_and_time"])
def test_date__nothing_where_there_is_none(name: str) -> None:
    assert written(name, None) == ""
