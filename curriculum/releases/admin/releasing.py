"""The screens that release a module and withdraw a release."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.admin.screens import add_refusal, person_of, tell_refusal
from curriculum.content.completeness import gaps
from curriculum.content.memberships import has_role
from curriculum.content.roles import APPROVERS
from curriculum.document import digest
from curriculum.exceptions import CurriculumError, IncompleteModuleError, InvalidValueError, OpenQuestionsError
from curriculum.releases.actions.cut_release import LONGEST_NOTES, ReleasePlan, cut_release, plan_release
from curriculum.releases.actions.withdraw_release import LONGEST_REASON, withdraw_release
from curriculum.releases.admin.difference import difference
from curriculum.releases.admin.modules import ModuleScreen
from curriculum.releases.admin.public import module_address
from curriculum.releases.models import Release
from curriculum.releases.numbering import Bump

MOST_QUESTIONS = 20  # that are shown one by one
BUMP_WORDS = {
    Bump.PATCH: gettext_lazy("Correction: wording only"),
    Bump.MINOR: gettext_lazy("Addition: who completed the module stays complete"),
    Bump.MAJOR: gettext_lazy("New edition: a refresher is asked for"),
}


class ReleaseForm(forms.Form):
    """The number and the notes of a release. `seen` is the digest of what the screen showed when it was opened."""

    bump = forms.ChoiceField(label=gettext_lazy("Number"), widget=forms.RadioSelect)
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Say in a sentence or two what this release is for. Readers and other platforms see it."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: ReleasePlan, **kwargs: Any) -> None:
        self.shown = digest(plan.copy.document)
        kwargs["initial"] = {"bump": plan.suggested, "seen": self.shown}
        super().__init__(*args, **kwargs)
        bumps = [plan.suggested] if plan.is_first else list(Bump)
        bump_field = self.fields["bump"]
        assert isinstance(bump_field, forms.ChoiceField)  # noqa: S101  declared above
        bump_field.choices = [(bump.value, _choice_words(plan, bump)) for bump in bumps]

    def clean_seen(self) -> str:
        """Refuse to release something else than what was shown."""
        if self.cleaned_data["seen"] != self.shown:
            self.data = {**self.data.dict(), "seen": self.shown} if isinstance(self.data, QueryDict) else self.data
            raise forms.ValidationError(
                _("Pages were approved since you opened this screen. Look at the changes again, then release.")
            )
        return self.shown


class WithdrawalForm(forms.Form):
    """Why a release is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Readers see it beside the withdrawn release."),
    )


class ApproverScreen(ModuleScreen):
    """A screen for those who approve and release."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who only see the module."""
        if not has_role(person_of(request), self.module.platform, *APPROVERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReleaseCreation(ApproverScreen):
    """The form that releases a module, over what the release would change."""

    page_title = gettext_lazy("Release")
    template_name = "curriculum/admin/release.html"

    @cached_property
    def plan(self) -> ReleasePlan:
        """Return what a release would be now."""
        return plan_release(self.module)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back, with the reason, where there is nothing to release."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except CurriculumError as error:
            tell_refusal(request, error)
            return redirect("modules:module", self.page.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form with the suggested number."""
        return self.render_to_response(self.get_context_data(form=ReleaseForm(plan=self.plan)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Release, or show the form again with what was typed."""
        form = ReleaseForm(request.POST, plan=self.plan)
        if form.is_valid():
            values = form.cleaned_data
            try:
                release = cut_release(
                    module=self.module,
                    by=person_of(request),
                    notes=values["notes"],
                    bump=Bump(values["bump"]),
                    asking=True,
                )
            except CurriculumError as error:
                # What is missing and what is asked stands on the screen already.
                is_told = isinstance(error, IncompleteModuleError | OpenQuestionsError)
                shown = InvalidValueError(name="", problem=str(error)) if is_told else error
                add_refusal(form, shown, {InvalidValueError: "notes"})
            else:
                self._tell(release)
                return redirect("modules:module", self.page.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _tell(self, release: Release) -> None:
        address = module_address(release, self.page.language, current=True)
        buttons = [messages.button(address, _("See it as readers do"))] if address else []
        messages.success(self.request, _("%s is released.") % release, buttons=buttons)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the change list, what stands against the release, each with where it is mended, and warnings."""
        plan = self.plan
        base = plan.previous.source_edition().load() if plan.previous else None
        addresses = _where_to_mend(plan, self.page.pk)
        problems = [{"words": words, "address": addresses.get(words, "")} for words in plan.problems]
        parts = difference(base, plan.copy.document) if base else []
        return super().get_context_data(
            plan=plan,
            problems=problems,
            questions=plan.questions[:MOST_QUESTIONS],
            more_questions=max(len(plan.questions) - MOST_QUESTIONS, 0),
            parts=parts,
            **kwargs,
        )


class ReleaseWithdrawal(ApproverScreen):
    """The form that withdraws a release."""

    page_title = gettext_lazy("Withdraw")
    template_name = "curriculum/admin/withdraw.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the release."""
        super().setup(request, *args, **kwargs)
        release = self.module.releases.numbered(kwargs["number"]).select_related("withdrawal").first()
        if release is None:
            raise Http404
        self.release = release

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the reason."""
        return self.render_to_response(self.get_context_data(form=WithdrawalForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw the release, or show the form again with what was typed."""
        form = WithdrawalForm(request.POST)
        if form.is_valid():
            try:
                withdraw_release(release=self.release, by=person_of(request), reason=form.cleaned_data["reason"])
            except CurriculumError as error:
                add_refusal(form, error, {InvalidValueError: "reason"})
            else:
                messages.success(request, _("%s is withdrawn. It stays readable and says so.") % self.release)
                return redirect("modules:module", self.page.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the release besides, and where to go back to."""
        back = reverse("modules:module", args=[self.page.pk])
        return super().get_context_data(release=self.release, back=back, **kwargs)


def _choice_words(plan: ReleasePlan, bump: Bump) -> str:
    if plan.is_first:
        return _("%s: the first release") % plan.number()
    words = _("%(number)s. %(meaning)s") % {"number": plan.number(bump), "meaning": BUMP_WORDS[bump]}
    return _("%s (suggested)") % words if bump == plan.suggested else words


def _where_to_mend(plan: ReleasePlan, module_page_id: int) -> Mapping[str, str]:
    """Return by problem, in words, the address of the screen where it can be mended."""
    pages = {str(lesson.node_id): lesson.pk for lesson in plan.copy.lessons}
    own = {gap.words: pages.get(gap.lesson_id or "", module_page_id) for gap in gaps(plan.copy.document)}
    found = {words: reverse("wagtailadmin_pages:edit", args=[pk]) for words, pk in own.items()}
    return found | {finding.words: finding.address for finding in plan.findings}
