"""HTML becomes blocks: what a reader sees, in order, and nothing else."""

import pytest

from newsreader.core.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
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
from newsreader.core.document_text import inline_text, plain_text
from newsreader.parse.html import parse_document

BASE = "https://example.org/news/today"


def blocks(source: str) -> tuple[Block, ...]:
    return parse_document(source, base_url=BASE).blocks


def text_of(source: str) -> str:
    return "\n".join(plain_text(blocks(source)))


def p(text: str) -> Paragraph:
    return Paragraph((Span(text),))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ()),
        (" \n\t ", ()),
        ("bare text", (p("bare text"),)),
        ("a<br>b", (p("a\nb"),)),
        ("a <br> b<br><br> c", (p("a\nb"), p("c"))),
        ("<p> a \n\t b </p>c", (p("a b"), p("c"))),
        ("<p>a<b> b</b> </p>", (Paragraph((Span("a"), Span(" b", Style.STRONG))),)),
        ("<div>a<div>b</div>c</div>", (p("a"), p("b"), p("c"))),
        ("a&nbsp;b &amp;amp; if a < b then AT&T", (p("a\u00a0b &amp; if a < b then AT&T"),)),
        ("<h1>One</h1><h6>Six</h6>", (Heading(1, (Span("One"),)), Heading(6, (Span("Six"),)))),
        ("<h2>Title<ul><li>x</ul>tail", (Heading(2, (Span("Title"),)), ListBlock(False, ((p("x"),),)), p("tail"))),
        ("<p>a</p><hr><hr/><p>b</p>", (p("a"), Rule(), p("b"))),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", (Quote((p("a"), Quote((p("b"),)))),)),
        ("<pre>\n a\n\tb \n</pre>", (CodeBlock(" a\n        b"),)),
        ('<pre><code class="x language-rust">fn</code></pre>', (CodeBlock("fn", "rust"),)),
        ("<details><summary>s</summary>b</details>", (Details((Span("s"),), (p("b"),)),)),
        (
            "<dl><dt>t<dd>one<dd>two<dt>u</dl>",
            (DefinitionList((((Span("t"),), (p("one"), p("two"))), ((Span("u"),), ()))),),
        ),
    ],
)
def test_blocks_are_what_a_browser_would_show(source: str, expected: tuple[Block, ...]) -> None:
    assert blocks(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul><li>a<li>b</ul>", (ListBlock(False, ((p("a"),), (p("b"),))),)),
        ("<ol start=7><li>a</ol>", (ListBlock(True, ((p("a"),),), 7),)),
        ("<ol start=99999999999999999999999><li>a</ol>", (ListBlock(True, ((p("a"),),), 1_000_000),)),
        ("<ol start=x><li>a</ol>", (ListBlock(True, ((p("a"),),), 1),)),
        ("<ul><li>a<ul><li>b</ul></ul>", (ListBlock(False, ((p("a"), ListBlock(False, ((p("b"),),))),)),)),
        ("<ul><li>a</li><ul><li>b</ul></ul>", (ListBlock(False, ((p("a"), ListBlock(False, ((p("b"),),))),)),)),
        ("<ul>loose<li>a</ul>", (ListBlock(False, ((p("loose"),), (p("a"),))),)),
        ("<li>a</li><li>b</li>c", (ListBlock(False, ((p("a"),), (p("b"),))), p("c"))),
        ("<li>a</ol></ol></ul>", (ListBlock(False, ((p("a"),),)),)),
        ("</ul></ol></li>a", (p("a"),)),
        ("<ul></ul><ol><li></ol>", ()),
        ("<dt>a<dd>b", (DefinitionList((((Span("a"),), (p("b"),)),)),)),
        ("<dd>b", (DefinitionList((((), (p("b"),)),)),)),
    ],
)
def test_broken_lists_are_read_as_their_authors_meant(source: str, expected: tuple[Block, ...]) -> None:
    assert blocks(source) == expected


def cells(*texts: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(text),) if text else () for text in texts)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<table><tr><th>a<th>b<tr><td>1<td align=right>2</table>",
            (Table(("left", "right"), cells("a", "b"), (cells("1", "2"),)),),
        ),
        ("<table><tr><td>1<td>2", (Table(("left", "left"), (), (cells("1", "2"),)),)),
        (
            "<table><tr><td colspan=2>1<td>2<tr><td>a<td>b<td>c</table>",
            (Table(("left",) * 3, (), (cells("1", "", "2"), cells("a", "b", "c"))),),
        ),
        (
            "<table><tr><td rowspan=2>1<td>2<tr><td>3</table>",
            (Table(("left", "left"), (), (cells("1", "2"), cells("", "3"))),),
        ),
        ("<table><tr><td>1<td>2<tr><td>3</table>", (Table(("left",) * 2, (), (cells("1", "2"), cells("3", ""))),)),
        ("<table>text<tr><td>1<td>2</table>", (p("text"), Table(("left", "left"), (), (cells("1", "2"),)))),
        (
            "<table><caption>c<tr><td>1<td>2</table>",
            (p("c"), Table(("left", "left"), (), (cells("1", "2"),))),
        ),
        ("<table><tr><td><h2>t</h2><p>a</table>", (Heading(2, (Span("t"),)), p("a"))),
        ("<table role=presentation><tr><td>1<td>2</table>", (p("1"), p("2"))),
        ("<tr><td>1<td>2</tr>x", (p("1"), p("2"), p("x"))),
        ("<table></table><table><tr></table><table><tr><td></table>", ()),
    ],
)
def test_tables_keep_their_columns_and_layout_tables_their_text(source: str, expected: tuple[Block, ...]) -> None:
    assert blocks(source) == expected


def test_a_huge_colspan_costs_nothing() -> None:
    (table,) = blocks('<table><tr><td colspan="9007199254740991">a<td>b<tr><td>c<td>d</table>')
    assert isinstance(table, Table)
    assert len(table.align) <= 100
    assert "b" in "".join(map(inline_text, table.rows[0]))
    assert {len(row) for row in table.rows} == {len(table.align)}


@pytest.mark.parametrize(
    ("tag", "style"),
    [
        ("strong", Style.STRONG),
        ("b", Style.STRONG),
        ("em", Style.EMPHASIS),
        ("i", Style.EMPHASIS),
        ("code", Style.CODE),
        ("del", Style.STRIKE),
        ("mark", Style.MARK),
        ("sup", Style.SUPERSCRIPT),
        ("sub", Style.SUBSCRIPT),
    ],
)
def test_inline_tags_are_styles(tag: str, style: Style) -> None:
    assert blocks(f"a<{tag}>b</{tag}>c") == (Paragraph((Span("a"), Span("b", style), Span("c"))),)


@pytest.mark.parametrize(
    "source",
    [
        "<script>if (a < b) 'x</b>'</script>",
        "<style>p { color: red }</style>",
        "<template><p>x</template>",
        "<!-- x -->",
        "<p hidden>x</p>",
        '<p style="color: red; DISPLAY : none">x</p>',
        '<div style="display:none"><p>x<script>y</script></div>',
        "<input value=x><select><option>x</select><textarea>x</textarea><button>x</button>",
        '<img src="https://t.example/p.gif" width="1" height="1">',
        '<img src="https://t.example/p.gif" style="width:1px;height:1px" alt="x">',
        "<head><title>x</title></head>",
        "<svg><text>x</text></svg>",
        '<iframe width="0" src="https://t.example/"></iframe>',
        "<![CDATA[x]]>",
    ],
)
def test_what_is_not_to_be_read_is_dropped(source: str) -> None:
    document = parse_document(f"before{source}after", base_url=BASE)
    assert "".join(plain_text(document.blocks)) == "beforeafter"
    assert document.links == ()


def test_a_picture_keeps_words_size_and_caption() -> None:
    document = parse_document(
        '<figure><img src="/a.jpg" alt="A dam" width="640" height="480"><figcaption>Built in <i>1960</i></figcaption>',
        base_url=BASE,
    )
    assert document.blocks == (Image("A dam", 1, 640, 480, (Span("Built in "), Span("1960", Style.EMPHASIS))),)
    assert document.links == ("https://example.org/a.jpg",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<img src="data:image/gif;base64,R0lGOD" alt="A map">', (Image("A map", None),)),
        ('<img src="data:image/gif;base64,R0lGOD">', ()),
        ('<img src="data:image/gif;base64,R0" data-src="b.png">', (Image("", 1),)),
        ('<img srcset="b.png 2x, c.png 3x" alt="x">', (Image("x", 1),)),
        ('<img data-src="b.png"><noscript><img src="b.png"></noscript>', (Image("", 1),)),
        ('a <img class="emoji" alt="🙂" src="e.png"> b', (p("a 🙂 b"),)),
        ('a<img src="b.png" alt="x">b', (p("a"), Image("x", 1), p("b"))),
    ],
)
def test_pictures(source: str, expected: tuple[Block, ...]) -> None:
    assert blocks(source) == expected


@pytest.mark.parametrize("name", ["data-src", "data-original", "data-lazy-src"])
def test_a_picture_that_is_loaded_late_is_not_its_stand_in(name: str) -> None:
    source = f'<img src="1x1.gif" {name}="a.jpg"><noscript><img src="a.jpg"></noscript>'
    document = parse_document(source, base_url="https://example.org/")
    assert document.blocks == (Image("", 1),)
    assert document.links == ("https://example.org/a.jpg",)


def test_a_linked_picture_says_where_it_leads() -> None:
    document = parse_document('<a href="https://www.un.org/x"><img src="https://i.example/a.jpg" alt="x"></a>')
    assert document.blocks == (Image("x", 1, caption=(Span("→ un.org", link=2),)),)
    assert document.links == ("https://i.example/a.jpg", "https://www.un.org/x")


@pytest.mark.parametrize(
    ("source", "label", "url"),
    [
        ('<video src="v.mp4" title="The talk"><p>fallback</p></video>', "Video: The talk", "v.mp4"),
        ('<audio><source src="a.ogg"><source src="b.mp3"></audio>', "Audio (example.org)", "a.ogg"),
        ('<iframe src="//video.example/e/1"></iframe>', "Embedded page (video.example)", "//video.example/e/1"),
        ('<object data="o.pdf">x</object>', "Embedded file (example.org)", "o.pdf"),
        ('<embed src="o.pdf">', "Embedded file (example.org)", "o.pdf"),
    ],
)
def test_media_become_labelled_links(source: str, label: str, url: str) -> None:
    document = parse_document(source, base_url=BASE)
    assert document.blocks == (Embed(label, 1),)
    assert document.links[0].endswith(url)


@pytest.mark.parametrize("title", ["A title", "a  TITLE!", "“A title”"])
def test_a_title_that_is_repeated_at_the_beginning_is_dropped(title: str) -> None:
    assert parse_document("<h1>A <b>title</b></h1><p>A title.</p><p>text</p>", title=title).blocks == (p("text"),)


def test_a_title_within_the_text_stays() -> None:
    assert len(parse_document("<p>A title and more</p><p>A title</p>", title="A title").blocks) == 2


def test_quotation_marks_and_ruby_are_written_out() -> None:
    assert text_of("<q>so</q> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>") == "“so” 漢(kan)"
