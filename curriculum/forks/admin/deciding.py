"""Decisions of a merge, one at a time: chosen from what is offered, or written anew."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from curriculum.content.admin.screens import person_of
from curriculum.content.references import references_of
from curriculum.document import Conflict, DocumentError, Scalar, dump_scalar, load_scalar
from curriculum.exceptions import CurriculumError, DecisionTakenError, InvalidDecisionError
from curriculum.forks.actions.decide import decide
from curriculum.forks.admin.fork_screens import PullDeed
from curriculum.forks.admin.merge_cards import ICONS, is_decided, item_of, part_summary, place_of, result_of
from curriculum.forks.admin.merge_head import foot_of, names_of, progress_of
from curriculum.forks.admin.merge_questions import Question, anchor_of, questions_of
from curriculum.forks.admin.own_values import OwnValueForm
from curriculum.forks.admin.wordings import outcomes_of
from curriculum.forks.merging import PreparedMerge, prepare
from curriculum.forks.models import Decision, Pull

VALUE = Decision.Choice.VALUE
CONFLICT = 409  # HTTP: somebody else was faster


class Deciding(PullDeed):
    """Saves one decision. It answers a script in JSON with what changed on the screen, and a form with the screen."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was chosen, or say who decided otherwise meanwhile."""
        if self.pull is None:
            return self._closed()
        key, choice = request.POST.get("key", ""), request.POST.get("choice", "")
        seen = request.POST.get("seen", "")
        try:
            value = _own(request) if choice == VALUE else None
            decide(pull=self.pull, key=key, choice=choice, value=value, by=person_of(request), seen=seen)
        except DecisionTakenError as error:
            return self._taken(self.pull, error)
        except (CurriculumError, DocumentError) as error:
            return self._refused(error)
        if not self.wants_json:
            return redirect(f"{self.back()}#{anchor_of(key)}")
        return self._saved(self.pull, key)

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, and not a form."""
        return "application/json" in self.request.headers.get("accept", "")

    def _saved(self, pull: Pull, key: str) -> HttpResponse:
        """Return what the decision changed on the screen, by id of the element."""
        prepared = prepare(pull)
        person = person_of(self.request)
        regions = {
            "merge-progress": self._drawn("pull_progress", progress=progress_of(prepared, self.page)),
            "merge-foot": self._drawn("pull_foot", foot=foot_of(prepared), pull=pull, may_edit=True,
                                      progress=progress_of(prepared, self.page)),
        }  # fmt: skip
        item, place = item_of(prepared, key), place_of(prepared, key)
        if item is not None and place is not None:
            question = self._question(prepared, key)
            regions[f"state-{anchor_of(key)}"] = self._drawn("pull_state", question=question)
            regions[f"result-{item.unit_id}"] = self._drawn("pull_result", result=result_of(prepared, item))
            regions[f"summary-{place[0].node_id}"] = part_summary(prepared, place[0])
            for asked, name in ((item, item.unit_id), (place[0], f"part-{place[0].node_id}")):
                chip = {"status": asked.status, "icon": ICONS[asked.status], "done": is_decided(prepared, asked)}
                regions[f"chip-{name}"] = self._drawn("pull_chip", **chip)
        count = len(prepared.conflicts)
        return JsonResponse({"words": _("Saved."), "regions": regions, "count": count, "by": person.pk})

    def _taken(self, pull: Pull, error: DecisionTakenError) -> HttpResponse:
        """Show who decided what meanwhile; what was chosen here is one more click away."""
        prepared = prepare(pull)
        key, choice = self.request.POST["key"], self.request.POST["choice"]
        context = {
            "question": self._question(prepared, key),
            "person": error.data["person"],
            "theirs": error.data["choice"],
            "mine": Decision.Choice(choice).label,
            "choice": choice,
            "own": self.request.POST.get("own", ""),
        }
        if self.wants_json:
            regions = {f"state-{anchor_of(key)}": self._drawn("pull_state", **context)}
            return JsonResponse({"words": str(error), "regions": regions}, status=CONFLICT)
        context = self.get_context_data(**context, back=f"{self.back()}#{anchor_of(key)}")
        return TemplateResponse(self.request, "curriculum/forks/pull_taken.html", context, status=CONFLICT)

    def _question(self, prepared: PreparedMerge, key: str) -> Question | None:
        item, names = item_of(prepared, key), names_of(prepared.pull, person_of(self.request))
        asked = questions_of(prepared, item, names) if item else ()
        return next((question for question in asked if question.key == key), None)

    def _drawn(self, name: str, **context: Any) -> str:
        context |= {"module_page": self.page, "back": self.back(), "content_language": self.fork.language}
        return render_to_string(f"curriculum/forks/{name}.html", context, self.request)

    def _refused(self, error: CurriculumError | DocumentError) -> HttpResponse:
        words = " ".join(error.lines()) if isinstance(error, CurriculumError) else str(error)
        if self.wants_json:
            return JsonResponse({"words": words, "regions": {}}, status=400)
        messages.error(self.request, words)
        return redirect(self.back())

    def _closed(self) -> HttpResponse:
        if self.wants_json:
            words = _("This update is no longer open: somebody applied or discarded it.")
            return JsonResponse({"words": words, "regions": {}}, status=CONFLICT)
        return self.tell_that_it_is_closed()


class Writing(PullDeed):
    """The form for a text or number of one's own in place of two that contradict each other."""

    page_title = gettext_lazy("Write your own")
    template_name = "curriculum/forks/pull_write.html"

    @cached_property
    def prepared(self) -> PreparedMerge:
        """Return the merge as it is now."""
        assert self.pull is not None  # noqa: S101  asked for where a pull is open
        return prepare(self.pull)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both texts, one after the other, in a field to change them."""
        conflict = self._conflict()
        if isinstance(conflict, HttpResponse):
            return conflict
        form = self._form(conflict)
        decision = self.prepared.decisions.get(conflict.key)
        form.initial = {
            "value": form.shown(self._first_value(conflict, decision)),
            "seen": decision.version if decision else "",
        }
        return self.render_to_response(self._context(conflict, form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was written, or show it again with what is wrong about it."""
        conflict = self._conflict()
        if isinstance(conflict, HttpResponse):
            return conflict
        form = self._form(conflict, request.POST)
        try:
            is_valid = form.is_valid()
        except (ValueError, LookupError, TypeError, AttributeError):
            # Wagtail's editor sends JSON, and its widget reads nothing else.
            return HttpResponseBadRequest(_("The form arrived incomplete, so nothing was saved. Load the page again."))
        return self._save(conflict, form) if is_valid else self._again(conflict, form)

    def _again(self, conflict: Conflict, form: OwnValueForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(self._context(conflict, form), status=status)

    def _save(self, conflict: Conflict, form: OwnValueForm) -> HttpResponse:
        assert self.pull is not None  # noqa: S101  `_conflict` found one
        value, seen = dump_scalar(form.cleaned_data["value"]), form.cleaned_data["seen"]
        person = person_of(self.request)
        try:
            decide(pull=self.pull, key=conflict.key, choice=VALUE, value=value, by=person, seen=seen)
        except DecisionTakenError as error:
            form.data = {**self.request.POST.dict(), "seen": error.data["decision"].version}
            form.add_error(None, str(error))
            return self._again(conflict, form, status=CONFLICT)
        except (CurriculumError, DocumentError) as error:
            form.add_error("value", str(error))
            return self._again(conflict, form)
        messages.success(self.request, _("Your own text is saved."))
        return redirect(f"{self.back()}#{anchor_of(conflict.key)}")

    def _conflict(self) -> Conflict | HttpResponse:
        """Return what the address asks about, or an answer that says that it cannot be written."""
        if self.pull is None:
            return self.tell_that_it_is_closed()
        try:
            conflict = self.prepared.conflicts_by_key.get(self.request.GET.get("key", ""))
        except (CurriculumError, DocumentError) as error:
            messages.error(self.request, str(error))
            return self.to_merge()
        if conflict is None or VALUE not in self.prepared.choices_for(conflict):
            messages.warning(self.request, _("This question is not asked any more, since the drafts changed."))
            return self.to_merge()
        return conflict

    def _form(self, conflict: Conflict, data: Any = None) -> OwnValueForm:
        references = references_of(self.module.platform)
        node = self.prepared.nodes[conflict.node_id]
        return OwnValueForm(data, node=node, name=conflict.field or "", references=references)

    def _first_value(self, conflict: Conflict, decision: Decision | None) -> Scalar:
        if decision is not None and decision.choice == VALUE:
            return load_scalar(decision.value)
        return outcomes_of(self.prepared.result, conflict)["both"]

    def _context(self, conflict: Conflict, form: OwnValueForm) -> dict[str, Any]:
        item = item_of(self.prepared, conflict.key)
        names = names_of(self.prepared.pull, person_of(self.request))
        asked = questions_of(self.prepared, item, names) if item else ()
        return self.get_context_data(
            form=form,
            media=form.media,
            question=next(question for question in asked if question.key == conflict.key),
            label=item.label if item else "",
            back=f"{self.back()}#{anchor_of(conflict.key)}",
            content_language=self.prepared.ours.language,
        )


def _own(request: HttpRequest) -> Any:
    """Return the own text that was written before, as the form carries it."""
    try:
        return json.loads(request.POST.get("own", ""))
    except ValueError as error:
        raise InvalidDecisionError(problem=_("Write your own text first.")) from error
