"""What a printed book says, and that it says it the same way twice."""

import io
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from pypdf import PdfReader

from curriculum.content.models import PlatformPage
from curriculum.document import dump, load
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Edition, Release
from curriculum.workbook.actions.print_workbook import print_workbook
from curriculum.workbook.printing import job_of
from curriculum.workbook.rendering import render_pdf
from curriculum.workbook.selection import Selection
from curriculum.workbook.storing import print_key
from tests import factories
from tests.integration.workbook.conftest import PrintedBook, read_book

pytestmark = [pytest.mark.django_db, pytest.mark.print]

Printed = Callable[..., PrintedBook]


def test_book__cover_says_what_it_is(printed: Printed) -> None:
    cover = printed().pages[0]

    assert cover.startswith("Learner workbook TST-1")
    for words in ("A small module It holds one of everything.",
                  "TST-1.1 Look, then act 1 hr 30 min", "TST-1.2 Lesson number 2 30 min", "version 1.0.0",
                  "English · Generic curriculum", "Name", "Group"):  # fmt: skip
        assert words in cover


def test_book__every_page_says_module_version_language_and_number(printed: Printed) -> None:
    pages = printed().pages

    for number, page in enumerate(pages, 1):
        assert "TST-1 · version 1.0.0 · English · Generic curriculum" in page
        assert f"{number} / {len(pages)}" in page


def test_book__contents_name_the_pages_where_things_stand(printed: Printed) -> None:
    book = printed()

    for code, title, opening in (
        ("TST-1.1", "Look, then act 1 hr 30 min", "Why we look first"),
        ("TST-1.2", "Lesson number 2 30 min", "Text of lesson 2."),
        ("F-TST-1.1", "Rain record", "Kept by: the secretary"),
    ):
        line = re.search(rf"{re.escape(f'{code} {title}')} ?(\d+)", book.pages[1])
        assert line is not None
        assert int(line[1]) == book.page_of(opening)


def test_book__form_has_its_blank_rows(edition: Edition) -> None:
    html = job_of([edition], Selection()).html

    assert html.count('class="blank-row"') == 12


def test_book__form_lies_on_a_landscape_page(edition: Edition) -> None:
    pages = PdfReader(io.BytesIO(print_workbook(editions=[edition], selection=Selection()))).pages

    landscape = [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(landscape) == 1
    assert "Rain record" in landscape[0]


def test_learner__sees_no_answers_and_no_notes(printed: Printed) -> None:
    text = printed().text

    for hidden in ("So it is.", "It does.", "Bring water.", "Ask softly.", "Right"):
        assert hidden not in text
    assert "Does writing help?" in text


def test_facilitator__sees_answers_notes_and_the_learners_text(printed: Printed) -> None:
    text = printed(audience="facilitator").text

    for shown in ("Facilitator guide", "So it is.", "It does.", "Bring water.", "Ask softly.", "Small", "Rain record"):
        assert shown in text


def test_levels__drop_the_passages_of_others(printed: Printed) -> None:
    assert "For small groups" in printed(levels=("low",)).text

    text = printed(levels=("moderate",)).text
    assert "For small groups" not in text
    assert "Rain record" not in text
    assert "Lesson number 2" not in text
    assert "For groups at level: Moderate" in text


def test_lesson__stands_alone(printed: Printed) -> None:
    book = printed(lesson="TST-1.2")

    assert "Text of lesson 2." in book.text
    assert "Why we look first" not in book.text
    assert "Contents" not in book.text
    assert "TST-1.2" in book.pages[1]


def test_several_modules__share_one_book(edition: Edition) -> None:
    other = factories.released(edition.release.module.platform, factories.small_document("OTH-1", lessons=2))

    book = read_book(print_workbook(editions=[edition, other.source_edition()], selection=Selection()))

    assert "TST-1 1.0.0 · OTH-1 1.0.0 · English · Generic curriculum" in book.pages[0]
    assert "OTH-1 · version 1.0.0 · English · Generic curriculum" in book.pages[-1]


def test_withdrawn_release__says_so_on_every_page(release: Release, edition: Edition) -> None:
    withdraw_release(release=release, by=None, reason="A wrong dose.")

    book = read_book(
        print_workbook(editions=[Edition.objects.with_release().get(pk=edition.pk)], selection=Selection())
    )

    assert "A wrong dose." in book.pages[0]
    assert all("1.0.0, withdrawn" in page for page in book.pages)


def test_fonts__are_ours_alone_and_embedded(printed: Printed, fonts_of: Callable[..., list[tuple[str, bool]]]) -> None:
    fonts = fonts_of(printed(audience="facilitator").pdf)

    assert fonts
    assert all(name.startswith("Workbook") and embedded for name, embedded in fonts)


@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
def test_engine__has_nothing_to_complain_about(printed: Printed, caplog: pytest.LogCaptureFixture, paper: str) -> None:
    with caplog.at_level(logging.WARNING):
        printed(paper=paper, audience="facilitator", large=True, grey=True)

    assert caplog.records == []


def test_same_print__has_the_same_bytes(edition: Edition) -> None:
    job = job_of([edition], Selection())

    assert render_pdf(job) == render_pdf(job)


def test_second_print__is_served_from_the_store(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    first = print_workbook(editions=[edition], selection=Selection())
    monkeypatch.setattr("curriculum.workbook.actions.print_workbook.render_pdf", lambda _job: pytest.fail("rendered"))

    assert print_workbook(editions=[edition], selection=Selection()) == first


def test_print_key__differs_by_all_that_is_shown(release: Release, edition: Edition) -> None:
    keys = [
        print_key([edition], selection)
        for selection in (Selection(), Selection(grey=True), Selection(levels=("low",)), Selection(paper="a5"))
    ]
    withdraw_release(release=release, by=None, reason="Wrong.")
    keys.append(print_key([Edition.objects.with_release().get(pk=edition.pk)], Selection()))

    assert len(set(keys)) == len(keys)


def test_pdf__is_tagged_and_says_its_language(edition: Edition) -> None:
    reader = PdfReader(io.BytesIO(print_workbook(editions=[edition], selection=Selection())))

    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "TST-1 A small module"
    assert "Look, then act" in str(reader.outline)


def test_texts__cannot_inject_markup(generic: PlatformPage) -> None:
    """C1, C5: what stands in a text is printed as it stands."""
    hostile = '</style><img src="http://127.0.0.1:9/x"><script>1</script>'
    document = factories.small_document(title=hostile)

    edition = factories.released(generic, document).source_edition()
    book = read_book(print_workbook(editions=[edition], selection=Selection()))

    assert hostile.replace(" ", "") in book.pages[0].replace(" ", "")


@pytest.mark.parametrize(
    ("language", "country", "name", "date"),
    [
        ("es", "PE", "Español", "20 de noviembre de 2026"),
        ("pt", "MZ", "Português", "20 de novembro de 2026"),
        ("pt-BR", "BR", "Português (Brasil)", "20 de novembro de 2026"),
        ("sw", "TZ", "Kiswahili", "20 Novemba 2026"),
    ],
)
def test_edition__speaks_its_language(
    db: None, caplog: pytest.LogCaptureFixture, language: str, country: str, name: str, date: str
) -> None:
    document = load({**dump(factories.small_document()), "language": language})
    platform = factories.make_platform("other", name="Another platform", country=country, language=language)
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        edition = factories.released(platform, document).source_edition()

    with caplog.at_level(logging.WARNING):
        book = read_book(print_workbook(editions=[edition], selection=Selection(lesson="TST-1.2")))

    assert f"· {name} · Another platform" in book.pages[0]
    assert date in book.pages[0]
    assert caplog.records == []
