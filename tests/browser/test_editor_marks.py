"""The marks of a fork's parts in the page editor, in a real browser: Kenya's second lesson of QMS-1."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from scripts.demonstration_site import Site
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import serious
from tests.browser.test_walk import open_module

MARKS = "[data-streamfield-child] > .scan-mark"
DECLINED = f"{MARKS}:has(.scan-state--declined)"


def open_lesson(page: Page) -> Page:
    """Open the editor of QMS-1.2 and wait for its marks; from the front page, whose menu a phone folds away."""
    page.goto(f"{page.url}curriculum/modules/")
    page.locator("a:has-text('QMS-1 ')").first.click()
    page.get_by_role("link", name="QMS-1.2").first.click()
    expect(page.locator(MARKS).first).to_be_visible()
    return page


def test_marks__show_upstreams_text_and_what_was_left_out(sign_in: Callable[..., Page]) -> None:
    page = open_lesson(sign_in("kenya-editor"))
    adapted = page.locator(MARKS, has_text="Changed here.").first
    declined = page.locator(DECLINED)

    adapted.get_by_text("Show upstream's text").click()
    declined.get_by_text("Show upstream's text").click()

    expect(adapted.locator("ins").first).to_be_visible()
    expect(adapted.locator("del").first).to_be_visible()
    expect(declined).to_contain_text("Passage “Test the cause with your own numbers”")
    expect(declined.get_by_text("Refused bags by place of drying").first).to_be_visible()
    expect(page.locator(".scan-mark--page")).to_contain_text("Compare with upstream")
    assert serious(page, ".scan-mark--page") == []


def test_marks__go_with_a_block_that_moves_and_refuse_while_something_is_unsaved(sign_in: Callable[..., Page]) -> None:
    page = open_lesson(sign_in("kenya-editor"))
    page.route("**/edit/", _cut_off)  # nothing is saved from here on
    block = page.locator("[data-streamfield-child]:has(> .scan-mark)").first
    count = page.locator(MARKS).count()

    expect(page.locator("[data-edit-form][data-w-unsaved-has-edits-value='false']")).to_be_attached(
        timeout=20_000
    )  # Wagtail looks
    block.locator("[data-streamfield-action='MOVE_UP']").first.click()
    expect(page.locator("[data-edit-form][data-w-unsaved-has-edits-value='true']")).to_be_attached(timeout=20_000)
    block.get_by_role("link", name="Return to upstream's").first.click()

    expect(block.locator("[data-save-first]").first).to_have_text("Save your changes first, then return this part.")
    assert page.locator(MARKS).count() == count
    assert page.url.endswith("/edit/")


def test_marks__return_a_part_after_asking(site: Site, sign_in: Callable[..., Page]) -> None:
    page = open_lesson(sign_in("kenya-editor", PHONE))
    editor = page.url
    link = page.locator(DECLINED).get_by_role("link", name="Take it back in")
    passage = str(link.get_attribute("href")).partition("/?")[0].rpartition("/")[2]

    link.click()
    expect(page.get_by_role("heading", name="back in?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Take it back in").click()

    expect(page.get_by_text("The draft has upstream's version now.")).to_be_visible()
    assert page.url == editor
    expect(page.locator(f"[data-streamfield-child][data-contentpath='{passage}']")).to_be_visible()
    expect(page.locator(".scan-mark--page")).to_be_visible()
    expect(page.locator(DECLINED)).to_have_count(0)


def test_comparison_and_reasons__have_no_serious_finding(sign_in: Callable[..., Page]) -> None:
    page = sign_in("kenya-editor")
    open_module(page, "QMS-1")
    page.get_by_role("link", name="Reasons").click()
    expect(page.get_by_role("heading", name="QMS-1.1")).to_be_visible()
    found = serious(page, "main")
    open_module(page, "QMS-1")
    page.get_by_role("link", name="QMS-1.1").first.click()
    page.locator(".scan-mark--page").get_by_role("link", name="Compare with upstream").click()
    expect(page.locator("ins").first).to_be_visible()

    assert [*found, *serious(page, "main")] == []


def _cut_off(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()
