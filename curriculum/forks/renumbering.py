"""Free codes for lessons that come from upstream: a code is printed, so a fork's own lesson keeps the one it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from curriculum.document import Document, Node

NUMBER = re.compile(r"\.([0-9]+)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Renumbered:
    """A lesson that came with a code that is taken here."""

    lesson_id: str
    upstream: str
    # the code that it has there
    here: str
    # the next free one, which it gets here


def with_free_codes(document: Document, taken: Mapping[str, str]) -> tuple[Document, tuple[Renumbered, ...]]:
    """Return `document` with a free code for each lesson whose code another lesson has here, and what was renumbered.

    `taken` says which lesson, by node id, has each code of the working copy, dropped lessons among them.
    """
    codes = dict(taken)
    lessons: list[Node] = []
    renumbered: list[Renumbered] = []
    for lesson in document.root.slots.get("lessons", ()):
        code = str(lesson.fields.get("code", ""))
        if codes.setdefault(code, lesson.id) != lesson.id:
            own = next((known for known, owner in taken.items() if owner == lesson.id), None)
            free = own or _free_code(code, codes)
            codes[free] = lesson.id
            renumbered.append(Renumbered(lesson_id=lesson.id, upstream=code, here=free))
            lesson = Node(id=lesson.id, kind=lesson.kind, fields={**lesson.fields, "code": free}, slots=lesson.slots)
        lessons.append(lesson)
    if not renumbered:
        return document, ()
    root = document.root
    slots = {**root.slots, "lessons": tuple(lessons)}
    return (
        Document(language=document.language, root=Node(id=root.id, kind=root.kind, fields=root.fields, slots=slots)),
        tuple(renumbered),
    )


def _free_code(code: str, codes: Mapping[str, str]) -> str:
    numbers = [int(match[1]) for known in codes if (match := NUMBER.search(known))]
    return NUMBER.sub(f".{max(numbers, default=0) + 1}", code)
