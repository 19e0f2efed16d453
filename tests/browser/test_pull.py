"""An update taken over as a national platform does it: Kenya's QMS-1 from the notice to what readers see.

Each test has a site of its own, since a pull changes the module for everybody.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.demonstration_site import Site, served
from tests.browser.conftest import DESKTOP
from tests.browser.test_walk import open_module

TABLET = {"width": 820, "height": 1180}
OWN_COST = "It costs KES 2,100 with the transport of the mesh."
OWN_REST = "After the cost of the table KES 900 are left."
NO_ROOM = "Our printed form is narrow, and the factory asks for no source."
#: Puts the selection of the browser around some words of a text.
SELECT = """(editor, words) => {
  const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const start = texts.currentNode.data.indexOf(words);
    if (start < 0) continue;
    getSelection().setBaseAndExtent(texts.currentNode, start, texts.currentNode, start + words.length);
    return;
  }
  throw new Error(`not there: ${words}`);
}"""


@pytest.fixture
def site(demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a site with the demonstration for one test."""
    with served(shutil.copytree(demonstration, tmp_path / "site")) as site:
        yield site


def question(page: Page, words: str) -> Locator:
    """Return what the merge screen asks with these words."""
    return page.locator("form[data-question]").filter(has=page.locator("legend", has_text=words))


def decide(page: Page, words: str, answer: str) -> None:
    """Choose an answer and wait until it is saved."""
    asked = question(page, words)
    asked.locator("label", has_text=answer).click()
    expect(page.locator("[data-status]")).to_have_text("Saved.")
    expect(asked.get_by_text("You decided this")).to_be_visible()


def expect_decided(page: Page, count: int) -> None:
    """Wait until so many of the eight contradictions are decided."""
    expect(page.locator("#merge-progress")).to_contain_text(f"{count} of 8 decided")


def open_update(page: Page, notice: str, button: str) -> None:
    """Go from a line on the dashboard over the module to the merge screen."""
    line = page.get_by_role("listitem").filter(has_text=notice)
    line.get_by_role("link", name="QMS-1").click()
    page.get_by_role("button", name=button).or_(page.get_by_role("link", name=button)).click()
    expect(page.locator("html.merge-keys")).to_be_attached()  # the script of the screen runs


def replace(page: Page, old: str, new: str) -> None:
    """Put words in the place of others in the rich text editor."""
    editor = page.get_by_role("textbox", name="Your own text")
    expect(editor).to_contain_text(old)
    editor.click()
    editor.evaluate(SELECT, old)
    page.keyboard.type(new)
    expect(page.locator("input[name=value]")).to_have_value(re.compile(re.escape(new)))  # a moment after typing


def test_pull__walks_from_the_notice_to_what_readers_see(
    site: Site, sign_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    """M5, M6, M7, L3, T5: two people decide in several sittings; the drafts are approved, explained and released."""
    editor = sign_in("kenya-editor")
    open_update(editor, "Update available: 1.0.0 → 1.1.0", "Look at the update")
    expect(editor.get_by_text("1 takes what upstream changed")).to_be_visible()
    decide_with_keys(editor)
    meet_on_the_screen(editor, sign_in("kenya-coordinator"))
    editor.context.close()

    editor = sign_in("kenya-editor", TABLET)
    open_update(editor, "The update to 1.1.0 is being looked at.", "Go on with the update")
    go_on_deciding(editor)
    write_own_text(editor)
    decline_one_safe_change(editor)
    apply(editor)

    coordinator = sign_in("kenya-coordinator")
    approve(editor, coordinator)
    explain_and_release(coordinator)

    reader = visit("/en/kenya/qms-1/qms-1.1/")
    expect(reader.locator("main")).to_contain_text(OWN_COST)
    expect(reader.locator("main")).to_contain_text("You try another maize seed, move the cowshed")
    expect(reader.locator("main")).to_contain_text("A year later one neighbour says it was better")
    expect(reader.locator("main")).to_contain_text("Who in our chama or at our factory works in this way already?")
    expect(reader.locator("main")).not_to_contain_text("A new drying table is in use.")
    assert "as they were released" in site.manage("check_integrity")


def decide_with_keys(page: Page) -> None:
    """Answer the first two questions with nothing but the keyboard."""
    page.keyboard.press("n")
    expect(question(page, "both changed the same sentences").first).to_be_focused()
    page.keyboard.press("3")
    expect_decided(page, 1)
    page.keyboard.press("n")
    expect(question(page, "each changed the order")).to_be_focused()
    page.keyboard.press("2")
    expect_decided(page, 2)
    expect(question(page, "each changed the order").get_by_role("radio", name="Upstream")).to_be_checked()


def meet_on_the_screen(first: Page, second: Page) -> None:
    """Two people at one update: each is told of the other, and who comes second sees what the first one chose."""
    second.goto(first.url)
    expect(second.locator("[data-here]")).to_have_text("Editor SCAN Kenya is looking at this update too.")
    expect_decided(second, 2)
    expect(question(second, "each changed the order")).to_contain_text("Editor SCAN Kenya decided this")
    decide(second, "moved table “Simple ways to measure”", "SCAN Kenya")

    asked = question(first, "moved table “Simple ways to measure”")
    asked.locator("label", has_text="Upstream").click()

    expect(asked.get_by_role("alert")).to_contain_text("Coordinator SCAN Kenya decided this while you looked: Ours.")
    expect(asked.get_by_role("button", name="Save mine all the same")).to_be_visible()


def go_on_deciding(page: Page) -> None:
    """Find what was decided before, in another browser as wide as a tablet, and decide most of the rest."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect_decided(page, 3)
    expect(question(page, "each changed the order").get_by_role("radio", name="Upstream")).to_be_checked()
    expect(question(page, "moved table").get_by_role("radio", name="SCAN Kenya")).to_be_checked()
    decide(page, "(step “Two volunteers carry", "Upstream")
    decide(page, "(step “Empty the second bucket", "SCAN Kenya")
    decide(page, "Upstream took out discussion", "Keep ours")
    expect(question(page, "Decline it again?")).to_contain_text("You declined this because: “Most of our members")
    decide(page, "Decline it again?", "Leave it out")
    expect_decided(page, 7)


def write_own_text(page: Page) -> None:
    """Answer the last question with a text of one's own, which neither side has."""
    asked = question(page, "both changed the same sentences").last
    asked.get_by_role("link", name="Write your own…").click()
    replace(page, "It costs KES 1,800. It costs 180 LMU with the transport of the mesh.", OWN_COST)
    replace(
        page, "After the cost of the table KES 1,200 are left. After the cost of the table 270 LMU are left.", OWN_REST
    )
    page.get_by_role("button", name="Save this text").click()
    expect_decided(page, 8)
    expect(asked.get_by_role("radio", name="Your own text")).to_be_checked()
    expect(asked).to_contain_text(OWN_REST)


def decline_one_safe_change(page: Page) -> None:
    """Accept what needs no decision, but for one entry of a form that the platform does not want."""
    page.get_by_role("button", name="Accept all 24 safe changes").click()
    expect(page.get_by_text("24 safe changes are accepted.")).to_be_visible()
    page.locator("summary").filter(has_text="QMS-1.3").click()  # fetched only now
    decide(page, "Upstream added entry “Where it comes from", "Do not take it")


def apply(page: Page) -> None:
    """Apply, and find the drafts of the touched pages, nothing of them approved."""
    foot = page.get_by_role("region", name="Apply the update")
    expect(foot.get_by_role("listitem")).to_have_count(4)
    foot.get_by_role("button", name="Apply the update to 1.1.0").click()
    expect(page.get_by_text("The update to 1.1.0 is applied: 4 pages have new drafts.")).to_be_visible()
    expect(page.get_by_text("Draft", exact=True)).to_have_count(4)
    expect(page.get_by_text("Approved", exact=True)).to_have_count(2)


def approve(editor: Page, coordinator: Page) -> None:
    """Submit the module, and approve it as somebody else."""
    editor.get_by_role("button", name="Submit module").click()
    expect(editor.get_by_text("Waiting").first).to_be_visible()
    open_module(coordinator, "QMS-1")
    coordinator.get_by_role("button", name="Approve module").click()
    expect(coordinator.get_by_text("Approved", exact=True)).to_have_count(6)


def explain_and_release(page: Page) -> None:
    """Be asked why a core part is not as upstream has it, say so, and release."""
    page.get_by_role("link", name="Release…").click()
    expect(page.get_by_text("Before you release: say why")).to_be_visible()
    expect(page.get_by_role("button", name="Release", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Say why").click()
    asked = page.locator(".scan-demand--open")
    asked.get_by_label("What makes the difference here").select_option("market")
    asked.get_by_label("Reason").fill(NO_ROOM)
    page.get_by_role("button", name="Save reasons").click()
    expect(page.get_by_text("Every reason is given.")).to_be_visible()
    page.get_by_role("link", name="To the release").click()
    page.get_by_label("Notes").fill("With upstream's 1.1.0.")
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_role("link", name="1.1.0", exact=True)).to_be_visible()


def test_pull__without_scripts_is_decided_applied_and_undone(sign_in: Callable[..., Page]) -> None:
    """M8: every page works without script; undoing brings the drafts back and keeps what was decided."""
    page = sign_in("kenya-editor", DESKTOP, scripts=False)
    page.get_by_role("link", name="QMS-1").first.click()
    module = page.url
    page.get_by_role("button", name="Look at the update").click()
    for count in range(1, 9):
        asked = page.locator("form[data-open]").first
        asked.locator("label").last.click()
        asked.get_by_role("button", name="Save", exact=True).click()
        expect_decided(page, count)
    page.get_by_role("button", name="Apply the update to 1.1.0").click()
    expect(page.get_by_text("4 pages have new drafts.")).to_be_visible()
    expect(page.get_by_role("region", name="Changes")).to_contain_text("Where people travel far")

    page.get_by_role("link", name="Undo the update…").click()
    page.get_by_role("button", name="Undo the update").click()

    expect(page.get_by_text("The drafts are as they were before it.")).to_be_visible()
    expect(page.get_by_role("region", name="Changes")).to_contain_text("Nothing changed.")
    assert page.url == module
    page.get_by_role("button", name="Look at the update").click()
    expect_decided(page, 8)
