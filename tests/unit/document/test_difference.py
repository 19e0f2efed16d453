"""What changed between two documents."""

from curriculum.document import Change, Place, Text, diff
from tests.unit.document.building import document, node, uid


def change(kind: str, number: int, field: str | None = None, before: object = None, after: object = None) -> Change:
    """Return a change."""
    return Change(kind=kind, node_id=uid(number), field=field, before=before, after=after)  # type: ignore[arg-type]


def test_diff__fields() -> None:
    old = document(node(1, {"a": 1, "b": {"text": "x"}, "c": "gone", "same": ["x"]}))
    new = document({**node(1, {"a": True, "b": {"text": "y"}, "d": "new", "same": ["x"]}), "kind": "story"})
    assert diff(old, new) == (
        change("changed", 1, "@kind", "text", "story"),
        change("changed", 1, "a", 1, True),
        change("changed", 1, "b", Text("x"), Text("y")),
        change("changed", 1, "c", "gone", None),
        change("changed", 1, "d", None, "new"),
    )


def test_diff__nodes_in_document_order() -> None:
    """A removed node stands after what preceded it; what is inside it has changes of its own."""
    old = document(node(1, body=[node(2), node(3, body=[node(4)]), node(5, {"a": 1})]))
    new = document(node(1, body=[node(6, body=[node(7)]), node(2), node(5, {"a": 2})]))
    assert diff(old, new) == (
        change("added", 6, after=new.find(uid(6))),
        change("added", 7, after=new.find(uid(7))),
        change("removed", 3, before=old.find(uid(3))),
        change("removed", 4, before=old.find(uid(4))),
        change("changed", 5, "a", 1, 2),
    )


def test_diff__moves() -> None:
    old = document(node(1, body=[node(2), node(3), node(4)], quiz=[node(5)]))
    new = document(node(1, body=[node(4), node(2), node(3, body=[node(5)])]))
    body = Place(uid(1), "body")
    assert diff(old, new) == (
        change("moved", 4, None, body, body),
        change("moved", 5, None, Place(uid(1), "quiz"), Place(uid(3), "body")),
    )


def test_diff__ties_by_id() -> None:
    """Of two nodes that changed places, the one with the smaller id stays."""
    old, new = document(node(1, body=[node(2), node(3)])), document(node(1, body=[node(3), node(2)]))
    body = Place(uid(1), "body")
    assert diff(old, new) == diff(new, old) == (change("moved", 3, None, body, body),)


def test_diff__an_addition_moves_nobody() -> None:
    old, new = document(node(1, body=[node(2), node(3)])), document(node(1, body=[node(4), node(2), node(3)]))
    assert [found.kind for found in diff(old, new)] == ["added"]


def test_diff__language() -> None:
    assert diff(document(node(1)), document(node(1), "es")) == (change("changed", 1, "@language", "en", "es"),)
