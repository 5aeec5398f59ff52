"""Tables: real ones become a grid, those that only arrange a page (newsletters are full of them) become their text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from newsreader.core.document import (
    Align,
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Embed,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

MAX_COLUMNS: Final = 64
"""`colspan` goes up to 1,000 (HTML, 4.9.11) and wild pages write 9007199254740991."""

MAX_ROW_SPAN: Final = 65_534
MAX_GRID: Final = 400_000
"""Cells of a grid, the empty ones included; a larger table is read as text."""

_EMPTY: Final[Inline] = ()


class CellShape(NamedTuple):
    """How a cell stands in its grid: its columns and rows; `align` None where the page does not say."""

    header: bool = False
    span: int = 1
    down: int = 1
    align: Align | None = None


PLAIN_CELL: Final = CellShape()
PLAIN_HEADER: Final = CellShape(header=True)


class Cell(NamedTuple):
    blocks: tuple[Block, ...]
    shape: CellShape


@dataclass(slots=True)
class Grid:
    """A table as written: `has_head`: there is a `<thead>`; `layout`: the page says that it is no table."""

    rows: list[list[Cell]] = field(default_factory=list)
    row_open: bool = False
    has_head: bool = False
    layout: bool = False

    def begin_row(self) -> None:
        """Make sure that there is a row for the next cell; `<tr>` may be missing."""
        if not self.row_open:
            self.rows.append([])
            self.row_open = True


def table_blocks(table: Grid) -> list[Block]:
    """What a table becomes."""
    rows = [row for row in table.rows if any(cell.blocks for cell in row)]
    if not rows:
        return []
    if table.layout or _arranges(rows, table.has_head):
        return _as_text(rows)
    grid, align = _grid(rows)
    width = max(map(len, grid))
    if width * len(grid) > MAX_GRID:
        return _as_text(rows)
    full = [tuple(row) if len(row) == width else tuple(row + [_EMPTY] * (width - len(row))) for row in grid]
    columns = tuple(align.get(column) or "left" for column in range(width))
    if len(full) > 1 and (table.has_head or all(cell.shape.header for cell in rows[0])):
        return [Table(columns, full[0], tuple(full[1:]))]
    return [Table(columns, (), tuple(full))]


def _as_text(rows: Iterable[Iterable[Cell]]) -> list[Block]:
    return [block for row in rows for cell in row for block in cell.blocks]


def _arranges(rows: Sequence[Sequence[Cell]], has_head: bool) -> bool:
    """Whether the table only places things: one column, or no header and cells with more than a few lines of text."""
    if max(map(len, rows)) == 1:
        return True
    if has_head or any(cell.shape.header for row in rows for cell in row):
        return False
    return any(_is_rich(cell.blocks) for row in rows for cell in row)


def _is_rich(blocks: tuple[Block, ...]) -> bool:
    if len(blocks) == 1:
        return not isinstance(blocks[0], Paragraph | Image | Embed)
    return len(blocks) > 2 or any(not isinstance(block, Paragraph | Image | Embed) for block in blocks)


def _grid(rows: Sequence[Sequence[Cell]]) -> tuple[list[list[Inline]], dict[int, Align]]:
    """The cells in their columns, spans filled with empty cells, and the alignment of each column that has one."""
    grid: list[list[Inline]] = []
    align: dict[int, Align] = {}
    reserved: dict[int, int] = {}
    for row in rows:
        line: list[Inline] = []
        for blocks, shape in row:
            while reserved.get(len(line), 0) > 0:
                reserved[len(line)] -= 1
                line.append(_EMPTY)
            inline = cell_inline(blocks)
            if len(line) >= MAX_COLUMNS:
                line[-1] = _joined([line[-1], inline], " ")
                continue
            if shape is not PLAIN_CELL:
                if shape.align and not shape.header:
                    align.setdefault(len(line), shape.align)
                span = min(shape.span, MAX_COLUMNS - len(line))
                if shape.down > 1:
                    reserved.update(dict.fromkeys(range(len(line), len(line) + span), shape.down - 1))
                line += [inline, *[_EMPTY] * (span - 1)]
            else:
                line.append(inline)
        while reserved.get(len(line), 0) > 0:
            reserved[len(line)] -= 1
            line.append(_EMPTY)
        grid.append(line)
    return grid, align


def cell_inline(blocks: Sequence[Block]) -> Inline:
    """Blocks as one run of text with line ends between them, for a cell of a grid."""
    if not blocks:
        return _EMPTY
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0].inline
    return _joined([_block_inline(block) for block in blocks], "\n")


def _joined(parts: Sequence[Inline], separator: str) -> Inline:
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return parts[0]
    spans: list[Span] = []
    for part in parts:
        if spans:
            spans.append(Span(separator))
        spans.extend(part)
    return tuple(spans)


def _block_inline(block: Block) -> Inline:
    match block:
        case Heading(_, inline) | Paragraph(inline):
            return inline
        case CodeBlock(text, _):
            return (Span(text),)
        case Image(alt, link, _, _, caption):
            return _joined([(Span(alt or "image", link=link),), caption], "\n")
        case Embed(label, link):
            return (Span(label, link=link),)
        case Quote(blocks):
            return cell_inline(blocks)
        case Details(summary, blocks):
            return _joined([summary, cell_inline(blocks)], "\n")
        case ListBlock(ordered, items, start):
            marks = (f"{start + index}. " if ordered else "• " for index in range(len(items)))
            lines = [(Span(mark), *cell_inline(item)) for mark, item in zip(marks, items, strict=True)]
            return _joined(lines, "\n")
        case DefinitionList(pairs):
            return _joined([_joined([term, cell_inline(blocks)], "\n") for term, blocks in pairs], "\n")
        case Table(_, header, rows):
            return _joined([_joined(row, " ") for row in (header, *rows)], "\n")
        case Rule():
            return ()
