"""What is copied from laid-out text, and what stands under the mouse."""

import pytest

from newsreader.core.document import Block, CodeBlock, Document, Image, ListBlock, Paragraph, Quote, Span, Table
from newsreader.tui.article_layout import lay_out_document
from newsreader.tui.article_layout_lines import Line
from newsreader.tui.article_text import character_at, link_at, link_spans, link_words, text_between, text_end, word_at

EVERYTHING = ((0, 0), (1_000, 0))


def p(*texts: str | Span) -> Paragraph:
    return Paragraph(tuple(Span(text) if isinstance(text, str) else text for text in texts))


def lines_of(*blocks: Block, width: int = 20, links: tuple[str, ...] = ()) -> list[Line]:
    laid = lay_out_document(Document(blocks, links), width)
    laid.complete()
    return laid.lines


def copied(*blocks: Block, width: int = 20) -> str:
    return text_between(lines_of(*blocks, width=width), *EVERYTHING)


def test_wrapped_lines_are_joined_and_paragraphs_stay_apart() -> None:
    long = "A paragraph that takes several lines of this narrow pane."
    assert copied(p(long), p("Another.")) == f"{long}\n\nAnother."
    assert copied(p("俄中讨论微电子合作，双方交换意见。"), width=10) == "俄中讨论微电子合作，双方交换意见。"
    assert copied(p("x" * 50)) == "x" * 50
    assert copied(p("one\ntwo")) == "one\ntwo"


def test_bars_are_left_out_bullets_stay_and_code_keeps_its_lines() -> None:
    assert copied(Quote((p("a quotation that is wrapped here"),))) == "a quotation that is wrapped here"
    assert (
        copied(ListBlock(False, ((p("first"),), (p("second that is wrapped"),)))) == "• first\n• second that is wrapped"
    )
    assert copied(ListBlock(True, ((p("first"),), (p("second"),)), start=9)) == "9. first\n10. second"
    assert copied(CodeBlock("if x:\n    y()")) == "if x:\n    y()"


def test_right_to_left_text_is_copied_without_the_space_before_it() -> None:
    assert copied(p("بدأت المفاوضات")) == "بدأت المفاوضات"


def test_the_cells_of_a_row_are_copied_side_by_side() -> None:
    rows = (((Span("Brazil"),), (Span("4"),)),)
    assert copied(Table(("left", "right"), (), rows)) == "Brazil  4"


def test_the_numbers_of_links_are_not_copied() -> None:
    assert copied(p("the ", Span("draft", link=1), " text")) == "the draft text"


def test_a_part_of_lines_is_copied() -> None:
    lines = lines_of(p("one two three four five six seven"), width=10)
    assert [line.text for line in lines] == ["one two", "three four", "five six", "seven"]
    assert text_between(lines, (0, 4), (2, 4)) == "two three four five"
    assert text_between(lines, (1, 2), (1, 5)) == "ree"
    assert text_between(lines, (3, 2), (3, 99)) == "ven"


@pytest.mark.parametrize(
    ("cell", "word"), [(0, "It"), (2, None), (3, "well"), (6, "well"), (12, "O'Neill's"), (21, "合作"), (60, None)]
)
def test_the_word_under_the_mouse(cell: int, word: str | None) -> None:
    (line,) = lines_of(p("It well, O'Neill's, 合作 end"), width=60)
    span = word_at(line, character_at(line, cell))
    assert (line.text[slice(*span)] if span else None) == word


def test_links_are_known_by_where_they_stand() -> None:
    (line, *_) = lines_of(p("半 ", Span("report", link=1), " out"), width=40)
    assert [link_at(line, character_at(line, cell)) for cell in (-1, 0, 2, 3, 8, 12, 13, 99)] == [
        None, None, None, 1, 1, 1, None, None,
    ]  # fmt: skip
    assert [line.text[start:end] for start, end in link_spans(line, 1)] == ["report", "\u00a0[1]"]
    assert text_end(line) == len(line.text)


def test_links_are_called_what_the_text_calls_them_first() -> None:
    blocks = (
        p("the ", Span("draft text that is wrapped", link=1), " and ", Span("again", link=1)),
        p(Span("second", link=2)),
        Image("A picture", 3),
    )
    links = ("https://e.example/1", "https://e.example/2", "https://e.example/3", "https://e.example/4")
    assert link_words(lines_of(*blocks, links=links, width=16)) == {
        1: "draft text that is wrapped",
        2: "second",
        3: "▣ A picture",
    }
