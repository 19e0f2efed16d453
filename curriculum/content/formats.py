"""Dates, numbers and durations as CLDR writes them in the active language; names of the curriculum's choices."""

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language

from curriculum.content.choices import (
    Answer,
    Audience,
    CycleStep,
    FormKind,
    LessonRole,
    Level,
    Orientation,
    Phase,
    StoryForm,
    Theme,
)

CHOICES: Mapping[str, type[TextChoices]] = {
    "level": Level,
    "phase": Phase,
    "theme": Theme,
    "cycle_step": CycleStep,
    "role": LessonRole,
    "audience": Audience,
    "story_form": StoryForm,
    "form_kind": FormKind,
    "answer": Answer,
    "orientation": Orientation,
}
MINUTES_OF_AN_HOUR = 60


def active_locale() -> str:
    """Return the active language as CLDR names it: "pt_BR" for "pt-br"."""
    language, _dash, region = (get_language() or "en").partition("-")
    return f"{language}_{region.upper()}" if region else language


def long_date(value: date | datetime) -> str:
    """Return a date in words, "20 November 2026" in the active language."""
    return format_date(_local(value), format="long", locale=active_locale())


def short_date(value: date | datetime) -> str:
    """Return a date in few characters, "20 Nov 2026" in the active language, on the active time zone's calendar."""
    return format_date(_local(value), format="medium", locale=active_locale())


def date_and_time(value: datetime) -> str:
    """Return a date and the time of day in hours and minutes, in the active language and time zone."""
    local, locale = timezone.localtime(value), active_locale()
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return pattern.replace("{0}", format_time(local, "short", locale=locale)).replace("{1}", short_date(local))


def number(value: float) -> str:
    """Return a number with the separators of the active language."""
    return format_decimal(value, locale=active_locale())


def percent(fraction: float) -> str:
    """Return a fraction from 0.0 to 1.0 in whole percent, "72%" in the active language.

    What is neither nothing nor all never reads as such: it is "<1%" or ">99%".
    """
    few, many = 0 < fraction < 0.01, 0.99 < fraction < 1
    rounded = 0.01 if few else 0.99 if many else fraction
    return f"{'<' if few else '>' if many else ''}{format_percent(rounded, locale=active_locale())}"


def duration(minutes: int) -> str:
    """Return a duration of `minutes` in hours and minutes, "1 hr 30 min" in the active language."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    said = [_unit(value, unit) for value, unit in parts if value or (unit == "duration-minute" and not minutes)]
    return "\N{NO-BREAK SPACE}".join(said)


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _unit(value: int, unit: str) -> str:
    # CLDR leaves out a plural form that equals "other", and Babel then writes "1 horas". In their short form these
    # units have one pattern for every number, so the pattern is taken from a number that is "other" everywhere.
    pattern = format_unit(2, unit, length="short", locale=active_locale())
    return pattern.replace("2", number(value), 1).replace(" ", "\N{NO-BREAK SPACE}")


def choice_name(value: object, group: str) -> str:
    """Return the name of a choice's code in the active language; the code itself where it is unknown."""
    known = CHOICES[group]
    return str(known(value).label) if value in known.values else str(value or "")
