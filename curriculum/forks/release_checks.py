"""What a fork must have in order before it is released: translations, and reasons for what it leaves out."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.content.models import ModulePage
from curriculum.document import Document
from curriculum.forks.demands import Demand, demands_of
from curriculum.forks.models import Fork
from curriculum.forks.naming import named
from curriculum.forks.places import standpoints
from curriculum.forks.upstream import still_untranslated
from curriculum.releases.checks import Finding, Strength

MOST_PLACES = 10  # untranslated parts that are named
MOST_QUESTIONS = 50  # reasons that are asked for one by one


def check_fork(page: ModulePage, document: Document) -> Iterator[Finding]:
    """Yield what stands in the way of a release of `document`, the approved state of a fork; nothing for others."""
    fork = Fork.objects.filter(module_id=page.module_id).with_upstream().first()
    if fork is None:
        return
    yield from _untranslated(fork, page, document)
    yield from _unexplained(page, demands_of(fork, document))


def _untranslated(fork: Fork, page: ModulePage, document: Document) -> Iterator[Finding]:
    segments = still_untranslated(fork, document)
    if not segments:
        return
    pages = {str(node_id): pk for pk, node_id in page.lessons().values_list("pk", "node_id")}
    places = standpoints(document)
    words = ngettext(
        "%(count)d part is not translated yet. Translate it first.",
        "%(count)d parts are not translated yet. Translate them first.",
        len(segments),
    )
    yield Finding(words=words % {"count": len(segments)}, address="", strength=Strength.REFUSED)
    for node_id in list(dict.fromkeys(segment.node_id for segment in segments))[:MOST_PLACES]:
        here = places[node_id]
        lesson = here.lesson
        code = lesson.fields.get("code", "") if lesson else document.root.fields.get("code", "")
        yield Finding(
            words=_("%(code)s: %(what)s is not translated.") % {"code": code, "what": named(here.node)},
            address=reverse("wagtailadmin_pages:edit", args=[pages.get(lesson.id, page.pk) if lesson else page.pk]),
            strength=Strength.REFUSED,
        )


def _unexplained(page: ModulePage, demands: list[Demand]) -> Iterator[Finding]:
    screen = reverse("fork_reasons", args=[page.pk])
    for demand in demands[:MOST_QUESTIONS]:
        address = f"{screen}#demand-{demand.unit_id}"
        if demand.is_unexplained:
            words = _("%(what)s It is core, so say why first.") % {"what": demand.words}
            yield Finding(words=words, address=address, strength=Strength.REFUSED)
        else:
            yield Finding(words=demand.words, address=address, strength=Strength.ASKED)
    more = len(demands) - MOST_QUESTIONS
    if more > 0:
        words = ngettext("%(more)d more reason is missing.", "%(more)d more reasons are missing.", more)
        yield Finding(words=words % {"more": more}, address=screen, strength=Strength.ASKED)
