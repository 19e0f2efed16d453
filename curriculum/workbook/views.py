"""The workbook of an edition at its address: `/{language}/{platform}/{module}/[v{number}/]workbook.pdf`."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from curriculum.content.finding import module_coded, platform_named
from curriculum.exceptions import CurriculumError
from curriculum.releases.finding import current_edition, edition_in, release_numbered
from curriculum.releases.models import Edition
from curriculum.workbook.actions.print_workbook import file_name, print_workbook
from curriculum.workbook.exceptions import PrinterBusyError, PrintFailedError, PrintTooLargeError
from curriculum.workbook.selection import Selection, parse_selection
from curriculum.workbook.storing import print_key

CACHE_CONTROL = "public, max-age=0, must-revalidate"
PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"  # browsers style their PDF viewers
STATES = {PrinterBusyError: 503, PrintTooLargeError: 503, PrintFailedError: 500}
SWITCHED_ON = frozenset({"1", "on", "true", "yes"})


@require_safe
def workbook(
    request: HttpRequest, *, language: str, platform: str, module: str, number: str | None = None
) -> HttpResponse:
    """Return the PDF of an edition. The query names levels, standards, audience, lesson, paper, large and grey."""
    if module != module.lower():
        return _lower_case(request, module)
    try:
        edition = _edition(language, platform, module, number)
        selection = selection_of(request.GET)
        etag = f'"{print_key([edition], selection)}"'
        if _has(request, etag):
            return _finished(HttpResponseNotModified(), etag)
        pdf = print_workbook(editions=[edition], selection=selection)
    except CurriculumError as refusal:
        return _refused(request, refusal)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name([edition], selection)}"'
    response["Content-Encoding"] = "identity"  # a PDF is compressed already, and its tag stays strong
    return _finished(response, etag)


def selection_of(query: QueryDict) -> Selection:
    """Return the selection that a query asks for; raises UnknownSelectionError."""
    return parse_selection(
        levels=query.getlist("level"),
        standards=query.getlist("standard"),
        audience=query.get("audience"),
        lesson=query.get("lesson"),
        form=query.get("form"),
        paper=query.get("paper"),
        large=query.get("large", "") in SWITCHED_ON,
        grey=query.get("grey", "") in SWITCHED_ON,
    )


def _edition(language: str, platform: str, code: str, number: str | None) -> Edition:
    module = module_coded(platform_named(platform), code)
    return edition_in(release_numbered(module, number), language) if number else current_edition(module, language)


def _lower_case(request: HttpRequest, module: str) -> HttpResponse:
    path = request.get_full_path().replace(f"/{module}/", f"/{module.lower()}/", 1)
    return HttpResponsePermanentRedirect(path)


def _has(request: HttpRequest, etag: str) -> bool:
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return given == ["*"] or any(tag.removeprefix("W/") == etag for tag in given)


def _finished(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Content-Security-Policy"] = PDF_POLICY
    return response


def _refused(request: HttpRequest, refusal: CurriculumError) -> HttpResponse:
    """Return the page that says in a sentence why there is no PDF, and leads back to the module."""
    status = next((state for kind, state in STATES.items() if isinstance(refusal, kind)), 404)
    response = render(request, "curriculum/print/refused.html", {"sentence": str(refusal)}, status=status)
    response["Content-Security-Policy"] = PAGE_POLICY
    response["Cache-Control"] = "no-store"
    if isinstance(refusal, PrinterBusyError):
        response["Retry-After"] = str(refusal.data["seconds"])
    return response
