"""Who else looks at a merge, and what they decided meanwhile."""

from collections import Counter
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.content.admin.screens import person_of
from curriculum.content.person_names import name_of_person
from curriculum.forks.admin.fork_screens import PullDeed
from curriculum.forks.models import Pull, Visit

HERE = timedelta(minutes=2)  # how long after the last sign of somebody they still count as here
MOST_NAMED = 5


class Presence(PullDeed):
    """Notes that somebody still looks, and answers who else does and what was decided since `since`."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer in sentences, each empty where there is nothing to say."""
        person = person_of(request)
        if self.pull is None:
            return JsonResponse({"here": "", "news": _("This update is no longer open. Load the page again.")})
        note_visit(self.pull, person)
        since = moment_of(request.POST.get("since", ""))
        return JsonResponse({
            "here": here_words(self.pull, person), "news": news_words(self.pull, person, since) if since else "",
        })  # fmt: skip


def note_visit(pull: Pull, person: AbstractUser) -> None:
    """Note that `person` looks at `pull` now."""
    Visit.objects.update_or_create(pull=pull, user_id=person.pk, defaults={"seen_at": timezone.now()})


def here_words(pull: Pull, person: AbstractUser) -> str:
    """Return who else looks at `pull` just now, in a sentence; empty where nobody does."""
    visits = pull.visits.filter(seen_at__gte=timezone.now() - HERE).exclude(user_id=person.pk).select_related("user")
    names = [name_of_person(visit.user) for visit in visits.order_by("-seen_at")[:MOST_NAMED]]
    if not names:
        return ""
    text = ngettext("%(names)s is looking at this update too.", "%(names)s are looking at this update too.", len(names))
    return text % {"names": ", ".join(names)}


def news_words(pull: Pull, person: AbstractUser, since: datetime) -> str:
    """Return who else decided how much since a moment, in sentences; empty where nobody did."""
    made = pull.decisions.filter(made_at__gt=since).exclude(by_id=person.pk).select_related("by").order_by("-made_at")
    counts = Counter(name_of_person(decision.by) for decision in made)
    lines = [
        ngettext("%(person)s decided %(count)d more.", "%(person)s decided %(count)d more.", count)
        % {"person": name, "count": count}
        for name, count in counts.most_common(MOST_NAMED)
    ]
    return " ".join([*lines, _("Load the page again to see it.")]) if lines else ""


def moment_of(written: str) -> datetime | None:
    """Return a moment that the screen was given; None for anything else."""
    try:
        moment = parse_datetime(written)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
