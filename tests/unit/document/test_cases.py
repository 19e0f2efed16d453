"""The case table in `cases/*.txt`: merges that a person can read, each with its outcome.

    === What happens
    base      L{title="Dry it."}(A B)
    ours      …
    theirs    …
    merged    …                    until a person decides
    conflict  field L.title        one line each; none where there is no conflict
    note      added-together L.body
    take ours, take theirs, take both     the document after that decision about every conflict

A tree is NAME, `:kind` (text if not said), fields in braces, children in parentheses: `(A B)` is the slot `body`,
`quiz(A B)` another one. A field is `name="plain text"`, name=`<p>rich text</p>` or `name=JSON`. Names stand for ids.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from curriculum.document import Document, dump, load, merge, resolve

_TOKEN = re.compile(r'\s*([A-Za-z][A-Za-z0-9-]*|"[^"]*"|`[^`]*`|\[[^\]]*\]|-?[0-9.]+|[(){}=;:])')
_ONE_LINE = {"base", "ours", "theirs", "merged", "take ours", "take theirs", "take both"}


def node_id(name: str) -> str:
    """Return the id that a name stands for."""
    return str(uuid5(NAMESPACE_OID, name))


class Tree:
    """Reads one tree."""

    def __init__(self, line: str) -> None:
        self.tokens = _TOKEN.findall(line)
        assert "".join(self.tokens) == re.sub(r"\s", "", line) or any(q in line for q in '"`[')

    def document(self) -> Document:
        """Return the document of the tree."""
        document = load({"format": "scan-document/1", "language": "en", "root": self.node()})
        assert not self.tokens, f"left over: {self.tokens}"
        return document

    def node(self) -> dict[str, Any]:
        """Read a node."""
        name = self.tokens.pop(0)
        kind = "text"
        if self.take(":"):
            kind = self.tokens.pop(0)
        fields: dict[str, Any] = {}
        if self.take("{"):
            while not self.take("}"):
                field = self.tokens.pop(0)
                assert self.take("=")
                fields[field] = self.scalar()
                self.take(";")
        return {"id": node_id(name), "kind": kind, "fields": fields, "slots": dict(self.slots())}

    def slots(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Read the slots of a node."""
        while self.tokens and (self.tokens[0] == "(" or self.tokens[1:2] == ["("] and self.tokens[0].islower()):
            slot = "body" if self.tokens[0] == "(" else self.tokens.pop(0)
            self.take("(")
            children = []
            while not self.take(")"):
                children.append(self.node())
            yield slot, children

    def scalar(self) -> Any:
        """Read a value."""
        token = self.tokens.pop(0)
        if token[0] == '"':
            return {"text": token[1:-1].replace("\\n", "\n")}
        return {"html": token[1:-1]} if token[0] == "`" else json.loads(token)

    def take(self, token: str) -> bool:
        """Skip a token if it comes next."""
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False


def read_cases() -> Iterator[Any]:
    """Yield the cases of all files, under file and title."""
    for path in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for block in path.read_text().split("\n=== ")[1:]:
            title, *lines = block.splitlines()
            case: dict[str, Any] = {"conflict": [], "note": []}
            for line in lines:
                if not line.strip() or line.startswith("#"):
                    continue
                key, rest = re.split(r"\s{2,}", line.strip(), maxsplit=1)
                if key in _ONE_LINE:
                    case[key] = rest
                else:
                    case[key].append(rest)
            yield pytest.param(case, id=f"{path.stem}: {title}")


def named(kind: str, node: str, field: str | None) -> str:
    """Return a conflict or note as the table writes it, the node by its id."""
    return f"{kind} {node}.{field}" if field else f"{kind} {node}"


def expected(lines: list[str]) -> list[str]:
    """Return lines of the table with ids for names."""
    return sorted(
        named(kind, node_id(name), field or None)
        for kind, _, address in (line.partition(" ") for line in lines)
        for name, _, field in (address.partition("."),)
    )


@pytest.mark.parametrize("case", read_cases())
def test_merge__case_table(case: dict[str, Any]) -> None:
    """M6: every case of the table, in both directions as far as it goes."""
    base, ours, theirs = (Tree(case[side]).document() for side in ("base", "ours", "theirs"))
    result = merge(base, ours, theirs)
    assert dump(result.document) == dump(Tree(case["merged"]).document())
    assert sorted(named(c.kind, c.node_id, c.field) for c in result.conflicts) == expected(case["conflict"])
    assert sorted(named(n.kind, n.node_id, n.field) for n in result.notes) == expected(case["note"])
    for choice in ("ours", "theirs", "both"):
        if f"take {choice}" in case:
            decided = resolve(result, {c.key: choice for c in result.conflicts})
            assert dump(decided) == dump(Tree(case[f"take {choice}"]).document()), choice
