"""The screen on which a platform says why it leaves out core parts of upstream's or words them otherwise."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from curriculum.content.admin.screens import add_refusal, person_of
from curriculum.content.models import ModulePage
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError, ReasonChangedError
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.admin.fork_pages import side_titles
from curriculum.forks.admin.fork_screens import ForkScreen
from curriculum.forks.admin.reason_forms import ReasonForm, groups_of
from curriculum.forks.demands import Demand, departures_to_explain
from curriculum.forks.models import Fork

MOST_ROWS = 100  # changed parts on the screen, those without a reason first


class ReasonsScreen(ForkScreen):
    """Asks for a reason and its factor, lesson by lesson; also where one was given, so that it can be mended."""

    page_title = gettext_lazy("Reasons")
    template_name = "curriculum/forks/reasons.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the forms with what was said already."""
        try:
            return self._answer(departures_to_explain(self.fork), [])
        except (DocumentError, ForeignLinkError) as error:
            return self._unreadable(error)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what is valid; show the rest again with what was typed. 409 where somebody else was quicker."""
        if not self.may_edit:
            raise PermissionDenied
        try:
            demands = departures_to_explain(self.fork)
        except (DocumentError, ForeignLinkError) as error:
            return self._unreadable(error)
        groups = groups_of(demands, self.fork, data=request.POST)
        touched = [form for group in groups for form in group.forms() if form.is_touched]
        given = [form for form in touched if form.is_valid() and self._give(form)]
        if given:
            words = ngettext("%d reason is saved.", "%d reasons are saved.", len(given))
            messages.success(request, words % len(given))
        kept = [form for form in touched if form.errors]
        if not kept:
            return redirect("fork_reasons", self.page.pk)
        return self._answer(departures_to_explain(self.fork), kept)

    def _give(self, form: ReasonForm) -> bool:
        """Save one reason; a refusal is told at its form."""
        values = form.cleaned_data
        try:
            give_reason(
                fork=self.fork, node_id=form.node_id, factor=values["factor"], reason=values["reason"],
                seen=values["seen"], by=person_of(self.request),
            )  # fmt: skip
        except ReasonChangedError as error:
            form.show_again(error)
        except CurriculumError as error:
            add_refusal(form, error, {})
        return not form.errors

    def _answer(self, demands: list[Demand], kept: list[ReasonForm]) -> HttpResponse:
        """Return the screen. `kept` are forms to show again, with the mistakes in them."""
        by_need = sorted(demands, key=lambda demand: not demand.is_open)[:MOST_ROWS]
        shown = {demand.unit_id for demand in by_need} | {form.node_id for form in kept}
        chosen = [demand for demand in demands if demand.unit_id in shown]
        context = self.get_context_data(
            fork=self.fork,
            lessons=groups_of(chosen, self.fork, kept={form.node_id: form for form in kept}),
            open_count=sum(demand.is_open for demand in demands),
            more=len(demands) - len(chosen),
            may_edit=self.may_edit,
            **side_titles(self.fork),
            has_errors=bool(kept),
        )
        return self.render_to_response(context, status=409 if any(form.non_field_errors() for form in kept) else 200)

    def _unreadable(self, error: Exception) -> HttpResponse:
        messages.error(self.request, _("The drafts cannot be compared with upstream: %(reason)s") % {"reason": error})
        return redirect("modules:module", self.page.pk)


def reasons_button(page: ModulePage, user: AbstractUser) -> Iterable[Button]:
    """Lead from the module's screen to its reasons, where it is a fork."""
    if Fork.objects.filter(module_id=page.module_id).exists():
        address = reverse("fork_reasons", args=[page.pk])
        yield Button(_("Reasons"), address, classname="button button-secondary", priority=30)
