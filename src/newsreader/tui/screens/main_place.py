"""The place is kept with every move, so that whatever ends the reader, it begins again where it was."""

import time
from typing import Final

from textual import on
from textual.timer import Timer

from newsreader.core.entries import EntrySummary
from newsreader.core.errors import StoreBusyError
from newsreader.library.place import Seen
from newsreader.library.views import HISTORY
from newsreader.tui.screens.main_bulk import MainBulk
from newsreader.tui.screens.main_footer import PANES
from newsreader.tui.widgets.article import ArticleView

REST_SECONDS: Final = 0.25
"""How long no key may have moved anything before the store is told what was opened and left: no key waits for it."""

LONGEST_SECONDS: Final = 2.0
"""How long the store may go untold while keys come all the time."""


class MainPlace(MainBulk, inherit_bindings=False):
    """Keeps the session's place, and goes there at the start."""

    _painting = False
    _store_timer: Timer | None = None
    _told_at = 0.0
    _kept_row: EntrySummary | None = None
    _was_opened: int | None = None
    """The entry whose article was open when the reader was left, until an article is shown."""

    def take_place(self) -> None:
        """Show what was seen when the reader was left."""
        seen, row = self.session.seen, self.session.row
        self._kept_row = row
        self.table.wanted_above = seen.above
        if row is None:
            return
        if seen.pane == "article" or seen.zoomed:
            self._show_article(row.id)
            self._opened = row.id if seen.opened else None
            self._zoomed, self._zen = seen.zoomed, seen.zen
            self._focus("article")
            return
        self._was_opened = row.id if seen.opened else None
        if seen.pane in PANES:
            self._focus(next(pane for pane in PANES if pane == seen.pane))

    def keep_place(self) -> None:
        """Keep the place now. Raises StoreError where it cannot be written."""
        row, shown = self.session.row, self.article.shown
        reading = (
            self.session.seen.reading
            if self._kept_row is not None and row is not None and self._kept_row.id == row.id
            else None
        )
        self._kept_row = row
        if row is not None and shown is not None and shown.entry.id == row.id and self.article.reading is not None:
            reading = self.article.reading[0]
        self.session.seen = Seen(
            self.pane,
            self._zoomed,
            self._zen,
            row is not None and row.id in (self._opened, self._was_opened),
            self.table.above,
            reading,
            self.triaging,
        )
        self.session.remember_place()

    def _show_article(self, entry_id: int | None) -> None:
        super()._show_article(entry_id)
        if entry_id is not None and entry_id == self._was_opened:
            self._opened = entry_id
        self._was_opened = None

    def _place_moved(self) -> None:
        """Keep the entry and its view before they are seen, and how they are seen once they are painted."""
        row = self.session.row
        if row is not None and self._kept_row is not None and row.id != self._kept_row.id:
            self.session.seen = self.session.seen._replace(opened=False, reading=None)
        with self._telling():
            self.session.remember_place()
        if not self._painting:
            self._painting = True
            self.call_after_refresh(self._painted)
        if self.session.untold:
            self._tell_store_soon()

    def _painted(self) -> None:
        self._painting = False
        with self._telling():
            self.keep_place()

    def _tell_store_soon(self) -> None:
        if self._store_timer is None:
            self._told_at = max(self._told_at, time.monotonic() - LONGEST_SECONDS / 2)
            self._store_timer = self.set_timer(REST_SECONDS, self._tell_store)
        elif time.monotonic() - self._told_at < LONGEST_SECONDS:
            self._store_timer.reset()

    def _tell_store(self) -> None:
        self._store_timer = None
        self._told_at = time.monotonic()
        with self._telling():
            opened = bool(self.session.opened)
            try:
                with self._library.impatient():
                    self.session.tell_store()
            except StoreBusyError:
                self._tell_store_soon()
                return
            self.keep_place()
            if opened and all(row.view != HISTORY for row in self.session.outline):
                self._counts_changed()  # now there is a history

    def _open(self) -> None:
        super()._open()
        self._place_moved()

    def _cursor_moved(self) -> None:
        super()._cursor_moved()
        self._place_moved()

    def _lay_out(self) -> None:
        super()._lay_out()
        self._place_moved()

    @on(ArticleView.Moved)
    def _place_in_article(self) -> None:
        self._place_moved()
