"""The translator's screen in a real browser: by keyboard, while the connection is lost, on a phone, without script."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.demonstration_site import Site, served
from tests.browser.conftest import DESKTOP

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def site(demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a site with the demonstration for one test."""
    with served(shutil.copytree(demonstration, tmp_path / "site")) as site:
        yield site


def open_translation(page: Page) -> None:
    """Begin a translation of which nothing is done, and open its first lesson."""
    page.goto(page.url + "curriculum/translate/")
    page.locator("details.tr-begin").evaluate("details => { details.open = true; }")
    page.get_by_label("Module").select_option(index=1)
    page.get_by_label("Language").select_option("pt")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url(re.compile(r"/translate/\d+/"))


def cards(page: Page) -> Locator:
    return page.locator("form[data-segment]")


def test_translating_by_keyboard__saves_and_goes_on(sign_in: Callable[..., Page]) -> None:
    page = sign_in("peru-editor", DESKTOP)
    open_translation(page)
    first, second = cards(page).nth(0), cards(page).nth(1)

    first.locator("textarea").first.fill("Primero")
    page.keyboard.press("Control+Enter")

    expect(page.locator("[data-status]")).to_have_text("Saved.")
    expect(first.get_by_text("Translated", exact=True)).to_be_visible()
    expect(second.locator("textarea").first).to_be_focused()
    page.reload()
    expect(cards(page).nth(0).locator("textarea").first).to_have_value("Primero")


def test_drafts__are_kept_and_survive_a_lost_connection(sign_in: Callable[..., Page]) -> None:
    page = sign_in("peru-translator", PHONE)
    open_translation(page)
    card = cards(page).nth(0)

    page.context.set_offline(offline=True)
    card.locator("textarea").first.fill("A medias")
    expect(page.locator("[data-status]")).to_contain_text("No connection.")
    page.context.set_offline(offline=False)

    expect(page.locator("[data-status]")).to_have_text("Draft kept.")
    expect(card.get_by_text("Suggested", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_two_at_once__are_told_and_lose_nothing(sign_in: Callable[..., Page]) -> None:
    one, other = sign_in("peru-editor"), sign_in("peru-translator")
    open_translation(one)
    other.goto(one.url)

    cards(one).nth(0).locator("textarea").first.fill("De una")
    one.keyboard.press("Control+Enter")
    expect(one.locator("[data-status]")).to_have_text("Saved.")
    cards(other).nth(0).locator("textarea").first.fill("De otro")
    other.keyboard.press("Control+Enter")

    card = cards(other).nth(0)
    expect(card.get_by_role("alert")).to_contain_text("changed this text while you worked on it")
    expect(card.get_by_text("De una")).to_be_visible()
    expect(card.locator("textarea").first).to_have_value("De otro")
    card.get_by_role("button", name="Save and next").click()
    expect(other.locator("[data-status]")).to_have_text("Saved.")
