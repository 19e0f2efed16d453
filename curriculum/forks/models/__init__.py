"""The models of the forks stage."""

from curriculum.forks.models.fork import Adaptation, AdaptationFactor, Fork
from curriculum.forks.models.pull import Decision, Pull, PullState, Visit
from curriculum.forks.models.request import ForkRequest, RequestedFork, RequestState

__all__ = [
    "Adaptation",
    "AdaptationFactor",
    "Decision",
    "Fork",
    "ForkRequest",
    "Pull",
    "PullState",
    "RequestState",
    "RequestedFork",
    "Visit",
]
