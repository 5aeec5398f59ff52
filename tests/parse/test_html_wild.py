"""Wild and hostile HTML: never an error, never a control character, no text lost."""

import gzip
from collections.abc import Iterator
from pathlib import Path

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
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Span,
)
from newsreader.core.document_text import plain_text
from newsreader.core.text import clean_text
from newsreader.parse.html import CUT_NOTE, parse_document
from newsreader.parse.html_attributes import word_set

PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "pages" / "html"
BASE = "https://example.org/news/today"


def test_terminal_controls_never_come_through() -> None:
    source = "<p>a&#27;]52;c;aGk=&#7;b\x9b31mc&#x202e;d</p><img alt='x&#27;[31my' src=q.png><pre>&#27;[2J</pre>"
    for string in strings(parse_document(source, base_url=BASE)):
        assert string == clean_text(string)
        assert "\x1b" not in string


def test_too_much_text_is_cut_with_a_sentence() -> None:
    document = parse_document("<p>" + "word " * 500_000)
    assert document.blocks[-1] == Paragraph((Span(CUT_NOTE),))
    assert sum(map(len, plain_text(document.blocks))) <= 2_000_100


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<div>" * 100_000 + "deep", "deep"),
        ("<b>" * 10_000 + "deep" + "</b>" * 10_000, "deep"),
        ("<div>" * 50_000 + "</b>" * 50_000 + "deep", "deep"),
        ("<blockquote>" * 10_000 + "deep", "deep"),
        ("<ul><li>" * 10_000 + "deep", "deep"),
        ("<table><tr><td>" * 10_000 + "deep", "deep"),
        ("<a href=x>" * 10_000 + "deep", "deep"),
        ("<span>" * 600 + "<p>one<p>two", "one\ntwo"),
        ("<script>" * 600 + "</script>deep", "deep"),
    ],
)
def test_deep_nesting_costs_structure_but_no_text(source: str, words: str) -> None:
    document = parse_document(source)
    assert "\n".join(plain_text(document.blocks)) == words
    assert depth(document.blocks) < 100


def depth(found: tuple[Block, ...]) -> int:
    return max((1 + max(map(depth, inner_blocks(block)), default=0) for block in found), default=0)


def inner_blocks(block: Block) -> tuple[tuple[Block, ...], ...]:
    match block:
        case Quote(inner) | Details(_, inner):
            return (inner,)
        case ListBlock(_, items, _):
            return items
        case DefinitionList(items):
            return tuple(inner for _, inner in items)
        case _:
            return ()


def strings(document: Document) -> Iterator[str]:
    yield from document.links
    yield from plain_text(document.blocks)
    todo = list(document.blocks)
    while todo:
        block = todo.pop()
        match block:
            case Image(alt):
                yield alt
            case Embed(label):
                yield label
            case CodeBlock(_, language) if language is not None:
                yield language
        todo += [inner for group in inner_blocks(block) for inner in group]


TAGS = sorted(
    word_set(
        "p div b i a ul ol li dl dt dd table tr td th thead caption blockquote pre code h1 h3 figure figcaption img br"
        " hr details summary script style video source iframe span sup select option q rt ruby svg noscript base"
        " html body"
    )
)
ATTRIBUTES = st.sampled_from(
    ["", " href='/x?utm_source=a&b=1'", " src=data:x", " src=//h/p.png", " colspan=999999", " rowspan=70000", " hidden",
     " class=language-x", " start=-5", " width=1", " style='display:none'", " alt='\u202e\x1b[1m'", " href='http://['"]
)  # fmt: skip
PIECES = st.one_of(
    st.builds(lambda tag, attributes: f"<{tag}{attributes}>", st.sampled_from(TAGS), ATTRIBUTES),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.text(max_size=12),
    st.sampled_from(
        ["&#27;", "&amp;", "&lt;", "\x00", "\x1b]0;x\x07", "\u202e", "<!--", "-->", "<", "\ud800", " ", "\n"]
    ),
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_wild_markup_never_raises_and_gives_only_clean_strings(source: str) -> None:
    document = parse_document(source, base_url=BASE, title="x")
    for string in strings(document):
        assert string == clean_text(string)
    for url in document.links:
        assert url.startswith(("https://", "http://", "mailto:"))


@given(st.lists(st.text(alphabet="abcдж半🙂", min_size=1, max_size=8), min_size=1, max_size=20), st.data())
def test_no_word_is_lost_or_moved(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(["p", "div", "b", "li", "blockquote", "h2", "td", "span", "pre", "dd"])
    source = "".join(f"<{tag}> {word} </{tag}>" for word in words for tag in [data.draw(tags)])
    assert " ".join(" ".join(plain_text(parse_document(source).blocks)).split()) == " ".join(words)


@pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus of pages is not here")
def test_real_pages_are_read_whole() -> None:
    for path in sorted(PAGES.glob("*.gz"))[:12]:
        source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        document = parse_document(source, base_url=BASE)
        assert sum(map(len, plain_text(document.blocks))) > 500, path.name
        assert all(string == clean_text(string) for string in strings(document))
