"""Forking a whole curriculum beside Wagtail's recursive page copy, and what more blocks cost."""

import dataclasses
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import connection, transaction

from benchmarks import Figure, compare
from benchmarks.scratch import demonstration
from curriculum.content.actions.create_platform import create_platform
from curriculum.content.actions.import_document import import_document
from curriculum.content.finding import module_coded, platform_named
from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import Document, Node
from curriculum.forks.actions.create_fork import fork_curriculum
from curriculum.releases.assets import bytes_of_assets
from curriculum.releases.finding import current_edition

PAIRS = 5
MANY = 10  # times the blocks
CODE = "QMS-1"  # a module with every kind of block
REFERENCE = "Page.copy(recursive=True), kept live, without older revisions"

numbers = count(1)


def run() -> list[Figure]:
    """Measure everything."""
    with demonstration():
        return [time_beside_copy(), queries_beside_copy(), queries_by_blocks()]


def time_beside_copy() -> Figure:
    """A fork of the generic curriculum against a copy of its pages, each in one transaction and with its tasks."""
    empty = iter([new_platform() for _turn in range(2 * (PAIRS + 1))])
    return compare(
        name="fork: whole curriculum",
        ours=lambda: fork_into(next(empty)),
        reference=REFERENCE,
        theirs=lambda: copy_into(next(empty)),
        target=1 / 3,
        pairs=PAIRS,
    )


def queries_beside_copy() -> Figure:
    """The same, in queries."""
    ours, theirs = new_platform(), new_platform()
    return Figure(
        name="fork: queries of a whole curriculum",
        reference=REFERENCE,
        ours=queries_of(lambda: fork_into(ours)),
        theirs=queries_of(lambda: copy_into(theirs)),
        unit="queries",
        target=1 / 3,
    )


def queries_by_blocks() -> Figure:
    """The writing of a module whose streams hold ten times the blocks against that of the module as it is."""
    document = current_edition(module_coded(platform_named("generic"), CODE), "en").load()
    large, small = new_platform(), new_platform()
    return Figure(
        name=f"fork: queries of {MANY} times the blocks",
        reference="the module as it is",
        ours=queries_of(lambda: write(with_more_blocks(document), large)),
        theirs=queries_of(lambda: write(document, small)),
        unit="queries",
        target=1,
    )


def new_platform() -> PlatformPage:
    """Return one more platform, which holds nothing yet."""
    return create_platform(slug=f"empty-{next(numbers)}", name="Empty", country="KE", language="en", by=None)


def fork_into(platform: PlatformPage) -> None:
    """Fork the newest releases of the generic curriculum."""
    fork_curriculum(platform=platform_named("generic"), to=platform, language="en", by=None)


@transaction.atomic
def copy_into(platform: PlatformPage) -> None:
    """Copy the pages of the generic curriculum as Wagtail does."""
    for page in ModulePage.objects.child_of(platform_named("generic")):
        identity = {"module": None}  # the copy takes its own
        page.copy(recursive=True, to=platform, keep_live=True, copy_revisions=False, update_attrs=identity)


def write(document: Document, platform: PlatformPage) -> None:
    """Write `document` into a platform that does not have its module."""
    import_document(platform=platform, document=document, by=None, files=bytes_of_assets(document))


def with_more_blocks(document: Document) -> Document:
    """Return `document` with everything that stands in a stream many times, each time with ids of its own."""
    return dataclasses.replace(document, root=_with_more_blocks(document.root))


def _with_more_blocks(node: Node) -> Node:
    slots = {}
    for name, children in node.slots.items():
        if name == "lessons":
            slots[name] = tuple(_with_more_blocks(lesson) for lesson in children)
        elif name in {"outcomes", "materials", "requirements"}:
            slots[name] = children  # rows of tables, not blocks
        else:
            slots[name] = tuple(_renewed(child) for _time in range(MANY) for child in children)
    return dataclasses.replace(node, slots=slots)


def _renewed(node: Node) -> Node:
    slots = {name: tuple(_renewed(child) for child in children) for name, children in node.slots.items()}
    return dataclasses.replace(node, id=str(uuid.uuid4()), slots=slots)


def queries_of(action: Callable[[], object]) -> int:
    """Return how many queries an action takes, the tasks that follow it included."""
    queries = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        action()
    return queries
