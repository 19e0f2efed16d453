"""Go on with what a worker that is gone has left."""

from django.db import transaction

from curriculum.forks.models import ForkRequest
from curriculum.forks.tasks import fork_modules


@transaction.atomic
def take_up_forks() -> list[ForkRequest]:
    """Give every open request to the background worker again and return them.

    A worker does this when it starts. It does no harm where another worker is at a request: both make what is left.
    """
    requests = list(ForkRequest.objects.filter(finished_at__isnull=True).order_by("asked_at", "pk"))
    for request in requests:
        fork_modules.enqueue(request.pk)
    return requests
