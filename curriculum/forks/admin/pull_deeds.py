"""What can be done about a pull as a whole: begin it, accept what is safe, apply it, discard it, undo it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from curriculum.content.admin.screens import person_of, tell_refusal
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError
from curriculum.forks.actions.apply_pull import apply_pull, discard_pull
from curriculum.forks.actions.decide import accept_safe_changes
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.actions.undo_pull import edited_since, undo_pull
from curriculum.forks.admin.fork_screens import PullDeed
from curriculum.forks.finding import undoable_pull

MOST_NAMED = 8


class PullOpening(PullDeed):
    """Begins the pull of the newest edition, or points the open one at it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin, and lead to the merge."""
        untranslated = bool(request.POST.get("untranslated"))
        try:
            pull = pull_upstream(fork=self.fork, by=person_of(request), untranslated=untranslated)
        except CurriculumError as error:
            tell_refusal(request, error)
            return self.to_module()
        if pull is None:
            messages.success(request, _("%s is up to date: there is nothing to take.") % self.module.code)
            return self.to_module()
        return self.to_merge()


class SafeChangesAcceptance(PullDeed):
    """Accepts every change that needs no decision."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept, and lead back to the merge."""
        if self.pull is None:
            return self.tell_that_it_is_closed()
        try:
            count = accept_safe_changes(pull=self.pull, by=person_of(request))
        except (CurriculumError, DocumentError) as error:
            _tell(request, error)
        else:
            text = ngettext("%d safe change is accepted.", "%d safe changes are accepted.", count)
            messages.success(request, text % count)
        return self.to_merge()


class PullApplication(PullDeed):
    """Writes the drafts of an open pull."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Apply what was shown, and lead to the module; where that is refused, back to the merge with the reason."""
        if self.pull is None:
            return self.tell_that_it_is_closed()
        try:
            pull = apply_pull(pull=self.pull, by=person_of(request), seen=request.POST.get("seen") or "nothing")
        except (CurriculumError, DocumentError) as error:
            _tell(request, error)
            return self.to_merge()
        count = len(pull.drafts_after)
        text = ngettext(
            "The update to %(number)s is applied: %(count)d page has a new draft. Submit it for approval.",
            "The update to %(number)s is applied: %(count)d pages have new drafts. Submit them for approval.",
            count,
        )
        messages.success(request, text % {"number": pull.theirs.release.number, "count": count})
        return self.to_module()


class PullDiscarding(PullDeed):
    """Asks whether to set the open pull aside, and does it."""

    page_title = gettext_lazy("Discard the update")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        if self.pull is None:
            return self.tell_that_it_is_closed()
        context = self.get_context_data(pull=self.pull, count=self.pull.decisions.count())
        return TemplateResponse(request, "curriculum/forks/pull_discard.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Discard, and lead to the module."""
        if self.pull is None:
            return self.tell_that_it_is_closed()
        try:
            pull = discard_pull(pull=self.pull, by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        else:
            text = _("The update to %s is set aside. What was decided is kept, should you take it up again.")
            messages.success(request, text % pull.theirs.release.number)
        return self.to_module()


class PullUndoing(PullDeed):
    """Asks whether to undo the last pull, and does it."""

    page_title = gettext_lazy("Undo the update")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, and say whose later work would be hidden."""
        pull = undoable_pull(self.fork)
        if pull is None:
            messages.warning(request, _("There is no update to undo: none was applied since the last release."))
            return self.to_module()
        later = edited_since(pull)
        context = self.get_context_data(
            pull=pull, count=len(pull.drafts_after), later=later[:MOST_NAMED], more=max(len(later) - MOST_NAMED, 0)
        )
        return TemplateResponse(request, "curriculum/forks/pull_undo.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo, and lead to the module."""
        try:
            pull = undo_pull(fork=self.fork, by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        else:
            text = _("The update to %(number)s is undone. The drafts are as they were before it.")
            messages.success(request, text % {"number": pull.theirs.release.number})
        return self.to_module()


def _tell(request: HttpRequest, error: CurriculumError | DocumentError) -> None:
    if isinstance(error, CurriculumError):
        tell_refusal(request, error)
    else:
        messages.error(request, str(error))
