"""A Document as CommonMark 0.31."""

import re
from collections.abc import Iterable, Iterator
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

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>~|])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_LINE_START: Final = re.compile(r"^(\s*)([#+=-])", re.MULTILINE)
_ORDERED: Final = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_TICKS: Final = re.compile("`+")
_EDGES: Final = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_MARKS: Final = ((Style.STRIKE, "~~"), (Style.STRONG, "**"), (Style.EMPHASIS, "*"))


def to_markdown(document: Document) -> str:
    """`document` as CommonMark with inline links; tables are GitHub's. What looks like markup in the text is escaped.

    A Document without blocks gives "".
    """
    lines = list(_blocks(document.blocks, document.links))
    return "\n".join(lines) + "\n" if lines else ""


def _blocks(blocks: Iterable[Block], links: tuple[str, ...], *, tight: bool = False) -> Iterator[str]:
    previous: Block | None = None
    for block in blocks:
        lines = _block(block, links)
        if not lines:
            continue
        # Directly after a line of text only a bullet or the number 1 begins a list (CommonMark 5.3).
        joins = tight and isinstance(block, ListBlock) and (block.start == 1 or not block.ordered)
        if previous is not None and not joins:
            yield ""
            if isinstance(previous, ListBlock) and isinstance(block, ListBlock):
                yield "<!-- -->"  # else the two lists would be read as one (CommonMark 5.3)
                yield ""
        yield from lines
        previous = block


def _block(block: Block, links: tuple[str, ...]) -> list[str]:
    match block:
        case Heading(level, inline):
            return ["#" * level + " " + " ".join(_inline(inline, links).replace("\\\n", " ").split("\n"))]
        case Paragraph(inline):
            return _lines(inline, links)
        case CodeBlock(text, language):
            fence = "`" * max(3, _longest_ticks(text) + 1)
            return [fence + re.sub(r"[`\s]", "", language or ""), *text.split("\n"), fence]
        case Quote(inner):
            return [f"> {line}".rstrip() for line in _blocks(inner, links)]
        case Details(summary, inner):
            return [*_lines(summary, links), "", *_blocks(inner, links)]
        case ListBlock():
            return list(_list(block, links))
        case DefinitionList(items):
            return list(_definitions(items, links))
        case Table():
            return list(_table(block, links))
        case Image(alt, link, _, _, caption):
            name = _escape(alt or "Image")
            line = f"![{name}]({_target(links[link - 1])})" if _known(link, links) and link else name
            return [line, "", *_lines(caption, links)] if caption else [line]
        case Embed(label, link):
            return [
                f"[{_escape(label)}]({_target(links[link - 1])})" if _known(link, links) and link else _escape(label)
            ]
        case Rule():
            return ["* * *"]


def _list(block: ListBlock, links: tuple[str, ...]) -> Iterator[str]:
    tight = all(len(entry) < 2 or not isinstance(entry[1], Paragraph) for entry in block.items)
    for index, entry in enumerate(block.items):
        # A list number has at most nine digits and no sign (CommonMark 5.2).
        mark = f"{min(max(block.start, 0) + index, 999_999_999)}. " if block.ordered else "- "
        if index and not tight:
            yield ""
        first = True
        for line in _blocks(entry, links, tight=tight):
            yield mark + line if first else (" " * len(mark) + line if line else "")
            first = False
        if first:
            yield mark.rstrip()


def _definitions(items: Iterable[tuple[Inline, tuple[Block, ...]]], links: tuple[str, ...]) -> Iterator[str]:
    for index, (term, inner) in enumerate(items):
        if index:
            yield ""
        if term:
            yield from _lines(tuple(Span(span.text, span.style | Style.STRONG, span.link) for span in term), links)
        if inner:
            if term:
                yield ""
            yield from _blocks(inner, links)


def _table(table: Table, links: tuple[str, ...]) -> Iterator[str]:
    rules = {"left": "---", "center": ":---:", "right": "---:"}
    yield "|" + "|".join(f" {_cell(cell, links)} " for cell in table.header or ((),) * len(table.align)) + "|"
    yield "|" + "|".join(f" {rules[align]} " for align in table.align) + "|"
    for row in table.rows:
        yield "|" + "|".join(f" {_cell(cell, links)} " for cell in row) + "|"


def _cell(cell: Inline, links: tuple[str, ...]) -> str:
    return _inline(cell, links).replace("\\\n", "<br>").replace("\n", " ")


def _lines(inline: Inline, links: tuple[str, ...]) -> list[str]:
    text = _LINE_START.sub(r"\1\\\2", _inline(inline, links))
    return [line.lstrip(" \t") for line in text.split("\n")]


def _inline(inline: Inline, links: tuple[str, ...]) -> str:
    parts: list[str] = []
    for link, spans in groupby(inline, key=lambda span: span.link):
        text = "".join(_span(span) for span in spans)
        if _known(link, links) and link is not None:
            before, inner, after = _edges(text)
            text = f"{before}[{inner}]({_target(links[link - 1])}){after}" if inner else text
        parts.append(text)
    return _ORDERED.sub(r"\1\\\2", "".join(parts))


def _span(span: Span) -> str:
    if Style.CODE in span.style and span.text.strip():
        return _code(span.text)
    before, text, after = _edges(span.text)
    if not text:
        return before + after
    text = _escape(text).replace("\n", "\\\n")
    for style, mark in _MARKS:
        if style in span.style:
            text = f"{mark}{text}{mark}"
    for style, tag in ((Style.MARK, "mark"), (Style.SUPERSCRIPT, "sup"), (Style.SUBSCRIPT, "sub")):
        if style in span.style:
            text = f"<{tag}>{text}</{tag}>"
    return before.replace("\n", "\\\n") + text + after.replace("\n", "\\\n")


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    ticks = "`" * (_longest_ticks(text) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _longest_ticks(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _edges(text: str) -> tuple[str, str, str]:
    """White space before, text, white space after: marks of emphasis must touch the text (CommonMark 6.2)."""
    found = _EDGES.match(text)
    return (found.group(1), found.group(2), found.group(3)) if found else ("", text, "")


def _escape(text: str) -> str:
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))


def _target(url: str) -> str:
    """`url` as a link's destination: without white space and with its parentheses escaped (CommonMark 6.3)."""
    return re.sub(r"([\\()<>])", r"\\\1", url.replace(" ", "%20"))


def _known(link: int | None, links: tuple[str, ...]) -> bool:
    return link is not None and 0 < link <= len(links)
