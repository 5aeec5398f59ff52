"""Tables in lines: spaced columns with a thin rule under the header, or one "header: value" a line."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from newsreader.core.document import Align, Inline, Table
from newsreader.tui.article_layout_lines import Flat, Line, Margin, Segment, cut, flatten, join_styles, text_lines
from newsreader.tui.cells import cell_width, wrap

GAP: Final = 2
CELL_APART: Final = 2
"""Characters between the texts of two cells, so that nothing is found across them."""

LEAST_COLUMN: Final = 8
"""Cells; a column that needs more and would get less makes the table too wide."""

MEASURED_ROWS: Final = 200
"""Rows that decide on the width of columns; wider cells further down are wrapped."""


def table_lines(table: Table, margin: Margin, base: str) -> Iterator[Line]:
    """Lay out `table` within `margin`."""
    header = [flatten(cell, join_styles(base, "strong")) for cell in table.header]
    sample = [[flatten(cell, base) for cell in row] for row in table.rows[:MEASURED_ROWS]]
    widths = _column_widths(_natural_widths([header, *sample], len(table.align)), margin.width)
    if widths is None:
        yield from _records(table, margin, base)
        return
    at = 0
    if header:
        yield from _row_lines(header, widths, table.align, margin, at)
        at += _length(header)
        rule = "─" * (sum(widths) + GAP * (len(widths) - 1))
        yield margin.line((Segment(rule, join_styles(base, "rule")),), at, lead=1)
    for number, row in enumerate(table.rows):
        cells = sample[number] if number < len(sample) else [flatten(cell, base) for cell in row]
        yield from _row_lines(cells, widths, table.align, margin, at)
        at += _length(cells)


def _length(cells: Sequence[Flat]) -> int:
    """Characters of a row in the text of its table; cells stand apart there, as they do on the screen."""
    return sum(len(cell.text) + CELL_APART for cell in cells)


def _natural_widths(rows: Sequence[Sequence[Flat]], columns: int) -> list[int]:
    widths = [1] * columns
    for row in rows:
        for column, cell in enumerate(row[:columns]):
            if cell.text:
                widths[column] = max(widths[column], *map(cell_width, cell.text.split("\n")))
    return widths


def _column_widths(natural: list[int], room: int) -> list[int] | None:
    """Columns that need little get it, the others share the rest evenly; None where one would become too narrow."""
    room -= GAP * (len(natural) - 1)
    widths = [0] * len(natural)
    left = len(natural)
    for column in sorted(range(len(natural)), key=natural.__getitem__):
        widths[column] = min(natural[column], room // left)
        if widths[column] < min(natural[column], LEAST_COLUMN):
            return None
        room -= widths[column]
        left -= 1
    return widths or None


def _row_lines(
    cells: Sequence[Flat], widths: Sequence[int], aligns: Sequence[Align], margin: Margin, at: int
) -> Iterator[Line]:
    wrapped = [wrap(cell.text, width) for cell, width in zip(cells, widths, strict=False)]
    begins = list(accumulate((len(cell.text) + CELL_APART for cell in cells), initial=at))
    for height in range(max(map(len, wrapped), default=0)):
        segments: list[Segment] = []
        starts: list[int] = []
        owed = 0
        for cell, ranges, width, align, begin in zip(cells, wrapped, widths, aligns, begins, strict=False):
            start, end = ranges[height] if height < len(ranges) else (0, 0)
            room = max(width - cell_width(cell.text[start:end]), 0)
            before = {"left": 0, "center": room // 2, "right": room}[align]
            if end > start:
                if owed + before:
                    segments.append(Segment(" " * (owed + before)))
                    starts.append(-1)
                for segment in cut(cell, start, end):
                    segments.append(segment)
                    starts.append(begin + start)
                    start += len(segment.text)
                owed = room - before + GAP
            else:
                owed += width + GAP
        yield margin.line(tuple(segments), at, starts=tuple(starts))


def _records(table: Table, margin: Margin, base: str) -> Iterator[Line]:
    headers: Sequence[Inline] = table.header or ((),) * len(table.align)
    at = 0
    for number, row in enumerate(table.rows):
        if number:
            yield margin.blank(at)
        for header, cell in zip(headers, row, strict=False):
            if not cell:
                continue
            name = " ".join(span.text for span in header).replace("\n", " ")
            lead = f"{name}: " if name else ""
            flat = flatten(cell, base, lead=lead, lead_style=join_styles(base, "strong"))
            yield from text_lines(flat, margin, at)
            at += len(flat.text) + CELL_APART
