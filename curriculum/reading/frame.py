"""What stands around the content of every page: the languages of the interface, the way home, the search."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from curriculum.content.languages import base_language, interface_languages, language_name
from curriculum.reading.addresses import home_address, search_address, switch_address
from curriculum.reading.interface_language import address_names_language, first_segment


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageChoice:
    """One language that a reader can choose, under its own name."""

    code: str
    name: str
    address: str
    is_current: bool = False


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Return the names that every template of the public site can rely on."""
    interface = get_language() or settings.LANGUAGE_CODE
    language = first_segment(request) if address_names_language(request) else interface
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "interface_language": interface,
        "content_language": language,
        "content_interface": base_language(language),
        "site": f"{request.scheme}://{request.get_host()}",
        "home": home_address(language),
        "search": search_address(language),
        "switches": interface_choices(interface, request.get_full_path()),
        "depth": 3,
        "medium": "web",
    }


def interface_choices(current: str, path: str) -> tuple[LanguageChoice, ...]:
    """Return the interface's languages, each with the address that switches to it and returns to `path`."""
    return tuple(
        LanguageChoice(
            code=code, name=language_name(code, code), address=switch_address(code, path), is_current=code == current
        )
        for code in interface_languages()
    )
