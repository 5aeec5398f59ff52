"""A Document as HTML that is XML too."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Document,
    Embed,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from newsreader.core.document_html import to_html
from newsreader.parse.html import parse_document

LINKS = ("https://a.example/?x=1&y=2", "javascript:alert(1)", 'https://b.example/"<é>')


def text(value: str, style: Style = Style.PLAIN, link: int | None = None) -> Paragraph:
    return Paragraph((Span(value, style, link),))


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Heading(2, (Span("A < B"),)), "<h2>A &lt; B</h2>"),
        (text("a\nb & <c>"), "<p>a<br/>b &amp; &lt;c&gt;</p>"),
        (text("x", Style.STRONG | Style.EMPHASIS), "<p><strong><em>x</em></strong></p>"),
        (text("x", link=1), '<p><a href="#1">x</a></p>'),
        (text("x", link=2), "<p>x</p>"),
        (text("x", link=3), '<p><a href="https://b.example/%22%3Cé%3E">x</a></p>'),
        (text("x", link=9), "<p>x</p>"),
        (CodeBlock("a < b\n  c"), "<pre><code>a &lt; b\n  c</code></pre>"),
        (Quote((text("q"),)), "<blockquote><p>q</p></blockquote>"),
        (ListBlock(False, ((text("a"),), (text("b"), text("c")))), "<ul><li>a</li><li>b<p>c</p></li></ul>"),
        (ListBlock(True, ((text("a"),),), 3), '<ol start="3"><li>a</li></ol>'),
        (DefinitionList((((Span("t"),), (text("d"),)),)), "<dl><dt>t</dt><dd><p>d</p></dd></dl>"),
        (
            Table(("left", "right"), ((Span("h"),), ()), (((Span("1"),), (Span("2"),)),)),
            '<table><tr><th>h</th><th style="text-align:right"></th></tr>'
            '<tr><td>1</td><td style="text-align:right">2</td></tr></table>',
        ),
        (
            Image("A cat", 1, caption=(Span("c"),)),
            '<figure><p><a href="#1">Picture: A cat</a></p><figcaption>c</figcaption></figure>',
        ),
        (Image("", None), "<figure><p>Picture</p></figure>"),
        (Embed("Video", 1), '<p><a href="#1">Video</a></p>'),
        (Details((Span("s"),), (text("d"),)), "<p><strong>s</strong></p><p>d</p>"),
        (Rule(), "<hr/>"),
    ],
)
def test_each_block_has_its_html(block: Block, html: str) -> None:
    expected = html.replace("#1", "https://a.example/?x=1&amp;y=2")
    assert to_html(Document((block,), LINKS)).replace(' dir="auto"', "") == f"{expected}\n"


def test_each_paragraph_has_the_direction_of_its_script() -> None:
    assert to_html(Document((text("سلام"),))) == '<p dir="auto">سلام</p>\n'


def test_a_document_without_blocks_is_nothing() -> None:
    assert to_html(Document(())) == ""


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script><p onclick='x()'>a<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a><iframe src='https://a.example/'></iframe>",
        "<p style='background:url(https://a.example/)'>x<svg onload=alert(1)></svg></p>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
)
def test_nothing_of_a_feeds_markup_gets_through(source: str) -> None:
    html = to_html(parse_document(source, base_url="https://a.example/"))
    for forbidden in ("<script", "onclick=", "onerror=", "javascript:", "<iframe", "<img", "<svg", "url("):
        assert forbidden not in html


@given(st.text(max_size=200), st.sampled_from(["<p>%s</p>", "<ul><li>%s<table><tr><td>x", "<a href='/%s'>%s</a>"]))
def test_the_html_of_any_article_is_well_formed_xml(content: str, form: str) -> None:
    html = to_html(parse_document(form.replace("%s", content), base_url="https://a.example/"))
    ElementTree.fromstring(f"<body>{html}</body>")
