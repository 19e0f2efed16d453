"""Random documents in the curriculum's vocabulary, in the forms that a page can hold."""

import uuid
from typing import Any

from hypothesis import strategies as st

from curriculum.content import vocabulary
from curriculum.content.conforming import CHOICES, LONGEST
from curriculum.content.vocabulary import KINDS, FieldType, Kind
from curriculum.document import Document, load
from tests.factories import FILES, node_id

JSON = dict[str, Any]

letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\té<&>\"'🌱𝒳אʼ")
texts = st.text(letters, min_size=1, max_size=24).filter(lambda text: text.strip())
words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8)
codes = st.from_regex(r"[A-Z][A-Z0-9.-]{0,9}", fullmatch=True)
ids = st.uuids().map(str)


def documents(pages: tuple[str, ...] = ()) -> st.SearchStrategy[Document]:
    """Return documents; their texts may link to the nodes whose ids are `pages`, and to one that no platform has."""
    return st.builds(_loaded, st.sampled_from(["en", "es", "pt-BR"]), nodes("module", st.just(pages)))


def _loaded(language: str, root: JSON) -> Document:
    taken: set[str] = set()
    _renumber(root, taken)
    return load({"format": "scan-document/1", "language": language, "root": root})


def _renumber(node: JSON, taken: set[str], code: str = "TST-1") -> None:
    """Give every node an id of its own, and lessons the codes of their module."""
    while node["id"] in taken:
        node["id"] = str(uuid.UUID(int=(uuid.UUID(node["id"]).int + 1) % 2**128))
    taken.add(node["id"])
    if node["kind"] in {"module", "lesson"}:
        node["fields"]["code"] = code
    for children in node["slots"].values():
        for place, child in enumerate(children, start=1):
            _renumber(child, taken, f"{code}.{place}" if child["kind"] == "lesson" else code)


def nodes(name: str, pages: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[JSON]:
    """Return the JSON of nodes of kind `name`, complete or not."""
    kind = KINDS[name]
    return st.fixed_dictionaries(
        {"id": ids, "kind": st.just(name), "fields": _fields(kind, pages), "slots": _slots(kind, pages)}
    )


def _fields(kind: Kind, pages: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[JSON]:
    if kind.name == "requirement":
        return st.just({"standard": "TST-STD", "requirement": "T-01"})
    if kind.name == "lesson":
        return _lesson_fields()
    always = {name: st.just(list(value)) for name, value in kind.constant.items()}
    if kind.name == "module":
        always |= {"title": _short_text(kind.name, "title"), "summary": _short_text(kind.name, "summary")}
    if kind.name in {"outcome", "material"}:
        always |= {"text": _short_text(kind.name, "text")}
    rest = {name: _scalar(kind, name, pages) for name in kind.fields if name not in always}
    return st.fixed_dictionaries(always, optional=rest)


def _lesson_fields() -> st.SearchStrategy[JSON]:
    kind = KINDS["lesson"]
    roles = st.lists(st.sampled_from(["", "core", "refresher", "optional"]), min_size=4, max_size=4)
    rest = {
        name: _scalar(kind, name, st.just(())) for name in ("phase", "cycle_step", "standards", "audience", "place")
    }
    fields = st.fixed_dictionaries(
        {"title": _short_text("lesson", "title"), "minutes": st.integers(5, 600)}, optional=rest
    )
    return st.builds(lambda fields, roles: fields | _levels(roles), fields, roles)


def _levels(roles: list[str]) -> JSON:
    pairs = list(zip(vocabulary.LEVELS, roles, strict=True))
    lists = {
        "levels": [level for level, role in pairs if role],
        "refresher_levels": [level for level, role in pairs if role == "refresher"],
        "optional_levels": [level for level, role in pairs if role == "optional"],
    }
    return {name: levels for name, levels in lists.items() if levels}


def _short_text(kind: str, name: str) -> st.SearchStrategy[JSON]:
    most = LONGEST.get((kind, name), 255)
    # What a page's column holds is stripped by its form; a document is not, so both are tried.
    return texts.map(lambda text: {"text": text[:most]}).filter(lambda scalar: scalar["text"].strip())


def _scalar(kind: Kind, name: str, pages: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[Any]:
    choices = CHOICES.get(name)
    match kind.fields[name]:
        case FieldType.TEXT:
            return _short_text(kind.name, name)
        case FieldType.HTML:
            return pages.flatmap(_prose)
        case FieldType.TABLE:
            return _tables
        case FieldType.ASSET:
            return st.sampled_from(["wheel.png", "rueda ñ.png", "a b.PNG", "wheel"]).map(
                lambda name: {"asset": next(iter(FILES)), "name": name}
            )
        case FieldType.CODE:
            return st.sampled_from(choices) if choices else codes
        case FieldType.NUMBER:
            return st.integers(1, 10_000)
        case FieldType.FLAG:
            return st.just(True)
        case FieldType.CODES:
            if name == "standards":
                return st.just(["TST-STD"])
            return st.lists(st.sampled_from(choices) if choices else codes, min_size=1, max_size=4, unique=True)


def _slots(kind: Kind, pages: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[JSON]:
    return st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.one_of([nodes(child, pages) for child in kinds]), max_size=3)
            for name, kinds in kind.slots.items()
        },
    )


def _prose(pages: tuple[str, ...]) -> st.SearchStrategy[JSON]:
    plain = words.map(_escaped)
    addresses = [f'data-node="{page}"' for page in (*pages, node_id("nowhere"))] + [
        'href="https://example.org/?a=1&amp;b=2"',
        'href="tel:+255"',
    ]
    inline = st.one_of(
        plain,
        st.just(" "),
        st.just("<br>"),
        plain.map("<b>{}</b>".format),
        plain.map("<b>a <i>{}</i></b>".format),
        st.builds("<a {}>{}</a>".format, st.sampled_from(addresses), plain),
    )
    run = st.builds("{}{}".format, plain, st.lists(inline, max_size=4).map("".join))
    item = st.one_of(run.map("<li>{}</li>".format), run.map("<li>x<ol><li>{}</li></ol></li>".format))
    block = st.one_of(
        run.map("<p>{}</p>".format), st.lists(item, min_size=1, max_size=3).map("".join).map("<ul>{}</ul>".format)
    )
    return st.lists(block, min_size=1, max_size=4).map(lambda blocks: {"html": "".join(blocks)})


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def _drawn_table(draw: st.DrawFn) -> JSON:
    columns = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(words.map(_escaped), min_size=columns, max_size=columns), min_size=1, max_size=3))
    head_row, head_column = draw(st.booleans()), draw(st.booleans())
    head = f"<thead>{_row(rows.pop(0), 'col', 'col')}</thead>" if head_row else ""
    body = "".join(_row(row, "row" if head_column else "", "") for row in rows)
    return {"html": f"<table>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"}


def _row(cells: list[str], first: str, others: str) -> str:
    scopes = [first, *[others] * (len(cells) - 1)]
    return "<tr>" + "".join(
        f'<th scope="{scope}">{cell}</th>' if scope else f"<td>{cell}</td>"
        for cell, scope in zip(cells, scopes, strict=True)
    ) + "</tr>"  # fmt: skip


_tables = _drawn_table()
