"""Pulling a whole curriculum beside copying it, and the merge screen beside Wagtail's editor of the same lesson."""

import dataclasses
import uuid
from collections.abc import Mapping
from itertools import count
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from benchmarks import Figure, compare
from benchmarks.bench_fork import REFERENCE, copy_into, fork_into, new_platform, queries_of
from benchmarks.scratch import demonstration
from curriculum.content.actions.import_document import import_document
from curriculum.content.finding import platform_named
from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import Document, Html, Node, Scalar, Text
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Release
from tests.factories import make_person

PAIRS = 5
EVERY = 20  # upstream changes one text in so many
CONFLICTS = 200

#: Without the manifest of collected files, which a clone does not have yet.
PLAIN_STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


def run() -> list[Figure]:
    """Measure everything."""
    with demonstration(), override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=PLAIN_STORAGES):
        return [*whole_curriculum(), merge_screen()]


def whole_curriculum() -> list[Figure]:
    """Pulls of all modules with one text in twenty changed, into forks with other changes, against a recursive copy."""
    ours = new_platform()
    fork_into(ours)
    forks = list(Fork.objects.filter(module__platform=ours))
    for fork in forks:
        rewrite(fork, ours, "Kenya", offset=EVERY // 2)
        rewrite(fork, platform_named("generic"), "Upstream", offset=0)
    empty = iter([new_platform() for _turn in range(PAIRS + 2)])
    time = compare(
        name="pull: whole curriculum",
        ours=lambda: undone(forks),
        reference=REFERENCE,
        theirs=lambda: copy_into(next(empty)),
        target=1,
        pairs=PAIRS,
    )
    queries = Figure(
        name="pull: queries of a whole curriculum",
        reference=REFERENCE,
        ours=queries_of(lambda: undone(forks)),
        theirs=queries_of(lambda: copy_into(next(empty))),
        unit="queries",
        target=1,
    )
    return [time, queries]


def merge_screen() -> Figure:
    """The merge screen of a lesson with 200 conflicts, whole, against Wagtail's page editor of that lesson."""
    platform, page = lesson_in_conflict()
    client = Client()
    client.force_login(cast("User", make_person(platform, "editor")))
    lesson = page.lessons().get()
    screen = reverse("pull", args=[page.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert prepare(Fork.objects.get(module=page.module).pulls.get()).counts["conflict"] == 1
    return compare(
        name=f"pull: merge screen with {CONFLICTS} conflicts",
        ours=lambda: opened(client, screen),
        reference="Wagtail's page editor of the same lesson",
        theirs=lambda: opened(client, editor),
        target=2,
        pairs=PAIRS,
    )


@transaction.atomic
def undone(forks: list[Fork]) -> None:
    """Pull into all forks, then take it back, so that the next turn finds what this one found."""
    for fork in forks:
        pull = pull_upstream(fork=fork, by=None)
        assert pull is not None
        apply_pull(pull=pull, by=None, take="ours")
    transaction.set_rollback(True)


def rewrite(fork: Fork, platform: PlatformPage, who: str, *, offset: int) -> None:
    """Change one text in twenty of a module on one platform; upstream's is released."""
    places = count(offset)
    document = fork.load_base()
    changed = dataclasses.replace(document, root=_rewritten(document.root, who, places))
    page = import_document(platform=platform, document=changed, by=None)
    if platform != fork.module.platform:
        cut_release(module=page.module, by=None, notes="For a benchmark.")


def _rewritten(node: Node, who: str, places: "count[int]") -> Node:
    fields = {name: _changed(value, who, places) for name, value in node.fields.items()}
    slots = {name: tuple(_rewritten(child, who, places) for child in children) for name, children in node.slots.items()}
    return dataclasses.replace(node, fields=fields, slots=slots)


def _changed(value: Scalar, who: str, places: "count[int]") -> Scalar:
    if isinstance(value, Text) and next(places) % EVERY == 0:
        return Text(f"{value.text} ({who})")
    if isinstance(value, Html) and value.html.startswith("<p>") and next(places) % EVERY == 0:
        return Html(f"<p>{who} writes first. {value.html[3:]}")
    return value


def lesson_in_conflict() -> tuple[PlatformPage, ModulePage]:
    """Return a platform and its module page, whose one lesson has 200 texts that both sides wrote anew."""
    generic, ours = platform_named("generic"), new_platform()
    fork = create_fork(release=released(generic, "as it was"), to=ours, language="en", by=None)
    import_document(platform=ours, document=document_saying("as we say"), by=None)
    released(generic, "as they say")
    pull_upstream(fork=fork, by=None)
    return ours, fork.module.page


def released(platform: PlatformPage, words: str) -> Release:
    """Release the module that says `words` in each of its texts."""
    page = import_document(platform=platform, document=document_saying(words), by=None)
    return cut_release(module=page.module, by=None, notes="For a benchmark.")


def document_saying(words: str) -> Document:
    """Return a module with one lesson of 200 texts."""
    texts = tuple(
        _node(f"text {place}", "text", body=Html(f"<p>Text {place} is here, {words}. The second sentence stays.</p>"))
        for place in range(CONFLICTS)
    )
    title = Text("A long lesson")
    lesson = _node("lesson", "lesson", {"body": texts}, code="LONG-1.1", title=title, minutes=60, levels=("low",))
    outcome = _node("outcome", "outcome", text=Text("Decide"))
    slots = {"lessons": (lesson,), "outcomes": (outcome,)}
    return Document(language="en", root=_node("module", "module", slots, code="LONG-1", title=title, summary=title))


def _node(name: str, kind: str, slots: Mapping[str, tuple[Node, ...]] | None = None, **fields: Scalar) -> Node:
    return Node(id=str(uuid.uuid5(uuid.NAMESPACE_OID, name)), kind=kind, fields=fields, slots=slots or {})


def opened(client: Client, address: str) -> None:
    """Ask for a screen of the admin."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
