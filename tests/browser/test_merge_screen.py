"""The merge screen in a real browser: each choice is saved at once, by mouse, keyboard and without a connection."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.demonstration_site import Site, served
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import serious

TABLET = {"width": 820, "height": 1180}
OPEN = "[data-question][data-open]"


@pytest.fixture(scope="module")
def site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site of its own, on which Kenya has the update of QMS-1 open."""
    folder = shutil.copytree(demonstration, tmp_path_factory.mktemp("merge") / "site")
    with served(folder) as site:
        yield site


@pytest.fixture
def merge(sign_in: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens the merge screen of Kenya's QMS-1."""

    def open_merge(username: str = "kenya-editor", viewport: dict[str, int] = TABLET) -> Page:
        page = sign_in(username, viewport)
        page.goto(f"{page.url}curriculum/modules/")
        page.locator("a:has-text('QMS-1 ')").first.click()
        begin = page.get_by_role("button", name="Look at the update")
        begin.or_(page.get_by_role("link", name="Go on with the update")).click()
        expect(page.get_by_role("heading", name="Update from upstream").first).to_be_visible()
        return page

    return open_merge


def question(page: Page, number: int = 0) -> str:
    """Return the selector of the open question `number`, which still finds it when it is decided."""
    return f"#{page.locator(OPEN).nth(number).get_attribute('id')}"


def test_choice__is_saved_at_once_and_is_there_after_a_reload(merge: Callable[..., Page]) -> None:
    page = merge()
    asked, before = question(page), int(page.locator("progress").get_attribute("value") or 0)

    page.locator(f"{asked} input[value=theirs]").check(force=True)  # the whole card is its label
    expect(page.locator("[data-status]")).to_have_text("Saved.")

    expect(page.locator(f"{asked} .merge-state")).to_contain_text("You decided this")
    expect(page.locator("#merge-progress")).to_contain_text(f"{before + 1} of 8 decided")
    page.reload()
    expect(page.locator(f"{asked} input[value=theirs]")).to_be_checked()


def test_choice__is_made_by_keys_which_can_be_switched_off(merge: Callable[..., Page]) -> None:
    """WCAG 2.1.4: single keys work while a question has the focus, and not once they are switched off."""
    page = merge()
    asked = question(page)

    page.keyboard.press("n")
    expect(page.locator(asked)).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator(f"{asked} .merge-state")).to_contain_text("You decided this")

    page.get_by_text("Keyboard", exact=True).click()
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("n")
    expect(page.get_by_label("Use these keys")).to_be_focused()


def test_choice__waits_for_the_connection_to_come_back(merge: Callable[..., Page]) -> None:
    page = merge()
    asked = question(page)

    page.context.set_offline(True)
    page.locator(f"{asked} input[value=ours]").check(force=True)
    expect(page.locator("[data-status]")).to_contain_text("No connection. Your choice is kept here")
    page.context.set_offline(False)

    expect(page.locator(f"{asked} .merge-state")).to_contain_text("You decided this")
    page.reload()
    expect(page.locator(f"{asked} input[value=ours]")).to_be_checked()


def test_choice__of_the_second_of_two_people_is_kept_for_one_click_more(merge: Callable[..., Page]) -> None:
    """L3."""
    editor, coordinator = merge(), merge("kenya-coordinator")
    expect(coordinator.locator("[data-here]")).to_contain_text("is looking at this update too.")
    asked = question(editor)

    coordinator.locator(f"{asked} input[value=theirs]").check(force=True)
    expect(coordinator.locator("[data-status]")).to_have_text("Saved.")
    editor.locator(f"{asked} input[value=ours]").check(force=True)
    expect(editor.locator(f"{asked} .merge-state")).to_contain_text("Your choice (Ours) is not saved.")
    editor.get_by_role("button", name="Save mine all the same").click()
    expect(editor.locator(f"{asked} .merge-state")).to_contain_text("You decided this")

    editor.reload()
    expect(editor.locator(f"{asked} input[value=ours]")).to_be_checked()


def test_own_text__is_written_in_the_editor(merge: Callable[..., Page]) -> None:
    page = merge()
    asked = page.locator("[data-question]:has-text('same sentences')").last
    place = f"#{asked.get_attribute('id')}"

    asked.locator("[data-write]").click()
    text = page.get_by_role("textbox", name="Your own text")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ask her to tell it herself.")
    expect(page.locator("input[name=value]")).to_have_value(re.compile("tell it herself"))
    page.get_by_role("button", name="Save this text").click()

    expect(page.locator(f"{place} input[value=value]")).to_be_checked()
    expect(page.locator(f"{place} .merge-option", has_text="Ask her to tell it herself.")).to_be_visible()


def test_lesson__is_loaded_when_it_is_opened(merge: Callable[..., Page]) -> None:
    page = merge()
    lesson = page.locator("details.merge-part", has_text="QMS-1.3")

    lesson.locator("summary").first.click()

    expect(lesson.locator(".merge-card").first).to_be_visible()
    expect(lesson.get_by_role("button", name="Save")).to_have_count(0)  # a choice saves itself here too


@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
def test_screen__fits_and_has_no_serious_finding(merge: Callable[..., Page], viewport: dict[str, int]) -> None:
    page = merge(viewport=viewport)
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    expect(page.locator("[aria-busy]")).to_have_count(0)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page, "main") == []


def test_screen__works_without_script(site: Site, browser: Browser, merge: Callable[..., Page]) -> None:
    scripted = merge()
    asked, address = question(scripted), scripted.url
    state = scripted.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()

    page.goto(address)
    page.locator(f"{asked} input[value=theirs]").check(force=True)
    page.locator(asked).get_by_role("button", name="Save").click()

    assert page.url.endswith(asked)
    expect(page.locator(f"{asked} input[value=theirs]")).to_be_checked()
    context.close()
