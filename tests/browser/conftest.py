"""A real site with the demonstration, and real browsers that look at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "a-password-for-one-test-run"
START_SECONDS = 60
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A running site: its address, and the environment that its commands run in."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site and return its standard output."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=300,
        ).stdout  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the demonstration in a database of its own; it ends with the test run."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "scan.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "a-key-for-one-test-run-and-nothing-else-0123456789",
        "DEMO_PASSWORD": PASSWORD,
        "PORT": str(port),
    }
    site = Site(address=f"http://127.0.0.1:{port}", environment=environment)
    site.manage("migrate", "-v0")
    site.manage("load_demo")
    site.manage("collectstatic", "--noinput", "-v0")
    command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "scan.wsgi:application"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(site.address, server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/en/", timeout=5).close()  # noqa: S310  our own address
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the site did not start")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address in a fresh browser: `visit("/en/", PHONE, dark=True)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, viewport: dict[str, int] = DESKTOP, *, dark: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            viewport=viewport, color_scheme="dark" if dark else "light", java_script_enabled=script, locale="en-GB"
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
    """Return a function that signs somebody in to the admin: `sign_in("generic-editor")`."""

    def sign_in(username: str, viewport: dict[str, int] = DESKTOP) -> Page:
        page = visit("/admin/login/", viewport)
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
