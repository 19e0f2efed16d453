"""A released module with people of every role, and clients that are signed in as them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.utils.html import escape

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from tests import factories

PersonOf = Callable[..., AbstractUser]
SignedIn = Callable[[AbstractUser], Client]


@pytest.fixture
def module(generic: PlatformPage) -> ModulePage:
    """Return the module page of TST-1 on the generic platform, released as 1.0.0."""
    return ModulePage.objects.get(module=factories.released(generic, factories.small_document()).module)


@pytest.fixture
def foreign(peru: PlatformPage) -> ModulePage:
    """Return a module page of another platform."""
    document = factories.small_document("PER-1", language="es")
    return ModulePage.objects.get(module=factories.released(peru, document).module)


@pytest.fixture
def signed_in(db: None) -> Callable[[AbstractUser], Client]:
    """Return a function that gives a client with a person signed in."""

    def client_of(person: AbstractUser) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return client_of


@pytest.fixture
def committee(generic: PlatformPage, person: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
    """Return a client signed in as the technical committee."""
    return signed_in(person(generic, "committee"))


@pytest.fixture
def editor(generic: PlatformPage, person: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
    """Return a client signed in as an editor of the generic platform."""
    return signed_in(person(generic, "editor"))


@pytest.fixture
def administrator(person: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
    """Return a client signed in as the administrator of the site."""
    return signed_in(person())


def edited(page: LessonPage | ModulePage, **values: Any) -> LessonPage | ModulePage:
    """Save a draft of `page` with other values, and return the page fresh from the database."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk)


def holds(response: Any, text: str) -> bool:
    """Return whether the answer shows `text`, as HTML writes it."""
    return escape(text) in response.content.decode()
