"""Turns what would end in a server error into an answer for a person."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _


class Refusals:
    """Middleware: what cannot be deleted says so, and a form that lacks fields is a bad request.

    An address with a NUL in it names nothing: PostgreSQL would refuse to look for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer in place of an error page, for addresses of the admin."""
        home = reverse("wagtailadmin_home")
        if not request.path.startswith(home):
            return None
        if isinstance(error, MultiValueDictKeyError):
            sentence = _("The form arrived incomplete, so nothing was saved. Go back, load the page again and retry.")
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        if isinstance(error, ProtectedError):
            messages.error(request, _("Something else still needs this, so it was not deleted."))
            return HttpResponseRedirect(home)
        return None
