"""Keep the searched texts equal to the current editions."""

from collections.abc import Iterator

from django.db import transaction

from curriculum.content.models import Module
from curriculum.document import Html, Node, Text, walk
from curriculum.reading.catalogue import text_of
from curriculum.reading.models import LessonText
from curriculum.reading.prose import plain
from curriculum.reading.shelf import code_of, lessons_of
from curriculum.releases.models import Edition


@transaction.atomic
def refresh_lesson_texts(*, module: Module) -> int:
    """Replace the searched texts of `module` by those of its current editions; return how many there are."""
    LessonText.objects.filter(edition__release__module=module).delete()
    editions = Edition.objects.current().with_release().filter(release__module=module).order_by("language")
    rows = [row for edition in editions for row in _rows_of(edition)]
    for row in rows:
        row.save()  # one by one: the search index listens to each
    return len(rows)


@transaction.atomic
def rebuild_lesson_texts() -> int:
    """Replace all searched texts; return how many there are."""
    LessonText.objects.all().delete()
    return sum(refresh_lesson_texts(module=module) for module in Module.objects.order_by("pk"))


def _rows_of(edition: Edition) -> Iterator[LessonText]:
    module, document = edition.release.module, edition.load()
    for lesson in lessons_of(document):
        yield LessonText(
            edition=edition,
            platform=module.platform.slug,
            module_code=module.code,
            lesson_code=code_of(lesson),
            node_id=lesson.id,
            language=edition.language,
            title=text_of(lesson, "title"),
            body=lesson_text(lesson),
        )


def lesson_text(lesson: Node) -> str:
    """Return the words of a lesson in document order, but for its title, as plain text."""
    words = (
        scalar.text if isinstance(scalar, Text) else plain(scalar.html)
        for node in walk(lesson)
        for name, scalar in node.fields.items()
        if isinstance(scalar, Text | Html) and (name != "title" or node is not lesson)
    )
    return "\n".join(filter(None, words))
