"""Whether a document keeps to the vocabulary: kinds, fields, slots and codes that this curriculum knows."""

import re
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from curriculum.content import tables, vocabulary
from curriculum.content.vocabulary import KINDS, FieldType, Kind
from curriculum.document import Asset, Document, Html, Node, Scalar, Text

MOST_FAULTS = 200
FILE_NAME = re.compile(r"(?!\.)[^/\\\t\n]{1,255}")
MODULE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}")

#: The codes that a field may hold, by kind and field or by field alone.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "levels": vocabulary.LEVELS,
    "refresher_levels": vocabulary.LEVELS,
    "optional_levels": vocabulary.LEVELS,
    "phases": vocabulary.PHASES,
    "phase": vocabulary.PHASES,
    "themes": vocabulary.THEMES,
    "cycle_step": vocabulary.CYCLE_STEPS,
    "audience": vocabulary.AUDIENCES,
    "form": vocabulary.STORY_FORMS,
    "form_kind": vocabulary.FORM_KINDS,
    "orientation": vocabulary.ORIENTATIONS,
    "answer": vocabulary.ANSWERS,
}
#: The most characters of a text that is a column of a page's table.
LONGEST: Mapping[tuple[str, str], int] = {
    ("module", "title"): 255,
    ("module", "summary"): 1_000,
    ("outcome", "text"): 400,
    ("lesson", "title"): 255,
    ("lesson", "place"): 255,
    ("material", "text"): 255,
}
SHORTEST_LESSON, LONGEST_LESSON = 5, 600  # minutes
HOLDS: Mapping[FieldType, Callable[[Scalar], bool]] = {
    FieldType.TEXT: lambda scalar: isinstance(scalar, Text) and bool(scalar.text.strip()),
    FieldType.HTML: lambda scalar: isinstance(scalar, Html) and _is_prose(scalar.html),
    FieldType.TABLE: lambda scalar: isinstance(scalar, Html) and _is_plain_table(scalar),
    FieldType.ASSET: lambda scalar: isinstance(scalar, Asset) and bool(FILE_NAME.fullmatch(scalar.name)),
    FieldType.CODE: lambda scalar: isinstance(scalar, str) and 0 < len(scalar) <= 40,
    FieldType.NUMBER: lambda scalar: type(scalar) is int and 0 < scalar <= 10_000,
    FieldType.FLAG: lambda scalar: scalar is True,
    FieldType.CODES: lambda scalar: isinstance(scalar, tuple) and bool(scalar) and len(set(scalar)) == len(scalar),
}
EMPTY_ELEMENT = re.compile(r"<(p|ul|ol|li|b|i|a)(?: [^>]*)?>\s*</\1>")


def faults(document: Document) -> Iterator[str]:
    """Yield a sentence for everything in `document` that is not in the vocabulary, with its path, in document order."""
    if document.root.kind != "module":
        yield _("%(path)s: the root must be a module.") % {"path": "root"}
        return
    yield from _faults(document.root, "root")


def _faults(node: Node, path: str) -> Iterator[str]:
    kind = KINDS[node.kind]
    for name, scalar in node.fields.items():
        yield from _field_faults(kind, name, scalar, f"{path}.fields.{name}")
    for name, value in kind.constant.items():
        if node.fields.get(name) != value:
            yield _("%(path)s: must be %(value)s.") % {"path": f"{path}.fields.{name}", "value": ", ".join(value)}
    if node.kind == "module" and not MODULE_CODE.fullmatch(str(node.fields.get("code", ""))):
        yield _("%(path)s: must be a code such as QMS-1.") % {"path": f"{path}.fields.code"}
    if node.kind == "lesson":
        yield from _lesson_faults(node, path)
    for name, children in node.slots.items():
        for place, child in enumerate(children):
            below = f"{path}.slots.{name}[{place}]"
            if child.kind not in kind.slots.get(name, ()):
                yield _("%(path)s: “%(kind)s” cannot stand here.") % {"path": below, "kind": child.kind[:40]}
            else:
                yield from _faults(child, below)


def _field_faults(kind: Kind, name: str, scalar: Scalar, path: str) -> Iterator[str]:
    field_type = kind.fields.get(name)
    if field_type is None:
        yield _("%(path)s: “%(kind)s” has no such field.") % {"path": path, "kind": kind.name}
    elif not HOLDS[field_type](scalar):
        yield _("%(path)s: is empty or not of the form that this field has.") % {"path": path}
    elif isinstance(scalar, Text) and len(scalar.text) > LONGEST.get((kind.name, name), len(scalar.text)):
        yield _("%(path)s: has more than %(most)d characters.") % {"path": path, "most": LONGEST[kind.name, name]}
    elif name in CHOICES:
        codes = scalar if isinstance(scalar, tuple) else (scalar,)
        unknown = [str(code) for code in codes if code not in CHOICES[name]]
        if unknown:
            yield _("%(path)s: “%(code)s” is not one of %(known)s.") % {
                "path": path, "code": unknown[0][:40], "known": ", ".join(CHOICES[name]),
            }  # fmt: skip


def _lesson_faults(lesson: Node, path: str) -> Iterator[str]:
    minutes = lesson.fields.get("minutes")
    if isinstance(minutes, int) and not SHORTEST_LESSON <= minutes <= LONGEST_LESSON:
        yield _("%(path)s: must be from %(least)d to %(most)d.") % {
            "path": f"{path}.fields.minutes", "least": SHORTEST_LESSON, "most": LONGEST_LESSON,
        }  # fmt: skip
    levels, refresher, optional = (_codes(lesson, name) for name in ("levels", "refresher_levels", "optional_levels"))
    if (refresher | optional) - levels or refresher & optional:
        yield _("%(path)s: refresher and optional levels must be levels of the lesson, each in one list only.") % {
            "path": path
        }


def _codes(node: Node, name: str) -> set[object]:
    scalar = node.fields.get(name)
    return set(scalar) if isinstance(scalar, tuple) else set()


def _is_prose(html: str) -> bool:
    return bool(html) and "<table" not in html and not EMPTY_ELEMENT.search(html)


def _is_plain_table(table: Html) -> bool:
    """Whether the page editor can hold the table: plain text in all cells, heads in the first row and column only."""
    return tables.to_html(tables.from_html(table)) == table
