"""In which language the interface speaks to a reader. The content's language is a matter of its address."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from curriculum.content.languages import base_language, interface_languages


def chosen_language(request: HttpRequest) -> str | None:
    """Return the interface language of the reader's cookie, or None."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in interface_languages() else None


def preferred_language(request: HttpRequest) -> str:
    """Return the interface language for an address that names none: cookie, then Accept-Language, then English."""
    known = interface_languages()
    accepted = (base_language(code) for code, _weight in parse_accept_lang_header(_accept_language(request)))
    return chosen_language(request) or next((code for code in accepted if code in known), settings.LANGUAGE_CODE)


def interface_language_of(request: HttpRequest) -> str:
    """Return the interface language: cookie, then the language of the address, then `preferred_language`."""
    if address_names_language(request):
        return chosen_language(request) or base_language(first_segment(request))
    return preferred_language(request)


def address_names_language(request: HttpRequest) -> bool:
    """Whether the address begins with a language that the interface speaks, or with a regional form of one."""
    return base_language(first_segment(request)) in interface_languages()


def first_segment(request: HttpRequest) -> str:
    """Return what stands between the first two slashes of the address."""
    return request.path_info.lstrip("/").split("/", 1)[0]


def _accept_language(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))[:500].lower()


class InterfaceLanguageMiddleware:
    """Speaks the reader's language while one request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = interface_language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            return self.get_response(request)
