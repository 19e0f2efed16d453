"""Changes the language that the interface speaks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from curriculum.content.languages import interface_languages
from curriculum.reading.addresses import home_address
from curriculum.reading.answers import reading_page
from curriculum.reading.frame import interface_choices
from curriculum.reading.missing import Link, MissingPageError

LONGEST_PATH = 2_000


@reading_page
def switch_interface(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the interface language `code` and lead back to the path in `next`."""
    if code not in interface_languages():
        raise MissingPageError(
            sentence=_("The interface does not speak “%(code)s”.") % {"code": code[:20]},
            offer=_("It speaks these languages:"),
            links=[
                Link(words=choice.name, address=choice.address, language=choice.code)
                for choice in interface_choices(code, "/")
            ],
        )
    response = HttpResponseRedirect(safe_path(request.GET.get("next", "")) or home_address(code))
    response["Cache-Control"] = "no-store"
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def safe_path(path: str) -> str | None:
    """Return `path` where it is a path of this site and nothing else, else None.

    Browsers take a backslash for a slash and drop control characters, so that "/\\\\evil" is another site.
    """
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_PATH:
        return None
    return path if path.isprintable() and "\\" not in path and not any(c.isspace() for c in path) else None
