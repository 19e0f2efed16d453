"""The screen that shows how far the background worker is with a request for forks, and what one can do about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curriculum.content.admin.screens import Crumb, person_of, tell_refusal
from curriculum.exceptions import CurriculumError
from curriculum.forks.actions.request_forks import ask_again, call_off
from curriculum.forks.admin.forking import ForkScreen, address_of
from curriculum.forks.models import ForkRequest
from curriculum.forks.progress import progress_of

LINES = "curriculum/forks/_requested_forks.html"


class RequestScreen(ForkScreen):
    """A screen about one request of the platform; any other request is not found."""

    fork_request: ForkRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the request, on every request anew."""
        super().setup(request, *args, **kwargs)
        found = self.platform.fork_requests.select_related("platform", "requested_by").filter(pk=kwargs["request_id"])
        asked = found.first()
        if asked is None:
            raise Http404
        self.fork_request = asked

    def lead_back(self) -> HttpResponse:
        """Lead to the progress of the request."""
        return redirect(address_of(self.fork_request))


class RequestProgress(RequestScreen):
    """How far it is. Without a script the page loads itself anew while something may still happen."""

    page_title = _("Forking modules")
    template_name = "curriculum/forks/fork_request.html"

    def crumbs(self) -> list[Crumb]:
        """Return the way over the list of modules."""
        return [{"url": reverse("fork_module", args=[self.platform.slug]), "label": _("Fork modules")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the progress besides."""
        progress = progress_of(self.fork_request)
        return super().get_context_data(asked=self.fork_request, progress=progress, lines=LINES, **kwargs)


class RequestFigures(RequestScreen):
    """The same as JSON for the script: state, done, total, the sentence, and the lines as HTML."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell how far it is."""
        progress = progress_of(self.fork_request)
        told = {
            "state": progress.state,
            "done": progress.done,
            "total": progress.total,
            "words": progress.words(),
            "lines": render_to_string(LINES, {"progress": progress}, request),
        }
        return JsonResponse(told)


class RequestRepetition(RequestScreen):
    """Asks once more for what is not forked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, and lead back to the progress."""
        try:
            ask_again(request=self.fork_request, by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        return self.lead_back()


class RequestStop(RequestScreen):
    """Calls off what is not forked yet."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call it off, and lead back to the progress."""
        try:
            call_off(request=self.fork_request, by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        return self.lead_back()
