"""The main job once through, as people do it: sign in, edit, submit, approve, release, read, search, fork."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from scripts.demonstration_site import Site
from tests.browser.conftest import PHONE

SENTENCE = "A diary that nobody opens is only paper and a pencil."


def open_module(page: Page, code: str) -> None:
    """Open the overview of a module in the admin."""
    page.get_by_role("link", name="Modules", exact=True).click()
    page.locator(f"a:has-text('{code} ')").first.click()


def test_walk__from_an_edit_to_a_reader_on_a_phone(
    site: Site, sign_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    """Edit → submit → approve → release → read in Swahili on a phone → search."""
    editor = sign_in("generic-editor")
    open_module(editor, "REC-1")
    editor.get_by_role("link", name="REC-1.1 The farm diary").click()
    heading = editor.locator("input[value='Why write things down?'], input[name$='-value']").first
    expect(heading).to_have_value("Why write things down?")
    heading.fill(SENTENCE)
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_role("status").first).to_contain_text("The farm diary")
    open_module(editor, "REC-1")
    expect(editor.get_by_text("Draft", exact=True).first).to_be_visible()
    editor.get_by_role("button", name="Submit module").or_(editor.get_by_role("link", name="Submit module")).click()
    expect(editor.get_by_text("Waiting").first).to_be_visible()

    committee = sign_in("generic-committee")
    open_module(committee, "REC-1")
    committee.get_by_role("button", name="Approve module").or_(
        committee.get_by_role("link", name="Approve module")
    ).click()
    expect(committee.get_by_text("Waiting")).to_have_count(0)
    committee.get_by_role("link", name="Release…").click()
    expect(committee.get_by_text("Lesson 1: heading").first).to_be_visible()
    committee.get_by_label("Notes").fill("One heading is clearer.")
    committee.get_by_role("button", name="Release").click()
    expect(committee.locator("body")).to_contain_text("1.0.1")

    reader = visit("/en/generic/rec-1/rec-1.1/", PHONE)
    expect(reader.get_by_role("heading", name=SENTENCE)).to_be_visible()
    reader.locator("details.languages summary").click()
    reader.get_by_role("link", name="Kiswahili").first.click()
    expect(reader.locator("html")).to_have_attribute("lang", "sw")
    expect(reader.get_by_role("heading", name=SENTENCE)).to_be_visible()
    assert reader.url.endswith("/en/generic/rec-1/rec-1.1/")
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.goto(f"{site.address}/en/search/?q=pencil")
    expect(reader.locator("main")).to_contain_text("REC-1.1")


def test_walk__a_national_platform_forks_a_module(site: Site, sign_in: Callable[..., Page]) -> None:
    """A coordinator asks for two modules, the background worker forks them, and they are the platform's own."""
    coordinator = sign_in("kenya-coordinator")
    coordinator.get_by_role("link", name="Fork modules").click()
    coordinator.get_by_label("GAP-1").check()
    coordinator.get_by_label("BUS-1").check()
    coordinator.get_by_role("button", name="Fork what is chosen").click()
    # Loaded anew by the script that follows the worker.
    expect(coordinator.get_by_text("2 modules are forked.")).to_be_visible(timeout=20_000)

    coordinator.get_by_role("link", name="GAP-1").click()
    coordinator.get_by_role("link", name="Release…").click()
    coordinator.get_by_label("Notes").fill("First Kenyan release.")
    coordinator.get_by_role("button", name="Release").click()

    coordinator.goto(f"{site.address}/en/kenya/gap-1/")
    expect(coordinator.locator("main")).to_contain_text("1.0.0")
    assert "as they were released" in site.manage("check_integrity")
