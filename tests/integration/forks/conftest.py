"""A generic module and its fork in Kenya, for tests of what happens after forking."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.forks.models import Fork, Pull
from tests.factories import make_platform, released, small_document
from tests.integration.forks.forking import fork_edits, forked, opened, upstream_releases
from tests.integration.forks.merge_screen import OURS, THEIRS


@pytest.fixture
def kenya(db: None) -> PlatformPage:
    """Return a national platform that writes in English."""
    return make_platform("kenya", name="SCAN Kenya", country="KE", language="en")


@pytest.fixture
def fork(generic: PlatformPage, kenya: PlatformPage) -> Fork:
    """Return Kenya's fork of the small module with three lessons, release 1.0.0."""
    return forked(released(generic, small_document(lessons=3)), kenya)


@pytest.fixture
def pull(fork: Fork) -> Pull:
    """Return an open pull with every kind of contradiction that pages can hold, and a change without one."""
    fork_edits(fork, OURS)
    upstream_releases(fork, THEIRS)
    return opened(fork)


@pytest.fixture
def signed_in(fork: Fork, person: Callable[..., AbstractUser]) -> Callable[[str], Client]:
    """Return a function that gives a client signed in with a role on the fork's platform."""

    def client_of(role: str) -> Client:
        client = Client()
        client.force_login(person(fork.module.platform, role))
        return client

    return client_of


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    """Return a client signed in as an editor of the fork's platform."""
    return signed_in("editor")
