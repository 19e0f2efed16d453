"""The working copy of a module as a document: its latest draft, or what is approved of it."""

from dataclasses import dataclass
from enum import StrEnum

from curriculum.content.conversion import to_document
from curriculum.content.lesson_order import in_order
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.references import references_of
from curriculum.document import Document


class State(StrEnum):
    """Which state of the pages: their latest drafts, or what is approved (live)."""

    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingCopy:
    """A working copy in one state.

    `dropped` lessons have a reason not to be in the next release; `unapproved` ones were never approved, which leaves
    them out of the approved state. Neither is part of `document`.
    """

    document: Document
    lessons: tuple[LessonPage, ...]
    dropped: tuple[LessonPage, ...]
    unapproved: tuple[LessonPage, ...]


def working_copy(page: ModulePage, state: State = State.DRAFT) -> WorkingCopy:
    """Return the working copy of the module that `page` is, in `state`.

    Lessons stand in the order of their pages, in a draft in the one that waits for approval there.
    """
    lessons = list(page.lessons().select_related("latest_revision"))
    module = page
    if state is State.DRAFT:
        module = page.get_latest_revision_as_object()
        lessons = in_order(lessons, module.lesson_order)
        shown = [lesson.get_latest_revision_as_object() for lesson in lessons]
    else:
        shown = [lesson for lesson in lessons if lesson.live]
    kept = tuple(lesson for lesson in shown if not lesson.is_dropped)
    return WorkingCopy(
        document=to_document(module, kept, references_of(page.module.platform)),
        lessons=kept,
        dropped=tuple(lesson for lesson in shown if lesson.is_dropped),
        unapproved=tuple(lesson for lesson in lessons if not lesson.live and not lesson.is_dropped),
    )
