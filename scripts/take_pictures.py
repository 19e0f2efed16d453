"""Makes the pictures of the README and of the guides in docs/pictures anew: `python -m scripts.take_pictures`.

It runs a site of its own, changes a lesson there so that a release has something to show, takes over Kenya's update,
and needs Chromium and pdftoppm (`scripts/system_packages.sh test` installs both).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts.demonstration_site import CHROMIUM_FLAGS, PASSWORD, ROOT, Site, demonstration_site

PICTURES = ROOT / "docs" / "pictures"
PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=860)
COLOURS = 128  # enough for screens, and small in the repository


def main() -> int:
    """Take all pictures."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or shutil.which("pdftoppm") is None:
        sys.stderr.write("Install Chromium and Poppler first: scripts/system_packages.sh test\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demonstration_site(Path(folder)) as site:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
            take_public(browser, site)
            take_admin(browser, site)
            take_fork(browser, site)
            take_update(browser, site)
            take_reasons(browser, site)
            browser.close()
        take_print(site, Path(folder))
    for file in PICTURES.glob("*.png"):
        shrink(file)
    return 0


def take_public(browser: Browser, site: Site) -> None:
    """Take what readers see."""
    for name, path, viewport, dark in (
        ("lesson-phone", "/en/generic/qms-1/qms-1.1/", PHONE, False),
        ("module", "/en/generic/qms-1/", DESKTOP, False),
        ("catalogue-dark", "/en/generic/", DESKTOP, True),
        ("lesson", "/en/generic/rec-1/rec-1.2/", DESKTOP, False),
    ):
        context = browser.new_context(viewport=viewport, color_scheme="dark" if dark else "light", locale="en-GB")
        page = context.new_page()
        page.goto(site.address + path)
        save(page, name)
        context.close()


def take_admin(browser: Browser, site: Site) -> None:
    """Take what editors and the committee see, with one approved change that waits for its release."""
    page = sign_in(browser, site, "generic-committee")
    open_module(page, "REC-1")
    page.get_by_role("link", name="REC-1.1 The farm diary").click()
    page.wait_for_load_state("networkidle")
    save(page, "editor")
    page.locator("input[name$='-value']").first.fill("Why do we write things down?")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_load_state("networkidle")
    open_module(page, "REC-1")
    page.get_by_role("button", name="Approve module").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Release…").click()
    page.get_by_label("Notes").fill("One heading is clearer.")
    save(page, "release")


def take_fork(browser: Browser, site: Site) -> None:
    """Take what a national coordinator sees of forks: the choice, the marks in the editor, the report."""
    page = sign_in(browser, site, "kenya-coordinator")
    page.get_by_role("link", name="Fork modules").click()
    page.get_by_label("BUS-1").check()
    page.get_by_label("CER-1").check()
    save(page, "fork-choice")
    open_module(page, "QMS-1")
    page.get_by_role("link", name="Fork report").click()
    save(page, "fork-report")
    open_module(page, "QMS-1")
    page.get_by_role("link", name="QMS-1.2").click()
    block = page.locator("[data-streamfield-child]").filter(has=page.locator(":scope > .scan-mark")).first
    block.get_by_text("Show upstream's text").click()
    block.evaluate("block => block.scrollIntoView()")
    page.mouse.wheel(0, -80)  # clear of the bar that stays on top
    save(page, "editor-marks")


def take_update(browser: Browser, site: Site) -> None:
    """Take what a national editor sees of an update: the notice, the merge screen, and what follows."""
    page = sign_in(browser, site, "kenya-editor")
    open_module(page, "QMS-1")
    save(page, "update-notice")
    page.get_by_role("button", name="Look at the update").click()
    page.locator("html.merge-keys").wait_for()
    page.set_viewport_size({**DESKTOP, "height": 1180})
    page.locator(".merge-card").first.evaluate("card => card.scrollIntoView()")
    page.mouse.wheel(0, -90)
    save(page, "merge")
    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name="Write your own…").nth(1).click()
    save(page, "merge-own-text")
    page.go_back()
    page.locator("html.merge-keys").wait_for()
    for number, key in enumerate("32112111", start=1):
        page.keyboard.press("n")
        page.keyboard.press(key)
        page.locator("#merge-progress", has_text=f"{number} of 8 decided").wait_for()
    page.locator("summary").filter(has_text="QMS-1.3").click()
    entry = page.locator("form[data-question]").filter(has_text="Upstream added entry “Where it comes from")
    entry.get_by_text("Do not take it").click()
    entry.get_by_text("You decided this").wait_for()
    page.locator("summary").filter(has_text="QMS-1.3").click()
    page.get_by_role("link", name="All decided: apply").click()
    save(page, "merge-apply")
    page.get_by_role("button", name="Apply the update").click()
    page.get_by_role("button", name="Submit module").click()
    page.get_by_text("Waiting").first.wait_for()


def take_reasons(browser: Browser, site: Site) -> None:
    """Take what a coordinator is asked before the release of an update of which one part was not taken."""
    page = sign_in(browser, site, "kenya-coordinator")
    open_module(page, "QMS-1")
    page.get_by_role("button", name="Approve module").click()
    page.get_by_role("link", name="Release…").click()
    page.get_by_role("link", name="Say why").click()
    page.wait_for_load_state("networkidle")
    page.locator(".scan-demand--open").evaluate("row => row.scrollIntoView({ block: 'center' })")
    save(page, "reasons")


def sign_in(browser: Browser, site: Site, username: str) -> Page:
    """Return the front page of the admin as somebody sees it."""
    page = browser.new_context(viewport=DESKTOP, locale="en-GB").new_page()
    page.goto(f"{site.address}/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def open_module(page: Page, code: str) -> None:
    """Open the overview of a module in the admin."""
    page.get_by_role("link", name="Modules", exact=True).click()
    page.locator(f"a:has-text('{code} ')").first.click()
    page.wait_for_load_state("networkidle")


def take_print(site: Site, folder: Path) -> None:
    """Take one page of a workbook."""
    book = folder / "book.pdf"
    site.manage("print_workbook", "generic", "QMS-1", "--language", "en", "--out", str(book))
    subprocess.run(
        ["pdftoppm", "-r", "70", "-f", "5", "-l", "5", "-singlefile", "-png", str(book), str(PICTURES / "workbook")],
        check=True,
    )


def save(page: Page, name: str) -> None:
    """Save what the page shows as docs/pictures/NAME.png."""
    page.wait_for_timeout(600)  # until nothing moves any more
    page.screenshot(path=PICTURES / f"{name}.png")


def shrink(file: Path) -> None:
    """Write a picture again with few colours."""
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
