"""What the forks stage leaves to the background worker."""

from django_tasks import task

from curriculum.forks.actions.run_fork_request import run_fork_request
from curriculum.forks.models import ForkRequest


@task(backend="background")
def fork_modules(request_id: int) -> None:
    """Carry a request for forks out, as far as it is not done yet."""
    request = ForkRequest.objects.filter(pk=request_id).first()
    if request is not None:
        run_fork_request(request=request)
