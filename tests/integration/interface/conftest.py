"""The pseudo language in the place of Swahili, and a world in it, made once for a file of tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.integration.interface.pseudo_language import LANGUAGE, write_catalogue
from tests.integration.interface.world import World, make_world


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Speak the pseudo language: active in the test itself, chosen by cookie and profile in requests."""
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder)
    with override_settings(LOCALE_PATHS=[folder]), translation.override(LANGUAGE):
        yield


@pytest.fixture(scope="module")
def world(pseudo: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the world; it is gone after the last test of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
