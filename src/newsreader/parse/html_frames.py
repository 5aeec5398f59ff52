"""Elements that are open while a page is read, and the block that each becomes when it ends."""

from dataclasses import dataclass, field, replace
from typing import Literal

from newsreader.core.document import (
    Align,
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
from newsreader.parse.html_tables import Cell, table_blocks

InlineKind = Literal["heading", "term", "figcaption", "caption", "summary"]
Kind = Literal[
    "root", "quote", "list", "item", "dl", "definition", "table", "cell", "stray", "figure", "details", "pre"
]


@dataclass(slots=True)
class Frame:
    """An open element that holds blocks or, where `inline_only`, a run of text.

    `implied`: the page lacks the tag (an `<li>` without a list, text directly in a list); it ends by itself.
    """

    kind: Kind | InlineKind
    implied: bool = False
    blocks: list[Block] = field(default_factory=list)
    level: int = 1
    ordered: bool = False
    language: str | None = None
    inline: Inline = ()
    items: list[tuple[Block, ...]] = field(default_factory=list)
    pairs: list[tuple[Inline, list[Block]]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    row_open: bool = False
    has_head: bool = False
    layout: bool = False
    align: Align | None = None
    span: int = 1
    down: int = 1
    header: bool = False

    @property
    def inline_only(self) -> bool:
        return self.kind in ("heading", "term", "figcaption", "caption", "summary")

    def begin_row(self) -> None:
        """Make sure that a table has a row for the next cell; `<tr>` may be missing."""
        if not self.row_open:
            self.rows.append([])
            self.row_open = True


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
            cell = Cell(tuple(frame.blocks), frame.header, frame.span, frame.down, frame.align)
            parent.rows[-1].append(cell)
        case "stray":
            # Text between the rows of a table goes before the table (HTML, 13.2.6.1, foster parenting).
            parent.blocks.extend(frame.blocks)
        case "table":
            caption: list[Block] = [Paragraph(frame.inline)] if frame.inline else []
            return frame.blocks + caption + table_blocks(frame.rows, frame.has_head, layout=frame.layout)
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
