"""Finds forks and their pulls, or says why there is none."""

from curriculum.content.models import Module
from curriculum.exceptions import NotAForkError
from curriculum.forks.models import Fork, Pull, PullState


def fork_of(module: Module) -> Fork:
    """Return the fork that `module` is; raises NotAForkError."""
    fork = Fork.objects.with_upstream().filter(module=module).first()
    if fork is None:
        raise NotAForkError(module=module.code, platform=module.platform.slug)
    return fork


def open_pull(fork: Fork) -> Pull | None:
    """Return the open pull of `fork`, if it has one."""
    return Pull.objects.with_editions().filter(fork=fork, state=PullState.OPEN).first()


def undoable_pull(fork: Fork) -> Pull | None:
    """Return the pull of `fork` that can be undone: the last one that was applied, where nothing was released since."""
    pull = Pull.objects.with_editions().filter(fork=fork, state=PullState.APPLIED).order_by("-closed_at").first()
    if pull is None or fork.module.releases.filter(created_at__gte=pull.closed_at).exists():
        return None
    return pull
