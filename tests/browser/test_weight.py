"""What a first visit costs: at most 40 KB over the wire in at most 6 requests, and it reads without script or style."""

from playwright.sync_api import Browser, Request

from scripts.demonstration_site import Site
from tests.browser.conftest import PHONE

LESSONS = ("/en/generic/gap-1/gap-1.3/", "/en/generic/qms-2/qms-2.3/")  # without pictures
MOST_BYTES, MOST_REQUESTS = 40_000, 6


def test_first_visit__is_light(site: Site, browser: Browser) -> None:
    for path in LESSONS:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        finished: list[Request] = []
        page.on("requestfinished", lambda request, finished=finished: finished.append(request))

        page.goto(site.address + path)
        page.wait_for_load_state("networkidle")
        sizes = [request.sizes() for request in finished]
        weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

        assert page.locator("main img").count() == 0
        assert len(finished) <= MOST_REQUESTS
        assert weight <= MOST_BYTES
        context.close()


def test_lesson__reads_without_script_and_style(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())

    page.goto(site.address + LESSONS[0])

    assert page.locator("main h1").count() == 1
    assert len(page.locator("main").inner_text().split()) > 300
    too_wide = "[...document.querySelectorAll('h1, h2, h3, p, li')].filter(e => e.getBoundingClientRect().right > 361)"
    assert page.evaluate(f"{too_wide}.filter(e => !e.closest('table')).length") == 0
    context.close()
