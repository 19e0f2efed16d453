"""Dates, numbers and durations in the interface's languages."""

from datetime import date

import pytest
from django.utils import translation

from curriculum.content.formats import choice_name, duration, long_date, number

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "minutes", "words"),
    [("en", 90, "1 hr 30 min"), ("en", 0, "0 min"), ("en", 60, "1 hr"), ("es", 75, "1 h 15 min"), ("pt", 120, "2 h"),
     ("pt-br", 61, "1 h 1 min"), ("sw", 150, "saa 2 dakika 30")],
)  # fmt: skip
def test_duration__by_language(language: str, minutes: int, words: str) -> None:
    with translation.override(language):
        assert duration(minutes).replace(SPACE, " ") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "November 20, 2026"), ("es", "20 de noviembre de 2026"), ("pt", "20 de novembro de 2026"),
     ("sw", "20 Novemba 2026")],
)  # fmt: skip
def test_long_date__by_language(language: str, words: str) -> None:
    with translation.override(language):
        assert long_date(date(2026, 11, 20)) == words


def test_number__by_language() -> None:
    with translation.override("es"):
        assert number(12345.5) == "12.345,5"
    with translation.override("sw"):
        assert number(12345) == "12,345"


def test_choice_name__unknown_code_is_itself() -> None:
    assert choice_name("low", "level") == "Low"
    assert choice_name("golden", "level") == "golden"
    assert choice_name(None, "level") == ""
