"""How blank forms lie on their sheets."""

import pytest

from curriculum.document import Node, Text
from curriculum.workbook.forms import sheet_of


def form(entries: list[str], **fields: object) -> Node:
    """Return a form; an entry is "Label" or "Label:answer"."""
    children = []
    for place, entry in enumerate(entries):
        label, _colon, answer = entry.partition(":")
        children.append(Node(id=f"e{place}", kind="entry", fields={"label": Text(label), "answer": answer or "text"}))
    return Node(id="f", kind="form", fields={"code": "F-X-1.1", **fields}, slots={"entries": tuple(children)})


COLUMNS = ["Date:date", "Work", "Kilos:number", "Seen:tick", "Name", "Place", "Signed:signature"]


@pytest.mark.parametrize(
    ("fields", "layout"),
    [
        ({"blank_rows": 20, "orientation": "landscape"}, "rows"),
        ({"blank_rows": 20}, "rows"),
        ({"blank_rows": 4}, "columns"),
        ({"blank_rows": 4, "orientation": "landscape"}, "rows"),
        ({"blank_rows": 1}, "fields"),
        ({}, "fields"),
        ({"blank_rows": 20, "form_kind": "agreement"}, "fields"),
    ],
)
def test_sheet__layout_follows_rows_and_paper(fields: dict[str, object], layout: str) -> None:
    assert sheet_of(form(COLUMNS, **fields), "a4").layout == layout


@pytest.mark.parametrize("rows", [0, 1, 5, 20, 25, 31, 200])
@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_sheet__has_every_blank_row_high_enough_to_write_in(rows: int, paper: str, orientation: str) -> None:
    sheet = sheet_of(form(COLUMNS, blank_rows=rows, orientation=orientation), paper)

    assert len(sheet.records) == rows
    assert float(sheet.row_height.removesuffix("mm")) >= 6.2


def test_sheet__columns_fill_its_width() -> None:
    sheet = sheet_of(form(COLUMNS, blank_rows=9), "a4")

    assert sum(float(entry.width.removesuffix("%")) for entry in sheet.entries) == pytest.approx(100, abs=0.1)


def test_agreement__last_signature_repeats_for_each_who_signs() -> None:
    sheet = sheet_of(form(["Chair:signature", "Names:signature"], blank_rows=20, form_kind="agreement"), "a4")

    assert [entry.repeats for entry in sheet.entries] == [False, True]


def test_form_without_entries__is_an_empty_sheet() -> None:
    assert sheet_of(form([], blank_rows=3), "a4").entries == ()
