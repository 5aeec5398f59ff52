"""Documents as plain text and Markdown."""

import unicodedata

import pytest

from newsreader.core.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Document,
    Embed,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from newsreader.core.document_markdown import to_markdown
from newsreader.core.document_text import plain_text, reading_minutes, scripted, text_width, to_text


def words(text: str) -> Inline:
    return (Span(text),)


def p(text: str) -> Paragraph:
    return Paragraph(words(text))


CASES: list[tuple[Block, str, str]] = [
    (Heading(2, words("Title")), "Title\n", "## Title\n"),
    (p("one\ntwo"), "one\ntwo\n", "one\\\ntwo\n"),
    (
        Paragraph((Span("a "), Span("b ", Style.STRONG), Span("c", Style.EMPHASIS), Span(" d", Style.STRIKE))),
        "a b c d\n",
        "a **b** *c* ~~d~~\n",
    ),
    (Paragraph((Span("x`y", Style.CODE),)), "x`y\n", "``x`y``\n"),
    (p("*a* _b_ [c](d) <e> `f` \\ ~~g~~ &amp; & |"), "*a* _b_ [c](d) <e> `f` \\ ~~g~~ &amp; & |\n",
     "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\\\ \\~\\~g\\~\\~ &amp;amp; & \\|\n"),
    (p("# no heading"), "# no heading\n", "\\# no heading\n"),
    (p("1. no list"), "1. no list\n", "1\\. no list\n"),
    (p("- no list"), "- no list\n", "\\- no list\n"),
    (p("2026 was 1.5 times"), "2026 was 1.5 times\n", "2026 was 1.5 times\n"),
    (ListBlock(False, ((p("a"),), (p("b"),))), "• a\n• b\n", "- a\n- b\n"),
    (ListBlock(True, ((p("a"),), (p("b"),)), 9), " 9. a\n10. b\n", "9. a\n10. b\n"),
    (
        ListBlock(False, ((p("a"), ListBlock(False, ((p("b"),),))),)),
        "• a\n  • b\n",
        "- a\n  - b\n",
    ),
    (ListBlock(False, ((p("a"), p("b")), (p("c"),))), "• a\n\n  b\n\n• c\n", "- a\n\n  b\n\n- c\n"),
    (Quote((p("a"), Quote((p("b"),)))), "> a\n>\n> > b\n", "> a\n>\n> > b\n"),
    (CodeBlock("a\n  b```", "py"), "    a\n      b```\n", "````py\na\n  b```\n````\n"),
    (
        Table(("left", "right"), (words("a"), words("n")), ((words("x|"), words("12")), ((), words("3")))),
        "a    n\n--  --\nx|  12\n     3\n",
        "| a | n |\n| --- | ---: |\n| x\\| | 12 |\n|  | 3 |\n",
    ),
    (Image("A map", None, 4, 3), "[A map (4×3)]\n", "A map\n"),
    (Details(words("s"), (p("b"),)), "s\n  b\n", "s\n\nb\n"),
    (DefinitionList(((words("t"), (p("d"),)),)), "t\n    d\n", "**t**\n\nd\n"),
    (Rule(), "-" * 40 + "\n", "* * *\n"),
    (Embed("Video", None), "[Video]\n", "Video\n"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "text", "markdown"), CASES)
def test_each_block_has_a_plain_and_a_markdown_form(block: Block, text: str, markdown: str) -> None:
    assert to_text(Document((block,))) == text
    assert to_markdown(Document((block,))) == markdown


def test_links_are_numbered_in_text_and_inline_in_markdown() -> None:
    document = Document(
        (
            Paragraph((Span("see "), Span("the ", link=1), Span("report", Style.STRONG, 1), Span("."))),
            Image("Chart", 2, caption=words("Figure 1")),
            Embed("Audio (x.org)", 3),
        ),
        ("https://a.example/(1)", "https://a.example/c.png", "https://x.org/a.mp3"),
    )
    assert to_text(document) == (
        "see the report [1].\n\n[Chart] [2]\nFigure 1\n\n[Audio (x.org)] [3]\n\n"
        "[1] https://a.example/(1)\n[2] https://a.example/c.png\n[3] https://x.org/a.mp3\n"
    )
    assert to_markdown(document) == (
        "see [the **report**](https://a.example/\\(1\\)).\n\n![Chart](https://a.example/c.png)\n\nFigure 1\n\n"
        "[Audio (x.org)](https://x.org/a.mp3)\n"
    )


def test_an_empty_document_is_empty_text() -> None:
    assert to_text(Document(())) == ""
    assert to_markdown(Document(())) == ""


@pytest.mark.parametrize("width", [20, 33, 72])
def test_text_is_wrapped_to_its_width_without_losing_a_character(width: int) -> None:
    source = "word " * 40 + "半导体微电子，合作。" * 12 + " https://example.org/" + "x" * 90
    document = Document((p(source), Quote((ListBlock(False, ((p(source),),)),))))
    lines = to_text(document, width).splitlines()
    assert all(text_width(line) <= width + 2 for line in lines)  # a closing mark may hang over
    joined = "".join(to_text(Document((p(source),)), width).split())
    assert joined == "".join(source.split())


@pytest.mark.parametrize(
    "text", ["ภาษาไทยไม่มีช่องว่าง" * 10, "слово " + "Ж" * 50 + " слово", "e\u0301" * 50, "한국어" * 20]
)
def test_what_has_no_spaces_is_broken_in_every_script(text: str) -> None:
    lines = to_text(Document((p(text),)), 20).splitlines()
    assert all(text_width(line) <= 20 for line in lines)
    assert not any(unicodedata.combining(line[0]) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_bulleted_line_hangs() -> None:
    document = Document((ListBlock(False, ((p("one two three fours five six"),),)),))
    assert to_text(document, 20) == "• one two three\n  fours five six\n"


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("2", Style.SUPERSCRIPT, "²"),
        ("-10", Style.SUPERSCRIPT, "⁻¹⁰"),
        ("st", Style.SUPERSCRIPT, "st"),
        ("[1]", Style.SUPERSCRIPT, "[1]"),
        ("x2", Style.SUPERSCRIPT, "^(x2)"),
        ("2", Style.SUBSCRIPT, "₂"),
        ("max", Style.SUBSCRIPT, "_max"),
        ("2", Style.STRONG, "2"),
    ],
)
def test_raised_and_lowered_text_stays_readable(text: str, style: Style, expected: str) -> None:
    assert scripted(text, style) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("word " * 220, 1),
        ("word " * 1100, 5),
        ("半" * 2000, 5),
        ("слово " * 440, 2),
        ("半" * 400 + " word" * 220, 2),
    ],
)
def test_reading_time_counts_words_and_unspaced_characters(text: str, minutes: int) -> None:
    assert reading_minutes(Document((p(text),))) == minutes


def test_reading_time_counts_every_kind_of_block() -> None:
    text = "word " * 220
    inner = (p(text),)
    document = Document(
        (
            *inner,
            Quote(inner),
            ListBlock(False, (inner,)),
            Details(words("s"), inner),
            DefinitionList(((words(text), inner),)),
            Table(("left",), (words(text),), ((words(text),),)),
            CodeBlock(text),
            Heading(1, words(text)),
        )
    )
    assert reading_minutes(document) == 10


def test_captions_are_left_out_of_plain_text_where_asked() -> None:
    blocks = (Paragraph((Span("text"),)), Quote((Image("", None, caption=(Span("caption"),)),)))
    assert list(plain_text(blocks)) == ["text", "caption"]
    assert list(plain_text(blocks, captions=False)) == ["text"]
