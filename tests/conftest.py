"""What every test can rely on: no network, a bounded number of examples, and marks by folder."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from hypothesis import settings

from curriculum.content.models import PlatformPage
from curriculum.content.sources.reader import SourceModule
from tests import factories

settings.register_profile("commit", max_examples=200, deadline=None, print_blob=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "commit"))

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in tests/browser, so that nobody need remember to."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Let no test reach beyond this machine."""
    connect = socket.socket.connect

    def connect_to_this_machine(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            msg = f"A test tried to reach {address[0]}; tests stay on this machine."
            raise OSError(msg)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_to_this_machine)
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium; without one the test is skipped, or fails if REQUIRE_BROWSER is set."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if found:
        return found
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("No Chromium on this machine, and REQUIRE_BROWSER is set.")
    pytest.skip("needs Chromium: apt-get install chromium")


@pytest.fixture
def generic(db: None) -> PlatformPage:
    """Return the platform of the technical committee, which writes in English."""
    return factories.make_platform("generic", name="Generic curriculum", country="", language="en")


@pytest.fixture
def peru(db: None) -> PlatformPage:
    """Return a national platform, which writes in Spanish."""
    return factories.make_platform("peru", name="SCAN Perú", country="PE", language="es")


@pytest.fixture
def person(db: None) -> Callable[..., AbstractUser]:
    """Return a function that makes people: `person(peru, "editor")`, or `person()` for the administrator."""
    return factories.make_person


@pytest.fixture(scope="session")
def demonstration_modules() -> tuple[SourceModule, ...]:
    """Return every version of every module of the generic curriculum, as its source files have it."""
    return factories.demonstration_modules()
