"""Languages by their BCP 47 codes: those of the interface, and the regional forms that content may have."""

import re

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def interface_languages() -> list[str]:
    """Return the codes of the languages that the interface speaks, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def base_language(code: str) -> str:
    """Return the language that a regional form is of ("pt-BR" gives "pt")."""
    return code.split("-")[0].lower()


def validate_language(code: str) -> None:
    """Refuse what is neither an interface language nor a regional form of one ("pt-BR")."""
    if not LANGUAGE.fullmatch(code) or code.split("-")[0] not in interface_languages() or _locale(code) is None:
        raise ValidationError(
            _("“%(code)s” is not a language of this site. Choose %(languages)s or a regional form such as pt-BR."),
            params={"code": code[:20], "languages": ", ".join(interface_languages())},
        )


def language_name(code: str, in_language: str | None = None) -> str:
    """Return the name of a language in another one (the active one by default), as CLDR gives it."""
    locale, reader = _locale(code), _locale(in_language or get_language() or "en")
    name = locale.get_display_name(reader) if locale and reader else None
    return name[:1].upper() + name[1:] if name else code


def is_language(code: str) -> bool:
    """Whether CLDR knows a language of this code, spoken here or not."""
    return _locale(code) is not None


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
