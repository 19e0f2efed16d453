"""The translator's screen: one lesson of a release at a time, segment by segment beside its source."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from curriculum.content.admin.screens import Crumb, person_of
from curriculum.document import Document
from curriculum.releases.admin.public import lesson_address, module_address
from curriculum.translation.actions.assign_lesson import translators_of
from curriculum.translation.admin.lesson_list import LessonRow, lesson_named, lessons_of, whole_of
from curriculum.translation.admin.segment_cards import Refused, cards_of
from curriculum.translation.admin.translation_screens import TranslationScreen
from curriculum.translation.models import SegmentComment, SegmentState, TranslatedSegment
from curriculum.translation.models.translation import SegmentQuerySet

SCREENFUL = 20  # segments at once
LONGEST_SEARCH = 100
MOST_PEOPLE = 200
LONGEST_NUMBER = 19  # digits
ALL, OPEN = "all", "open"
FILTERS = {ALL: _("All"), OPEN: _("Open")} | {state.value: state.label for state in SegmentState}


class TranslatingScreen(TranslationScreen):
    """What the screen and the deeds on it share: which lesson, which states, which words somebody looks at."""

    template_name = "curriculum/translation/translate.html"

    @cached_property
    def asked(self) -> dict[str, str]:
        """Return what the address, or the form, says about what is looked at."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        asked = {name: given.get(name, "") for name in ("lesson", "show", "q", "at", "p")}
        asked["show"] = asked["show"] if asked["show"] in FILTERS else ALL
        asked["q"] = asked["q"].strip()[:LONGEST_SEARCH].replace("\x00", "")
        return asked

    @cached_property
    def source(self) -> Document:
        """Return the release as it was written."""
        return self.translation.release.source_edition().load()

    def segments(self) -> SegmentQuerySet:
        """Return the segments of the translation with what a card shows of them."""
        comments = Prefetch("comments", SegmentComment.objects.select_related("by"))
        rows = self.translation.segments.select_related("translation__release__module__platform", "by")
        return rows.prefetch_related(comments, "dismissed_checks").order_by("place")

    def looked_at(self, rows: SegmentQuerySet) -> SegmentQuerySet:
        """Return those of `rows` that have the wanted words, in the wanted state."""
        if self.asked["q"]:
            rows = rows.filter(Q(source__icontains=self.asked["q"]) | Q(text__icontains=self.asked["q"]))
        return in_state(rows, self.asked["show"])

    def address(self, **changed: str) -> str:
        """Return the address of the screen as it is looked at, with something changed."""
        wanted = {name: value for name, value in (self.asked | {"p": ""} | changed).items() if value and value != ALL}
        query = f"?{urlencode(wanted)}" if wanted else ""
        return reverse("translate", args=[self.translation.pk]) + query

    def address_of(self, row: TranslatedSegment) -> str:
        """Return the address of a segment on the screen."""
        lesson = "" if self.asked["q"] else str(row.lesson_id or "module")
        return f"{self.address(lesson=lesson, at=str(row.pk))}#s-{row.pk}"

    def crumbs(self) -> list[Crumb]:
        """Return the way over the list."""
        return [{"url": reverse("translations"), "label": _("Translations")}]

    def screen_context(self, refused: Refused | None = None) -> dict[str, Any]:
        """Return all that the screen shows; `refused` is a text that was sent and not saved."""
        lessons = lessons_of(self.translation, self.source)
        lesson = None if self.asked["q"] else lesson_named(lessons, self.asked["lesson"])
        if lesson is None and not self.asked["q"]:
            raise Http404
        if lesson is not None:
            self.asked["lesson"] = lesson.name
        rows = self.segments()
        part = rows.filter(lesson_id=lesson.lesson_id) if lesson else rows
        screenful = self._screenful(self.looked_at(part))
        cards = cards_of(
            screenful.object_list, self.source, person_of(self.request), may_review=self.may_review, refused=refused
        )
        return self.get_context_data(
            lessons=lessons,
            lesson=lesson,
            whole=whole_of(lessons),
            screenful=screenful,
            earlier=self.address(at="", p=str(screenful.previous_page_number())) if screenful.has_previous() else "",
            later=self.address(at="", p=str(screenful.next_page_number())) if screenful.has_next() else "",
            cards=cards,
            tabs=self._tabs(part),
            asked=self.asked,
            following=self._following(lessons, lesson),
            people=translators_of(self.platform)[:MOST_PEOPLE] if lesson else (),
            public=self._public(lesson),
        )

    def _screenful(self, rows: SegmentQuerySet) -> "Page[TranslatedSegment]":
        """Return the wanted page of `rows`: the one with the segment `at`, where the address names one."""
        pages = Paginator(rows, SCREENFUL)
        at = rows.filter(pk=number_in(self.asked["at"])).first()
        if at is None:
            return pages.get_page(self.asked["p"])
        return pages.get_page(rows.filter(place__lt=at.place).count() // SCREENFUL + 1)

    def _tabs(self, part: SegmentQuerySet) -> list[dict[str, Any]]:
        """Return the states to choose from with how many segments are in each."""
        words = part.filter(Q(source__icontains=self.asked["q"]) | Q(text__icontains=self.asked["q"]))
        states = list(words.order_by().select_related(None).prefetch_related(None).values_list("state", flat=True))
        counts = {ALL: len(states), OPEN: sum(state not in ("translated", "reviewed") for state in states)}
        return [
            {
                "label": label,
                "count": counts.get(name, states.count(name)),
                "address": self.address(show=name, at=""),
                "is_current": name == self.asked["show"],
            }
            for name, label in FILTERS.items()
        ]

    def _following(self, lessons: list[LessonRow], lesson: LessonRow | None) -> LessonRow | None:
        """Return the lesson after this one."""
        place = lessons.index(lesson) + 1 if lesson else len(lessons)
        return lessons[place] if place < len(lessons) else None

    def _public(self, lesson: LessonRow | None) -> list[dict[str, str]]:
        """Return where the public reads the lesson: in the source language and, where published, in this one."""
        release, found = self.translation.release, []
        published = set(release.editions.values_list("language", flat=True))
        for language in (self.source.language, self.translation.language):
            address = (
                lesson_address(release, language, lesson.code) if lesson and lesson.code else
                module_address(release, language)
            )  # fmt: skip
            if address and language in published:
                found.append({"language": language, "address": address})
        return found


class Translate(TranslatingScreen):
    """The screen itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.render_to_response(self.screen_context())


def in_state(rows: SegmentQuerySet, show: str) -> SegmentQuerySet:
    """Return those of `rows` that are in the state that a filter names."""
    if show == OPEN:
        return rows.open()
    return rows.filter(state=show) if show in SegmentState.values else rows


def number_in(text: str) -> int:
    """Return the primary key that an address or a form names; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 0
