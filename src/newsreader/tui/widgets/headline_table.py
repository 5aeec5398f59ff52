"""The headline list: rows of a HeadlineList, read a page at a time."""

from rich.segment import Segment

from newsreader.core.entries import EntrySummary
from newsreader.library.headlines import HeadlineList
from newsreader.library.selection import Selection
from newsreader.tui.cells import cell_width, fit
from newsreader.tui.icons import Icons
from newsreader.tui.times import short_age
from newsreader.tui.widgets.line_list import LineList

FEED_CELLS = 22
"""The most that a feed's name takes of a row."""


class HeadlineTable(LineList):
    """Shows a HeadlineList; `now` (Unix seconds) is what ages are counted from."""

    def __init__(self, icons: Icons, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._icons = icons
        self._headlines: HeadlineList | None = None
        self._show_feed = True
        self.selection = Selection()
        self.now = 0

    def show(self, headlines: HeadlineList, cursor: int, *, now: int, show_feed: bool) -> None:
        """Show a list with the cursor at index `cursor`; `show_feed` names each row's feed."""
        self._headlines = headlines
        self._show_feed = show_feed
        self.now = now
        self.cursor = cursor
        self.rows_changed()

    def row_count(self) -> int:
        return len(self._headlines) if self._headlines is not None else 0

    def row_segments(self, index: int, width: int) -> list[Segment]:
        row = self._headlines.row(index) if self._headlines is not None else None
        if row is None:
            return [Segment("   (removed)", self.component("line--dim"))]
        read = self._icons.selected if row.id in self.selection else " " if row.read else self._icons.unread
        state = f"{read}{self._icons.starred if row.starred else ' '} "
        facts = self._facts(row, width)
        room = max(width - cell_width(state) - cell_width(facts) - 1, 0)
        title = self.component("line--dim") if row.read else self.component("line--strong")
        return [
            Segment(state, self.component("line--accent")),
            Segment(fit(row.title, room), title),
            Segment(f" {facts}", self.component("line--dim")),
        ]

    def _facts(self, row: EntrySummary, width: int) -> str:
        age = short_age(row.sort_at, self.now)
        if not self._show_feed or width < 40:
            return f"{age} "
        feed = fit(row.feed_title, min(FEED_CELLS, width // 4)).rstrip()
        return f"{feed} · {age} "
