"""Pages ⇄ nodes: a pair of inverse functions, driven by the vocabulary.

A block's raw value, as Wagtail stores it, has the names of its kind's fields and slots, so one walk over
`vocabulary.KINDS` converts every block both ways. Pages and their rows are columns, and stand here by name.
An empty value and an absent field are the same: neither stands in a document.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from curriculum.content import richtext, tables
from curriculum.content.choices import LessonRole, Level
from curriculum.content.identifiers import canonical_id, stream_items
from curriculum.content.models import LessonMaterial, LessonPage, LessonRequirement, ModuleOutcome, ModulePage
from curriculum.content.references import References
from curriculum.content.texts import normal_text
from curriculum.content.vocabulary import KINDS, FieldType
from curriculum.document import Asset, Document, Html, Node, Scalar, Text

Fields = dict[str, Scalar]


def to_document(module: ModulePage, lessons: Iterable[LessonPage], references: References) -> Document:
    """Return the document that `module` and `lessons`, in this order, make up. Drafts convert too, complete or not.

    Raises richtext.ForeignLinkError and curriculum.document.DocumentError as `richtext.to_html` does.
    """
    fields = _texts(title=module.title, summary=module.summary) | _codes(
        code=module.code, levels=module.levels, phases=module.phases, themes=module.themes, builds_on=module.builds_on
    )
    slots = {
        "outcomes": tuple(_row_node("outcome", row.node_id, _texts(text=row.text)) for row in module.outcomes.all()),
        "introduction": _stream_nodes(module, "introduction", references),
        "lessons": tuple(to_lesson_node(lesson, references) for lesson in lessons),
    }
    return Document(language=module.language, root=_node("module", str(module.node_id), fields, slots))


def to_lesson_node(lesson: LessonPage, references: References) -> Node:
    """Return the node that `lesson` is."""
    roles = {level: getattr(lesson, level) for level in Level.values}
    fields = _texts(title=lesson.title, place=lesson.place) | _codes(
        code=lesson.code,
        minutes=lesson.minutes,
        phase=lesson.phase,
        cycle_step=lesson.cycle_step,
        levels=[level for level, role in roles.items() if role],
        refresher_levels=[level for level, role in roles.items() if role == LessonRole.REFRESHER],
        optional_levels=[level for level, role in roles.items() if role == LessonRole.OPTIONAL],
        standards=lesson.standards,
        audience=lesson.audience,
    )
    slots = {
        "materials": tuple(_row_node("material", row.node_id, _texts(text=row.text)) for row in lesson.materials.all()),
        "requirements": tuple(_requirement_nodes(lesson, references)),
        **{name: _stream_nodes(lesson, name, references) for name in lesson.stream_fields},
    }
    return _node("lesson", str(lesson.node_id), fields, slots)


def fill_module(page: ModulePage, node: Node, language: str, references: References) -> None:
    """Write the node of a module, but for its lessons, into `page`, in memory. Inverse of `to_document`."""
    page.node_id, page.language = UUID(node.id), language
    page.title, page.summary = _text(node, "title"), _text(node, "summary")
    page.code = str(node.fields.get("code", ""))
    for name in ("levels", "phases", "themes", "builds_on"):
        setattr(page, name, _list(node, name))
    page.outcomes = [
        ModuleOutcome(node_id=UUID(child.id), text=_text(child, "text"), sort_order=place)
        for place, child in enumerate(node.slots.get("outcomes", ()))
    ]
    _fill_streams(page, node, references)


def fill_lesson(page: LessonPage, node: Node, references: References) -> None:
    """Write the node of a lesson into `page`, in memory. Inverse of `to_lesson_node`."""
    page.node_id = UUID(node.id)
    page.title, page.place = _text(node, "title"), _text(node, "place")
    page.code, page.phase, page.cycle_step = (
        str(node.fields.get(name, "")) for name in ("code", "phase", "cycle_step")
    )
    minutes = node.fields.get("minutes")
    page.minutes = minutes if isinstance(minutes, int) else 0
    page.standards, page.audience = _list(node, "standards"), _list(node, "audience")
    for level in Level.values:
        setattr(page, level, _role(node, level))
    page.materials = [
        LessonMaterial(node_id=UUID(child.id), text=_text(child, "text"), sort_order=place)
        for place, child in enumerate(node.slots.get("materials", ()))
    ]
    page.requirements = [
        LessonRequirement(node_id=UUID(child.id), requirement_id=_requirement_id(child, references), sort_order=place)
        for place, child in enumerate(node.slots.get("requirements", ()))
    ]
    _fill_streams(page, node, references)


# Pages


def _stream_nodes(page: Any, name: str, references: References) -> tuple[Node, ...]:
    raw = page._meta.get_field(name).stream_block.get_prep_value(getattr(page, name))
    return tuple(_block_node(item["type"], item, references) for item in raw)


def _fill_streams(page: Any, node: Node, references: References) -> None:
    for name in page.stream_fields:
        block = page._meta.get_field(name).stream_block
        previous = {item["id"]: item for item in stream_items(block.get_prep_value(getattr(page, name)))}
        raw = [_block(child, references, previous) for child in node.slots.get(name, ())]
        setattr(page, name, block.to_python(raw))


def _requirement_nodes(lesson: LessonPage, references: References) -> Iterable[Node]:
    for row in lesson.requirements.all():
        standard, code = references.code_of_requirement[row.requirement_id]
        yield _row_node("requirement", row.node_id, _codes(standard=standard, requirement=code))


def _requirement_id(node: Node, references: References) -> int:
    return references.requirement_of_code[str(node.fields["standard"]), str(node.fields["requirement"])]


def _role(node: Node, level: str) -> str:
    if level in _list(node, "refresher_levels"):
        return LessonRole.REFRESHER
    if level in _list(node, "optional_levels"):
        return LessonRole.OPTIONAL
    return LessonRole.CORE if level in _list(node, "levels") else ""


def _row_node(kind: str, node_id: UUID, fields: Fields) -> Node:
    return _node(kind, str(node_id), fields, {})


# Blocks


def _block_node(kind_name: str, item: Mapping[str, Any], references: References) -> Node:
    kind = KINDS[kind_name]
    value = item["value"]
    raw = {kind.bare: value} if kind.bare else value
    fields: Fields = dict(kind.constant)
    for name, field_type in kind.fields.items():
        scalar = _scalar(field_type, raw.get(name), references)
        if scalar is not None and name not in kind.constant:
            fields[name] = scalar
    slots = {}
    for name, kinds in kind.slots.items():
        children = raw.get(name) or []
        slots[name] = tuple(
            _block_node(child["type"] if child["type"] in kinds else kinds[0], child, references) for child in children
        )
    return _node(kind_name, canonical_id(item.get("id")) or "", fields, slots)


def _block(
    node: Node, references: References, previous: Mapping[str, Mapping[str, Any]], *, as_item: bool = False
) -> dict[str, Any]:
    kind = KINDS[node.kind]
    before = previous.get(node.id, {}).get("value")
    raw: dict[str, Any] = {}
    for name, field_type in kind.fields.items():
        if name not in kind.constant:
            old = before if kind.bare else before.get(name) if isinstance(before, dict) else None
            raw[name] = _stored(field_type, node.fields.get(name), old, references)
    for name, kinds in kind.slots.items():
        children = node.slots.get(name, ())
        raw[name] = [_block(child, references, previous, as_item=len(kinds) == 1) for child in children]
    return {"type": "item" if as_item else node.kind, "value": raw[kind.bare] if kind.bare else raw, "id": node.id}


def _scalar(field_type: FieldType, value: Any, references: References) -> Scalar | None:
    """Return the document's scalar for a raw value, or None where there is nothing to say."""
    match field_type:
        case FieldType.TEXT:
            return _text_scalar(value)
        case FieldType.HTML:
            return richtext.to_html(value, references.node_of_page)
        case FieldType.TABLE:
            return tables.to_html(value)
        case FieldType.ASSET:
            return references.asset_of_picture.get(value)
        case FieldType.CODES:
            return tuple(value) if value else None
        case FieldType.FLAG:
            return True if value else None
        case FieldType.CODE:
            return str(value) if value else None
        case FieldType.NUMBER:
            return value or None


def _stored(field_type: FieldType, scalar: Scalar | None, before: Any, references: References) -> Any:
    """Return the raw value for a document's scalar; inverse of `_scalar`."""
    match field_type:
        case FieldType.TEXT:
            return scalar.text if isinstance(scalar, Text) else ""
        case FieldType.HTML:
            previous = before if isinstance(before, str) else ""
            return richtext.from_html(scalar, references.page_of_node, previous) if isinstance(scalar, Html) else ""
        case FieldType.TABLE:
            return tables.from_html(scalar) if isinstance(scalar, Html) else None
        case FieldType.ASSET:
            return references.picture_for(scalar) if isinstance(scalar, Asset) else None
        case FieldType.CODES:
            return list(scalar) if isinstance(scalar, tuple) else []
        case FieldType.FLAG:
            return bool(scalar)
        case FieldType.CODE:
            return scalar or ""
        case FieldType.NUMBER:
            return scalar if scalar is not None else 0


# Values


def _node(kind: str, node_id: str, fields: Fields, slots: Mapping[str, tuple[Node, ...]]) -> Node:
    return Node(id=node_id, kind=kind, fields=fields, slots={name: nodes for name, nodes in slots.items() if nodes})


def _texts(**texts: str) -> Fields:
    scalars = {name: _text_scalar(text) for name, text in texts.items()}
    return {name: scalar for name, scalar in scalars.items() if scalar is not None}


def _text_scalar(value: object) -> Text | None:
    text = normal_text(str(value or ""))
    return Text(text=text) if text.strip() else None


def _codes(**values: Any) -> Fields:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if value}


def _text(node: Node, name: str) -> str:
    scalar = node.fields.get(name)
    return scalar.text if isinstance(scalar, Text) else ""


def _list(node: Node, name: str) -> list[str]:
    scalar = node.fields.get(name)
    return [str(code) for code in scalar] if isinstance(scalar, tuple) else []
