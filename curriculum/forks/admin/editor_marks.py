"""How the parts of a fork stand to upstream, beside the blocks of the page editor."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import DocumentError
from curriculum.forks.admin.fork_pages import ForkPageScreen
from curriculum.forks.admin.sides import DrawnUnit, counts_of, drawn_units
from curriculum.forks.comparison import ComparedUnit
from curriculum.forks.models import Fork
from curriculum.forks.units import units_of

MOST_MARKS = 60  # parts with marks in the editor; the comparison shows all
STYLES = ("curriculum/drawn.css", "curriculum/editor-marks.css")


class PageStates(ForkPageScreen):
    """The marks of a page as JSON: HTML to put into the editor, and where."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Return `own` (at the head of the page), `blocks` by id, and `declined` with the place of each."""
        try:
            changed = [unit for unit in self.units if unit.is_changed]
        except (DocumentError, ForeignLinkError) as error:
            words = _("The drafts cannot be compared with upstream: %(reason)s") % {"reason": error}
            return JsonResponse({"own": self._own([], [], words), "blocks": {}, "declined": []})
        drawn = drawn_units(changed[:MOST_MARKS], self.fork)
        blocks = [one for one in drawn if self._is_block(one.unit)]
        declined = [one for one in drawn if self._is_declined_block(one.unit)]
        others = [one for one in drawn if one not in blocks and one not in declined]
        answer = JsonResponse(
            {
                "own": self._own(changed, others),
                "blocks": {one.unit.unit_id: self._mark(one) for one in blocks},
                "declined": [self._declined(one) for one in declined],
            }
        )
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _is_block(self, unit: ComparedUnit) -> bool:
        """Whether the part is a block in one of the page's streams."""
        ours = unit.standing.ours
        if ours is None or unit.unit_id == str(self.page.node_id) or ours.slot in self.page.row_relations:
            return False
        lesson = ours.lesson.id if ours.lesson else None
        return lesson == (str(self.page.node_id) if isinstance(self.page, LessonPage) else None)

    def _is_declined_block(self, unit: ComparedUnit) -> bool:
        upstream = unit.standing.upstream
        slots = {*self.page.stream_fields, "body"}
        return unit.is_declined and upstream is not None and upstream.slot in slots and upstream.node.kind != "lesson"

    def _declined(self, drawn: DrawnUnit) -> Mapping[str, str]:
        """Return a mark with where upstream has the part: `holder` (a passage, or empty), `slot`, and `after` what."""
        upstream, ours = drawn.unit.standing.upstream, units_of(self.comparison.ours)
        assert upstream is not None  # noqa: S101  what was left out stands upstream
        holder = self.comparison.base.find(upstream.parent or "")
        siblings = [child.id for child in holder.slots[upstream.slot or ""]] if holder else []
        before = siblings[: siblings.index(upstream.id)] if siblings else []
        standing = [one for one in before if one in ours and ours[one].parent == upstream.parent]
        in_passage = holder is not None and holder.kind == "passage"
        return {
            "id": upstream.id,
            "holder": upstream.parent or "" if in_passage else "",
            "slot": upstream.slot or "",
            "after": standing[-1] if standing else "",
            "html": self._mark(drawn),
        }

    def _mark(self, drawn: DrawnUnit, *, named: bool = False) -> SafeString:
        return self._rendered("curriculum/forks/_mark.html", {"drawn": drawn, "named": named})

    def _own(self, changed: list[ComparedUnit], others: list[DrawnUnit], fault: str = "") -> SafeString:
        """Return what stands at the head of the page: how much differs, and the parts that are no block."""
        context = {
            "counts": counts_of(changed),
            "marks": [self._mark(one, named=True) for one in others],
            "more": max(len(changed) - MOST_MARKS, 0),
            "fault": fault,
        }
        return self._rendered("curriculum/forks/_marks_of_page.html", context)

    def _rendered(self, template: str, context: Mapping[str, Any]) -> SafeString:
        return render_to_string(template, {**self.sides_context(), **context}, self.request)


def compare_button(
    page: Any, user: AbstractUser, view_name: str | None = None, next_url: str | None = None
) -> Iterable[Button]:
    """Lead from the editor of a page of a fork to its comparison, and tell the editor's script where the marks are."""
    if not isinstance(page, ModulePage | LessonPage) or not page.pk:
        return
    if Fork.objects.filter(module_id=page.document_module.module_id).exists():
        attrs = {"data-fork-states": reverse("fork_states", args=[page.pk])} if view_name == "edit" else {}
        address = reverse("fork_compare", args=[page.pk])
        yield Button(_("Compare with upstream"), address, icon_name="copy", priority=8, attrs=attrs)


def script() -> SafeString:
    """Return the script and styles of the marks, for hook `insert_editor_js`. On other pages it finds nothing to do."""
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(name),) for name in STYLES))
    return styles + format_html('<script type="module" src="{}"></script>', static("curriculum/editor-marks.js"))
