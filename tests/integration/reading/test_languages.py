"""Languages for readers: what is offered where theirs is missing, and what a fifth language needs."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from curriculum.content.models import PlatformPage
from curriculum.reading.actions.refresh_lesson_texts import rebuild_lesson_texts
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from curriculum.translation.actions.publish_edition import publish_edition as publish_translation
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.po import plan_of_po, written_po
from tests.factories import released, small_document
from tests.integration.reading.conftest import in_language, publish_edition, publish_release
from tests.integration.releases.edits import edited

Page = Callable[..., str]
Links = list[tuple[str, str]]


@pytest.fixture
def reader(client: Client) -> Client:
    """Return a reader whose interface speaks English, whatever the address says."""
    client.cookies["interface_language"] = "en"
    return client


@pytest.fixture
def third(second: Release, generic: PlatformPage) -> Release:
    """Release 1.2.0 of TST-1, in English only, with a fourth lesson."""
    release = publish_release(generic, small_document(lessons=4), "1.2.0")
    rebuild_lesson_texts()
    return release


def ways(html: str) -> Links:
    """Return words and addresses of the ways on that a page offers."""
    return [
        (" ".join(a.get_text().split()), str(a["href"])) for a in BeautifulSoup(html, "html.parser").select(".ways a")
    ]


def heading(html: str) -> str:
    return str(BeautifulSoup(html, "html.parser").h1.get_text(strip=True))  # type: ignore[union-attr]


def alternates(html: str) -> dict[str, str]:
    """Return the addresses that the head of a page gives by language."""
    found = BeautifulSoup(html, "html.parser").select("head link[rel=alternate]")
    return {str(link["hreflang"]): str(link["href"]).removeprefix("http://testserver") for link in found}


def offered(client: Client, path: str) -> tuple[int, str, Links]:
    answer = client.get(path)
    html = answer.content.decode()
    return answer.status_code, heading(html), ways(html)


def test_module__in_a_language_that_it_lacks_is_offered_in_those_it_has(reader: Client, second: Release) -> None:
    assert offered(reader, "/pt/generic/tst-1/") == (
        200,
        "TST-1 of Generic curriculum is not published in Portuguese.",
        [("English", "/en/generic/tst-1/"), ("Español", "/es/generic/tst-1/")],
    )
    assert reader.get("/pt/generic/tst-1/")["X-Robots-Tag"] == "noindex"


def test_lesson__in_a_language_that_it_lacks_is_offered_where_it_stands(reader: Client, second: Release) -> None:
    assert offered(reader, "/pt/generic/tst-1/TST-1.3/")[2] == [
        ("English", "/en/generic/tst-1/tst-1.3/"),
        ("Español", "/es/generic/tst-1/tst-1.3/"),
    ]


def test_offer__begins_with_the_language_nearest_to_the_readers(client: Client, second: Release) -> None:
    publish_edition(second, in_language(small_document(lessons=3), "pt"))
    client.cookies["interface_language"] = "es"

    links = offered(client, "/pt-BR/generic/tst-1/")[2]

    assert [words for words, _address in links] == ["Português", "Español", "English"]


def test_lesson__that_is_not_translated_yet_is_offered_in_the_language_that_has_it(
    reader: Client, third: Release
) -> None:
    assert offered(reader, "/es/generic/tst-1/tst-1.4/") == (
        200,
        "Lesson TST-1.4 is not published in Spanish yet.",
        [("English", "/en/generic/tst-1/tst-1.4/")],
    )


def test_version__that_a_language_lacks_is_offered_in_another_and_in_its_own_current_one(
    reader: Client, second: Release
) -> None:
    assert offered(reader, "/es/generic/tst-1/v1.0.0/tst-1.2/") == (
        200,
        "Version 1.0.0 of TST-1 is not published in Spanish.",
        [
            ("English, version 1.0.0", "/en/generic/tst-1/v1.0.0/tst-1.2/"),
            ("Spanish, version 1.1.0", "/es/generic/tst-1/tst-1.2/"),
        ],
    )


def test_withdrawn__in_one_language_is_offered_in_another(reader: Client, first: Release, second: Release) -> None:
    withdraw_release(release=second, by=None, reason="A wrong figure.")

    assert offered(reader, "/es/generic/tst-1/") == (
        200,
        "Every version of TST-1 in Spanish was withdrawn.",
        [("English", "/en/generic/tst-1/"), ("Spanish, version 1.1.0", "/es/generic/tst-1/v1.1.0/")],
    )


@pytest.mark.parametrize(
    "path", ["/es/generic/tst-9/", "/pt/generic/tst-1/tst-1.9/", "/es/generic/tst-1/tst-1.9/",
             "/pt/generic/tst-1/v9.0.0/", "/es/generic/tst-1/v9.0.0/tst-1.1/", "/xx/generic/tst-1/", "/fr/generic/"]
)  # fmt: skip
def test_what_exists_in_no_language__is_missing_and_says_what_there_is(
    reader: Client, second: Release, path: str
) -> None:
    status, _sentence, links = offered(reader, path)

    assert status == 404
    assert links


def test_platform__in_an_unknown_language_offers_itself_in_known_ones(reader: Client, second: Release) -> None:
    links = offered(reader, "/fr/generic/")[2]

    assert ("Español", "/es/generic/") in links


def test_older_edition__says_that_the_newest_is_not_in_its_language_yet_and_where_it_is(
    page: Page, reader: Client, third: Release
) -> None:
    module, lesson = page("/es/generic/tst-1/"), page("/es/generic/tst-1/tst-1.2/")

    for html, address in ((module, "/en/generic/tst-1/"), (lesson, "/en/generic/tst-1/tst-1.2/")):
        notice = BeautifulSoup(html, "html.parser").select_one(".notice.ahead")
        assert notice is not None
        assert " ".join(notice.get_text().split()) == (
            "The newest version, 1.2.0, is not in this language yet: Spanish. "
            "Read version 1.2.0 in this language: English"
        )
        assert (notice.a["href"], notice.a["hreflang"]) == (address, "en")
    assert "notice ahead" not in page("/en/generic/tst-1/")


def test_head__names_each_language_and_one_for_everybody_else(page: Page, third: Release) -> None:
    module = {"en": "/en/generic/tst-1/", "es": "/es/generic/tst-1/", "x-default": "/en/generic/tst-1/"}
    platform = {"en": "/en/generic/", "es": "/es/generic/", "x-default": "/en/generic/"}

    assert alternates(page("/en/generic/tst-1/")) == alternates(page("/es/generic/tst-1/")) == module
    assert alternates(page("/es/generic/tst-1/tst-1.2/")) == {
        language: f"{address}tst-1.2/" for language, address in module.items()
    }
    assert alternates(page("/en/generic/tst-1/tst-1.4/")) == {
        "en": "/en/generic/tst-1/tst-1.4/",
        "x-default": "/en/generic/tst-1/tst-1.4/",
    }
    assert alternates(page("/es/generic/")) == alternates(page("/sw/generic/")) == platform
    assert alternates(page("/en/")) == {"en": "/en/", "es": "/es/", "x-default": "/"}


def test_platform__lists_each_other_module_once_in_the_nearest_language_and_names_it(
    client: Client, page: Page, second: Release, generic: PlatformPage
) -> None:
    publish_release(generic, in_language(small_document("TST-2"), "pt"))
    publish_release(generic, small_document("TST-3"))
    client.cookies["interface_language"] = "es"

    packets = BeautifulSoup(page("/sw/generic/"), "html.parser").select(".packet")

    shown = [(packet.h3.a["href"], packet.select_one(".packet-language").get_text(strip=True)) for packet in packets]
    assert shown == [
        ("/es/generic/tst-1/", "Español"),
        ("/pt/generic/tst-2/", "Português"),
        ("/en/generic/tst-3/", "English"),
    ]


def test_content__says_its_language_and_the_interface_its_own(page: Page, reader: Client, second: Release) -> None:
    soup = BeautifulSoup(page("/es/generic/tst-1/tst-1.1/"), "html.parser")

    assert soup.html["lang"] == "en"
    assert [soup.select_one(place)["lang"] for place in ("h1", "article")] == ["es", "es"]


# A fifth language

FIVE = override_settings(LANGUAGES=[*settings.LANGUAGES, ("fr", "French")])


@pytest.fixture
def french(generic: PlatformPage) -> Any:
    """Return a release of which a French edition was published, while the site speaks five languages."""
    with FIVE:
        release = released(generic, small_document())
        translation = start_translation(release=release, language="fr", by=None)
        texts = {row.key: row.source.replace("small module", "petit module") for row in translation.segments.open()}
        save_texts(translation=translation, texts=texts, by=None)
        publish_translation(release=release, language="fr", by=None)
        rebuild_lesson_texts()
        yield release


def test_fifth_language__is_translated_published_and_read(page: Page, client: Client, french: Release) -> None:
    module, lesson = page("/fr/generic/tst-1/"), page("/fr/generic/tst-1/tst-1.1/")

    assert heading(module) == "A petit module"
    assert BeautifulSoup(lesson, "html.parser").article["lang"] == "fr"
    assert alternates(module) == {
        "en": "/en/generic/tst-1/",
        "fr": "/fr/generic/tst-1/",
        "x-default": "/en/generic/tst-1/",
    }
    assert "A petit module" in page("/fr/generic/")
    assert 'href="/fr/generic/tst-1/tst-1.1/"' in page("/fr/search/?q=water")
    assert 'hreflang="fr"' in page("/en/")
    assert client.get("/", headers={"accept-language": "fr-CI"})["Location"] == "/fr/"


def test_fifth_language__speaks_english_until_it_has_a_catalogue(page: Page, french: Release) -> None:
    html = page("/fr/generic/tst-1/tst-1.1/")

    assert '<html lang="fr">' in html
    assert "Skip to the content" in html
    assert "Check yourself" in html


def test_fifth_language__is_carried_over_and_goes_out_as_po(french: Release, generic: PlatformPage) -> None:
    later = released(generic, edited(small_document(), ["set lessons[1].title Another title"]), "1.0.1")

    translation = start_translation(release=later, language="fr", by=None)

    assert [(row.source, row.state) for row in translation.segments.open()] == [("Another title", "stale")]
    plan = plan_of_po(translation, written_po(translation).encode())
    assert (plan.changes, plan.faults) == ([], [])


def test_language_that_the_settings_lack__is_no_language_of_the_site(generic: PlatformPage) -> None:
    release = released(generic, small_document())

    with pytest.raises(Exception, match="not a language of this site"):
        start_translation(release=release, language="fr", by=None)
