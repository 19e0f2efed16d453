"""The screen that shows a page of a fork beside upstream's, and the one that returns a part to upstream's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.admin.screens import person_of, tell_refusal
from curriculum.content.models import LessonPage
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError
from curriculum.forks.actions.return_to_upstream import return_to_upstream
from curriculum.forks.admin.fork_pages import ForkPageScreen
from curriculum.forks.admin.sides import LessonLine, drawn_units, lesson_lines
from curriculum.forks.comparison import ComparedUnit

SHOWN = 20  # parts on one screen
CHANGED, EVERYTHING = "changed", "all"


class ComparisonScreen(ForkPageScreen):
    """Each part of the page beside upstream's, a screenful at a time."""

    page_title = gettext_lazy("Compare with upstream")
    template_name = "curriculum/forks/compare.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the parts, those that differ alone unless all are asked for."""
        try:
            return self.render_to_response(self.get_context_data())
        except (DocumentError, ForeignLinkError) as error:
            return self.unreadable(error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one screenful of parts and, for a module, its lessons."""
        show = EVERYTHING if self.request.GET.get("show") == EVERYTHING else CHANGED
        changed = [unit for unit in self.units if unit.is_changed]
        chosen = self.units if show == EVERYTHING else changed
        screenful = Paginator(chosen, SHOWN).get_page(self.request.GET.get("p") or self._screen_of(chosen))
        return super().get_context_data(
            show=show,
            tabs=[
                {"show": CHANGED, "label": _("What differs"), "count": len(changed)},
                {"show": EVERYTHING, "label": _("Everything"), "count": len(self.units)},
            ],
            screenful=screenful,
            units=drawn_units(screenful.object_list, self.fork),
            lessons=self._lessons(),
            **kwargs,
        )

    def _screen_of(self, units: list[ComparedUnit]) -> int:
        """Return the screenful that shows the part that `unit` in the address names; the first where there is none."""
        wanted = self.request.GET.get("unit")
        places = [place for place, unit in enumerate(units) if unit.unit_id == wanted]
        return places[0] // SHOWN + 1 if places else 1

    def _lessons(self) -> list[LessonLine]:
        is_module = not isinstance(self.page, LessonPage)
        return lesson_lines(self.comparison, self.module_page) if is_module else []


class ReturnScreen(ForkPageScreen):
    """Asks before a part is returned to upstream's, and shows what will be there then."""

    page_title = gettext_lazy("Return to upstream's")
    template_name = "curriculum/forks/return.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who may not change the page."""
        if not self.may_edit:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def unit(self) -> ComparedUnit:
        """Return the part; raises Http404 where the page has none of this id, or nothing to return to."""
        unit = self.comparison.of_unit(self.page, str(self.kwargs["unit_id"]))
        if unit is None or not unit.can_return:
            raise Http404
        return unit

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both sides and ask."""
        try:
            return self.render_to_response(self.get_context_data(unit=drawn_units([self.unit], self.fork)[0]))
        except (DocumentError, ForeignLinkError) as error:
            return self.unreadable(error)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the part, and lead to where the person came from."""
        try:
            return_to_upstream(page=self.page, unit_id=str(kwargs["unit_id"]), by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        except (DocumentError, ForeignLinkError) as error:
            return self.unreadable(error)
        else:
            messages.success(request, _("The draft has upstream's version now. Look at it, then submit it."))
        return redirect(self.back)

    @property
    def back(self) -> str:
        """Return where the person came from: the editor or the comparison."""
        name = "wagtailadmin_pages:edit" if self.request.GET.get("from") == "editor" else "fork_compare"
        return reverse(name, args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return where to go back to besides."""
        return super().get_context_data(back=self.back, **kwargs)
