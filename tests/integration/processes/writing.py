"""Writers that work on one module at once: run as `python -m … prepare | write NUMBER | check`."""

import json
import sys
import uuid

import django

django.setup()

from curriculum.content.models import LessonPage, ModulePage  # noqa: E402  models need the set-up above
from tests.factories import imported, make_platform, small_document  # noqa: E402

WRITERS, TURNS = 8, 10


def prepare() -> object:
    """Make a module with one lesson for each writer; return its row number."""
    platform = make_platform(f"writers-{uuid.uuid4().hex[:8]}")
    page = imported(platform, small_document(lessons=WRITERS))
    return page.pk


def write(module: int, number: int) -> object:
    """Do all turns of one writer, each a lesson edited and approved and one made; return how many went well."""
    done = 0
    for turn in range(TURNS):
        page = ModulePage.objects.get(pk=module)
        lesson = page.lessons()[number].get_latest_revision_as_object()
        lesson.title = f"Writer {number}, turn {turn}"
        lesson.save_revision().publish()
        done += 1
    return done


def create(module: int, number: int) -> object:
    """Make lessons under the module, one a turn, and approve them; return how many went well."""
    for turn in range(TURNS):
        code = f"TST-1.{100 + number * TURNS + turn}"
        lesson = LessonPage(title=code, code=code, slug=code, minutes=30, live=False)
        ModulePage.objects.get(pk=module).add_child(instance=lesson)
        lesson.save_revision().publish()
    return TURNS


def check(module: int) -> object:
    """Return what is wrong with the tree of pages, and the titles and number of the lessons."""
    page = ModulePage.objects.get(pk=module)
    problems = [list(found) for found in LessonPage.find_problems()]
    lessons = list(page.lessons())
    return {
        "problems": problems,
        "titles": [lesson.title for lesson in lessons[:WRITERS]],
        "live": sum(lesson.live and not lesson.has_unpublished_changes for lesson in lessons),
        "codes": len({lesson.code for lesson in lessons}),
        "children": page.numchild,
    }


if __name__ == "__main__":
    work = {"prepare": prepare, "write": write, "create": create, "check": check}[sys.argv[1]]
    print(json.dumps(work(*map(int, sys.argv[2:]))))  # noqa: T201  the answer
