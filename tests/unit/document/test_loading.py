"""From JSON to documents and back; what is refused, and where the fault is said to be."""

import copy
import hashlib
import json
import pickle
from typing import Any

import pytest

from curriculum.document import (
    Asset,
    Document,
    Html,
    LoadError,
    Node,
    Text,
    canonical_json,
    digest,
    dump,
    dump_node,
    load,
    load_node,
    load_scalar,
    walk,
)
from tests.unit.document.building import JSON, document, document_json, node, uid

FIELDS = {
    "title": {"text": "Kahawa"},
    "body": {"html": "<p>Kausha <b>vizuri</b>.</p>"},
    "image": {"asset": "ab" * 32, "name": "wheel.png"},
    "code": "QMS-1.1",
    "minutes": 60,
    "share": 0.5,
    "correct": True,
    "nothing": None,
    "levels": ["low", "moderate"],
}


def test_load__every_scalar() -> None:
    loaded = document(node(1, FIELDS))
    assert dict(loaded.root.fields) == {
        "title": Text("Kahawa"),
        "body": Html("<p>Kausha <b>vizuri</b>.</p>"),
        "image": Asset("ab" * 32, "wheel.png"),
        "code": "QMS-1.1",
        "minutes": 60,
        "share": 0.5,
        "correct": True,
        "nothing": None,
        "levels": ("low", "moderate"),
    }
    assert dump(loaded) == document_json(node(1, FIELDS))


def test_load__normalises() -> None:
    """Equal content is equal: composed characters, line ends, whole numbers, slots without nodes, order of keys."""
    raw = node(1, {"title": {"text": "cafe\u0301\r\nb"}, "minutes": 60.0}, steps=[])
    tidy = node(1, {"minutes": 60, "title": {"text": "caf\u00e9\nb"}})
    assert document(raw) == document(tidy)
    assert dump(document(raw)) == document_json(tidy)
    assert type(document(raw).root.fields["minutes"]) is int


def test_load__true_is_not_one() -> None:
    assert document(node(1, {"a": True})) != document(node(1, {"a": 1}))


def test_document__is_immutable() -> None:
    root = document(node(1, FIELDS, body=[node(2)])).root
    with pytest.raises(TypeError):
        root.fields["code"] = "x"  # type: ignore[index]
    with pytest.raises(AttributeError):
        root.kind = "x"  # type: ignore[misc]


def test_document__can_be_copied_and_pickled() -> None:
    original = document(node(1, FIELDS, body=[node(2)]))
    assert copy.deepcopy(original) == original
    assert pickle.loads(pickle.dumps(original)) == original  # noqa: S301 - our own bytes


def test_document__walk_and_find() -> None:
    loaded = document(node(1, steps=[node(2, body=[node(3)])], body=[node(4)]))
    assert [found.id for found in walk(loaded)] == [uid(1), uid(4), uid(2), uid(3)]
    found = loaded.find(uid(3))
    assert found is not None
    assert found.id == uid(3)
    assert loaded.find(uid(9)) is None


def test_digest__is_that_of_the_canonical_json() -> None:
    """Any program can check it: keys sorted, no spaces, UTF-8, NFC, SHA-256; for a node as for a document."""
    loaded = document(
        node(1, FIELDS, steps=[node(2, {"title": {"text": "Caf\u00e9 \u2013 \U0001f331"}})], body=[node(3)])
    )
    written = json.dumps(dump(loaded), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical_json(dump(loaded)) == written
    assert digest(loaded) == hashlib.sha256(written).hexdigest()
    for below in walk(loaded):
        assert digest(below) == hashlib.sha256(canonical_json(dump_node(below))).hexdigest()


def test_digest__is_known() -> None:
    """A digest written down, so that no later version gives another one."""
    root = Node(id=uid(1), kind="lesson", fields={"title": Text("Cafe\u0301")})
    assert digest(Document(language="es", root=root)) == (
        "c6e1f0a98f50031c66092f445e25071f8a31b865b9eec9b04d02eb80762fcf7a"
    )


def deep(levels: int) -> JSON:
    """Return nodes nested so many levels deep."""
    innermost = node(levels)
    for number in range(levels - 1, 0, -1):
        innermost = node(number, body=[innermost])
    return innermost


def test_load__depth_of_fifty() -> None:
    assert len(list(walk(document(deep(50))))) == 50
    with pytest.raises(LoadError, match="deeper than 50") as caught:
        document(deep(51))
    assert caught.value.code == "depth"
    assert caught.value.path == "root" + ".slots.body[0]" * 50


def test_load__hostile_depth_is_refused() -> None:
    with pytest.raises(LoadError):
        document(deep(5000))
    with pytest.raises(LoadError):
        document(node(1, {"body": {"html": "<ul><li>" * 30_000}}))
    with pytest.raises(LoadError):
        document(node(1, {"body": [[[[]]]]}))


@pytest.mark.parametrize(
    ("fault", "path", "code"),
    [
        ({"format": "scan-document/2"}, "format", "format"),
        ({"language": "English"}, "language", "language"),
        ({"language": None}, "language", "language"),
        ({"extra": 1}, "document", "unknown-key"),
        ({"root": []}, "root", "type"),
        ({"root": {**node(1), "x": 1}}, "root", "unknown-key"),
        ({"root": {"id": uid(1), "kind": "x", "fields": {}}}, "root", "missing-key"),
        ({"root": {**node(1), "id": "x"}}, "root.id", "id"),
        ({"root": {**node(1), "id": uid(0xA).upper()}}, "root.id", "id"),
        ({"root": {**node(1), "kind": ""}}, "root.kind", "name"),
        ({"root": {**node(1), "fields": []}}, "root.fields", "type"),
        ({"root": {**node(1), "slots": {"a": {}}}}, "root.slots.a", "type"),
        ({"root": {**node(1), "slots": {"a:b": []}}}, "root.slots", "name"),
        ({"root": node(1, a=[node(2), node(2)])}, "root.slots.a[1].id", "duplicate-id"),
        ({"root": node(1, a=[node(2, b=[node(1)])])}, "root.slots.a[0].slots.b[0].id", "duplicate-id"),
    ],
)
def test_load__refuses_with_a_path(fault: JSON, path: str, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        load({**document_json(node(1)), **fault})
    assert (caught.value.path, caught.value.code) == (path, code)


@pytest.mark.parametrize(
    ("scalar", "path", "code"),
    [
        (float("nan"), "", "number"),
        (float("inf"), "", "number"),
        (10**400, "", "number"),
        (2**53, "", "number"),
        ("a\x00b", "", "character"),
        ("\ud800", "", "character"),
        ({"text": "a\x1bb"}, ".text", "character"),
        ({"text": 5}, "", "scalar"),
        ({"text": "a", "html": "b"}, "", "scalar"),
        ({}, "", "scalar"),
        ({"asset": "ab" * 32}, "", "scalar"),
        ({"asset": "AB" * 32, "name": "x"}, ".asset", "asset"),
        ({"html": "<p>"}, ".html", "html-not-closed"),
        (["a", 1], "[1]", "scalar"),
        ([["a"]], "[0]", "scalar"),
        (b"a", "", "scalar"),
    ],
)
def test_load__refuses_scalars(scalar: Any, path: str, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        document(node(1, {"x": scalar}))
    assert (caught.value.path, caught.value.code) == (f"root.fields.x{path}", code)


@pytest.mark.parametrize("obj", [None, [], "x", 5, {}, {"format": "scan-document/1"}])
def test_load__refuses_what_is_no_document(obj: Any) -> None:
    with pytest.raises(LoadError):
        load(obj)


def test_load_node_and_scalar__alone() -> None:
    assert load_node(node(1)) == Node(id=uid(1), kind="text")
    assert load_scalar({"text": "a"}) == Text("a")
