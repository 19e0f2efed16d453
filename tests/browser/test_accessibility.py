"""axe-core over every kind of page: no serious or critical finding (WCAG 2.2 AA)."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

PUBLIC = (
    "/en/",
    "/en/generic/",
    "/en/generic/?level=low",
    "/en/generic/qms-1/",
    "/en/generic/qms-1/qms-1.1/",
    "/en/generic/qms-1/v1.0.0/qms-1.1/",
    "/en/search/?q=plan",
    "/sw/generic/",
    "/en/generic/xyz-9/",
)
ADMIN = ("/admin/", "/admin/curriculum/modules/", "/admin/curriculum/forking/")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

looks = pytest.mark.parametrize(
    ("viewport", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone-light", "desktop-dark"]
)


def serious(page: Page, context: str | None = None) -> list[str]:
    """Return the serious and critical findings of axe-core on `page`."""
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [
        f"{finding['id']}: {node['html'][:120]}"
        for finding in found
        if finding["impact"] in {"serious", "critical"}
        for node in finding["nodes"]
    ]


@looks
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page__has_no_serious_finding(
    visit: Callable[..., Page], path: str, viewport: dict[str, int], dark: bool
) -> None:
    assert serious(visit(path, viewport, dark=dark)) == []


@pytest.mark.parametrize("path", ADMIN)
def test_own_admin_screen__has_no_serious_finding(sign_in: Callable[..., Page], path: str) -> None:
    page = sign_in("kenya-coordinator")
    page.goto(page.url.replace("/admin/", path))

    assert serious(page, "main") == []


@looks
def test_screens_of_a_fork__have_no_serious_finding(
    sign_in: Callable[..., Page], viewport: dict[str, int], dark: bool
) -> None:
    page = sign_in("kenya-coordinator", viewport, dark=dark)
    module = open_fork(page)
    found = {"notice": serious_below(page, "QMS-1", ".merge-notice")}
    for name in ("Fork report", "Reasons"):
        page.get_by_role("link", name=name).click()
        found[name] = serious_below(page, name)
        page.goto(module)
    page.get_by_role("link", name="QMS-1.1").first.click()
    page.locator(".scan-mark").get_by_text("Show upstream's text").first.click()
    found["marks"] = serious(page, ".scan-mark")  # what else is in the editor is Wagtail's
    page.locator(".scan-mark--page").get_by_role("link", name="Compare with upstream").click()
    found["comparison"] = serious_below(page, "Compare with upstream")

    assert {name: findings for name, findings in found.items() if findings} == {}


@looks
def test_merge_screen__has_no_serious_finding(
    sign_in: Callable[..., Page], viewport: dict[str, int], dark: bool
) -> None:
    page = sign_in("kenya-coordinator", viewport, dark=dark)
    open_fork(page)
    page.get_by_role("button", name="Look at the update").click()
    page.locator("summary").filter(has_text="QMS-1.3").click()
    expect(page.get_by_text("Upstream added step").first).to_be_visible()
    page.locator("summary").filter(has_text="Keyboard").click()
    found = {"merge": serious_below(page, "Update from upstream")}
    merge = page.url
    page.get_by_role("link", name="Write your own…").first.click()
    found["own text"] = serious_below(page, "Write your own")
    page.goto(merge)
    page.get_by_role("link", name="Discard the update…").click()
    found["discarding"] = serious_below(page, "Discard the update")
    page.get_by_role("button", name="Discard the update").click()  # so that the site is as it was
    expect(page.get_by_text("is set aside")).to_be_visible()

    assert {name: findings for name, findings in found.items() if findings} == {}


def open_fork(page: Page) -> str:
    """Open Kenya's QMS-1, also where a phone folds the menu away, and return its address."""
    page.goto(f"{page.url}curriculum/modules/")
    page.locator("a:has-text('QMS-1 ')").first.click()
    expect(page.locator(".merge-notice")).to_be_visible()
    return page.url


def serious_below(page: Page, title: str, context: str = "main") -> list[str]:
    """Return the findings on a screen of the admin, once its title is there."""
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
    return serious(page, context)
