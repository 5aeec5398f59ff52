"""Which lines of a list its rows and headings take. Pure: it counts, and never goes through the rows."""

from bisect import bisect_right
from collections.abc import Sequence


class RowLines:
    """Rows of `height` lines each, and one line for a heading above each row of `starts` (ascending)."""

    def __init__(self, height: int = 1, starts: Sequence[int] = ()) -> None:
        self.height = height
        self._starts = starts
        self._headings = [start * height + number for number, start in enumerate(starts)]

    def count(self, rows: int) -> int:
        """The lines that `rows` rows take, headings included."""
        return rows * self.height + bisect_right(self._starts, rows - 1)

    def first_line(self, row: int) -> int:
        """The first line of a row; its heading is above it."""
        return row * self.height + bisect_right(self._starts, row)

    def top_line(self, row: int) -> int:
        """The same, or the line of its heading where it is the first below one."""
        at = bisect_right(self._starts, row)
        headed = at > 0 and self._starts[at - 1] == row
        return row * self.height + at - headed

    def at(self, line: int) -> tuple[int, int]:
        """What is on a line: a row and which of its lines; or a heading's number and -1."""
        above = bisect_right(self._headings, line)
        if above and self._headings[above - 1] == line:
            return above - 1, -1
        return divmod(line - above, self.height)
