"""A Document as HTML that is well-formed XML too, so that it may stand in a page and in an EPUB alike.

It is made of the Document alone: no markup of a feed gets here. Pictures are links, so that nothing is loaded.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

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

_TAGS: Final = (
    (Style.CODE, "code"),
    (Style.STRIKE, "s"),
    (Style.MARK, "mark"),
    (Style.SUPERSCRIPT, "sup"),
    (Style.SUBSCRIPT, "sub"),
    (Style.EMPHASIS, "em"),
    (Style.STRONG, "strong"),
)
_UNFIT_RE: Final = re.compile(r"[\s<>\"{}|\\^`]")
_SCHEMES: Final = ("http://", "https://", "mailto:")


def to_html(document: Document) -> str:
    """`document` as the inside of a `<body>`, one block on a line; "" where it has none."""
    return "".join(f"{line}\n" for line in _blocks(document.blocks, document.links))


def _blocks(blocks: Iterable[Block], links: tuple[str, ...]) -> Iterator[str]:
    for block in blocks:
        yield _block(block, links)


def _inside(blocks: Iterable[Block], links: tuple[str, ...]) -> str:
    return "".join(_blocks(blocks, links))


def _block(block: Block, links: tuple[str, ...]) -> str:
    match block:
        case Heading(level, inline):
            return f'<h{level} dir="auto">{_inline(inline, links)}</h{level}>'
        case Paragraph(inline):
            return f'<p dir="auto">{_inline(inline, links)}</p>'
        case CodeBlock(text, _):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Quote(inner):
            return f"<blockquote>{_inside(inner, links)}</blockquote>"
        case Details(summary, inner):
            return f'<p dir="auto"><strong>{_inline(summary, links)}</strong></p>{_inside(inner, links)}'
        case ListBlock(ordered, items, start):
            tag, opening = ("ol", f'<ol start="{start}">') if ordered and start != 1 else _list_tags(ordered)
            return opening + "".join(f'<li dir="auto">{_entry(entry, links)}</li>' for entry in items) + f"</{tag}>"
        case DefinitionList(items):
            return f"<dl>{''.join(_definition(term, inner, links) for term, inner in items)}</dl>"
        case Table():
            return _table(block, links)
        case Image(alt, link, _, _, caption):
            text = _link(escape(f"Picture: {alt}" if alt else "Picture"), link, links)
            below = f'<figcaption dir="auto">{_inline(caption, links)}</figcaption>' if caption else ""
            return f'<figure><p dir="auto">{text}</p>{below}</figure>'
        case Embed(label, link):
            return f'<p dir="auto">{_link(escape(label), link, links)}</p>'
        case Rule():
            return "<hr/>"


def _list_tags(ordered: bool) -> tuple[str, str]:
    return ("ol", "<ol>") if ordered else ("ul", "<ul>")


def _entry(blocks: tuple[Block, ...], links: tuple[str, ...]) -> str:
    """An item of a list; its first paragraph needs no element of its own."""
    match blocks:
        case (Paragraph(inline), *rest):
            return _inline(inline, links) + _inside(rest, links)
    return _inside(blocks, links)


def _definition(term: Inline, inner: tuple[Block, ...], links: tuple[str, ...]) -> str:
    return f'<dt dir="auto">{_inline(term, links)}</dt><dd dir="auto">{_inside(inner, links)}</dd>'


def _table(table: Table, links: tuple[str, ...]) -> str:
    def row(tag: str, cells: Iterable[Inline]) -> str:
        pairs = zip(cells, table.align, strict=False)
        return f"<tr>{''.join(_cell(tag, cell, align, links) for cell, align in pairs)}</tr>"

    rows = [*([row("th", table.header)] if table.header else []), *(row("td", cells) for cells in table.rows)]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _cell(tag: str, cell: Inline, align: str, links: tuple[str, ...]) -> str:
    style = f' style="text-align:{align}"' if align != "left" else ""
    return f'<{tag} dir="auto"{style}>{_inline(cell, links)}</{tag}>'


def _inline(inline: Inline, links: tuple[str, ...]) -> str:
    runs = groupby(inline, key=lambda span: span.link)
    return "".join(_link("".join(map(_span, spans)), link, links) for link, spans in runs)


def _span(span: Span) -> str:
    text = escape(span.text).replace("\n", "<br/>")
    for style, tag in _TAGS:
        if style in span.style and text:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _link(inner: str, link: int | None, links: tuple[str, ...]) -> str:
    """`inner` as a link; only to the web, or to write a mail."""
    if link is None or not 0 < link <= len(links) or not links[link - 1].lower().startswith(_SCHEMES):
        return inner
    url = _UNFIT_RE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), links[link - 1])
    return f'<a href="{escape(url)}">{inner}</a>'
