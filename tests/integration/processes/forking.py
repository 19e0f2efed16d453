"""A request for forks and the worker that carries it out: run as `python -m … prepare | interrupt DONE | check`."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid

import django

django.setup()

from wagtail.models import Page  # noqa: E402  models need the set-up above

from curriculum.content.models import LessonPage, ModulePage  # noqa: E402
from curriculum.content.working_copy import State, working_copy  # noqa: E402
from curriculum.document import digest  # noqa: E402
from curriculum.forks.actions.request_forks import request_forks  # noqa: E402
from curriculum.forks.models import Fork, ForkRequest, RequestedFork  # noqa: E402
from tests.factories import make_person, make_platform, released, small_document  # noqa: E402

MODULES = 12
WORKER = (sys.executable, "manage.py", "db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.05")


def prepare() -> object:
    """Release modules on one platform and ask for a fork of each on another; return the request's row number."""
    mark = uuid.uuid4().hex[:8]
    source, target = make_platform(f"source-{mark}"), make_platform(f"target-{mark}")
    editions = [
        released(source, small_document(f"TST-{number}", lessons=4, language="es")).source_edition()
        for number in range(1, MODULES + 1)
    ]
    return request_forks(platform=target, editions=editions, by=make_person(target, "coordinator", f"c-{mark}")).pk


def interrupt(request: int, done: int) -> object:
    """Start a worker, kill it (signal 9) as soon as `done` modules are made, and return what is left then."""
    items = RequestedFork.objects.filter(request=request)
    worker = subprocess.Popen(WORKER, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while items.filter(state="made").count() < done and time.monotonic() < end:
        time.sleep(0.002)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    return check(request)


def check(request: int) -> object:
    """Return how far the request is, and what is wrong with what was made."""
    asked = ForkRequest.objects.get(pk=request)
    items = list(asked.items.select_related("edition", "fork__module__page"))
    made = [item for item in items if item.state == "made"]
    copies = [digest(working_copy(item.fork.module.page, State.APPROVED).document) for item in made]
    return {
        "made": len(made),
        "waiting": sum(item.state == "waiting" for item in items),
        "finished": asked.finished_at is not None,
        "forks": Fork.objects.filter(module__platform=asked.platform).count(),
        "pages": ModulePage.objects.filter(module__platform=asked.platform).count(),
        "lessons": LessonPage.objects.descendant_of(asked.platform).count(),
        "equal": copies == [item.edition.document_id for item in made],
        "problems": [list(found) for found in Page.find_problems()],
    }


if __name__ == "__main__":
    work = {"prepare": prepare, "interrupt": interrupt, "check": check}[sys.argv[1]]
    print(json.dumps(work(*map(int, sys.argv[2:]))))  # noqa: T201  the answer
