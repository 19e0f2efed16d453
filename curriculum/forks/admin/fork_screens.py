"""What the screens about a fork, and about its pull, share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.admin.screens import person_of
from curriculum.exceptions import NotAForkError
from curriculum.forks.finding import fork_of, open_pull
from curriculum.forks.models import Fork, Pull
from curriculum.releases.admin.modules import ModuleScreen


class ForkScreen(ModuleScreen):
    """A screen about a fork on one of the user's platforms; a module that is no fork is not found."""

    fork: Fork

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the fork, on every request anew."""
        super().setup(request, *args, **kwargs)
        try:
            self.fork = fork_of(self.module)
        except NotAForkError as error:
            raise Http404 from error

    @cached_property
    def may_edit(self) -> bool:
        """Whether the person may edit the module, give reasons and decide what it takes from upstream."""
        return bool(self.page.permissions_for_user(person_of(self.request)).can_edit())


class PullScreen(ForkScreen):
    """A screen about the pull of a fork."""

    page_title = gettext_lazy("Update from upstream")
    header_icon = "resubmit"
    pull: Pull | None
    # the open one

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the open pull besides."""
        super().setup(request, *args, **kwargs)
        self.pull = open_pull(self.fork)

    def to_module(self) -> HttpResponse:
        """Lead back to the module's screen."""
        return redirect("modules:module", self.page.pk)

    def to_merge(self) -> HttpResponse:
        """Lead back to the merge."""
        return redirect("pull", self.page.pk)

    def back(self) -> str:
        """Return the address that the person came from; that of the merge where it is none of this site."""
        given = self.request.POST.get("back") or self.request.GET.get("back") or ""
        is_own = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
        return given.partition("#")[0] if is_own else reverse("pull", args=[self.page.pk])


class PullDeed(PullScreen):
    """Something that is done about a pull, by those who may edit the module."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who only see the module."""
        if not self.may_edit:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def tell_that_it_is_closed(self) -> HttpResponse:
        """Lead to the module, and say that there is no open pull any more."""
        messages.warning(self.request, _("This update is no longer open: somebody applied or discarded it."))
        return self.to_module()
