"""How a blank form lies on its sheet: which way its entries run, how wide and how high they are.

fields   one entry below the other, each with room to write: for what is filled in once
rows     an entry a column, a line a record: for what is written again and again
columns  an entry a line, a record a column: for a few records of many entries on a portrait sheet
"""

import math
from dataclasses import dataclass

from curriculum.content.choices import Answer, FormKind, Orientation
from curriculum.document import Html, Node, Text
from curriculum.workbook.selection import Paper, code_of

FEW_RECORDS = 6  # on a portrait sheet this many stand side by side
MANY_ENTRIES = 7  # from here on a portrait sheet is too narrow for a column each
LOWEST_ROW = 6.3  # in mm; below it nobody can write
HIGHEST_ROW = 26.0  # in mm
#: Height of a sheet between its margins in mm: portrait, landscape.
DEPTH = {Paper.A4: (258.0, 172.0), Paper.LETTER: (240.0, 178.0), Paper.A5: (180.0, 118.0)}
#: Of the title with what is written beside it, and of each line below it, in mm.
TITLE, LINE, CHARACTER = 25.0, 5.2, 1.95
#: Width of a sheet's table in mm: portrait, landscape.
BREADTH = {Paper.A4: (176.0, 269.0), Paper.LETTER: (182.0, 251.0), Paper.A5: (125.0, 190.0)}
#: Of the small bold type of table heads, in mm; a head is broken into lines at words, so that lines fill by two thirds.
HEAD_LINE, HEAD_CHARACTER, HEAD_FILLING, HEAD_PADDING = 3.7, 1.6, 0.67, 2.5
#: Height in mm that a field of a sheet takes, by its answer; texts share what is left. A text's label takes LABEL.
HEIGHTS = {Answer.NUMBER: 12.0, Answer.DATE: 12.0, Answer.TICK: 14.0, Answer.SIGNATURE: 36.0}
LABEL = 10.0
SIGNERS_ROW = 9.5
LOWEST_TEXT, HIGHEST_TEXT = 9.0, 40.0
#: How wide the answers of each kind are, as shares of the sheet.
WIDTHS = {Answer.TEXT: 3.0, Answer.NUMBER: 1.9, Answer.DATE: 1.9, Answer.TICK: 1.6, Answer.SIGNATURE: 3.0}
NARROW_LABEL = 4  # characters; a column of such a label, "No.", need hold little


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing to write."""

    label: str
    answer: str
    # one of Answer
    width: str
    # of its column, as CSS writes it: "12.5%"
    repeats: bool = False
    # in `fields`: whether it is a list of lines, one a blank row of the form


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One blank form, ready to be drawn."""

    node: Node
    code: str
    layout: str
    # fields, rows or columns
    landscape: bool
    entries: tuple[Entry, ...]
    records: range
    # numbers of the blank records, from 1
    row_height: str
    # as CSS writes it: "8.0mm"; in `fields` the room for a text

    @property
    def name(self) -> str:
        """Return the name of its page in the style sheet."""
        return "landscape" if self.landscape else "portrait"

    @property
    def template(self) -> str:
        """Return the template that draws its blanks."""
        return f"curriculum/print/sheet_{self.layout}.html"


def sheet_of(node: Node, paper: str) -> Sheet:
    """Return how the form `node` lies on `paper`."""
    landscape = _is_landscape(node)
    rows = node.fields.get("blank_rows")
    rows = rows if isinstance(rows, int) else 0
    entries = node.slots.get("entries", ())
    layout = _layout(node, rows, len(entries), landscape)
    drawn = _entries(entries, rows if layout == "fields" else 0)
    return Sheet(
        node=node,
        code=code_of(node),
        layout=layout,
        landscape=landscape,
        entries=drawn,
        records=range(1, rows + 1),
        row_height=f"{_height(layout, drawn, rows, Paper(paper), node):.1f}mm",
    )


def _is_landscape(node: Node) -> bool:
    return node.fields.get("orientation") == Orientation.LANDSCAPE


def _layout(node: Node, rows: int, entries: int, landscape: bool) -> str:
    if rows <= 1 or node.fields.get("form_kind") == FormKind.AGREEMENT:
        return "fields"
    if not landscape and entries >= MANY_ENTRIES and rows <= FEW_RECORDS:
        return "columns"
    return "rows"


def _entries(nodes: tuple[Node, ...], rows: int) -> tuple[Entry, ...]:
    """Return the entries; with `rows`, the last signature repeats once a row, for a list of those who sign."""
    answers = [
        Answer(given) if (given := node.fields.get("answer")) in Answer.values else Answer.TEXT for node in nodes
    ]
    labels = [_label(node) for node in nodes]
    weights = [
        WIDTHS[Answer.TICK] if len(label) <= NARROW_LABEL else WIDTHS[answer]
        for label, answer in zip(labels, answers, strict=True)
    ]
    signed = max((place for place, answer in enumerate(answers) if answer is Answer.SIGNATURE), default=None)
    return tuple(
        Entry(
            label=label,
            answer=answer.value,
            width=f"{100 * weight / sum(weights):.2f}%",
            repeats=rows > 1 and place == signed,
        )
        for place, (label, answer, weight) in enumerate(zip(labels, answers, weights, strict=True))
    )


def _label(node: Node) -> str:
    label = node.fields.get("label")
    return label.text if isinstance(label, Text) else ""


def _height(layout: str, entries: tuple[Entry, ...], rows: int, paper: Paper, node: Node) -> float:
    """Return the height of a row, or of a field's text, in mm."""
    landscape = _is_landscape(node)
    room = DEPTH[paper][landscape] - TITLE - LINE * _header_lines(node, BREADTH[paper][landscape])
    if layout == "fields":
        return _text_height(entries, rows, room)
    if layout == "columns":
        return _row_height(len(entries), room - HEAD_LINE - HEAD_PADDING)
    return _row_height(rows, room - _head_height(entries, BREADTH[paper][landscape]))


def _header_lines(node: Node, breadth: float) -> int:
    """Return about how many lines stand between the title of a form and its blanks."""
    instructions = node.fields.get("instructions")
    written = len(instructions.html) * CHARACTER / breadth if isinstance(instructions, Html) else 0
    said = ("kept_by" in node.fields) + any(node.fields.get(name) for name in ("levels", "standards"))
    return said + math.ceil(written)


def _head_height(entries: tuple[Entry, ...], breadth: float) -> float:
    """Return about how high the heads of columns are that share `breadth`."""
    lines = [
        math.ceil(len(entry.label) * HEAD_CHARACTER / (HEAD_FILLING * breadth * float(entry.width.rstrip("%")) / 100))
        for entry in entries
    ]
    return max(lines, default=1) * HEAD_LINE + HEAD_PADDING


def _row_height(rows: int, room: float) -> float:
    """Return the height of a row, so that the rows fill as few sheets as they can and still be written in."""
    sheets = math.ceil(rows * LOWEST_ROW / room)
    return min(sheets * room / rows, HIGHEST_ROW)


def _text_height(entries: tuple[Entry, ...], rows: int, room: float) -> float:
    """Return the room for each text, so that the fields fill their sheet."""
    texts = [entry for entry in entries if entry.answer == Answer.TEXT]
    others = sum(
        (rows + 1) * SIGNERS_ROW if entry.repeats else HEIGHTS[Answer(entry.answer)]
        for entry in entries
        if entry.answer != Answer.TEXT
    )
    share = (room - others) / max(len(texts), 1) - LABEL
    return min(max(share, LOWEST_TEXT), HIGHEST_TEXT)
