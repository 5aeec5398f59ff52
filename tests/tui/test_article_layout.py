"""Articles laid out in lines: everything in order, nothing wider than the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.core.article import Article
from newsreader.core.document import (
    Align,
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
from newsreader.core.document_text import plain_text
from newsreader.core.entries import Entry
from newsreader.tui.article_layout import NO_TEXT, LaidOut, lay_out, lay_out_document
from newsreader.tui.article_layout_lines import Line, Segment

DAY = 86_400
NOON = 1_795_608_000


def words(text: str) -> Inline:
    return (Span(text),)


def p(text: str) -> Paragraph:
    return Paragraph(words(text))


def whole(laid: LaidOut) -> list[Line]:
    laid.complete()
    return laid.lines


def text_lines(laid: LaidOut) -> list[str]:
    return ["".join(segment.text for segment in line.segments).rstrip() for line in whole(laid)]


def lines(*blocks: Block, width: int = 24, links: tuple[str, ...] = ()) -> list[str]:
    return text_lines(lay_out_document(Document(blocks, links), width))


def article(document: Document, *, published_at: int | None = NOON, title: str = "Title", entry_id: int = 1) -> Article:
    entry = Entry(
        id=entry_id,
        feed_id=1,
        feed_url="https://example.org/feed",
        feed_title="UN News",
        uid="1",
        title=title,
        link=None,
        author="A. Writer",
        published_at=published_at,
        updated_at=None,
        arrived_at=NOON,
        read=False,
        starred=False,
        tags=(),
        language=None,
        content_html="",
        base_url="",
        categories=(),
        enclosures=(),
    )
    return Article(entry, document, 4)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (p("one two three four five six"), ["one two three four five", "six"]),
        (p("a\nb"), ["a", "b"]),
        (Quote((p("a"), p("b"))), ["│ a", "│", "│ b"]),
        (Quote((Quote((p("a"),)),)), ["│ │ a"]),
        (
            ListBlock(False, ((p("one two three four five"),), (p("b"),))),
            ["• one two three four", "  five", "• b"],
        ),
        (ListBlock(True, ((p("a"),), (p("b"),)), 9), [" 9. a", "10. b"]),
        (ListBlock(False, ((p("a"), ListBlock(False, ((p("b"),),))),)), ["• a", "  ◦ b"]),
        (ListBlock(False, ((p("a"), p("b")), (p("c"),))), ["• a", "", "  b", "", "• c"]),
        (DefinitionList(((words("t"), (p("d"),)), (words("u"), ()))), ["t", "    d", "", "u"]),
        (CodeBlock("a\n  b\n\nc"), [" a", "   b", "", " c"]),
        (CodeBlock("x" * 30), [" " + "x" * 22, " " + "x" * 8]),
        (Image("A map", None, 640, 480), ["▣ A map (640×480)"]),
        (Image("", None, caption=words("Caption")), ["▣ Image", "Caption"]),
        (Embed("Video: x", None), ["▶ Video: x"]),
        (Details(words("More"), (p("b"),)), ["▾ More", "  b"]),
        (Rule(), ["─" * 24]),
    ],
)
def test_each_block_has_its_own_look(block: Block, expected: list[str]) -> None:
    assert lines(block) == expected


def test_blocks_are_parted_by_one_empty_line_and_a_heading_belongs_to_its_text() -> None:
    assert lines(p("a"), Heading(2, words("H")), p("b"), p("c")) == ["a", "", "H", "b", "", "c"]


def test_a_table_has_spaced_columns_and_a_rule_under_its_header() -> None:
    table = Table(
        ("left", "right"), (words("Name"), words("n")), ((words("半导体"), words("5")), (words("b"), words("12")))
    )
    assert lines(table) == ["Name     n", "──────────", "半导体   5", "b       12"]


def test_a_cell_that_is_too_long_is_wrapped_in_its_column() -> None:
    table = Table(("left", "left"), (), ((words("a"), words("one two three four five six")),))
    assert lines(table) == ["a  one two three four", "   five six"]


def test_a_table_that_is_too_wide_becomes_lines_of_header_and_value() -> None:
    headers = tuple(words(f"Header {n}") for n in range(6))
    row = tuple(words(f"value {n}") for n in range(6))
    found = lines(Table(("left",) * 6, headers, (row, row)))
    assert found[:6] == [f"Header {n}: value {n}" for n in range(6)]
    assert found[6] == ""
    assert found[7:] == found[:6]


def test_links_have_a_number_behind_them_and_a_list_at_the_end() -> None:
    paragraph = Paragraph((Span("see "), Span("the ", link=1), Span("report", Style.STRONG, 1), Span(".")))
    laid = lay_out_document(Document((paragraph,), ("https://example.org/" + "x" * 40,)), 24)
    assert text_lines(laid) == ["see the report\u00a0[1].", "", "[1] https://example.org…"]
    assert laid.lines[0].segments == (
        Segment("see "),
        Segment("the ", "link", 1),
        Segment("report", "strong link", 1),
        Segment("\u00a0[1]", "number", 1),
        Segment("."),
    )
    assert {segment.link for segment in laid.lines[2].segments} == {1}


def test_styles_add_up_over_the_block_they_stand_in() -> None:
    quote = Quote((Paragraph((Span("a", Style.STRONG | Style.EMPHASIS | Style.CODE | Style.STRIKE | Style.MARK),)),))
    (line,) = whole(lay_out_document(Document((quote,)), 24))
    assert line.segments == (Segment("│ ", "bar"), Segment("a", "quote strong emphasis code strike mark"))


def test_right_to_left_paragraphs_stand_at_the_right() -> None:
    assert lines(p("שלום עולם"), width=12) == ["   שלום עולם"]
    assert lines(p("«مرحبا»"), width=12)[0].startswith("     ")
    assert lines(p("A שלום"), width=12) == ["A שלום"]


def test_the_header_says_who_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = lay_out(article(Document((p("Body"),))), 60, now=NOON)
    found = text_lines(laid)
    assert found[0] == "Title"
    assert found[1].startswith("UN News · A. Writer · 25 Nov 2026, ")
    assert found[1].endswith(" · 4 min")
    assert found[2:] == ["", "Body"]
    assert laid.lines[0].segments[0].style == "title"


def test_who_and_when_goes_on_in_the_next_line_of_a_narrow_pane() -> None:
    laid = lay_out(article(Document((p("Body"),))), 20, now=NOON)
    found = text_lines(laid)
    assert found[1] == "UN News · A. Writer"
    assert found[found.index("") - 1] == "4 min"
    assert {segment.style for line in laid.lines[1 : found.index("")] for segment in line.segments} == {"meta"}


@pytest.mark.parametrize(("ahead", "said"), [(0, False), (DAY, False), (DAY + 60, True)])
def test_a_date_in_the_future_is_called_so(ahead: int, said: bool) -> None:
    found = text_lines(lay_out(article(Document(()), published_at=NOON + ahead), 80, now=NOON))
    assert ("(dated in the future)" in found[1]) is said


def test_an_entry_without_a_date_or_text_shows_its_arrival_and_a_sentence() -> None:
    found = text_lines(lay_out(article(Document(()), published_at=None), 80, now=NOON))
    assert "25 Nov 2026" in found[1]
    assert found[-1] == NO_TEXT


@pytest.mark.parametrize("published_at", [-(10**15), 10**18])
def test_an_impossible_date_is_left_out(published_at: int) -> None:
    assert text_lines(lay_out(article(Document(()), published_at=published_at), 80))[1] == "UN News · A. Writer · 4 min"


@pytest.mark.parametrize("width", range(20, 60))
def test_neither_the_date_nor_the_minutes_are_broken_and_no_line_ends_with_a_dot(width: int) -> None:
    found = text_lines(lay_out(article(Document(())), width))
    head = found[1 : found.index("")]
    assert sum("25 Nov 2026, " in line for line in head) == 1
    assert sum("4 min" in line for line in head) == 1
    assert all(cell_len(line) <= width and not line.endswith("·") for line in head)


def test_only_the_lines_asked_for_are_made() -> None:
    laid = lay_out_document(Document(tuple(p("word " * 200) for _ in range(1000))), 40)
    laid.ensure(50)
    assert 50 <= len(laid.lines) < 100
    assert not laid.is_complete


@pytest.mark.parametrize("width", [20, 71])
def test_a_place_is_found_again_at_another_width(width: int) -> None:
    document = Document(tuple(p(f"Paragraph {n} " + "word " * 60) for n in range(30)))
    laid = lay_out_document(document, width)
    for line in whole(lay_out_document(document, 30)):
        index = laid.index_of(line.place)
        assert laid.lines[index].place <= line.place
        assert index + 1 == len(laid.lines) or laid.lines[index + 1].place > line.place


TEXT = st.text(alphabet="abc de半导，。שл👍é\u0301🇷🇺\n", min_size=1, max_size=40).filter(str.strip)
INLINE = st.lists(
    st.builds(Span, TEXT, st.sampled_from([Style.PLAIN, Style.STRONG, Style.CODE]), st.sampled_from([None, None, 1])),
    min_size=1,
    max_size=4,
).map(tuple)


def _table(columns: int, cells: list[Inline]) -> Table:
    every: tuple[Align, ...] = ("left", "right", "center", "left", "left", "left")
    align = every[:columns]
    rows = [tuple(cells[n : n + columns]) for n in range(0, len(cells) - columns + 1, columns)]
    return Table(align, rows[0], tuple(rows[1:])) if rows else Table(("left",), (), ((words("x"),),))


LEAF: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, INLINE),
    st.builds(Heading, st.integers(1, 6), INLINE),
    st.builds(CodeBlock, TEXT),
    st.builds(Image, TEXT, st.just(1), caption=INLINE),
    st.builds(Embed, TEXT, st.just(1)),
    st.just(Rule()),
    st.builds(_table, st.integers(1, 6), st.lists(INLINE, max_size=14)),
)
PAIRS = st.lists(st.tuples(INLINE, st.lists(LEAF, max_size=2).map(tuple)), max_size=2).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(Quote),
        st.builds(Details, INLINE, st.lists(inner, max_size=2).map(tuple)),
        st.builds(ListBlock, st.booleans(), st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple)),
        st.builds(DefinitionList, PAIRS),
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=5).map(tuple), st.integers(2, 60))
def test_no_line_is_wider_than_the_page_and_places_only_grow(blocks: tuple[Block, ...], width: int) -> None:
    laid = whole(lay_out_document(Document(blocks, ("https://example.org/",)), width))
    for line in laid:
        assert cell_len("".join(segment.text for segment in line.segments)) <= width
        assert all("\n" not in segment.text for segment in line.segments)
    places = [line.place for line in laid]
    assert places == sorted(places)


@given(st.lists(st.builds(Paragraph, INLINE), max_size=5).map(tuple), st.integers(2, 60))
def test_all_text_is_there_in_order(blocks: tuple[Block, ...], width: int) -> None:
    laid = whole(lay_out_document(Document(blocks), width))
    segments = [segment for line in laid for segment in line.segments if "number" not in segment.style]
    shown = "".join(segment.text for segment in segments)
    assert "".join(shown.split()) == "".join("".join(plain_text(blocks)).split())
