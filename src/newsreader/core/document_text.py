"""A Document as plain text, for people and pipes, and how long it takes to read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
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
    Style,
    Table,
)
from newsreader.core.search_text import UNSPACED_RUN

WORDS_PER_MINUTE: Final = 220
CHARACTERS_PER_MINUTE: Final = 400
"""Of Chinese and Japanese, which are written without spaces."""

LEAST_WIDTH: Final = 20
_WORD: Final = re.compile(r"\w[\w'’-]*")
_SUPERSCRIPTS: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISABLE: Final = re.compile(r"[0-9+\-=()ni]+")
_LOWERABLE: Final = re.compile(r"[0-9+\-=()]+")


def reading_minutes(document: Document) -> int:
    """Whole minutes to read `document`, at least 1: 220 words or 400 Chinese or Japanese characters a minute."""
    words = characters = 0
    for text in plain_text(document.blocks):
        if not text.isascii():
            characters += sum(len(run) for run in UNSPACED_RUN.findall(text))
            text = UNSPACED_RUN.sub(" ", text)
        words += len(_WORD.findall(text))
    return max(1, round(words / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE))


def plain_text(blocks: Iterable[Block], *, captions: bool = True) -> Iterator[str]:
    """The text that is read, in order: cells too, but no alternative texts and no addresses.

    Args:
        captions: Whether what is said about pictures is part of it.
    """
    for block in blocks:
        match block:
            case Heading(_, inline) | Paragraph(inline):
                yield inline_text(inline)
            case CodeBlock(text, _):
                yield text
            case Quote(inner):
                yield from plain_text(inner, captions=captions)
            case Details(summary, inner):
                yield inline_text(summary)
                yield from plain_text(inner, captions=captions)
            case ListBlock(_, items, _):
                for entry in items:
                    yield from plain_text(entry, captions=captions)
            case DefinitionList(items):
                for term, inner in items:
                    yield inline_text(term)
                    yield from plain_text(inner, captions=captions)
            case Table(_, header, rows):
                for row in (header, *rows):
                    yield from map(inline_text, row)
            case Image():
                if captions:
                    yield inline_text(block.caption)
            case Embed() | Rule():
                pass


def inline_text(inline: Inline) -> str:
    return "".join([span.text for span in inline])


def scripted(text: str, style: Style) -> str:
    """`text` raised or lowered as `style` says, in Unicode's characters for it; else x^(n/2), x_max, but "1st"."""
    if Style.SUPERSCRIPT in style:
        if _RAISABLE.fullmatch(text):
            return text.translate(_SUPERSCRIPTS)
        return text if len(text) > 20 or not any(map(str.isdigit, text)) or text[:1] in "[*" else f"^({text})"
    if Style.SUBSCRIPT in style:
        if _LOWERABLE.fullmatch(text):
            return text.translate(_SUBSCRIPTS)
        return text if len(text) > 20 or not text.isalnum() else f"_{text}"
    return text


def image_label(image: Image) -> str:
    """A picture in words: "alt (640×480)"."""
    size = f" ({image.width}×{image.height})" if image.width and image.height else ""
    return f"{image.alt or 'Image'}{size}"


def to_text(document: Document, width: int | None = None) -> str:
    """`document` as text to read: links as [n], their addresses at the end.

    Args:
        width: Lines are wrapped to this many cells (East Asian wide characters count two), at least 20. None: a
            paragraph is one line.
    """
    lines = _blocks(document.blocks, None if width is None else max(width, LEAST_WIDTH))
    if document.links:
        lines = [*lines, *([""] if lines else []), *(f"[{n}] {url}" for n, url in enumerate(document.links, 1))]
    return "\n".join(lines) + "\n" if lines else ""


def _blocks(blocks: Iterable[Block], width: int | None, *, tight: bool = False) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        block_lines = _block(block, width)
        if lines and block_lines and not tight:
            lines.append("")
        lines.extend(block_lines)
    return lines


def _block(block: Block, width: int | None) -> list[str]:
    match block:
        case Heading(_, inline) | Paragraph(inline):
            return _fill(_inline(inline), width)
        case CodeBlock(text, _):
            return ["    " + line if line else "" for line in text.split("\n")]
        case Quote(inner):
            return [f"> {line}".rstrip() for line in _blocks(inner, _less(width, 2))]
        case Details(summary, inner):
            return [*_fill(_inline(summary), width), *_indented(_blocks(inner, _less(width, 2)), "  ")]
        case ListBlock():
            return _list(block, width)
        case DefinitionList(items):
            lines: list[str] = []
            for term, inner in items:
                lines += _fill(_inline(term), width) if term else []
                lines += _indented(_blocks(inner, _less(width, 4)), "    ")
            return lines
        case Table():
            return _table(block)
        case Image():
            caption = _fill(_inline(block.caption), width) if block.caption else []
            return [*_fill(f"[{image_label(block)}]{_number(block.link)}", width), *caption]
        case Embed(label, link):
            return _fill(f"[{label}]{_number(link)}", width)
        case Rule():
            return ["-" * min(width or 40, 40)]


def _list(block: ListBlock, width: int | None) -> list[str]:
    marks = [f"{block.start + n}. " if block.ordered else "• " for n in range(len(block.items))]
    indent = max(map(len, marks), default=0)
    tight = all(len(entry) == 1 or not isinstance(entry[1], Paragraph) for entry in block.items if entry)
    lines: list[str] = []
    for mark, entry in zip(marks, block.items, strict=True):
        inner = _blocks(entry, _less(width, indent), tight=tight) or [""]
        if lines and not tight:
            lines.append("")
        lines.append((mark.rjust(indent) + inner[0]).rstrip())
        lines += _indented(inner[1:], " " * indent)
    return lines


def _table(table: Table) -> list[str]:
    rows = [[_inline(cell).replace("\n", " ") for cell in row] for row in (table.header, *table.rows)]
    if not table.header:
        del rows[0]
    columns = range(len(table.align))
    widths = [max((text_width(row[n]) for row in rows if n < len(row)), default=0) for n in columns]
    lines = [
        "  ".join(_aligned(text, widths[n], table.align[n]) for n, text in enumerate(row)).rstrip() for row in rows
    ]
    if table.header:
        lines.insert(1, "  ".join("-" * max(width, 1) for width in widths))
    return lines


def _aligned(text: str, width: int, align: str) -> str:
    room = max(width - text_width(text), 0)
    left = {"left": 0, "center": room // 2, "right": room}[align]
    return " " * left + text + " " * (room - left)


def _inline(inline: Inline) -> str:
    parts: list[str] = []
    for index, span in enumerate(inline):
        parts.append(scripted(span.text, span.style))
        if span.link is not None and (index + 1 == len(inline) or inline[index + 1].link != span.link):
            parts.append(_number(span.link))
    return "".join(parts)


def _number(link: int | None) -> str:
    return f" [{link}]" if link is not None else ""


def _less(width: int | None, indent: int) -> int | None:
    return None if width is None else max(width - indent, LEAST_WIDTH // 2)


def _indented(lines: Iterable[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


def text_width(text: str) -> int:
    """Cells that `text` takes in most terminals: wide and full-width characters two, marks none (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fill(text: str, width: int | None) -> list[str]:
    if width is None:
        return text.split("\n")
    return [line for piece in text.split("\n") for line in _wrapped(piece, width)]


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in lines: broken at spaces, Chinese and Japanese anywhere, a longer word where the line ends."""
    if text_width(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in _CHUNKS.findall(text):
        size = text_width(word)
        if line and used + text_width(word.rstrip()) > width and word[0] not in _CLOSING:
            lines.append(line.rstrip())
            line, used = "", 0
        if size > width and text_width(bare := word.rstrip()) > width:
            *pieces, last = _pieces(bare, width)
            lines += pieces
            word = last + word[len(bare) :]
            size = text_width(word)
        line, used = line + word, used + size
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(word: str, width: int) -> list[str]:
    """`word` cut where a line of so many cells ends; marks stay with their letter."""
    pieces: list[str] = []
    start = used = 0
    for index, character in enumerate(word):
        size = _character_width(character)
        if used + size > width:
            pieces.append(word[start:index])
            start, used = index, 0
        used += size
    return [*pieces, word[start:]]


_CLOSING: Final = "、。，．：；？！）」』】〉》］｝"
_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CHUNKS: Final = re.compile(rf"[{_WIDE}] *|[^\s{_WIDE}]+ *| +|\s")
