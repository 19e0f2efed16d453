"""A real site with the demonstration, and real browsers that look at it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.demonstration_site import CHROMIUM_FLAGS, PASSWORD, Site, load_demonstration, served

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demonstration as it is loaded; sites are copies of it, and nobody writes in it."""
    folder = tmp_path_factory.mktemp("demonstration")
    load_demonstration(folder)
    return folder


@pytest.fixture(scope="session")
def site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the demonstration, for all tests; a module that needs one to itself overrides this."""
    with served(shutil.copytree(demonstration, tmp_path_factory.mktemp("site") / "all")) as site:
        yield site


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address in a fresh browser: `visit("/en/", PHONE, dark=True, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, viewport: dict[str, int] = DESKTOP, *, dark: bool = False, scripts: bool = True) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport=viewport, color_scheme=scheme, locale="en-GB", java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(site.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that signs somebody in to the admin, with the options of `visit`: `sign_in("kenya-editor")`."""

    def sign_in(username: str, viewport: dict[str, int] = DESKTOP, **options: bool) -> Page:
        page = visit("/admin/login/", viewport, **options)
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
