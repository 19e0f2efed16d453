"""The texts of a document as segments, and back."""

import hashlib

import pytest

from curriculum.document import Html, SegmentError, Text, apply_segments, extract_segments, pair_segments
from tests.unit.document.building import document, node, uid, with_html


def key_of(source: str, number: int = 1, field: str = "body") -> str:
    """Return the key of a part of rich text."""
    return f"{uid(number)}:{field}:{hashlib.sha256(source.encode()).hexdigest()[:12]}"


def test_extract__parts_of_every_sort() -> None:
    html = "<p>One <b>two</b></p><ul><li>three<ol><li>four</li></ol></li></ul><p>One <b>two</b></p><p></p>"
    loaded = document(node(1, {"title": {"text": "T"}, "body": {"html": html}, "code": "X", "empty": {"text": " "}}))
    assert [(segment.key, segment.source) for segment in extract_segments(loaded)] == [
        (key_of("One <b>two</b>"), "One <b>two</b>"),
        (key_of("three"), "three"),
        (key_of("four"), "four"),
        (key_of("One <b>two</b>") + ".2", "One <b>two</b>"),
        (f"{uid(1)}:title", "T"),
    ]


def test_extract__cells() -> None:
    html = "<table><thead><tr><th>Lot</th><th></th></tr></thead><tbody><tr><td>a</td><td>14 %</td></tr></tbody></table>"
    assert [segment.source for segment in extract_segments(with_html(html))] == ["Lot", "a", "14 %"]


def test_apply__translates_and_keeps_what_is_missing() -> None:
    loaded = document(node(1, {"title": {"text": "Drying"}, "body": {"html": "<p>One</p><ul><li>two</li></ul>"}}))
    texts = {f"{uid(1)}:title": "Secado", key_of("two"): "<b>dos</b> & más", key_of("unknown"): "x", key_of("One"): " "}
    translated = apply_segments(loaded, texts, "es")
    assert translated.language == "es"
    assert dict(translated.root.fields) == {
        "title": Text("Secado"),
        "body": Html("<p>One</p><ul><li><b>dos</b> &amp; más</li></ul>"),
    }


@pytest.mark.parametrize(
    ("source", "text", "code"),
    [
        ("Hello", "<b>Hola", "html-not-closed"),
        ("Hello", "<p>Hola</p>", "html-place"),
        ("Hello", "<script>x</script>", "html-tag"),
        ("Hello", '<a href="https://evil.example">Hola</a>', "placeholders"),
        ("Hello {name}", "Hola", "placeholders"),
        ("Hello {name}", "Hola {nombre}", "placeholders"),
        ("%(count)s lots", "%(count)s %(count)s lotes", "placeholders"),
        ('<a href="https://x.org/en">x</a>', "x", "placeholders"),
        ('<a href="https://x.org/en">x</a>', '<a href="https://x.org/es">x</a>', "placeholders"),
    ],
)
def test_apply__refuses(source: str, text: str, code: str) -> None:
    """C7: broken markup and lost placeholders or links are refused, naming the segment."""
    loaded = with_html(f"<p>{source}</p>")
    (segment,) = extract_segments(loaded)
    with pytest.raises(SegmentError) as caught:
        apply_segments(loaded, {segment.key: text}, "es")
    assert (caught.value.code, caught.value.segment) == (code, segment.key)


def test_apply__refuses_in_plain_text() -> None:
    loaded = document(node(1, {"title": {"text": "Hello {name}"}}))
    for text, code in (("Hola\x00 {name}", "character"), ("Hola", "placeholders")):
        with pytest.raises(SegmentError) as caught:
            apply_segments(loaded, {f"{uid(1)}:title": text}, "es")
        assert caught.value.code == code
    assert apply_segments(loaded, {f"{uid(1)}:title": "¡{name}, <hola>!"}, "es").root.fields["title"] == Text(
        "¡{name}, <hola>!"
    )


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["Dry the cherries well."], ["Dry the cherries."], {"Dry the cherries.": "Dry the cherries well."}),
        (["a", "b"], ["b", "a"], {"a": "a", "b": "b"}),
        (["Dry the ripe cherries."], ["Something new.", "Dry the red cherries."],
         {"Dry the red cherries.": "Dry the ripe cherries."}),
        (["one", "two", "three"], ["one", "deux", "three"], {"one": "one", "deux": "two", "three": "three"}),
        (["one"], ["one", "quite new"], {"one": "one"}),
        (["one", "gone for good"], ["one"], {"one": "one"}),
    ],
)  # fmt: skip
def test_pair_segments__finds_predecessors(old: list[str], new: list[str], pairs: dict[str, str]) -> None:
    """A changed part is paired with what it was; a new one with nothing; a moved one with itself."""
    before, after = ("".join(f"<p>{text}</p>" for text in texts) for texts in (old, new))
    assert pair_segments(with_html(before), with_html(after)) == {key_of(a): key_of(b) for a, b in pairs.items()}


def test_pair_segments__plain_text_and_other_nodes() -> None:
    old = document(node(1, {"title": {"text": "One"}}, body=[node(2, {"title": {"text": "Two"}})]))
    new = document(node(1, {"title": {"text": "Uno"}}, body=[node(3, {"title": {"text": "Two"}})]))
    assert pair_segments(old, new) == {f"{uid(1)}:title": f"{uid(1)}:title"}


def test_pair_segments__plain_text_that_became_rich_has_no_predecessor() -> None:
    old, new = document(node(1, {"body": {"text": "One"}})), with_html("<p>One</p>")
    assert pair_segments(old, new) == {}
