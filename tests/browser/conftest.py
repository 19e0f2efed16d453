"""A real site with the demonstration, and real browsers that look at it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.demonstration_site import CHROMIUM_FLAGS, PASSWORD, Site, demonstration_site

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the demonstration in a database of its own; it ends with the test run."""
    with demonstration_site(tmp_path_factory.mktemp("site")) as site:
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
    """Return a function that opens an address in a fresh browser: `visit("/en/", PHONE, dark=True)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, viewport: dict[str, int] = DESKTOP, *, dark: bool = False) -> Page:
        context = browser.new_context(viewport=viewport, color_scheme="dark" if dark else "light", locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto(site.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that signs somebody in to the admin: `sign_in("generic-editor")`."""

    def sign_in(username: str, viewport: dict[str, int] = DESKTOP) -> Page:
        page = visit("/admin/login/", viewport)
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
