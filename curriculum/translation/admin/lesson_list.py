"""How far a translation is, lesson by lesson and as a whole."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from curriculum.content.labels import name_of
from curriculum.content.person_names import name_of_person
from curriculum.document import Document
from curriculum.translation.models import DONE, Translation

MODULE = "module"  # how the module itself is named in addresses


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many segments are done."""

    done: int
    total: int

    @property
    def words(self) -> str:
        """Return it in a sentence's part."""
        return _("%(done)d of %(total)d done") % {"done": self.done, "total": self.total}

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return self.done == self.total


@dataclass(frozen=True, kw_only=True, slots=True)
class LessonRow:
    """One lesson of a translation, or the module itself where `lesson_id` is None."""

    lesson_id: UUID | None
    code: str
    title: str
    progress: Progress
    person: str
    # who is to translate it; empty where nobody is named
    person_id: int | None

    @property
    def name(self) -> str:
        """Return what names the lesson in an address."""
        return str(self.lesson_id) if self.lesson_id else MODULE


def lessons_of(translation: Translation, source: Document) -> list[LessonRow]:
    """Return the module itself and its lessons that have segments, in reading order, in three queries at most."""
    counts = {
        row["lesson_id"]: Progress(done=row["done"], total=row["total"])
        for row in translation.segments.order_by()
        .values("lesson_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)))
    }
    named = {row.lesson_id: row.person for row in translation.assignments.select_related("person")}
    parts: list[tuple[UUID | None, str, str]] = [(None, "", _("The module itself"))]
    parts += [
        (UUID(node.id), str(node.fields.get("code", "")), name_of(node))
        for node in source.root.slots.get("lessons", ())
    ]
    return [
        LessonRow(
            lesson_id=lesson_id,
            code=code,
            title=title,
            progress=counts[lesson_id],
            person=name_of_person(named[lesson_id]) if lesson_id in named else "",
            person_id=named[lesson_id].pk if lesson_id in named else None,
        )
        for lesson_id, code, title in parts
        if lesson_id in counts
    ]


def whole_of(lessons: list[LessonRow]) -> Progress:
    """Return the progress of all lessons together."""
    return Progress(done=sum(row.progress.done for row in lessons), total=sum(row.progress.total for row in lessons))


def lesson_named(lessons: list[LessonRow], name: str) -> LessonRow | None:
    """Return the lesson that an address names; without a name the first one with something open, else the first."""
    if not name:
        return next((row for row in lessons if not row.progress.is_complete), lessons[0] if lessons else None)
    return next((row for row in lessons if row.name == name), None)
