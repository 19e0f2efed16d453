"""Put the lessons of a module in the order that its draft asked for."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.models import Revision

from curriculum.content.lesson_order import in_order
from curriculum.content.models import ModulePage


@transaction.atomic
def take_lesson_order(*, module: ModulePage, revision: Revision) -> None:
    """Put the lesson pages of `module` in the order that `revision`, approved just now, holds, and empty the field.

    The revision is emptied of it too: a draft that starts from it later must not undo what was moved since. Wagtail
    logs each move, as whoever is acting. No revision is made and the page stays without unapproved changes. Lessons
    that were never approved move as well; ids of lessons that are gone mean nothing.
    """
    ModulePage.objects.select_for_update().get(pk=module.pk)  # two approvals at once must not move the same pages
    _move(module, module.lesson_order)

    module.lesson_order = []
    ModulePage.objects.filter(pk=module.pk).update(lesson_order=[])
    revision.content["lesson_order"] = []
    revision.save(update_fields=["content"])


def _move(module: ModulePage, node_ids: Sequence[str]) -> None:
    """Move what stands out of order behind the rest, one page after the other."""
    present = list(module.lessons())
    wanted = in_order(present, node_ids)
    settled = next((place for place, page in enumerate(wanted) if page != present[place]), len(wanted))
    for page in wanted[settled:]:
        page.move(module, pos="last-child")
