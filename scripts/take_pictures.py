"""Makes the pictures of the README in docs/pictures anew: `python -m scripts.take_pictures`.

It runs a site of its own, changes a lesson there so that a release has something to show, and needs Chromium and
pdftoppm (`scripts/system_packages.sh test` installs both).
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
    page = browser.new_context(viewport=DESKTOP, locale="en-GB").new_page()
    page.goto(f"{site.address}/admin/login/")
    page.fill("#id_username", "generic-committee")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
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
