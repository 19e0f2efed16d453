"""What of the editions is printed, for whom and on which paper."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from curriculum.content.choices import Audience, Level
from curriculum.content.finding import listed
from curriculum.content.models import Standard
from curriculum.document import Document, Node, select_profile
from curriculum.workbook.exceptions import (
    NothingToPrintError,
    UnknownAudienceError,
    UnknownFormError,
    UnknownLessonError,
    UnknownLevelError,
    UnknownPaperError,
    UnknownSelectionError,
    UnknownStandardError,
)

LONGEST_SHOWN = 40  # characters of a wrong value that a sentence repeats


class Form(TextChoices):
    """What a print is made into. More are to come; a name that is not here is refused."""

    WORKBOOK = "workbook", _("Workbook")


class Paper(TextChoices):
    """Sizes of paper that are laid out."""

    A4 = "a4", _("A4")
    LETTER = "letter", _("Letter")
    A5 = "a5", _("A5")


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What is printed of editions. Every value is known; `parse_selection` makes it from what people write."""

    levels: tuple[str, ...] = ()
    # of organisation, in order of rank; none means all
    standards: tuple[str, ...] = ()
    # codes; none means all
    audience: str = Audience.LEARNER.value
    # facilitators get the learners' text too, and answers and notes besides
    lesson: str = ""
    # code of a single lesson, in capitals; empty for all
    form: str = Form.WORKBOOK.value
    paper: str = Paper.A4.value
    large: bool = False
    # larger type
    grey: bool = False
    # no colour

    @property
    def for_facilitators(self) -> bool:
        """Whether answers and facilitator notes are printed."""
        return self.audience == Audience.FACILITATOR

    def parts_of_name(self) -> list[str]:
        """Return what distinguishes this selection from the plain one, for a file name, in lower case."""
        plain, own = asdict(Selection()), asdict(self)
        given = [own[name] for name in own if own[name] != plain[name] and not isinstance(own[name], bool)]
        flags = [name for name in ("large", "grey") if own[name]]
        return [("-".join(value) if isinstance(value, tuple) else value).lower() for value in given] + flags


def parse_selection(
    *,
    levels: Sequence[str] = (),
    standards: Sequence[str] = (),
    audience: str | None = None,
    lesson: str | None = None,
    form: str | None = None,
    paper: str | None = None,
    large: bool = False,
    grey: bool = False,
) -> Selection:
    """Return the selection that people wrote, capital letters or not; None and nothing stand for the default.

    Raises a subclass of UnknownSelectionError for the first value that there is not.
    """
    asked = Selection(large=large, grey=grey, lesson=(lesson or "").upper())
    return replace(
        asked,
        levels=_known_levels(levels),
        standards=_known_standards(standards),
        audience=_known(audience or asked.audience, Audience.values, UnknownAudienceError),
        form=_known(form or asked.form, Form.values, UnknownFormError),
        paper=_known(paper or asked.paper, Paper.values, UnknownPaperError),
    )


def select(document: Document, selection: Selection) -> Document:
    """Return the document without what `selection` leaves out; raises NothingToPrintError where no lesson is left."""
    audience = Audience.values if selection.for_facilitators else [selection.audience]
    chosen = select_profile(document, levels=selection.levels, standards=selection.standards, audience=audience)
    if not chosen.root.slots.get("lessons"):
        raise NothingToPrintError(module=code_of(document.root))
    return chosen


def only_lesson(documents: Sequence[Document], code: str) -> list[Document]:
    """Return the documents that have a lesson of this code, with no other one; raises UnknownLessonError."""
    lessons = [lesson for document in documents for lesson in document.root.slots["lessons"]]
    if code not in map(code_of, lessons):
        raise UnknownLessonError(value=code[:LONGEST_SHOWN], known=listed(map(code_of, lessons)))
    return [
        _with_lesson(document, code) for document in documents if code in map(code_of, document.root.slots["lessons"])
    ]


def code_of(node: Node) -> str:
    """Return the code of a module, lesson, form or question; empty where it has none."""
    code = node.fields.get("code")
    return code if isinstance(code, str) else ""


def _with_lesson(document: Document, code: str) -> Document:
    root = document.root
    kept = tuple(lesson for lesson in root.slots["lessons"] if code_of(lesson) == code)
    slots = {**root.slots, "lessons": kept}
    return Document(language=document.language, root=Node(id=root.id, kind=root.kind, fields=root.fields, slots=slots))


def _known_levels(values: Iterable[str]) -> tuple[str, ...]:
    asked = {_known(value, Level.values, UnknownLevelError) for value in values}
    return tuple(level for level in Level.values if level in asked)


def _known_standards(values: Iterable[str]) -> tuple[str, ...]:
    asked = list(values)
    known = sorted(Standard.objects.values_list("code", flat=True)) if asked else []
    return tuple(sorted({_known(value.upper(), known, UnknownStandardError) for value in asked}))


def _known(value: str, known: Sequence[str], refusal: type[UnknownSelectionError]) -> str:
    found = next((name for name in known if name.lower() == value.strip().lower()), None)
    if found is None:
        raise refusal(value=value[:LONGEST_SHOWN], known=listed(known))
    return found
