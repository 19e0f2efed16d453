"""How every page of the public site is answered: conditional, compressed, strict about what may run in it.

An ETag is computed from what the page shows before anything is drawn, so that a reader who has the page gets 304 for
a few queries. Django's GZipMiddleware would make the tag weak, so pages are compressed here and each encoding has a
strong tag of its own.
"""

import functools
import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from curriculum.reading.fingerprint import fingerprint
from curriculum.reading.frame import frame
from curriculum.reading.interface_language import address_names_language
from curriculum.reading.missing import MissingPageError

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
CACHE_CONTROL = "public, max-age=0, must-revalidate"
COMPRESSION_LEVEL = 6
_GZIP = re.compile(
    r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.[0-9]{0,3})?)\s*)?(?=,|$)", re.IGNORECASE
)

View = Callable[..., HttpResponse]


def reading_page(view: View) -> View:
    """Answer GET and HEAD by `view`, anything else by 405, and what the view misses by a page that helps."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **segments: str) -> HttpResponse:
        try:
            return view(request, **segments)
        except MissingPageError as missing:
            return respond_missing(request, missing)

    return require_safe(answer)


def respond(
    request: HttpRequest,
    *,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    stamp: Iterable[str],
) -> HttpResponse:
    """Return the page that `template` makes of `context`, or 304 where the reader has it.

    `stamp` names all the content that the page shows: digests, seals, states. `context` is called only where the page
    is drawn.
    """
    zipped = accepts_gzip(request)
    etag = _etag(request, stamp, zipped)
    if _has(request, etag):
        return _finished(request, HttpResponseNotModified(), etag)
    html = render_to_string(template, {**frame(request), **context()})
    return _finished(request, _page(request, html, zipped), etag)


def respond_missing(request: HttpRequest, missing: MissingPageError) -> HttpResponse:
    """Return the page that says what there is instead: 404, or 200 where it offers the same in other languages."""
    context = {
        **frame(request),
        "sentence": missing.sentence,
        "offer": missing.offer,
        "links": missing.links,
        "is_offer": missing.is_offer,
    }
    html = render_to_string("curriculum/missing.html", context)
    response = _page(request, html, accepts_gzip(request), status=200 if missing.is_offer else 404)
    if missing.is_offer:
        response["X-Robots-Tag"] = "noindex"  # it has no content of its own
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, varies_by(request))
    return response


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the reader takes gzip (RFC 9110, 12.5.3)."""
    match = _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return match is not None and float(match["weight"] or 1) > 0


def _etag(request: HttpRequest, stamp: Iterable[str], zipped: bool) -> str:
    parts = [fingerprint(), get_language() or "", request.get_host(), request.get_full_path(), *stamp]
    name = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{name}-gzip"' if zipped else f'"{name}"'


def _has(request: HttpRequest, etag: str) -> bool:
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return given == ["*"] or any(tag.removeprefix("W/") == etag for tag in given)


def _page(request: HttpRequest, html: str, zipped: bool, status: int = 200) -> HttpResponse:
    body = gzip.compress(html.encode(), COMPRESSION_LEVEL, mtime=0) if zipped else html.encode()
    response = HttpResponse(body, status=status)
    response["Content-Length"] = str(len(body))
    if zipped:
        response["Content-Encoding"] = "gzip"
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response["Content-Encoding"] = "identity"  # Django's middleware would take "gzip;q=0" for a wish
    return response


def _finished(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    patch_vary_headers(response, varies_by(request))
    return response


def varies_by(request: HttpRequest) -> list[str]:
    """Return the request headers that a page depends on; Accept-Language counts where the address names no language."""
    return ["Cookie", "Accept-Encoding", *([] if address_names_language(request) else ["Accept-Language"])]
