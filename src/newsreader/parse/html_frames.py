"""Elements that are open while a page is read, and the block that each becomes when it ends."""

from dataclasses import replace
from typing import Final, Literal

from newsreader.core.document import (
    Block,
    DefinitionList,
    Details,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Style,
)
from newsreader.parse.html_tables import PLAIN_CELL, Cell, CellShape, Grid, table_blocks

InlineKind = Literal["heading", "term", "figcaption", "caption", "summary"]
Kind = Literal[
    "root", "quote", "list", "item", "dl", "definition", "table", "cell", "stray", "figure", "details", "pre"
]


class Frame:
    """An open element that holds blocks or, where `inline_only`, a run of text.

    `implied`: the page lacks the tag (an `<li>` without a list, text directly in a list); it ends by itself. `level`
    is a heading's level or a list's first number, `inline` a caption or summary, `shape` how a cell stands in its grid.
    """

    __slots__ = (
        "blocks",
        "grid",
        "implied",
        "inline",
        "inline_only",
        "items",
        "kind",
        "language",
        "level",
        "ordered",
        "pairs",
        "shape",
    )

    def __init__(
        self, kind: Kind | InlineKind, *, implied: bool = False, level: int = 1, shape: CellShape | None = None
    ) -> None:
        self.kind = kind
        self.implied = implied
        self.level = level
        self.shape = shape
        self.inline_only = kind in _INLINE_ONLY
        self.blocks: list[Block] = []
        self.inline: Inline = ()
        self.ordered = False
        self.language: str | None = None
        # Only what the kind needs is made: a page may have a hundred thousand cells.
        self.items: list[tuple[Block, ...]] = [] if kind == "list" else _NO_ITEMS
        self.pairs: list[tuple[Inline, list[Block]]] = [] if kind == "dl" else _NO_PAIRS
        self.grid = Grid() if kind == "table" else _NO_GRID


_INLINE_ONLY: Final = frozenset(("heading", "term", "figcaption", "caption", "summary"))
_NO_ITEMS: Final[list[tuple[Block, ...]]] = []
_NO_PAIRS: Final[list[tuple[Inline, list[Block]]]] = []
_NO_GRID: Final = Grid()


def finish(frame: Frame, parent: Frame) -> list[Block]:
    """End `frame`: what goes into `parent` besides blocks is put there, and the blocks to append are returned."""
    match frame.kind:
        case "quote":
            return [Quote(tuple(frame.blocks))] if frame.blocks else []
        case "item":
            if frame.blocks:
                parent.items.append(tuple(frame.blocks))
        case "list":
            return [ListBlock(frame.ordered, tuple(frame.items), frame.level)] if frame.items else []
        case "definition":
            if frame.blocks:
                if not parent.pairs:
                    parent.pairs.append(((), []))
                parent.pairs[-1][1].extend(frame.blocks)
        case "dl":
            return [DefinitionList(tuple((term, tuple(blocks)) for term, blocks in frame.pairs))] if frame.pairs else []
        case "cell":
            parent.grid.rows[-1].append(Cell(tuple(frame.blocks), frame.shape or PLAIN_CELL))
        case "stray":
            # Text between the rows of a table goes before the table (HTML, 13.2.6.1, foster parenting).
            parent.blocks.extend(frame.blocks)
        case "table":
            caption: list[Block] = [Paragraph(frame.inline)] if frame.inline else []
            return frame.blocks + caption + table_blocks(frame.grid)
        case "figure":
            return _captioned(frame.blocks, frame.inline)
        case "details":
            if frame.inline or frame.blocks:
                return [Details(frame.inline or (Span("Details"),), tuple(frame.blocks))]
        case _:
            return frame.blocks
    return []


def finish_inline(frame: Frame, inline: Inline, parent: Frame) -> list[Block]:
    """End an `inline_only` frame whose text is `inline`."""
    if not inline:
        return []
    match frame.kind:
        case "heading":
            return [Heading(frame.level, inline)]
        case "term" if parent.kind == "dl":
            parent.pairs.append((inline, []))
            return []
        case "figcaption" if parent.kind == "figure":
            parent.inline = _joined(parent.inline, inline)
            return []
        case "caption" if parent.kind == "table":
            parent.inline = _joined(parent.inline, inline)
            return []
        case "summary" if parent.kind == "details" and not parent.inline:
            parent.inline = inline
            return []
        case _:
            return [Paragraph(inline)]


def _joined(before: Inline, inline: Inline) -> Inline:
    return (*before, Span("\n"), *inline) if before else inline


def _captioned(blocks: list[Block], caption: Inline) -> list[Block]:
    if not caption:
        return blocks
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Image):
            text = "".join(span.text for span in caption)
            # Many pages repeat the caption as the picture's alternative text.
            alt = "" if block.alt and block.alt in text else block.alt
            return [*blocks[:index], replace(block, alt=alt, caption=caption), *blocks[index + 1 :]]
    return [*blocks, Paragraph(tuple(replace(span, style=span.style | Style.EMPHASIS) for span in caption))]
