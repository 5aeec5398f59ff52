"""HTML, however broken, to a Document."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from newsreader.core.document import Block, Document, Heading, Paragraph, Span
from newsreader.core.text import clean_line
from newsreader.parse.html_attributes import word_set
from newsreader.parse.html_builder import MAX_TEXT, CutError, DocumentBuilder, TooDeepError

if TYPE_CHECKING:
    from lxml.etree import ParserTarget

CUT_NOTE: Final = "The article is cut here; open it in the browser to read all."
MAX_SOURCE: Final = 4 * MAX_TEXT
"""Characters of markup that are read, pictures written into it (`data:` URLs) not counted."""

_CHUNK: Final = 32_768
_DATA_URL: Final = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80};[^\"'\s<>]{1000,}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RAW: Final = re.compile(
    r"<(script|style|template|textarea|iframe|svg|select|button|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"</?([a-zA-Z][^\s/<>]*)[^<>]*>")
_EMPTY_PARAGRAPHS: Final = re.compile(r"(?:<p>\s*){2,}")
_KEPT_TAGS: Final = frozenset(("a", "p", "br", "img", "hr"))
_INLINE_TAGS: Final = word_set(
    "abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp small span"
    " strike strong sub sup time tt u var wbr"
)


def parse_document(source: str, *, base_url: str | None = None, title: str | None = None) -> Document:
    """Read an HTML fragment or page.

    Nothing raises: any text is HTML. Scripts, forms' controls, hidden elements, tracking pixels and comments are left
    out. Links are http(s) or mailto, without tracker parameters; other links, and jumps within the page, are plain
    text.

    Args:
        source: The markup; more than about 2 MB of text is cut, and the Document says so in its last paragraph.
        base_url: What relative links are resolved against, unless the page has `<base href>`. None: they become text.
        title: The article's title where it is shown above the Document; a heading or paragraph at the beginning that
            repeats it is left out.
    """
    cut = False
    if len(source) > MAX_SOURCE:
        source = _DATA_URL.sub("data:,", source)
        cut = len(source) > MAX_SOURCE
        source = source[:MAX_SOURCE]
    source = _SURROGATE.sub("\ufffd", source)
    document, over = _build(source, base_url)
    blocks = _without_title(document.blocks, title) if title else document.blocks
    if cut or over:
        blocks = (*blocks, Paragraph((Span(CUT_NOTE),)))
    return replace(document, blocks=blocks)


def _build(source: str, base_url: str | None) -> tuple[Document, bool]:
    """The Document of `source`, and whether some of it was left out."""
    builder = DocumentBuilder(base_url)
    deep = False
    try:
        _feed(source, builder)
    except TooDeepError:
        deep = True
    except CutError:
        pass
    if deep:
        builder = DocumentBuilder(base_url)
        with suppress(CutError, TooDeepError):
            _feed(_flattened(source), builder)
    return builder.close(), builder.is_cut


def _feed(source: str, builder: DocumentBuilder) -> None:
    """Run the parser over `source`: in pieces, so that an error of the builder ends it soon (libxml2 reads on)."""
    from lxml import etree  # a reader that only lists headlines never needs it

    target = cast("ParserTarget[None]", _Target(builder))
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    data = source.encode("utf-8")
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
    if data:
        parser.close()


class _Target:
    """Passes the parser's events on; `close` must not end the builder, which outlives a failed parse."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.start = builder.start
        self.end = builder.end
        self.data = builder.data

    def close(self) -> None:
        return None


def _flattened(source: str) -> str:
    """`source` without nesting: paragraphs, links and pictures stay, so that depth costs structure but no text."""
    source = _RAW.sub("", _COMMENT.sub("", source))

    def flat(tag: re.Match[str]) -> str:
        name = tag.group(1).lower()
        if name in _KEPT_TAGS:
            return tag.group()
        return "" if name in _INLINE_TAGS else "<p>"

    return _EMPTY_PARAGRAPHS.sub("<p>", _TAG.sub(flat, source))


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    wanted = _comparable(title)
    while wanted and blocks and isinstance(blocks[0], Heading | Paragraph):
        text = "".join(span.text for span in blocks[0].inline)
        if len(text) > 2 * len(title) + 100 or _comparable(text) != wanted:
            break
        blocks = blocks[1:]
    return blocks


def _comparable(text: str) -> str:
    return re.sub(r"\W+", " ", clean_line(text, 2_000).casefold()).strip()
