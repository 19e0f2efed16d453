"""Whether a document keeps to the vocabulary: kinds, fields, slots and codes that this curriculum knows."""

import re
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from curriculum.content import vocabulary
from curriculum.content.vocabulary import KINDS, FieldType, Kind
from curriculum.document import Asset, Document, Html, Node, Scalar, Text

MOST_FAULTS = 200
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
HOLDS: Mapping[FieldType, Callable[[Scalar], bool]] = {
    FieldType.TEXT: lambda scalar: isinstance(scalar, Text) and bool(scalar.text),
    FieldType.HTML: lambda scalar: isinstance(scalar, Html) and bool(scalar.html) and "<table" not in scalar.html,
    FieldType.TABLE: lambda scalar: isinstance(scalar, Html) and _is_plain_table(scalar.html),
    FieldType.ASSET: lambda scalar: isinstance(scalar, Asset),
    FieldType.CODE: lambda scalar: isinstance(scalar, str) and 0 < len(scalar) <= 40,
    FieldType.NUMBER: lambda scalar: type(scalar) is int and 0 < scalar <= 10_000,
    FieldType.FLAG: lambda scalar: scalar is True,
    FieldType.CODES: lambda scalar: isinstance(scalar, tuple) and bool(scalar) and len(set(scalar)) == len(scalar),
}
TABLE_TAG = re.compile(r"</?(?!table>|thead>|tbody>|tr>|td>|th>|br>)[a-z][^>]*>")
TABLE_HEAD = re.compile(r'<th scope="(row|col)">')


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
        yield from _level_faults(node, path)
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
    elif name in CHOICES:
        codes = scalar if isinstance(scalar, tuple) else (scalar,)
        unknown = [str(code) for code in codes if code not in CHOICES[name]]
        if unknown:
            yield _("%(path)s: “%(code)s” is not one of %(known)s.") % {
                "path": path, "code": unknown[0][:40], "known": ", ".join(CHOICES[name]),
            }  # fmt: skip


def _level_faults(lesson: Node, path: str) -> Iterator[str]:
    levels, refresher, optional = (_codes(lesson, name) for name in ("levels", "refresher_levels", "optional_levels"))
    if (refresher | optional) - levels or refresher & optional:
        yield _("%(path)s: refresher and optional levels must be levels of the lesson, each in one list only.") % {
            "path": path
        }


def _codes(node: Node, name: str) -> set[object]:
    scalar = node.fields.get(name)
    return set(scalar) if isinstance(scalar, tuple) else set()


def _is_plain_table(html: str) -> bool:
    return html.startswith("<table>") and not TABLE_TAG.search(TABLE_HEAD.sub("<th>", html))
