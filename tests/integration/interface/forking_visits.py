"""The screens around forking, in every state that a person may find them in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curriculum.forks.models import Fork, ForkRequest, RequestedFork
from curriculum.releases.models import Edition
from tests.integration.interface.pseudo_language import content
from tests.integration.interface.world import World


def forking(admin: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Yield the list with a filter, what is in its way, and the progress of a request in all its states."""
    choice = reverse("fork_module", args=[world.peru.slug])
    yield "nothing is left to fork", admin.get(choice)
    yield "no module matches", admin.get(choice, {"q": content("nothing"), "from": world.generic.slug})
    yield "strange module chosen", admin.post(choice, {"module": ["1"]})
    yield "modules of a platform without any", admin.get(reverse("fork_module", args=["kenya"]))
    yield "modules found", admin.get(reverse("fork_module", args=["kenya"]), {"q": "tst"})
    yield (
        "module chosen twice",
        admin.post(
            reverse("fork_module", args=["kenya"]),
            {"module": [world.module.module.pk, Fork.objects.get(base__release__module=world.module.module).module.pk]},
        ),
    )
    request = _request(world)
    progress = reverse("fork_request", args=[world.peru.slug, request.pk])
    now = timezone.now()
    states = {
        "takes it up in a moment": (now, None),
        "runs not": (now - timedelta(minutes=1), None),
        "is at it": (now, now),
        "is silent": (now, now - timedelta(minutes=5)),
    }
    for name, (asked, heard) in states.items():
        ForkRequest.objects.filter(pk=request.pk).update(asked_at=asked, heard_at=heard)
        yield f"worker {name}", admin.get(progress)
    yield "modules are being forked", admin.get(choice)
    yield (
        "modules are being forked already",
        admin.post(
            reverse("fork_request_again", args=[world.peru.slug, _other_request(world, request).pk]), follow=True
        ),
    )
    yield "stopped", admin.post(reverse("fork_request_stop", args=[world.peru.slug, request.pk]), follow=True)


def _request(world: World) -> ForkRequest:
    """Return an open request with a module that is refused and one that waits."""
    request = ForkRequest.objects.create(platform=world.peru, requested_by_id=world.admin.pk, language="sw")
    refused, waiting = Edition.objects.order_by("pk")[:2]
    RequestedFork.objects.create(
        request=request, edition=refused, place=0, state="refused", problem=content("It was wrong.")
    )
    RequestedFork.objects.create(request=request, edition=waiting, place=1)
    return request


def _other_request(world: World, request: ForkRequest) -> ForkRequest:
    return world.peru.fork_requests.exclude(pk=request.pk).first() or request
