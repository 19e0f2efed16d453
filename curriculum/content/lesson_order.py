"""The order of a module's lessons: that of their pages, or one that waits in the module's draft to be approved.

A draft that re-orders lessons names their node ids in `ModulePage.lesson_order` and moves no page, so that the
approved state keeps its order. `actions.take_lesson_order` moves the pages when the module page is approved. Until
then the waiting order is the draft's, even where pages are moved by hand meanwhile.
"""

from collections.abc import Iterable, Sequence

from curriculum.content.models import LessonPage


def in_order(lessons: Iterable[LessonPage], node_ids: Sequence[str]) -> list[LessonPage]:
    """Return `lessons` in the order of `node_ids`; those that are not among them go last, in the order they came."""
    places = {node_id: place for place, node_id in enumerate(node_ids)}
    return sorted(lessons, key=lambda lesson: places.get(str(lesson.node_id), len(places)))


def order_to_wait(lessons: Sequence[LessonPage], waiting: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return what a draft's `lesson_order` must be, so that its lessons stand in the order `wanted` (node ids).

    `lessons` are the module's in the order of their pages, `waiting` is the draft's `lesson_order` so far. It stays
    where it does already, and is empty where the order of the pages will do.
    """
    for order in (waiting, ()):
        if _shown(in_order(lessons, order), wanted) == list(wanted):
            return list(order)
    return list(wanted)


def _shown(lessons: Iterable[LessonPage], wanted: Iterable[str]) -> list[str]:
    """Return the node ids of those `lessons` that are `wanted`; the others are dropped, wherever they stand."""
    known = set(wanted)
    return [str(lesson.node_id) for lesson in lessons if str(lesson.node_id) in known]
