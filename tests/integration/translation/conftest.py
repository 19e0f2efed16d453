"""A release with a translation, and people who are signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from curriculum.content.models import PlatformPage
from tests.factories import make_person


@pytest.fixture
def signed_in(db: None) -> Callable[[PlatformPage | None, str], Client]:
    """Return a function that gives a browser in which the person of a role on a platform is signed in."""

    def client_of(platform: PlatformPage | None = None, role: str = "") -> Client:
        person: AbstractUser = make_person(platform, role)
        client = Client()
        client.force_login(person)
        return client

    return client_of
