"""Every address of the public site: what it shows, and what it says where there is nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import node_id

Page = Callable[..., str]


@pytest.mark.parametrize(
    ("headers", "cookie", "language"),
    [({}, "", "en"), ({"accept-language": "fr, sw;q=0.8"}, "", "sw"), ({"accept-language": "sw"}, "pt", "pt"),
     ({"accept-language": "xx"}, "klingon", "en"), ({"accept-language": "es-PE"}, "", "es")],
)  # fmt: skip
def test_entrance__leads_to_the_best_language(
    client: Client, db: None, headers: dict[str, str], cookie: str, language: str
) -> None:
    client.cookies["interface_language"] = cookie

    response = client.get("/", headers=headers)

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]


def test_home__shows_platforms_and_the_generic_modules(page: Page, second: Release, peru: PlatformPage) -> None:
    html = page("/en/")

    assert 'href="/en/generic/tst-1/"' in html
    assert "SCAN Perú" in html


def test_platform__lists_modules_with_what_filters_leave(page: Page, second: Release) -> None:
    assert "A small module" in page("/en/generic/")
    assert "A small module" in page("/en/generic/?level=low&phase=planning-1&theme=people")
    assert "A small module" not in page("/en/generic/?level=specialized")


def test_platform__unknown_filter_is_told_and_kept(page: Page, second: Release) -> None:
    html = page("/en/generic/?theme=%3Cb%3Ehens")

    assert "There is no “&lt;b&gt;hens” here" in html
    assert '<option value="&lt;b&gt;hens" selected>' in html
    assert "A small module" in html


def test_platform__without_the_language_lists_the_modules_in_others(page: Page, second: Release) -> None:
    html = page("/sw/generic/")

    assert '<html lang="sw">' in html
    assert 'href="/en/generic/tst-1/"' in html
    assert 'href="/es/generic/"' in html


def test_module__shows_outcomes_lessons_changes_and_releases(page: Page, second: Release) -> None:
    html = page("/en/generic/tst-1/")

    assert "Say why a group keeps records" in html
    assert 'href="/en/generic/tst-1/tst-1.3/"' in html
    assert "Lesson 3 “Lesson number 3” added" in html
    assert 'href="/en/generic/tst-1/v1.0.0/"' in html
    assert '<h1 lang="en">' in html
    assert '<link rel="alternate" hreflang="es" href="http://testserver/es/generic/tst-1/">' in html


def test_module__older_release_says_that_there_is_a_newer(page: Page, second: Release) -> None:
    html = page("/en/generic/tst-1/v1.0.0/")

    assert "This is version 1.0.0" in html
    assert 'href="/en/generic/tst-1/v1.0.0/tst-1.1/"' in html
    assert 'rel="canonical" href="http://testserver/en/generic/tst-1/"' in html


def test_module__withdrawn_release_stays_readable_and_says_so(page: Page, first: Release, second: Release) -> None:
    withdraw_release(release=second, by=None, reason="A <b>wrong</b> figure.")

    assert "Version 1.1.0 was withdrawn" in page("/en/generic/tst-1/v1.1.0/tst-1.1/")
    assert "A &lt;b&gt;wrong&lt;/b&gt; figure." in page("/en/generic/tst-1/v1.1.0/")
    assert "version 1.0.0" in page("/en/generic/tst-1/")
    offer = page("/es/generic/tst-1/")
    assert 'href="/en/generic/tst-1/"' in offer
    assert 'href="/es/generic/tst-1/v1.1.0/"' in offer


def test_lesson__shows_every_kind_of_node(page: Page, second: Release) -> None:
    html = page("/en/generic/tst-1/tst-1.1/")

    shown = [
        "Why we look first", "<b>bold</b>", "What is written down", "Water game", "a cup with holes", "Carry water",
        "Who writes at home?", "Two sisters", "<caption>Rain</caption>", "A wheel with four spokes", "Rain record",
        "Millimetres", "Does writing help?", "So it is.", "Bring water.", "For small groups", "TST-STD", "four cards",
        "under a tree", "For groups at level: Low", "1\u00a0hr\u00a030\u00a0min",
    ]  # fmt: skip
    assert [words for words in shown if words not in html] == []
    assert f'id="{node_id("TST-1/lesson-1/activity")}"' in html


def test_lesson__has_neighbours_and_place(page: Page, second: Release) -> None:
    html = page("/en/generic/tst-1/tst-1.2/")

    assert "Lesson 2 of 3" in html
    assert '<link rel="prev" href="/en/generic/tst-1/tst-1.1/">' in html
    assert '<link rel="next" href="/en/generic/tst-1/tst-1.3/">' in html


@pytest.mark.parametrize(
    ("given", "canonical"),
    [("/en/generic/TST-1/", "/en/generic/tst-1/"), ("/EN/generic/tst-1/TST-1.2/?a=1", "/en/generic/tst-1/tst-1.2/?a=1"),
     ("/en/generic/Tst-1/v1.0.0/", "/en/generic/tst-1/v1.0.0/"), ("/EN/", "/en/"), ("/en/Generic/", "/en/generic/")],
)  # fmt: skip
def test_capital_letters__lead_to_the_address_in_small_ones(
    client: Client, second: Release, given: str, canonical: str
) -> None:
    response = client.get(given)

    assert (response.status_code, response["Location"]) == (301, canonical)


@pytest.mark.parametrize(
    ("path", "sentence", "link"),
    [("/fr/", "Nothing is published in “fr”.", "/es/"),
     ("/en/narnia/", "There is no platform “narnia”.", "/en/generic/"),
     ("/en/generic/tst-9/", "has no module “TST-9”.", "/en/generic/tst-1/"),
     ("/en/generic/tst-1/v9.9.9/", "TST-1 has no version 9.9.9.", "/en/generic/tst-1/v1.0.0/"),
     ("/en/generic/tst-1/v1/", "TST-1 has no version 1.", "/en/generic/tst-1/v1.0.0/"),
     ("/en/generic/tst-1/tst-1.9/", "TST-1 has no lesson “TST-1.9” in version 1.1.0.", "/en/generic/tst-1/tst-1.3/"),
     ("/en/generic/tst-1/v1.0.0/tst-1.3/", "in version 1.0.0", "/en/generic/tst-1/v1.0.0/tst-1.1/"),
     ("/en/generic/tst-1/%3Cscript%3E/", "“&lt;SCRIPT&gt;”", "/en/generic/tst-1/tst-1.1/"),
     ("/interface/fr/", "does not speak “fr”", "/interface/es/?next=%2F")],
)  # fmt: skip
def test_missing_page__says_what_there_is(client: Client, second: Release, path: str, sentence: str, link: str) -> None:
    response = client.get(path)

    html = response.content.decode()
    assert response.status_code == 404
    assert sentence in html
    assert f'href="{link}"' in html


def test_nothing_at_an_address__is_a_page_of_this_site(client: Client, db: None) -> None:
    response = client.get("/no/where/at/all/nor/here/ever/", headers={"accept-language": "en"})

    assert response.status_code == 404
    assert "There is nothing at this address." in response.content.decode()


def test_other_methods__are_refused(client: Client, second: Release) -> None:
    assert client.post("/en/generic/tst-1/").status_code == 405
    assert client.delete("/en/").status_code == 405


def test_interface_language__follows_the_cookie_and_offers_the_edition(
    client: Client, page: Page, second: Release
) -> None:
    client.cookies["interface_language"] = "es"

    html = page("/en/generic/tst-1/tst-1.1/")

    assert '<html lang="es">' in html
    assert 'href="/es/generic/tst-1/tst-1.1/"' in html
    assert 'class="notice offer"' in html


@pytest.mark.parametrize(
    ("path", "target"),
    [("/en/generic/tst-1/?a=b", "/en/generic/tst-1/?a=b"), ("", "/es/"), ("//evil.example", "/es/"),
     ("/\\evil.example", "/es/"), ("javascript:alert(1)", "/es/"), ("/x\r\nSet-Cookie:a=b", "/es/"),
     ("https://evil.example/", "/es/"), ("/\t/evil.example", "/es/"), ("/%0d%0aX:y", "/%0d%0aX:y")],
)  # fmt: skip
def test_switch_interface__leads_back_to_paths_of_this_site_only(
    client: Client, db: None, path: str, target: str
) -> None:
    """A4"""
    response = client.get("/interface/es/", {"next": path})

    assert (response.status_code, response["Location"]) == (302, target)
    assert response.cookies["interface_language"].value == "es"


def test_interface_language__speaks_around_the_content_which_stays_in_its_own(client: Client, second: Release) -> None:
    client.cookies["interface_language"] = "es"

    html = client.get("/en/generic/tst-1/tst-1.1/").content.decode()

    assert '<html lang="es">' in html
    assert '<h1 lang="en">Look, then act</h1>' in html
    assert "Lección 1 de 3" in html
    assert "Check yourself" in html.partition("<article")[2].partition("</article>")[0]
