"""The merge screen: what a pull would do to a module, lesson by lesson, and what a person decides about it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from curriculum.content.admin.screens import person_of
from curriculum.document import DocumentError
from curriculum.exceptions import CurriculumError
from curriculum.forks.admin.fork_screens import PullScreen
from curriculum.forks.admin.merge_cards import MOST_CARDS, section_of, sections_of
from curriculum.forks.admin.merge_head import ALL, FILTERS, counts_words, foot_of, names_of, progress_of, tabs_of
from curriculum.forks.admin.presence import here_words, note_visit
from curriculum.forks.finding import undoable_pull
from curriculum.forks.merging import Part, PreparedMerge, prepare
from curriculum.forks.models import Pull
from curriculum.forks.updates import change_words, update_of

MOST_SECTIONS = 60  # lessons on one screen
MOST_LINES = 60  # of the change list


class MergeScreen(PullScreen):
    """A screen that shows the merge of the open pull, or what could be pulled where none is open."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the merge; where the drafts cannot be merged, why."""
        if self.pull is None:
            return self.before_the_pull()
        try:
            prepared = prepare(self.pull)
        except (CurriculumError, DocumentError) as error:
            return self.answer("curriculum/forks/pull_fault.html", fault=_words_of(error), pull=self.pull)
        return self.show(prepared)

    def show(self, prepared: PreparedMerge) -> HttpResponse:
        """Return the answer that shows the merge."""
        raise NotImplementedError

    def before_the_pull(self) -> HttpResponse:
        """Return what upstream changed, with a way to begin."""
        update = update_of(self.fork)
        lines = change_words(update) if update else []
        return self.answer(
            "curriculum/forks/pull_start.html",
            update=update,
            fork=self.fork,
            lines=lines[:MOST_LINES],
            more=max(len(lines) - MOST_LINES, 0),
            undoable=undoable_pull(self.fork),
            may_edit=self.may_edit,
        )

    def answer(self, template: str, **context: Any) -> HttpResponse:
        """Return a page."""
        return TemplateResponse(self.request, template, self.get_context_data(**context))

    def merge_context(self, prepared: PreparedMerge) -> dict[str, Any]:
        """Return what every view of the merge shows."""
        pull, person = prepared.pull, person_of(self.request)
        if self.may_edit:
            note_visit(pull, person)
        return {
            "pull": pull,
            "names": names_of(pull, person),
            "may_edit": self.may_edit,
            "progress": progress_of(prepared, self.page),
            "foot": foot_of(prepared),
            "stale": len(prepared.stale),
            "here": here_words(pull, person),
            "loaded_at": timezone.now().isoformat(),
            "back": self.request.get_full_path(),
            "content_language": prepared.ours.language,
        }


class Merge(MergeScreen):
    """All lessons of the module, or those to which the pull does what `show` in the address names."""

    def show(self, prepared: PreparedMerge) -> HttpResponse:
        """Return the sections of the lessons; the cards of those that need a decision, as long as they are few."""
        names = names_of(prepared.pull, person_of(self.request))
        wanted = self.request.GET.get("show", ALL)
        wanted = wanted if wanted in FILTERS else ALL
        parts = [part for part in prepared.parts if wanted in {ALL, part.status}]
        return self.answer(
            "curriculum/forks/pull.html",
            **self.merge_context(prepared),
            sections=sections_of(prepared, parts[:MOST_SECTIONS], names),
            more=max(len(parts) - MOST_SECTIONS, 0),
            tabs=tabs_of(prepared, self.page, wanted),
            counts=counts_words(prepared),
            safe=sum(change.key not in prepared.decisions for change in prepared.changes),
            later=self._later(prepared.pull),
        )

    def _later(self, pull: Pull) -> str:
        """Return the number of an edition that came out since the pull was opened; empty where none did."""
        update = update_of(self.fork)
        ready = update.ready if update else None
        if ready is None or ready.pk == pull.theirs_id or pull.untranslated:
            return ""
        return ready.release.number


class MergePart(MergeScreen):
    """One lesson of the merge, twenty cards at a time; with `fragment` in the address the cards alone."""

    def show(self, prepared: PreparedMerge) -> HttpResponse:
        """Return the lesson with its cards."""
        part = next((part for part in prepared.parts if part.node_id == str(self.kwargs["part"])), None)
        if part is None:
            raise Http404
        screenful = Paginator(part.items, MOST_CARDS).get_page(self.request.GET.get("p"))
        names = names_of(prepared.pull, person_of(self.request))
        context = self.merge_context(prepared) | {
            "section": section_of(prepared, part, names, screenful.object_list),
            "screenful": screenful,
        }
        if "fragment" in self.request.GET:
            context |= {"back": reverse("pull", args=[self.page.pk]), "module_page": self.page}
            return TemplateResponse(self.request, "curriculum/forks/pull_cards.html", context)
        previous, following = _neighbours(prepared, part)
        return self.answer("curriculum/forks/pull_part.html", **context, previous=previous, following=following)


def _neighbours(prepared: PreparedMerge, part: Part) -> tuple[Part | None, Part | None]:
    """Return the parts before and after one, of those in which something happens."""
    parts = [found for found in prepared.parts if found.items or found is part]
    place = parts.index(part)
    return (parts[place - 1] if place else None), (parts[place + 1] if place + 1 < len(parts) else None)


def _words_of(error: CurriculumError | DocumentError) -> str:
    return " ".join(error.lines()) if isinstance(error, CurriculumError) else str(error)
