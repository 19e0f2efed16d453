"""The vocabulary of rich text: what is canonical, what becomes canonical, what is refused."""

import pytest

from curriculum.document import Html, LoadError, MarkupError, canonical_html
from tests.unit.document.building import uid, with_html

LINK = f'<a data-node="{uid(7)}">lesson</a>'


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p></p>",
        "<p>Plain</p>",
        "<p>a &amp; b &lt; c &gt; d</p>",
        "<p><b>bold <i>and</i></b> <i>italic</i><br>next</p>",
        '<p><a href="https://example.org/?a=1&amp;b=2">x</a> <a href="mailto:a@b.c">y</a> <a href="tel:+255">z</a></p>',
        f"<p>{LINK}</p>",
        "<ul><li>one</li><li>two<ol><li>inner</li></ol></li></ul>",
        '<table><thead><tr><th scope="col">a</th></tr></thead></table>',
        '<table><tbody><tr><th scope="row">b</th><td></td></tr></tbody></table>',
        "<p>“curly” – ‘quotes’ 🌱</p>",
    ],
)
def test_html__canonical_stays(html: str) -> None:
    assert canonical_html(html) == html
    assert with_html(html).root.fields["body"] == Html(html)


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ("<P>a</P>", "<p>a</p>"),
        ("<p>a<br/>b<br />c</p>", "<p>a<br>b<br>c</p>"),
        ("\n<p>\n a\t b\n</p>\n\n<p>c</p>", "<p>a b</p><p>c</p>"),
        ("<p>&eacute;&#233;&#xE9; &quot;&apos;&nbsp;</p>", "<p>ééé \"'\u00a0</p>"),
        ("<p>cafe\u0301 e&#769;</p>", "<p>café é</p>"),
        ("<p>a & b, c > d</p>", "<p>a &amp; b, c &gt; d</p>"),
        ("<p><a href='https://x.org/\"'>x</a></p>", '<p><a href="https://x.org/&quot;">x</a></p>'),
        ("<ul> <li>a</li> </ul>", "<ul><li>a</li></ul>"),
        ("<table><tr><td>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    ],
)
def test_html__becomes_canonical(html: str, canonical: str) -> None:
    assert canonical_html(html) == canonical
    assert canonical_html(canonical) == canonical


@pytest.mark.parametrize(
    "html",
    [
        "text",
        "<p>a",
        "a</p>",
        "<p>a</b></p>",
        "<b><p>a</p></b>",
        "<p><b><i>a</b></i></p>",
        "<p><p>a</p></p>",
        "<p><ul><li>a</li></ul></p>",
        "<li>a</li>",
        "<ul>a</ul>",
        "<ul><ul><li>a</li></ul></ul>",
        "<ul><li><p>a</p></li></ul>",
        "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
        "<p><b>a <b>b</b></b></p>",
        "<p><a href='https://x.org'><i><a href='https://y.org'>b</a></i></a></p>",
        "<p><strong>a</strong></p>",
        "<p><em>a</em></p>",
        "<h2>a</h2>",
        "<p><img src='x'></p>",
        "<p><span>a</span></p>",
        "<script>alert(1)</script>",
        "<p><script>alert(1)</script></p>",
        "<p onclick='x'>a</p>",
        "<p class='x'>a</p>",
        "<p data-block-key='x'>a</p>",
        "<p><a>a</a></p>",
        "<p><a href=''>a</a></p>",
        "<p><a href='/relative'>a</a></p>",
        "<p><a href='javascript:alert(1)'>a</a></p>",
        "<p><a href='java&#10;script:alert(1)'>a</a></p>",
        "<p><a href=' jAvAsCrIpT:alert(1)'>a</a></p>",
        "<p><a href='data:text/html,x'>a</a></p>",
        "<p><a href='https://x.org' target='_blank'>a</a></p>",
        "<p><a href='https://x.org' href='https://y.org'>a</a></p>",
        f"<p><a href='https://x.org' data-node='{uid(1)}'>a</a></p>",
        "<p><a data-node='12'>a</a></p>",
        "<p><a href=https://x.org>a</a></p>",
        "<p>a <!-- comment --></p>",
        "<!doctype html><p>a</p>",
        "<?xml version='1.0'?><p>a</p>",
        "<p>&nosuch;</p>",
        "<p>&#0;</p>",
        "<p>&#xD800;</p>",
        "<p>&#27;</p>",
        "<p>a\x00</p>",
        "<p/>",
        "<p>a < b</p>",
        "<p>a</p",
        "<p>a</p >b",
        "<br>",
        "<b>a</b>",
        "<table><tbody></tbody></table><p>a</p>",
        "<table><tbody></tbody></table><table></table>",
        "<table><td>a</td></table>",
        "<table><tbody><tr>a</tr></tbody></table>",
        "<table><tbody></tbody><thead></thead></table>",
        "<table><tbody><tr><td colspan='2'>a</td></tr></tbody></table>",
        "<table><tbody><tr><th scope='both'>a</th></tr></tbody></table>",
        "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>",
    ],
)
def test_html__is_refused(html: str) -> None:
    """C1: nothing outside the vocabulary reaches a document."""
    with pytest.raises(MarkupError) as caught:
        canonical_html(html)
    assert caught.value.code.startswith("html-")
    assert "offset" in caught.value.data
    with pytest.raises(LoadError) as refused:
        with_html(html)
    assert refused.value.path == "root.fields.body.html"
