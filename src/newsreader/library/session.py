"""The flow of reading, without a terminal: from the entry at hand to the next one, over the feeds."""

from typing import Literal

from newsreader.core.entries import EntrySummary
from newsreader.library.neighbours import unread_beside, unread_by_chance
from newsreader.library.outline import feeds_beside
from newsreader.library.session_place import StandingSession
from newsreader.library.views import ALL, SMART, WHOLE, View

Step = Literal[1, -1]


class ReadingSession(StandingSession):
    """One reader's place in the library, and the ways on from there."""

    def go_to_unread(self, step: Step) -> bool:
        """Move to the next unread entry: down this list, then over the feeds in sidebar order, then round again.

        Args:
            step: 1 goes forward, -1 back.

        Returns:
            False where nothing unread is left anywhere; nothing has moved then.
        """
        index = self.headlines.unread(self.cursor, step)
        if index is None:
            self.reread_outline()
            for view in (*self._views_after(step), None):
                if view is not None:
                    self.open_view(view)
                index = self.headlines.unread(-1 if step > 0 else len(self.headlines), step)
                if index is not None:
                    break
        if index is not None:
            self.cursor = index
        return index is not None

    def go_to_other_feed(self, step: Step) -> bool:
        """Move to the next unread entry of another feed than the one at hand; False where there is none.

        Where a list is not of some feeds of the sidebar it goes round again, as `go_to_unread` does.
        """
        here, entry_id = (self.row.feed_id, self.row.id) if self.row else (None, None)
        before = self.view
        if before.kind != "feed" and self._go_beside(here, self.cursor, step):
            return True
        self.reread_outline()
        for view in self._views_after(step):
            if view != self.view:
                self.open_view(view)
            down = step > 0 or view.kind == "feed"
            if self._go_beside(here, -1 if down else len(self.headlines), 1 if down else -1):
                return True
        if self.view != before:
            self.open_view(before, entry_id=entry_id)
        return False

    def _go_beside(self, feed_id: int | None, start: int, step: Step) -> bool:
        index = unread_beside(self.headlines, feed_id, start, step)
        self.cursor = self.cursor if index is None else index
        return index is not None

    def go_to_random_unread(self) -> bool:
        """Move to another unread entry by chance, of this list or else of all; False where none at all is unread."""
        before, here = self.view, self.row
        index = unread_by_chance(self.headlines, self.random, self.cursor)
        if index is None and before != ALL:
            self.open_view(ALL, entry_id=here.id if here is not None else None)
            index = unread_by_chance(self.headlines, self.random, self.cursor if self.row == here else -1)
            if index is None:
                self.open_view(before, entry_id=here.id if here is not None else None)
        self.cursor = self.cursor if index is None else index
        return index is not None or (here is not None and not here.read)

    def go_to_entry(self, entry: EntrySummary) -> bool:
        """Move to `entry`, in its feed's list where this one lacks it; False where it is listed no more."""
        index = self.headlines.index_of(entry.id)
        if index is None:
            feed, now = self.library.feed(entry.feed_id), self.library.summary(entry.id)
            if feed is None or now is None or (now.read and self.unread_only):
                return False
            self.open_view(View("feed", feed.url, feed.title), entry_id=entry.id)
            index = self.headlines.index_of(entry.id)
        if index is not None:
            self.cursor = index
        return index is not None

    def _views_after(self, step: Step) -> list[View]:
        """The views with unread entries to try next, nearest first."""
        if self.view.kind == "search":
            return [self.view]
        if self.view in SMART:
            total = next((row.count for row in self.outline if row.view == ALL), 0)
            return [self.view if self.view.kind not in WHOLE else ALL, ALL] if total else []
        listed = self.library.urls_of(self.arrangement.least)
        rows = feeds_beside(self.outline, self.view, step)
        return [row.view for row in rows if row.count and row.view.name in listed]
