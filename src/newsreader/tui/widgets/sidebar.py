"""The sidebar: smart views, saved searches, folders that fold, feeds, with their unread counts."""

from collections.abc import Sequence

from rich.segment import Segment

from newsreader.core.urls import short_name
from newsreader.library.outline import OutlineRow
from newsreader.library.views import View
from newsreader.tui.cells import cell_width, fit
from newsreader.tui.icons import Icons
from newsreader.tui.widgets.line_list import LineList


class Sidebar(LineList):
    """Shows an outline. The cursor is on the view that the headline list shows."""

    def __init__(self, icons: Icons, *, id: str | None = None) -> None:
        super().__init__(id=id, icons=icons)
        self._outline: Sequence[OutlineRow] = ()
        self._rows: list[OutlineRow] = []
        self._folded: set[str] = set()

    @property
    def folded(self) -> frozenset[str]:
        """The keys of the folders that are folded."""
        return frozenset(self._folded)

    def show(self, outline: Sequence[OutlineRow], view: View, folded: Sequence[str] | None = None) -> None:
        """Show the rows of `outline` with the cursor on `view`; `folded` None keeps what is folded."""
        self._outline = outline
        if folded is not None:
            self._folded = set(folded)
        self._lay_out(view.key)

    def _lay_out(self, key: str) -> None:
        self._rows = []
        hidden_below: int | None = None
        for row in self._outline:
            if hidden_below is not None and row.depth > hidden_below:
                continue
            hidden_below = row.depth if row.view.key in self._folded else None
            self._rows.append(row)
        keys = [row.view.key for row in self._rows]
        self.cursor = keys.index(key) if key in keys else min(self.cursor, max(len(keys) - 1, 0))
        self.rows_changed()

    def row_count(self) -> int:
        return len(self._rows)

    def view_at(self, index: int) -> View | None:
        """The view of row `index`, None where there is no such row."""
        return self._rows[index].view if 0 <= index < len(self._rows) else None

    def fold(self, folded: bool) -> bool:
        """Fold or unfold the folder under the cursor; False where that changes nothing."""
        view = self.view_at(self.cursor)
        if view is None or view.kind != "folder" or (view.key in self._folded) == folded:
            return False
        self._folded ^= {view.key}
        self._lay_out(view.key)
        return True

    def go_to_folder(self) -> bool:
        """Move the cursor to the folder around the feed under it; False where there is none."""
        depth = self._rows[self.cursor].depth if self._rows else 0
        for index in range(self.cursor - 1, -1, -1):
            row = self._rows[index]
            if row.view.kind == "folder" and row.depth < depth:
                self.cursor = index
                return True
        return False

    def row_segments(self, index: int, width: int) -> list[Segment]:
        row = self._rows[index]
        count = f"{row.count:,}" if row.count else ""
        if row.first and cell_width(row.view.title) + cell_width(first := f"{row.first:,} of {count}") + 4 <= width:
            count = first
        icon = ""
        if row.view.kind == "folder":
            icon = self._icons.folded if row.view.key in self._folded else self._icons.unfolded
        elif row.view.kind != "feed":
            icon = self._icons.view
        trouble = f" {self._icons.trouble}" if row.trouble else ""
        lead = f"{'  ' * row.depth}{icon + ' ' if icon else ''}"
        room = width - cell_width(lead) - cell_width(count) - cell_width(trouble) - 2
        bold = self.component("line--strong") if row.count and row.view.kind != "feed" else None
        return [
            Segment(lead, self.component("line--dim")),
            Segment(fit(short_name(row.view.title), max(room, 0)), bold),
            Segment(trouble, self.component("line--trouble")),
            Segment(f" {count} ", self.component("line--dim") if row.view.kind == "feed" else bold),
        ]
