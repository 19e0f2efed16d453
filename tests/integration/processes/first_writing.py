"""Writers who bring modules to one platform at once: run as `python -m … prepare | bring | same | check PLATFORM …`."""

import json
import sys
import time
import uuid

import django

django.setup()

from wagtail.models import Page  # noqa: E402  models need the set-up above

from curriculum.content.actions.import_document import write_document  # noqa: E402
from curriculum.content.models import LessonPage, ModulePage, Picture, PlatformPage  # noqa: E402
from curriculum.content.working_copy import State, working_copy  # noqa: E402
from tests.factories import FILES, ensure_requirements, make_platform, small_document  # noqa: E402

WRITERS, TURNS = 4, 5


def prepare() -> object:
    """Make an empty platform and the standards that the documents name; return its row number."""
    ensure_requirements(small_document())
    return make_platform(f"target-{uuid.uuid4().hex[:8]}").pk


def bring(platform: int, number: int, start: int) -> object:
    """Bring modules of one's own, one a turn, from the second `start` on; return how many pages they made."""
    time.sleep(max(0, start - time.time()))
    return sum(_write(platform, 1 + number * TURNS + turn) for turn in range(TURNS))


def same(platform: int, _number: int, start: int) -> object:
    """Bring the module that everybody brings, in the second `start`; return how many pages that made."""
    time.sleep(max(0, start - time.time()))
    return _write(platform, 99)


def _write(platform: int, number: int) -> int:
    document = small_document(f"TST-{number}", language="es")
    target = PlatformPage.objects.get(pk=platform)
    return len(write_document(platform=target, document=document, by=None, files=FILES).touched)


def check(platform: int) -> object:
    """Return what stands on the platform, and what is wrong with the tree."""
    target = PlatformPage.objects.get(pk=platform)
    modules = list(ModulePage.objects.child_of(target))
    return {
        "problems": [list(found) for found in Page.find_problems()],
        "modules": len(modules),
        "lessons": LessonPage.objects.descendant_of(target).live().count(),
        "pictures": Picture.objects.filter(collection=target.collection).count(),
        "equal": all(
            working_copy(page, State.APPROVED).document == small_document(page.code, language="es") for page in modules
        ),
    }


if __name__ == "__main__":
    work = {"prepare": prepare, "bring": bring, "same": same, "check": check}[sys.argv[1]]
    print(json.dumps(work(*map(int, sys.argv[2:]))))  # noqa: T201  the answer
