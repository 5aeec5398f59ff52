"""Finding in laid-out text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.document import Block, CodeBlock, Document, ListBlock, Paragraph, Quote, Span, Table
from newsreader.tui.article_find import AT_ONCE, MOST_HITS, ArticleText, Finding, folded
from newsreader.tui.article_layout import lay_out_document
from newsreader.tui.article_layout_lines import Line


def p(*texts: str | Span) -> Paragraph:
    return Paragraph(tuple(Span(text) if isinstance(text, str) else text for text in texts))


def lines_of(*blocks: Block, width: int = 40, links: tuple[str, ...] = ()) -> list[Line]:
    laid = lay_out_document(Document(blocks, links), width)
    laid.complete()
    return laid.lines


def found(lines: list[Line], query: str) -> list[str]:
    """The text of every hit, its pieces parted by "/"."""
    hits = ArticleText(lines).find(query)
    return ["/".join(lines[mark.line].text[mark.start : mark.end] for mark in hit) for hit in hits]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Chips, chips and CHIPS", "chips", ["Chips", "chips", "CHIPS"]),
        ("Über München, uber", "uber", ["Über", "uber"]),
        ("cre\u0301me brûlée", "creme brulee", ["cre\u0301me brûlée"]),
        ("creme", "crème", ["creme"]),
        ("ёлка и Елка", "елка", ["ёлка", "Елка"]),
        ("俄中讨论微电子合作", "微电子", ["微电子"]),
        ("かがみ", "か", ["か"]),
        ("ＡＢＣ ｱｲｳ", "abc アイウ", ["ＡＢＣ ｱｲｳ"]),
        ("die Straße", "STRASSE", ["Straße"]),
        ("the “chips” act’s", '"chips" act\'s', ["“chips” act’s"]),
        ("مُفَاوَضَات", "مفاوضات", ["مُفَاوَضَات"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("some text", "", []),
        ("some text", "   ", []),
        ("some text", " some   text ", ["some text"]),
        ("[/b] [@click=x]", "[/B]", ["[/b]"]),
        ("a.b", "a?b", []),
    ],
)
def test_letters_count_without_case_accents_and_width(text: str, query: str, hits: list[str]) -> None:
    assert found(lines_of(p(text)), query) == hits


def test_a_hit_goes_on_over_the_ends_of_wrapped_lines() -> None:
    lines = lines_of(p("one two three four five six"), width=9)
    assert found(lines, "two three four") == ["two/three/four"]
    lines = lines_of(p("俄中讨论微电子合作"), width=6)
    assert found(lines, "讨论微电子") == ["讨/论微电/子"]
    assert found(lines_of(p("x" * 25), width=10), "x" * 20) == ["x" * 10 + "/" + "x" * 10]


def test_a_hard_line_break_is_a_space() -> None:
    assert found(lines_of(p("one\ntwo")), "one two") == ["one/two"]


def test_margins_are_no_text() -> None:
    quote = Quote((p("a quotation that is wrapped"),))
    assert found(lines_of(quote, width=14), "that is wrapped") == ["that is/wrapped"]
    assert found(lines_of(quote), "│") == []
    entries = ListBlock(False, ((p("first"),), (p("second"),)))
    assert found(lines_of(entries), "•") == []
    assert found(lines_of(entries), "first second") == []


def test_the_numbers_of_links_are_passed_over() -> None:
    paragraph = p("read the ", Span("draft text", link=1), " now, [1] of 2")
    lines = lines_of(paragraph, links=("https://e.example/chips",))
    assert found(lines, "draft text now") == ["draft text/ now"]
    assert found(lines, "[1]") == ["[1]"]
    assert found(lines, "e.example/CHIPS") == ["e.example/chips"]


def test_cells_are_searched_one_by_one_where_they_are_wrapped_beside_each_other() -> None:
    rows = (((Span("trade in digital services"),), (Span("goods of many kinds"),)),)
    table = Table(("left", "left"), ((Span("Topic"),), (Span("Other"),)), rows)
    for width in (24, 80, 12):
        assert [hit.replace("/", " ") for hit in found(lines_of(table, width=width), "in digital services")] == [
            "in digital services"
        ]
        assert found(lines_of(table, width=width), "services goods") == []


def test_code_is_found_with_its_spaces_apart() -> None:
    assert found(lines_of(CodeBlock("if x:\n    return y")), "return y") == ["return y"]


def test_hits_are_counted_up_to_a_bound() -> None:
    assert len(ArticleText(lines_of(p("e " * (MOST_HITS + 50)))).find("e")) == MOST_HITS


TEXTS = st.text(st.sampled_from("aäÀbß ﬁ\n中国e\u0301\u200d[]"), max_size=60)


@given(text=TEXTS, query=TEXTS, width=st.integers(2, 30))
def test_what_is_marked_reads_as_the_query_at_every_width(text: str, query: str, width: int) -> None:
    lines = lines_of(p(text), width=width)
    wanted = folded("".join(query.split()))
    for hit in ArticleText(lines).find(query):
        marked = "".join(lines[mark.line].text[mark.start : mark.end] for mark in hit)
        assert wanted in folded("".join(marked.split()))
        assert all(0 <= mark.start < mark.end <= len(lines[mark.line].text) for mark in hit)


@given(words=st.lists(st.sampled_from(["trade", "Über", "合作", "ёлка", "x"]), min_size=1, max_size=40), data=st.data())
def test_a_phrase_is_found_whatever_the_width(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    phrase = " ".join(words[first : first + 4])
    counts = {len(ArticleText(lines_of(p(" ".join(words)), width=width)).find(phrase)) for width in (8, 13, 21, 400)}
    assert len(counts) == 1
    assert counts.pop() >= 1


def test_stepping_goes_round_and_begins_at_the_line_that_is_seen() -> None:
    text = ArticleText(lines_of(*(p(f"chip {n}") for n in range(5))))
    finding = Finding()
    assert finding.count == (0, 0)
    finding.step(1)
    text.prepare()
    finding.look(text, "chip", from_line=3)
    assert finding.count == (3, 5)
    finding.step(2)
    finding.step(1)
    assert finding.count == (1, 5)
    finding.step(-1)
    assert finding.count == (5, 5)
    finding.look_again(ArticleText(lines_of(p("chip and chip"))))
    assert finding.count == (2, 2)
    finding.end()
    assert (finding.query, finding.hit, list(finding.marks(0))) == ("", (), [])


def test_a_long_text_is_searched_piece_by_piece_and_nothing_jumps_before_the_place_is_reached() -> None:
    lines = lines_of(*(p(f"chip {n}") for n in range(3 * AT_ONCE)))
    text = ArticleText(lines)
    finding = Finding()
    text.prepare(lambda: True)
    finding.look(text, "chip", from_line=len(lines) - 1)
    assert (finding.count, finding.hit, text.is_ready) == ((0, AT_ONCE), (), False)
    text.prepare(lambda: True)
    finding.look_on(text)
    assert finding.count == (0, 2 * AT_ONCE)
    text.prepare()
    finding.look_on(text)
    assert finding.count == (3 * AT_ONCE, 3 * AT_ONCE)
    assert [len(finding.marks(mark.line)) for mark in finding.hit] == [1]


def test_where_nothing_follows_the_place_the_first_hit_is_at_hand() -> None:
    text = ArticleText(lines_of(p("chip"), p("talks")))
    finding = Finding()
    text.prepare()
    finding.look(text, "chip", from_line=2)
    assert finding.count == (1, 1)
