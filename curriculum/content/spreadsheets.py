"""Tables as CSV and XLSX files that no spreadsheet program takes for formulas.

A text that a program would compute ("=1+1", "-2", "@SUM(A1)") gets an apostrophe in front of it in CSV; `restored`
takes it off again. In XLSX every text stands in a cell of the type text, so nothing is put before it.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

#: One cell. Booleans, and dates with a time, are not among them; None is an empty cell.
Cell = str | int | float | date | None

LONGEST_CELL = 32_767  # UTF-16 code units, the limit of the format; in CSV what is longer would spill into other cells
LONGEST_SHEET_NAME = 31  # characters, the limit of the format
WIDEST, NARROWEST = 60, 8  # width of a column in characters
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What XML 1.0 cannot hold, so neither can XLSX; no document holds it either.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: How XLSX writes a character by its number; a text that looks like it would be read as that character.
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: A formula begins so, also in full-width and small forms, which some programs fold.
DANGEROUS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
#: Characters of no width (Unicode's Default_Ignorable_Code_Point, control characters), which some programs skip.
INVISIBLE = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: What may stand before it: apostrophes (those of a text of its own, and so those to be taken off), then blanks.
BEFORE = f"'*(?:[^\\S\\t\\r\\n]|[{INVISIBLE}])*"
#: A program that divides cells at ";" or TAB instead of "," reads a new cell there, and a new row after a line end.
START = "(?<![^;\\t\\r\\n])"
TO_PROTECT = re.compile(f"{START}(?={BEFORE}[{DANGEROUS}])|\\A(?={BEFORE}[\\t\\r\\n])")
PROTECTED = re.compile(f"{START}'(?={BEFORE}[{DANGEROUS}])|\\A'(?={BEFORE}[\\t\\r\\n])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table."""

    name: str
    # what the sheet is called in XLSX
    header: Sequence[str]
    # the names of the columns
    rows: Iterable[Sequence[Cell]]
    # as many cells each as there are columns


def inert(text: str) -> str:
    """Return `text` so that no program that opens a CSV computes it; `restored` is the inverse."""
    return TO_PROTECT.sub("'", text)


def restored(text: str) -> str:
    """Return what was exported as `text`: a CSV cell without the apostrophes that `inert` put there."""
    return PROTECTED.sub("", text)


def csv_of(sheet: Sheet) -> bytes:
    """Return the table as CSV: UTF-8 with a byte order mark, commas, CR LF after each row.

    Real numbers stay numbers, negative ones too, with a point; dates are written 2026-11-20. Characters that no
    spreadsheet can hold are dropped, and a text of more than 32,767 UTF-16 units ends in "…".
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_csv_cell(name) for name in sheet.header])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return file.getvalue().encode("utf-8-sig")


def xlsx_of(*sheets: Sheet) -> bytes:
    """Return the tables as a workbook of one sheet each, their header bold and kept in view.

    Line ends within a cell become line feeds; otherwise texts are as in `csv_of`, without apostrophes.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        rows = [list(row) for row in sheet.rows]
        leaf = book.create_sheet(_sheet_name(sheet.name))
        leaf.freeze_panes = "A2"
        for place, width in enumerate(_widths([list(sheet.header), *rows]), start=1):
            leaf.column_dimensions[get_column_letter(place)].width = width
        leaf.append([_xlsx_cell(leaf, name, is_header=True) for name in sheet.header])
        for row in rows:
            leaf.append([_xlsx_cell(leaf, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _fitting(inert(UNHOLDABLE.sub("", cell)))
    return _number_or_date(cell)


def _xlsx_cell(leaf: Any, cell: Cell, *, is_header: bool = False) -> WriteOnlyCell:
    if not isinstance(cell, str):
        return WriteOnlyCell(leaf, value=_number_or_date(cell))
    text = UNHOLDABLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    made = WriteOnlyCell(leaf, value=_fitting(LOOKS_ESCAPED.sub("_x005F_", text)))
    made.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    made.alignment = Alignment(vertical="top", wrap_text=True)
    if TO_PROTECT.match(text):
        made.quotePrefix = True  # so that it stays text when somebody edits the cell
    if is_header:
        made.font = Font(bold=True)
    return made


def _number_or_date(cell: int | float | date | None) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _fitting(text: str) -> str:
    """Return `text`, cut with "…" where a cell cannot hold all of it."""
    if len(text) * 2 <= LONGEST_CELL or _length(text) <= LONGEST_CELL:
        return text
    room = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)]
    return room.decode("utf-16-le", errors="ignore") + "…"  # half a pair at the cut is left out


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _sheet_name(name: str) -> str:
    """Return a name that the format allows."""
    allowed = re.sub(r"[\[\]:*?/\\]", " ", UNHOLDABLE.sub("", name)).strip().strip("'")
    return allowed[:LONGEST_SHEET_NAME] or "1"


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return for each column the characters of its longest line, within bounds."""
    columns = zip(*rows, strict=True)
    return [min(WIDEST, max(NARROWEST, *(_widest_line(cell) + 2 for cell in column))) for column in columns]


def _widest_line(cell: Cell) -> int:
    return max((len(line) for line in str("" if cell is None else cell).splitlines()), default=0)
