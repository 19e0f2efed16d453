"""What is done on the translator's screen: a text saved or reviewed, a comment made or closed, a lesson given away.

Each answers a script in JSON with what changed on the screen, and a form with the screen.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.admin import messages

from curriculum.content.admin.screens import person_of, tell_refusal
from curriculum.exceptions import CurriculumError, InvalidValueError, RefusedTextsError, TextChangedError
from curriculum.translation.actions.assign_lesson import assign_lesson, translators_of
from curriculum.translation.actions.discuss_segment import comment_segment, resolve_comment
from curriculum.translation.actions.dismiss_check import dismiss_check, restore_check
from curriculum.translation.actions.review_text import review_text
from curriculum.translation.actions.write_text import write_text
from curriculum.translation.admin.lesson_list import lessons_of, whole_of
from curriculum.translation.admin.segment_cards import Refused, cards_of
from curriculum.translation.admin.translating import ALL, OPEN, TranslatingScreen, in_state, number_in
from curriculum.translation.models import SegmentComment, TranslatedSegment

CONFLICT = 409  # HTTP: somebody else was faster
LONGEST_TEXT = 50_000  # characters


class SegmentDeed(TranslatingScreen):
    """Something that is done about one segment of the translation; any other segment is not found."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, and show what changed, or why it was refused."""
        row = self._segment()
        try:
            words = self.do(row, person_of(request))
        except TextChangedError as error:
            return self._refused(row, str(error), taken=True)
        except CurriculumError as error:
            return self._refused(row, _words(error), taken=False)
        if not self.wants_json:
            return redirect(self.after(row))
        return JsonResponse({"words": words, "regions": self._regions(row)} | self._next(row))

    def do(self, row: TranslatedSegment, person: AbstractUser) -> str:
        """Do it, and return in a sentence what was done. Raises CurriculumError."""
        raise NotImplementedError

    def after(self, row: TranslatedSegment) -> str:
        """Return the address of what to look at next, for a form."""
        return self.address_of(row)

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, and not a form."""
        return "application/json" in self.request.headers.get("accept", "")

    def following(self, row: TranslatedSegment) -> TranslatedSegment | None:
        """Return what to translate after `row`: the next one of those looked at; the next open one among all."""
        rows = self.looked_at(self.translation.segments.filter(place__gt=row.place))
        return in_state(rows, OPEN if self.asked["show"] == ALL else ALL).order_by("place").first()

    def _segment(self) -> TranslatedSegment:
        row = self.segments().filter(pk=number_in(self.request.POST.get("segment", ""))).first()
        if row is None:
            raise Http404
        return row

    def _next(self, row: TranslatedSegment) -> dict[str, str]:
        found = self.following(row)
        return {"next": f"s-{found.pk}", "address": self.address_of(found)} if found else {}

    def _regions(self, row: TranslatedSegment, refused: Refused | None = None) -> dict[str, str]:
        """Return what changed on the screen, by id of the element."""
        card = cards_of(
            [self.segments().get(pk=row.pk)],
            self.source,
            person_of(self.request),
            may_review=self.may_review,
            refused=refused,
        )[0]
        lessons = lessons_of(self.translation, self.source)
        context = self.get_context_data(
            card=card,
            lessons=lessons,
            whole=whole_of(lessons),
            lesson=next((found for found in lessons if found.lesson_id == row.lesson_id), None),
        )
        names = {f"state-{card.anchor}": "_state", "translate-progress": "_progress", "translate-lessons": "_lessons"}
        if refused is not None:
            names = {f"state-{card.anchor}": "_state"}
        return {
            region: render_to_string(f"curriculum/translation/{name}.html", context, self.request)
            for region, name in names.items()
        }

    def _refused(self, row: TranslatedSegment, words: str, *, taken: bool) -> HttpResponse:
        """Say why; what the person wrote stays in the field."""
        text = self.request.POST.get("text", "")[:LONGEST_TEXT]
        refused = Refused(segment_id=row.pk, text=text, problem=words, taken=taken)
        status = CONFLICT if taken else 400
        if self.wants_json:
            return JsonResponse({"words": words, "regions": self._regions(row, refused)}, status=status)
        self.asked |= {"at": str(row.pk), "lesson": str(row.lesson_id or "module"), "show": ALL, "q": ""}
        return self.render_to_response(self.screen_context(refused), status=status)


class TextSaving(SegmentDeed):
    """Saves a text: finished, or with `draft` as a draft of it; with `use` what the memory offered, as a draft."""

    def do(self, row: TranslatedSegment, person: AbstractUser) -> str:
        """Save it."""
        given = self.request.POST
        text, seen = given.get("use") or given.get("text", ""), given.get("seen", "")
        if len(text) > LONGEST_TEXT:
            raise RefusedTextsError(reasons=[_("The text is too long.")])
        is_draft = "draft" in given or "use" in given
        write_text(segment=row, text=text, by=person, seen=seen, is_draft=is_draft)
        return _("Draft kept.") if is_draft else _("Saved.")

    def after(self, row: TranslatedSegment) -> str:
        """Return the address of the next segment."""
        stays = "draft" in self.request.POST or "use" in self.request.POST
        return self.address_of(row if stays else self.following(row) or row)


class Reviewing(SegmentDeed):
    """Calls a text reviewed, for those who may."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to those who only translate."""
        if not self.may_review:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def do(self, row: TranslatedSegment, person: AbstractUser) -> str:
        """Note it; what was changed in the field must be saved first."""
        text = self.request.POST.get("text", row.text).replace("\r\n", "\n")
        if text.strip() != row.text.strip():
            raise RefusedTextsError(reasons=[_("You changed the text. Save it first.")])
        review_text(segment=row, by=person, seen=self.request.POST.get("seen", ""))
        return _("Reviewed.")


class Commenting(SegmentDeed):
    """Adds a comment to a segment."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add it, and show the segment."""
        row = self._segment()
        try:
            comment_segment(segment=row, text=request.POST.get("comment", ""), by=person_of(request))
        except CurriculumError as error:
            tell_refusal(request, error)
        return redirect(self.address_of(row))


class Resolving(SegmentDeed):
    """Closes a comment."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close it, and show its segment."""
        comments = SegmentComment.objects.filter(segment__translation=self.translation).select_related("segment")
        comment = comments.filter(pk=number_in(request.POST.get("comment", ""))).first()
        if comment is None:
            raise Http404
        resolve_comment(comment=comment)
        return redirect(self.address_of(comment.segment))


class Dismissing(SegmentDeed):
    """Notes that a check found no fault, and why."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, and show the segment."""
        row, code = self._segment(), request.POST.get("code", "")
        reason, seen = request.POST.get(f"reason-{code}", ""), request.POST.get("digest", "")
        try:
            dismiss_check(segment=row, code=code, reason=reason, by=person_of(request), seen=seen)
        except CurriculumError as error:
            tell_refusal(request, error)
        return redirect(self.address_of(row))


class Restoring(SegmentDeed):
    """Lets a dismissed check count again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, and show the segment."""
        row = self._segment()
        restore_check(segment=row, code=request.POST.get("code", ""))
        return redirect(self.address_of(row))


class Assigning(TranslatingScreen):
    """Notes who translates a lesson."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, and show the lesson."""
        try:
            assign_lesson(translation=self.translation, lesson_id=self._lesson_id(), person=self._person())
        except CurriculumError as error:
            tell_refusal(request, error)
            return redirect("translate", self.translation.pk)
        messages.success(request, _("Saved."))
        return redirect(self.address(at=""))

    def _lesson_id(self) -> UUID | None:
        name = self.asked["lesson"]
        if name == "module":
            return None
        try:
            return UUID(name)
        except ValueError as error:
            raise InvalidValueError(name=_("Lesson"), problem=_("Choose one of the release.")) from error

    def _person(self) -> AbstractUser | None:
        number = self.request.POST.get("person", "")
        if not number:
            return None
        person = translators_of(self.platform).filter(pk=number_in(number)).first()
        if person is None:
            raise InvalidValueError(name=_("Person"), problem=_("Choose one of the list."))
        return person


def _words(error: CurriculumError) -> str:
    """Return a refusal in one sentence; of a text its reason alone."""
    return " ".join(error.reasons) if isinstance(error, RefusedTextsError) else " ".join(error.lines())
