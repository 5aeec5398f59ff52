"""When an article counts as read: on opening it, after a while, on going past its headline, or only when told."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.timer import Timer

from newsreader.config.settings import MarkRead
from newsreader.core.entries import EntrySummary
from newsreader.library.session import Step
from newsreader.tui.screens.main_leaving import MainLeaving


class MainMarking(MainLeaving, inherit_bindings=False):
    """Marks articles read as the setting `mark_read` says."""

    mark_read: MarkRead = "open"
    dwell: int = 3
    """Seconds that an article is shown before it counts as read, where `mark_read` is "dwell"."""

    _dwell_timer: Timer | None = None

    def opened(self, row: EntrySummary) -> None:
        if self.mark_read in ("open", "scroll"):
            super().opened(row)

    def left_at_its_end(self, entry_id: int) -> None:
        if self.mark_read != "dwell":
            return
        row = self._library.summary(entry_id)
        if row is not None and not row.read:
            self._set_flag(row, "read", True)

    def _move(self, rows: int) -> None:
        with self._passing():
            super()._move(rows)

    def _go_on(self, step: Step) -> None:
        with self._passing():
            super()._go_on(step)

    def _go_to_unread(self, step: Step) -> None:
        with self._passing():
            super()._go_to_unread(step)

    @contextmanager
    def _passing(self) -> Iterator[None]:
        """What the cursor goes past counts as read, where it does; a leap over more than a page passes nothing by."""
        headlines, before = self.session.headlines, self.session.cursor
        yield
        rows = self.session.cursor - before
        if (
            self.mark_read == "scroll"
            and self.pane == "headlines"
            and self.session.headlines is headlines
            and 0 < rows <= self.table.page_rows
        ):
            passed = [row.id for index in range(before, before + rows) if (row := headlines.row(index)) is not None]
            with self._telling():
                if self._library.set_flags(passed, "read", True, "by going past") is not None:
                    self._rows_changed(passed)

    def _show_article(self, entry_id: int | None) -> None:
        super()._show_article(entry_id)
        if self._dwell_timer is not None:
            self._dwell_timer.stop()
            self._dwell_timer = None
        if self.mark_read == "dwell" and self._shown is not None:
            self._dwell_timer = self.set_timer(self.dwell, self._dwelt)

    def _dwelt(self) -> None:
        self._dwell_timer = None
        row = self._library.summary(self._shown) if self._shown is not None else None
        if row is not None and not row.read:
            self._set_flag(row, "read", True)
