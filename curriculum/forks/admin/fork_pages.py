"""What the screens about one page of a fork share: the page, its module, and how it stands to upstream."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from curriculum.content.admin.screens import Crumb, Screen, person_of
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import DocumentError
from curriculum.exceptions import NotAForkError
from curriculum.forks.comparison import ComparedUnit, Comparison, comparison_of
from curriculum.forks.finding import fork_of
from curriculum.forks.models import Fork
from curriculum.releases.admin.modules import module_for


class ForkPageScreen(Screen):
    """A screen about a module or lesson page of a fork on one of the user's platforms; any other is not found."""

    header_icon = "copy"
    page: ModulePage | LessonPage
    module_page: ModulePage
    fork: Fork

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find page and fork, on every request anew."""
        super().setup(request, *args, **kwargs)
        page = Page.objects.filter(pk=kwargs["page_id"]).specific().first()
        if not isinstance(page, ModulePage | LessonPage):
            raise Http404
        self.page, self.module_page = page, module_for(person_of(request), page.document_module.pk)
        try:
            self.fork = fork_of(self.module_page.module)
        except NotAForkError as error:
            raise Http404 from error

    def crumbs(self) -> list[Crumb]:
        """Return the way over modules, the module and the page."""
        crumbs: list[Crumb] = [
            {"url": reverse("modules:list"), "label": _("Modules")},
            {"url": reverse("modules:module", args=[self.module_page.pk]), "label": self.module_page.code},
        ]
        if isinstance(self.page, LessonPage):
            crumbs.append({"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.page.code})
        return crumbs

    @cached_property
    def comparison(self) -> Comparison:
        """Return how the fork stands to upstream; raises what `comparison_of` raises."""
        return comparison_of(self.fork)

    @cached_property
    def units(self) -> list[ComparedUnit]:
        """Return the parts of the fork that are looked at on this page."""
        return self.comparison.of_page(self.page)

    @property
    def may_edit(self) -> bool:
        """Whether the user may change the page."""
        return bool(self.module_page.permissions_for_user(person_of(self.request)).can_edit())

    def unreadable(self, error: DocumentError | ForeignLinkError) -> HttpResponse:
        """Lead to the module and say that a draft cannot be compared."""
        messages.error(self.request, _("The drafts cannot be compared with upstream: %(reason)s") % {"reason": error})
        return redirect("modules:module", self.module_page.pk)

    def sides_context(self) -> dict[str, Any]:
        """Return page, module and fork, and what the two sides are called."""
        return {
            "page": self.page,
            "module_page": self.module_page,
            "fork": self.fork,
            "may_edit": self.may_edit,
            **side_titles(self.fork),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return page, module and fork besides, and what the two sides are called."""
        return super().get_context_data(**self.sides_context(), **kwargs)


def side_titles(fork: Fork) -> dict[str, str]:
    """Return what the two sides of a comparison are called, for a template."""
    base = fork.base.release
    upstream = _("Upstream (%(platform)s %(number)s)") % {
        "platform": base.module.platform.title, "number": base.number,
    }  # fmt: skip
    return {"ours_title": fork.module.platform.title, "upstream_title": upstream}
