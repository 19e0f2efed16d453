"""Random documents and random editing, for properties of merges.

A draft is a document as plain lists and dicts, with texts as lists of sentences, so that editing it is short. Every
sentence that is ever written is unique and ends with its own number, so that it can be found again.
"""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from curriculum.document import Document, load

Draft = dict[str, Any]

SUBJECTS = ("Farmers", "Two members", "The group", "A buyer", "Our committee", "Asha & Juma", "Dr. Okello", "Children")
VERBS = ("dry", "weigh", "sort", "carry", "check", "store", "talk about", "record")
OBJECTS = ("the cherries", "5 % of the lots", "every sack", "the <store>", "café beans", "wet cocoa", "the tea leaves")
ENDS = (".", ".", ".", "!", "?", "…", ".”")


@dataclass
class Writer:
    """One side: writes, and counts what it wrote."""

    rng: random.Random
    name: str
    count: int = 0
    ids: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = (f"{ord(self.name):08x}-0000-4000-8000-{number:012x}" for number in range(10_000))

    def sentence(self) -> str:
        """Return a new sentence."""
        self.count += 1
        rng = self.rng
        words = f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}"
        return f"{words} {self.name}{self.count}{rng.choice(ENDS)}"

    def sentences(self, least: int = 0, most: int = 4) -> list[str]:
        """Return some new sentences."""
        return [self.sentence() for _ in range(self.rng.randint(least, most))]

    def block(self) -> list[Any]:
        """Return a new paragraph, list or line-broken paragraph of rich text."""
        if self.rng.random() < 0.7:
            return ["p", self.sentences(1)]
        return [self.rng.choice(["ul", "ol"]), [self.sentences(1, 2) for _ in range(self.rng.randint(1, 3))]]

    def table(self) -> list[Any]:
        """Return a new table of 1 to 3 rows."""
        width = self.rng.randint(1, 3)
        return ["table", [[self.sentences(0, 1) for _ in range(width)] for _ in range(self.rng.randint(1, 3))]]

    def fields(self) -> dict[str, Any]:
        """Return the fields of a new node."""
        rng = self.rng
        fields: dict[str, Any] = {"title": ["text", self.sentences(0, 2)]}
        if rng.random() < 0.6:
            fields["body"] = ["html", [self.table()] if rng.random() < 0.2 else [self.block() for _ in range(3)]]
        if rng.random() < 0.4:
            fields["minutes"] = rng.choice([0, 1, True, False, 1.5, None])
            fields["levels"] = rng.choice([[], ["low"], ["low", "moderate"]])
        return fields

    def node(self, depth: int) -> Draft:
        """Return a new node with some below it."""
        slots: dict[str, list[Draft]] = {}
        if depth:
            for name in self.rng.sample(["body", "steps", "quiz"], self.rng.randint(0, 2)):
                slots[name] = [self.node(depth - 1) for _ in range(self.rng.randint(1, 3))]
        kind = self.rng.choice(["lesson", "passage", "text"])
        return {"id": next(self.ids), "kind": kind, "fields": self.fields(), "slots": slots}


def document_of(draft: Draft) -> Document:
    """Return the document of a draft."""
    return load({"format": "scan-document/1", "language": "en", "root": _node_json(draft)})


def _node_json(draft: Draft) -> Draft:
    slots = {name: [_node_json(child) for child in children] for name, children in draft["slots"].items()}
    return {**draft, "fields": {name: _scalar(value) for name, value in draft["fields"].items()}, "slots": slots}


def _scalar(value: Any) -> Any:
    if isinstance(value, list) and value[:1] == ["text"]:
        return {"text": " ".join(value[1])}
    if isinstance(value, list) and value[:1] == ["html"]:
        return {"html": "".join(map(_block_html, value[1]))}
    return value


def _block_html(block: list[Any]) -> str:
    tag, content = block
    if tag == "p":
        return f"<p>{_prose_html(content)}</p>"
    if tag == "table":
        rows = ("".join(f"<td>{_prose_html(cell)}</td>" for cell in row) for row in content)
        return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"
    return f"<{tag}>" + "".join(f"<li>{_prose_html(item)}</li>" for item in content) + f"</{tag}>"


def _prose_html(sentences: list[str]) -> str:
    """Write sentences with markup that follows from their words, some of it over two sentences."""
    written = []
    for sentence in sentences:
        text = sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if "*" in text:
            text = f"<b>{text.replace('*', '')}</b>"
        elif "weigh" in text:
            text = text.replace("weigh", '<a href="https://example.org/weigh">weigh</a>')
        elif "sort" in text:
            text = text.replace("sort", "<b>so<i>rt</i></b>")
        written.append(text)
    return " ".join(written).replace("</b> <b>", " ").replace("? ", "?<br>")


def nodes_of(draft: Draft) -> list[Draft]:
    """Return all nodes of a draft, parents first."""
    return [draft] + [below for children in draft["slots"].values() for child in children for below in nodes_of(child)]


def edit(draft: Draft, writer: Writer, steps: int) -> Draft:
    """Return a draft after some random editing."""
    draft = copy.deepcopy(draft)
    for _ in range(steps):
        writer.rng.choice(EDITS)(draft, writer)
    return draft


def _some_node(draft: Draft, writer: Writer) -> Draft:
    return writer.rng.choice(nodes_of(draft))


def _some_prose(draft: Draft, writer: Writer) -> list[str] | None:
    """Return a list of sentences somewhere in the draft, to be changed in place."""
    found = [
        sentences
        for node in nodes_of(draft)
        for value in node["fields"].values()
        if isinstance(value, list) and value[:1] in (["text"], ["html"])
        for sentences in ([value[1]] if value[0] == "text" else _prose_in(value[1]))
    ]
    return writer.rng.choice(found) if found else None


def _prose_in(blocks: list[Any]) -> Iterator[list[str]]:
    for tag, content in blocks:
        if tag == "p":
            yield content
        elif tag == "table":
            yield from (cell for row in content for cell in row)
        else:
            yield from content


def edit_sentence(draft: Draft, writer: Writer) -> None:
    """Rewrite a sentence."""
    sentences = _some_prose(draft, writer)
    if sentences:
        sentences[writer.rng.randrange(len(sentences))] = writer.sentence()


def mark_sentence(draft: Draft, writer: Writer) -> None:
    """Make a sentence bold in rich text; in plain text that is another wording."""
    sentences = _some_prose(draft, writer)
    if sentences:
        place = writer.rng.randrange(len(sentences))
        sentences[place] = "*" + sentences[place].replace("*", "")


def add_sentence(draft: Draft, writer: Writer) -> None:
    """Add a sentence."""
    sentences = _some_prose(draft, writer)
    if sentences is not None:
        sentences.insert(writer.rng.randint(0, len(sentences)), writer.sentence())


def delete_sentence(draft: Draft, writer: Writer) -> None:
    """Delete a sentence."""
    sentences = _some_prose(draft, writer)
    if sentences:
        del sentences[writer.rng.randrange(len(sentences))]


def edit_blocks(draft: Draft, writer: Writer) -> None:
    """Add, delete or move a paragraph, list or list item, row or column."""
    rng = writer.rng
    bodies = [node["fields"]["body"][1] for node in nodes_of(draft) if "body" in node["fields"]]
    if not bodies:
        return
    blocks = rng.choice(bodies)
    if blocks and blocks[0][0] == "table":
        _edit_table(blocks[0][1], writer)
        return
    lists = [content for tag, content in blocks if tag in ("ul", "ol")]
    target, new = (blocks, writer.block)
    if lists and rng.random() < 0.5:
        target, new = rng.choice(lists), lambda: writer.sentences(1, 2)
    action = rng.choice(["add", "delete", "move"])
    item = target.pop(rng.randrange(len(target))) if target and action != "add" else new()
    if action != "delete":
        target.insert(rng.randint(0, len(target)), item)


def _edit_table(rows: list[list[list[str]]], writer: Writer) -> None:
    if writer.rng.random() < 0.5:
        width = len(rows[0]) if rows else 1
        rows.insert(writer.rng.randint(0, len(rows)), [writer.sentences(0, 1) for _ in range(width)])
        return
    column = writer.rng.randint(0, len(rows[0]) if rows else 0)
    for row in rows:
        row.insert(column, writer.sentences(0, 1))


def edit_field(draft: Draft, writer: Writer) -> None:
    """Set or drop a plain field, or change the kind of a node."""
    node = _some_node(draft, writer)
    name = writer.rng.choice(["minutes", "levels", "title", "kind"])
    if name == "kind":
        node["kind"] = writer.rng.choice(["lesson", "passage", "story"])
    elif name == "title":
        node["fields"]["title"] = ["text", writer.sentences(0, 2)]
    elif writer.rng.random() < 0.2:
        node["fields"].pop(name, None)
    else:
        choices = [0, 1, 2, True] if name == "minutes" else [["low"], ["low", "adequate"], []]
        node["fields"][name] = writer.rng.choice(choices)


def add_node(draft: Draft, writer: Writer) -> None:
    """Add a node with some below it; now and then under an id that the other side uses too."""
    parent = _some_node(draft, writer)
    new = writer.node(writer.rng.randint(0, 1))
    known = {node["id"] for node in nodes_of(draft)}
    twin = f"ffffffff-0000-4000-8000-{writer.rng.randrange(4):012x}"
    if writer.rng.random() < 0.2 and twin not in known:
        new["id"] = twin
    _insert(parent, new, writer)


def delete_node(draft: Draft, writer: Writer) -> None:
    """Delete a node with all below it."""
    children, place = _some_child(draft, writer)
    if children:
        del children[place]


def move_node(draft: Draft, writer: Writer) -> None:
    """Move a node to another parent or slot."""
    children, place = _some_child(draft, writer)
    if children:
        node = children.pop(place)
        _insert(_some_node(draft, writer), node, writer)


def reorder(draft: Draft, writer: Writer) -> None:
    """Move a node within its slot."""
    children, place = _some_child(draft, writer)
    if children:
        node = children.pop(place)
        children.insert(writer.rng.randint(0, len(children)), node)


def _insert(parent: Draft, node: Draft, writer: Writer) -> None:
    children = parent["slots"].setdefault(writer.rng.choice(["body", "steps", "quiz"]), [])
    children.insert(writer.rng.randint(0, len(children)), node)


def _some_child(draft: Draft, writer: Writer) -> tuple[list[Draft], int]:
    """Return the list that holds a random node, and its index there; an empty list if there is only the root."""
    lists = [children for node in nodes_of(draft) for children in node["slots"].values() if children]
    if not lists:
        return [], 0
    children = writer.rng.choice(lists)
    return children, writer.rng.randrange(len(children))


TEXT_EDITS = (edit_sentence, edit_sentence, mark_sentence, add_sentence, delete_sentence, edit_blocks, edit_field)
TREE_EDITS = (add_node, delete_node, move_node, move_node, reorder, reorder)
EDITS = TEXT_EDITS + TREE_EDITS
