"""The journal: every change that can still be taken back, one by one."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from newsreader.core.journal import ChangeRecord
from newsreader.core.text import clean_line
from newsreader.tui.cells import cell_width, fit
from newsreader.tui.screens.list_screen import ListScreen, list_bindings
from newsreader.tui.times import date_text
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.lines import KeyText


class ChangeList(LineList):
    """The changes, newest first."""

    def __init__(self, changes: Sequence[ChangeRecord]) -> None:
        super().__init__(id="page-body")
        self.changes = changes

    def row_count(self) -> int:
        return len(self.changes)

    def row_segments(self, index: int, width: int) -> list[Segment]:
        change = self.changes[index]
        when = f"{date_text(change.at)}  "
        size = f"  undone · {change.count:,} " if change.undone else f"  {change.count:,} "
        room = max(width - cell_width(when) - cell_width(size), 0)
        strong = self.component("line--dim") if change.undone else self.component("line--strong")
        return [
            Segment(when, self.component("line--dim")),
            Segment(fit(clean_line(change.what), room), strong),
            Segment(size, self.component("line--dim")),
        ]


class JournalScreen(ListScreen[int | None]):
    """Shows the changes over the main screen; its result is the id of the one to take back, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = list_bindings(("escape,q", "close"), ("enter,u", "revert"))

    def __init__(self, changes: Sequence[ChangeRecord], *, now: int) -> None:
        super().__init__()
        self._changes = changes
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(Content.styled("Changes, newest first", "bold $text-accent"), id="page-title")
            if self._changes:
                yield ChangeList(self._changes)
            else:
                yield Static("Nothing has been changed yet.", id="page-body", markup=False)
            yield KeyText("Enter takes it back · j k move · Esc back", id="page-foot", markup=False)

    def on_mount(self) -> None:
        if self._changes:
            changes = self.query_one(ChangeList)
            changes.rows_changed()
            self.set_focus(changes)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        self.query_one(ChangeList).cursor = event.index

    def action_revert(self) -> None:
        change = self._changes[self.query_one(ChangeList).cursor] if self._changes else None
        self.dismiss(change.id if change is not None else None)

    def action_close(self) -> None:
        self.dismiss(None)
