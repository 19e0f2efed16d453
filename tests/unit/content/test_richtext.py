"""Rich text and tables of the editor ⇄ those of a document, case by case."""

import pytest

from curriculum.content import richtext, tables
from curriculum.content.richtext import ForeignLinkError
from curriculum.document import DocumentError, Html

NODE = "11111111-2222-4333-8444-555555555555"
ELSEWHERE = "99999999-2222-4333-8444-555555555555"
PAGES = {7: NODE}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("", None),
        ("   \n ", None),
        ("<p></p>", None),
        ('<p data-block-key="abc12"> </p>', None),
        ('<p data-block-key="abc12">One.</p>', "<p>One.</p>"),
        ("<p>A <strong>b</strong> <em>c</em></p>", "<p>A <b>b</b> <i>c</i></p>"),
        ("<p>One<br/>two</p>", "<p>One<br>two</p>"),
        ('<ul><li data-block-key="a">x</li><li data-block-key="b">y</li></ul>', "<ul><li>x</li><li>y</li></ul>"),
        ("<ul><li>x<ol><li>y</li></ol></li></ul>", "<ul><li>x<ol><li>y</li></ol></li></ul>"),
        ("plain", "<p>plain</p>"),
        ("<h2>Head</h2><p>Text</p>", "<p>Head</p><p>Text</p>"),
        ("<p>a<b> </b>b</p>", "<p>a b</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()">a</p><embed embedtype="image" id="3"/>', "<p>a</p>"),
        ("<p>one\r\ntwo</p>", "<p>one two</p>"),
        ("<p>nin\u0303o</p>", "<p>niño</p>"),
        ("<p>a\x00b\x0bc\ufffe</p>", "<p>ab c</p>"),
        ("<p>𝒳 🌱</p>", "<p>𝒳 🌱</p>"),
        ('<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>',
         '<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>'),
        ('<p><a linktype="page" id="7">x</a></p>', f'<p><a data-node="{NODE}">x</a></p>'),
        (f'<p><a linktype="node" id="{ELSEWHERE}">x</a></p>', f'<p><a data-node="{ELSEWHERE}">x</a></p>'),
        (f'<p><a linktype="node" id="{NODE}">a page by now</a></p>', f'<p><a data-node="{NODE}">a page by now</a></p>'),
    ],
)  # fmt: skip
def test_to_html__cases(stored: str, expected: str | None) -> None:
    value = richtext.to_html(stored, PAGES)

    assert (value and value.html) == expected


@pytest.mark.parametrize(
    "link",
    [
        '<a linktype="page" id="8">x</a>',
        '<a linktype="page" id="">x</a>',
        '<a linktype="page" id="²">x</a>',
        '<a linktype="page">x</a>',
        '<a linktype="document" id="7">x</a>',
        '<a linktype="page" id="' + "9" * 5000 + '">x</a>',
        '<ul><li><b><a linktype="page" id="8">x</a></b></li></ul>',
        '<a linktype="node" id="7">x</a>',
        '<a linktype="node" id="">x</a>',
        '<a linktype="node">x</a>',
        f'<a linktype="node" id="{NODE.replace("-", "")}">x</a>',
        f'<a linktype="node" id="{{{NODE}}}">x</a>',
        f'<a linktype="node" id="{NODE} onclick=1">x</a>',
        '<a linktype="node" id="AAAAAAAA-2222-4333-8444-555555555555">x</a>',
        f'<a linktype="page" id="{NODE}">x</a>',
        f'<a linktype="module" id="{NODE}">x</a>',
    ],
)
def test_to_html__link_that_is_no_page_of_the_platform_and_no_node_is_refused(link: str) -> None:
    with pytest.raises(ForeignLinkError, match="“x”"):
        richtext.to_html(f"<p>{link}</p>" if link.startswith("<a") else link, PAGES)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/admin/", "#place", "data:text/html,x", "ftp://a.org", ""])
def test_to_html__address_that_no_document_holds_is_refused(address: str) -> None:
    with pytest.raises(DocumentError):
        richtext.to_html(f'<p><a href="{address}">x</a></p>', PAGES)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One.</p>",
        "<p>A <b>b</b> <i>c</i><br>d</p><ul><li>x<ol><li>y</li></ol></li></ul>",
        f'<p><a data-node="{NODE}">x</a> <a href="mailto:a@b.org">y</a></p>',
        f'<p>See <a data-node="{ELSEWHERE}">that</a>.</p>',
        f'<ul><li><b>a <a data-node="{ELSEWHERE}">b <i>c</i></a></b><ol><li>x</li></ol></li></ul>',
        "<p>1 &lt; 2 &amp; 3 &gt; 0 \u00a0 🌱</p>",
    ],
)
def test_from_html__is_the_inverse(html: str) -> None:
    stored = richtext.from_html(Html(html), {NODE: 7})

    assert richtext.to_html(stored, PAGES) == Html(html)


def test_from_html__link_to_a_node_that_is_no_page_here_waits_for_its_page() -> None:
    value = Html(f'<p>See <a data-node="{NODE}">that</a>.</p>')

    waiting = richtext.from_html(value, {})

    assert waiting == f'<p>See <a id="{NODE}" linktype="node">that</a>.</p>'
    assert richtext.to_html(waiting, {}) == richtext.to_html(waiting, PAGES) == value
    assert richtext.from_html(value, {NODE: 7}, waiting) == '<p>See <a id="7" linktype="page">that</a>.</p>'


def test_with_pages__leads_the_links_whose_pages_are_there_and_changes_nothing_else() -> None:
    stored = (
        f'<p data-block-key="k1">A <a id="{NODE}" linktype="node">b</a> &amp; <a id="{ELSEWHERE}" linktype="node">c</a>'
        ' <a id="8" linktype="page">d</a> <a linktype="node">e</a> <a href="https://example.org/">f</a></p>'
    )

    led = richtext.with_pages(stored, {NODE: 7})

    assert led == stored.replace(f'id="{NODE}" linktype="node"', 'id="7" linktype="page"')


def test_from_html__paragraphs_keep_their_block_keys() -> None:
    previous = (
        '<p data-block-key="k1">First.</p><p data-block-key="k2">Second.</p>'
        '<ul><li data-block-key="k3">item</li></ul><p data-block-key="k4">Last.</p>'
    )

    stored = richtext.from_html(
        Html("<p>New.</p><p>First.</p><p>Second, reworded.</p><ul><li>item</li></ul><p>Last.</p>"), {}, previous
    )

    assert stored == (
        '<p>New.</p><p data-block-key="k1">First.</p><p data-block-key="k2">Second, reworded.</p>'
        '<ul><li data-block-key="k3">item</li></ul><p data-block-key="k4">Last.</p>'
    )


TABLES = {
    "no heads": "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    "head row": '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
    "head row alone": '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead></table>',
    "head column": '<table><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>',
    "both": '<table><thead><tr><th scope="col">x</th><th scope="col">y</th></tr></thead>'
            '<tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>',
    "empty cells": "<table><tbody><tr><td></td><td>b</td></tr><tr><td>c</td><td></td></tr></tbody></table>",
    "line break": "<table><tbody><tr><td>a<br>b</td></tr></tbody></table>",
    "signs": "<table><tbody><tr><td>1 &lt; 2 &amp; 🌱</td></tr></tbody></table>",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables__are_inverse(name: str) -> None:
    value = Html(TABLES[name])

    assert tables.to_html(tables.from_html(value)) == value


@pytest.mark.parametrize("stored", [None, {}, {"data": []}, {"data": [[]]}, {"data": [["", None], [" ", ""]]}])
def test_tables__an_empty_table_is_none(stored: object) -> None:
    assert tables.to_html(stored) is None


def test_tables__cells_are_cleaned() -> None:
    value = tables.to_html({"data": [["a\r\nb", "\x00c\x0bd", 3, None]]})

    assert value == Html("<table><tbody><tr><td>a<br>b</td><td>c<br>d</td><td>3</td><td></td></tr></tbody></table>")
