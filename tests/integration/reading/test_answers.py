"""Conditional, compressed, strict: the headers of the public site."""

import gzip

import pytest
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.document import dump, load
from curriculum.reading import answers
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests.factories import FILES, imported, make_person, node_id, picture_bytes, small_document
from tests.integration.reading.conftest import publish_release

LESSON = "/en/generic/tst-1/tst-1.1/"
PAGES = ["/en/", "/en/generic/", "/en/generic/tst-1/", LESSON, "/en/search/?q=water"]


@pytest.mark.parametrize("path", PAGES)
def test_etag__is_strong_and_answers_304_without_drawing(
    client: Client, second: Release, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get(path)["ETag"]
    monkeypatch.setattr(answers, "render_to_string", lambda *_args: pytest.fail("drawn"))

    response = client.get(path, headers={"if-none-match": f'"other", {etag}'})

    assert etag.startswith('"')
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_gzip__has_a_strong_etag_of_its_own(client: Client, second: Release) -> None:
    plain = client.get(LESSON)
    zipped = client.get(LESSON, headers={"accept-encoding": "br;q=1.0, gzip;q=0.8"})

    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"].startswith('"')
    assert zipped["ETag"] != plain["ETag"]
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert client.get(LESSON, headers={"if-none-match": zipped["ETag"]}).status_code == 200


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "gzip;q=0.000"])
def test_gzip__not_sent_to_who_does_not_take_it(client: Client, second: Release, accepted: str) -> None:
    response = client.get(LESSON, headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding", "identity") == "identity"
    assert b"<main" in response.content


@pytest.mark.parametrize("path", PAGES)
def test_headers__vary_and_policy_and_no_cookie(client: Client, second: Release, path: str) -> None:
    client.cookies["sessionid"] = "x" * 32

    response = client.get(path)

    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in response["Vary"].split(",")}
    assert response["Content-Security-Policy"] == answers.CONTENT_SECURITY_POLICY
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies


def test_head__has_the_headers_of_get(client: Client, second: Release) -> None:
    get, head = client.get(LESSON), client.head(LESSON)

    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], get["Content-Length"])


def test_etag__changes_with_release_withdrawal_and_interface(
    client: Client, generic: PlatformPage, first: Release
) -> None:
    seen = [client.get(LESSON)["ETag"]]
    second = publish_release(generic, small_document(lessons=3), "1.1.0")
    seen.append(client.get(LESSON)["ETag"])
    withdraw_release(release=second, by=None, reason="Wrong.")
    seen.append(client.get(LESSON)["ETag"])
    client.cookies["interface_language"] = "sw"
    seen.append(client.get(LESSON)["ETag"])

    assert len(set(seen)) == 4


def test_lesson__needs_few_queries_and_few_bytes(
    client: Client, second: Release, django_assert_max_num_queries: object
) -> None:
    client.get(LESSON)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        response = client.get(LESSON, headers={"accept-encoding": "gzip"})

    assert len(response.content) < 12_000


def test_asset__is_served_for_ever_and_cannot_run(client: Client, second: Release) -> None:
    """C4"""
    sha256 = next(iter(FILES))

    response = client.get(f"/assets/{sha256}")

    assert b"".join(response) == FILES[sha256]
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{sha256}"'
    assert client.get(f"/assets/{sha256}", headers={"if-none-match": f'"{sha256}"'}).status_code == 304


def test_asset__of_a_draft_is_for_people_of_its_platform(
    client: Client, generic: PlatformPage, peru: PlatformPage
) -> None:
    """T7"""
    imported(generic, small_document(), approve=False)
    path = f"/assets/{next(iter(FILES))}"

    assert client.get(path).status_code == 404
    client.force_login(make_person(peru, "editor"))
    assert client.get(path).status_code == 404
    client.force_login(make_person(generic, "editor"))
    response = client.get(path)
    assert response.status_code == 200
    assert b"".join(response) == picture_bytes()
    assert "private" in response["Cache-Control"]


def test_link_to_a_node__leads_to_its_address(client: Client, generic: PlatformPage) -> None:
    linked = node_id("TST-1/lesson-2")
    data = dump(small_document())
    introduction = data["root"]["slots"]["introduction"][1]
    introduction["fields"]["body"] = {"html": f'<p>See <a data-node="{linked}">lesson two</a>.</p>'}
    publish_release(generic, load(data))

    assert b'<a href="/en/generic/tst-1/tst-1.2/">lesson two</a>' in client.get("/en/generic/tst-1/").content
