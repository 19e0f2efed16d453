"""A world of three platforms, made once for a file of tests, and people who are logged in."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.integration.security.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the world; it is gone after the last test of the file."""
    cache.clear()  # it remembers thumbnails of another file's pictures
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def login(world: World, db: None) -> Callable[[AbstractUser], Client]:
    """Return a function that gives a browser in which a person is logged in."""

    def enter(user: AbstractUser) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter
