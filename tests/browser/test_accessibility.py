"""axe-core over every kind of page: no serious or critical finding (WCAG 2.2 AA)."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
ADMIN = ("/admin/", "/admin/curriculum/modules/", "/admin/curriculum/fork/")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def serious(page: Page, context: str | None = None) -> list[str]:
    """Return the serious and critical findings of axe-core on `page`."""
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [
        f"{finding['id']}: {node['html'][:120]}"
        for finding in found
        if finding["impact"] in {"serious", "critical"}
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize(("viewport", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone-light", "desktop-dark"])
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
