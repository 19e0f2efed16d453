"""Where things stand on the public site, as paths."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, reverse


def home_address(language: str) -> str:
    """Return the path of the site's front page in `language`."""
    return reverse("reading:home", kwargs={"language": language})


def search_address(page_language: str, **query: str | int) -> str:
    """Return the path of the search page in `page_language`; `query` are its parameters, empty ones left out."""
    path = reverse("reading:search", kwargs={"language": page_language})
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def platform_address(language: str, platform: str) -> str:
    """Return the path of a platform's modules, by its slug."""
    return reverse("reading:platform", kwargs={"language": language, "platform": platform})


def module_address(language: str, platform: str, module: str, number: str | None = None) -> str:
    """Return the path of a module by its code: of its current edition, or of the release `number`."""
    place = {"language": language, "platform": platform, "module": module.lower()}
    if number is None:
        return reverse("reading:module", kwargs=place)
    return reverse("reading:module-version", kwargs={**place, "number": number})


def lesson_address(language: str, platform: str, module: str, lesson: str, number: str | None = None) -> str:
    """Return the path of a lesson by its code: in the current edition, or in the release `number`."""
    place = {"language": language, "platform": platform, "module": module.lower(), "lesson": lesson.lower()}
    if number is None:
        return reverse("reading:lesson", kwargs=place)
    return reverse("reading:lesson-version", kwargs={**place, "number": number})


def asset_address(sha256: str) -> str:
    """Return the path of the bytes with this SHA-256."""
    return reverse("reading:asset", kwargs={"sha256": sha256})


def print_address(language: str, platform: str, module: str, number: str | None = None) -> str:
    """Return the path of a module's print; empty where this installation has no printing."""
    place = {"language": language, "platform": platform, "module": module.lower()}
    try:
        if number is None:
            return reverse("workbook", kwargs=place)
        return reverse("workbook-version", kwargs={**place, "number": number})
    except NoReverseMatch:
        return ""


def switch_address(code: str, path: str) -> str:
    """Return the path that changes the interface to language `code` and leads back to `path`."""
    return f"{reverse('reading:switch-interface', kwargs={'code': code})}?{urlencode({'next': path})}"


def canonical_redirect(request: HttpRequest, canonical: str) -> HttpResponsePermanentRedirect | None:
    """Return a redirect where the address asked for differs from `canonical` in nothing but its case, else None."""
    if request.path == canonical or request.path.lower() != canonical.lower():
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{canonical}?{query}" if query else canonical)
