"""Tables as the editor stores them ⇄ tables as the document holds them: rows of plain text, with heads."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from bs4 import BeautifulSoup

from curriculum.content.texts import normal_text
from curriculum.document import Html, load_scalar

MOST_ROWS, MOST_COLUMNS = 100, 12


def to_html(stored: Any) -> Html | None:
    """Return the editor's `stored` table as one <table>; None where every cell is empty.

    Widths, merged cells and alignment of the editor are left behind: paper and phones decide them.
    """
    rows = [["" if cell is None else str(cell) for cell in row] for row in (stored or {}).get("data") or []]
    if not any(cell.strip() for row in rows for cell in row):
        return None
    heads, first_is_head = bool(stored.get("first_row_is_table_header")), bool(stored.get("first_col_is_header"))
    parts = ["<table>"]
    if heads:
        parts.append(f"<thead>{_row(rows[0], all_heads=True)}</thead>")
    body = "".join(_row(row, first_is_head=first_is_head) for row in (rows[1:] if heads else rows))
    if body:
        parts.append(f"<tbody>{body}</tbody>")
    value = load_scalar({"html": "".join([*parts, "</table>"])})
    assert isinstance(value, Html)  # noqa: S101  load_scalar gives the class that its form names
    return value


def _row(cells: Sequence[str], *, all_heads: bool = False, first_is_head: bool = False) -> str:
    written = []
    for place, cell in enumerate(cells):
        text = escape(normal_text(cell).strip(), quote=False).replace("\n", "<br>")
        if all_heads:
            written.append(f'<th scope="col">{text}</th>')
        elif first_is_head and place == 0:
            written.append(f'<th scope="row">{text}</th>')
        else:
            written.append(f"<td>{text}</td>")
    return f"<tr>{''.join(written)}</tr>"


def from_html(value: Html) -> dict[str, Any]:
    """Return the document's table as the editor stores it."""
    rows, first_row_is_head, first_is_head = _parsed(value.html)
    return {
        "data": [list(row) for row in rows],
        "first_row_is_table_header": first_row_is_head,
        "first_col_is_header": first_is_head,
        "table_header_choice": {(True, True): "both", (True, False): "row", (False, True): "column"}.get(
            (first_row_is_head, first_is_head), "neither"
        ),
        "cell": [],
        "mergeCells": [],
        "table_caption": "",
    }


@lru_cache(maxsize=256)  # whoever imports a document reads each table twice: to check it, then to write it
def _parsed(html: str) -> tuple[tuple[tuple[str, ...], ...], bool, bool]:
    """Return the texts of the cells by row, whether the first row holds heads, and whether the first column does."""
    soup = BeautifulSoup(html, "html.parser")
    rows = tuple(tuple(_cell_text(cell) for cell in row.find_all(["th", "td"])) for row in soup.find_all("tr"))
    body = soup.find("tbody")
    return rows, soup.find("thead") is not None, bool(body and body.find("th"))


def _cell_text(cell: Any) -> str:
    for line_break in cell.find_all("br"):
        line_break.replace_with("\n")
    return cell.get_text()
