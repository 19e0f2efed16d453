"""CSV and XLSX files that no program takes for formulas, and that give back what was put into them."""

import csv
import io
import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from curriculum.content.spreadsheets import LONGEST_CELL, UNHOLDABLE, Cell, Sheet, csv_of, inert, restored, xlsx_of

#: Texts made mostly of what matters here.
TRICKY = st.text(alphabet="=+-@＝＋－＠﹦'\t\r\n; ,\"_x0041\u200b\u2060\xa0\ufeffaZ9é😀\x00\x0b\ud800", max_size=12)
TEXTS = TRICKY | st.text(max_size=40)


def sheet_of(*cells: Cell, name: str = "A sheet") -> Sheet:
    """Return a table of one row."""
    return Sheet(name=name, header=[f"Column {place}" for place in range(len(cells))], rows=[cells])


def read_csv(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, as the program of another platform reads it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> Workbook:
    """Return an XLSX file as openpyxl reads it, formulas as formulas."""
    return load_workbook(io.BytesIO(content))


def cells_of(content: bytes) -> list[Any]:
    """Return the cells of the row of `sheet_of`."""
    return list(read_xlsx(content).worksheets[0][2])


def value_of(cell: Any) -> str:
    """Return a text as the format means it: "_x005F_" stands for "_"."""
    return str(cell.value or "").replace("_x005F_", "_")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 12345", "'+49 30 12345"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("﹦1", "'﹦1"),
        ("  =1", "'  =1"),
        ("\xa0\u3000=1", "'\xa0\u3000=1"),
        ("\u200b\ufeff\u2060\xad=1", "'\u200b\ufeff\u2060\xad=1"),
        ("\U000e0041=1", "'\U000e0041=1"),
        ("'=1", "''=1"),
        ("''\u200b=1", "'''\u200b=1"),
        ("a;=1+1;b", "a;'=1+1;b"),  # where the list separator is ";"
        ("a\n=1+1", "a\n'=1+1"),
        ("a\t@x", "a\t'@x"),
        ("Maize", "Maize"),
        ("'tis so", "'tis so"),
        ("'", "'"),
        ("a=b, c-d; e", "a=b, c-d; e"),
        ("", ""),
    ],
)
def test_inert__puts_an_apostrophe_where_a_program_would_compute(text: str, written: str) -> None:
    """I8."""
    assert inert(text) == written
    assert restored(written) == text


@given(TEXTS)
@example("'=")
@example("''=")
@example("' '=")
@example("'\t")
@example("'\r'=\n'=")
def test_restored__is_the_inverse_of_inert(text: str) -> None:
    """I8."""
    assert restored(inert(text)) == text


@given(TEXTS)
def test_inert__leaves_nothing_that_begins_like_a_formula(text: str) -> None:
    """I8."""
    bare = inert(UNHOLDABLE.sub("", text)).strip(" \xa0\u200b\u2060\ufeff")

    assert not bare.startswith(tuple("=+-@\t\r\n＝＋－＠﹦"))


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=4))
def test_csv__gives_texts_back(rows: list[list[str]]) -> None:
    """I8."""
    content = csv_of(Sheet(name="A sheet", header=["=a", "b", "c"], rows=rows))

    read = [[restored(cell) for cell in row] for row in read_csv(content)]
    assert read == [["=a", "b", "c"], *([UNHOLDABLE.sub("", cell) for cell in row] for row in rows)]


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["#N/A", "TRUE", "_x0041_", "_x005F_"])
def test_xlsx__gives_texts_back_and_holds_no_formula(texts: list[str]) -> None:
    """I8."""
    cells = cells_of(xlsx_of(sheet_of(*texts)))

    lines = [UNHOLDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")) for text in texts]
    assert [value_of(cell) for cell in cells] == lines
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


@given(st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e300, 1e300)))
@example(-3)
@example(-2.5)
@example(-0.0)
def test_numbers__stay_numbers(number: float) -> None:
    """I8: negative ones too."""
    [written] = read_csv(csv_of(sheet_of(number)))[1]
    [cell] = cells_of(xlsx_of(sheet_of(number)))

    assert not written.startswith("'")
    assert float(written) == number
    assert cell.data_type == "n"
    assert float(cell.value) == pytest.approx(number, rel=1e-15, abs=0)  # the format keeps 16 digits


def test_csv__has_mark_commas_and_line_ends() -> None:
    sheet = Sheet(
        name="A sheet", header=["Wort", "n"], rows=[["Mañana, „ja“", -2], ['say "so"', 2.5], [None, date(2026, 11, 20)]]
    )

    assert csv_of(sheet) == (
        b'\xef\xbb\xbfWort,n\r\n"Ma\xc3\xb1ana, \xe2\x80\x9eja\xe2\x80\x9c",-2\r\n"say ""so""",2.5\r\n,2026-11-20\r\n'
    )


def test_xlsx__has_dates_empty_cells_and_no_number_that_is_none() -> None:
    cells = cells_of(xlsx_of(sheet_of(date(2026, 11, 20), None, math.nan, math.inf)))

    assert [cell.value for cell in cells] == [datetime(2026, 11, 20), None, None, None]
    assert cells[0].is_date
    assert read_csv(csv_of(sheet_of(math.nan, "x")))[1] == ["", "x"]


def test_xlsx__keeps_header_in_view_and_columns_readable() -> None:
    book = read_xlsx(
        xlsx_of(sheet_of("short", "a text of about forty characters, or so", "x" * 500), sheet_of("other"))
    )

    first = book.worksheets[0]
    assert first.freeze_panes == "A2"
    assert [first.column_dimensions[column].width for column in "ABC"] == [10, 41, 60]
    assert [cell.font.bold for cell in first[1]] == [True, True, True]
    assert len(book.worksheets) == 2


def test_xlsx__marks_texts_that_would_be_computed_when_somebody_edits_them() -> None:
    """I8."""
    cells = cells_of(xlsx_of(sheet_of("=1+1", " ＝1", "Maize")))

    assert [cell.quotePrefix for cell in cells] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Peru: QMS-1 [draft]*?/\\", "Peru  QMS-1  draft"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("", "1"),
        (":", "1"),
        ("\x00A", "A"),
    ],
)
def test_xlsx__gives_sheets_names_that_the_format_allows(name: str, given: str) -> None:
    assert read_xlsx(xlsx_of(sheet_of("x", name=name))).sheetnames == [given]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * LONGEST_CELL, "a" * LONGEST_CELL),
        ("a" * (LONGEST_CELL + 1), "a" * (LONGEST_CELL - 1) + "…"),
        ("😀" * LONGEST_CELL, "😀" * 16_383 + "…"),  # each counts twice
        ("a" + "😀" * LONGEST_CELL, "a" + "😀" * 16_382 + "…"),
    ],
)
def test_long_texts__are_cut_where_a_cell_ends(text: str, kept: str) -> None:
    [written] = read_csv_long(csv_of(sheet_of(text)))
    [cell] = cells_of(xlsx_of(sheet_of(text)))

    assert written == kept
    assert cell.value == kept


def read_csv_long(content: bytes) -> list[str]:
    """Return the cells of the row of a table whose cells need no quotes."""
    return content.decode("utf-8-sig").split("\r\n")[1].split(",")
