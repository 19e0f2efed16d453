"""The PDF at its address."""

import pytest
from django.test import Client

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.releases.models import Release
from curriculum.workbook import views
from curriculum.workbook.buttons import print_buttons
from curriculum.workbook.exceptions import PrinterBusyError, PrintTooLargeError
from tests.factories import imported, small_document

pytestmark = [pytest.mark.django_db, pytest.mark.print]

ADDRESS = "/en/generic/tst-1/workbook.pdf"


def test_address__gives_the_pdf_with_a_strong_tag(client: Client, release: Release) -> None:
    response = client.get(ADDRESS, headers={"accept-encoding": "gzip"})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="tst-1-1.0.0-en-generic.pdf"'
    assert response["ETag"].startswith('"')
    assert response.content.startswith(b"%PDF-")
    assert "Set-Cookie" not in response
    assert client.get("/en/generic/tst-1/v1.0.0/workbook.pdf")["ETag"] == response["ETag"]


def test_known_tag__is_answered_before_anything_is_drawn(
    client: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get(ADDRESS)["ETag"]
    monkeypatch.setattr(views, "print_workbook", lambda **_given: pytest.fail("printed"))

    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304


def test_query__selects(client: Client, release: Release) -> None:
    response = client.get(f"{ADDRESS}?lesson=tst-1.2&paper=a5&grey=on&audience=facilitator")

    assert response["Content-Disposition"] == (
        'inline; filename="tst-1-1.0.0-en-generic-facilitator-tst-1.2-a5-grey.pdf"'
    )
    assert response["ETag"] != client.get(ADDRESS)["ETag"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/generic/tst-9/workbook.pdf", "has no module"),
        ("/en/nowhere/tst-1/workbook.pdf", "There is no platform"),
        ("/es/generic/tst-1/workbook.pdf", "It is published in: en."),
        ("/en/generic/tst-1/v9.9.9/workbook.pdf", "It has: 1.0.0."),
        (f"{ADDRESS}?level=<script>", "There is no level “&lt;script&gt;”"),
        (f"{ADDRESS}?lesson=x", "There are: TST-1.1, TST-1.2."),
        (f"{ADDRESS}?paper=a0", "There are: a4, letter, a5."),
        (f"{ADDRESS}?form=flipchart", "There is: workbook."),
        (f"{ADDRESS}?standard=%00", "There is no standard"),
    ],
)
def test_wrong_address__is_a_404_that_says_what_there_is(
    client: Client, release: Release, address: str, words: str
) -> None:
    client.cookies["interface_language"] = "en"

    response = client.get(address)

    assert response.status_code == 404
    assert words in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_capital_letters__lead_to_the_address(client: Client, release: Release) -> None:
    response = client.get("/en/generic/TST-1/workbook.pdf?paper=a5")

    assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}?paper=a5")


def test_other_methods__are_refused(client: Client, release: Release) -> None:
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("error", [PrinterBusyError(seconds=30), PrintTooLargeError()])
def test_print_that_cannot_be_made__is_a_503_in_plain_words(
    client: Client, release: Release, monkeypatch: pytest.MonkeyPatch, error: PrinterBusyError | PrintTooLargeError
) -> None:
    def refuse(**_given: object) -> bytes:
        raise error

    monkeypatch.setattr(views, "print_workbook", refuse)

    response = client.get(ADDRESS)

    assert response.status_code == 503
    assert str(error) in response.content.decode()
    assert response.get("Retry-After") == ("30" if isinstance(error, PrinterBusyError) else None)


def test_button__leads_to_the_print(release: Release, client: Client) -> None:
    module = ModulePage.objects.get(module=release.module)
    lesson = LessonPage.objects.child_of(module).get(code="TST-1.2")

    assert [button.url for button in print_buttons(module, None)] == [ADDRESS]  # type: ignore[arg-type]
    assert [button.url for button in print_buttons(lesson, None)] == [f"{ADDRESS}?lesson=TST-1.2"]  # type: ignore[arg-type]


def test_button__is_missing_where_nothing_is_released(generic: PlatformPage) -> None:
    module = imported(generic, small_document())

    assert list(print_buttons(module, None)) == []  # type: ignore[arg-type]
