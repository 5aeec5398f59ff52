"""Where the reader is: the view, its list, the cursor, the open article; kept over restarts."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from newsreader.core.entries import EntrySummary, Order
from newsreader.core.errors import QueryError, StoreError
from newsreader.core.feeds import FeedState
from newsreader.library.arrangement import USUAL, Arranged, Arrangement
from newsreader.library.chosen import recall_chosen
from newsreader.library.folding import unfold_to
from newsreader.library.groups import Groups
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.library.outline import OutlineRow, urls_inside
from newsreader.library.place import Place, Seen, keep_place, recall_place
from newsreader.library.positions import Positions
from newsreader.library.search_counts import count_searches
from newsreader.library.selection import Selection
from newsreader.library.standing import Standing
from newsreader.library.views import ALL, HISTORY, View

_KEPT_AT_MOST: Final = 50
"""Entries that are asked for one by one whether they belong into an empty list."""


class StandingSession:
    """One reader's place in the library, and what is listed there.

    The cursor belongs to an entry: `cursor` is its index in `headlines`, kept right whenever the list changes; 0 in an
    empty list. `outline` is the sidebar as of the last `reread_outline`, empty before the first: a list can be painted
    without it. `seen` is what of the place is the screen's, as it was left last time until the screen says otherwise.
    """

    def __init__(self, library: Library, *, unread_only: bool = False, usual: Arranged = USUAL) -> None:
        self.library = library
        self.unread_only = unread_only
        self.outline: list[OutlineRow] = []
        self._found: Mapping[str, int] = {}
        """What saved searches have found last."""
        self.view: View = ALL
        self.cursor = 0
        self.positions = Positions(library)
        self.selection = Selection()
        self.arrangement = Arrangement(library, usual)
        self.random = random.Random()
        self._before_search: tuple[View, Standing] | None = None
        """Where the reader was when a search began, None outside of one."""
        self._awaited: tuple[int, int] | None = None
        """The entry to stand on when the rest of the list has come, and where the cursor stands until then."""
        self._below: tuple[int, int] | None = None
        """The index below what has come that the cursor is to go to, and where it stands until then."""
        self.seen = Seen()
        self.opened: list[int] = []
        """What was opened and is not in the history yet."""
        self._kept: Place | None = None
        with suppress(StoreError):  # another program writes: it is asked again soon
            library.states.wake_due()
        entry_id = self._recall_place()
        self.chosen = recall_chosen(library, self.view.key, entry_id)
        self.headlines: HeadlineList = self._list(self.view)
        if entry_id is not None:
            self.headlines.keep(entry_id)
        self._stand_on(entry_id)

    # The place

    def _recall_place(self) -> int | None:
        place = recall_place(self.library)
        self.unread_only = self.unread_only if place.unread_only is None else place.unread_only
        self.opened = list(place.history)
        for left in place.left:
            self.positions.leave(*left)
        view = self.library.view(place.view)
        if view is None:
            return None
        if view.kind == "search":
            self._before_search = (ALL, Standing(0, None))
        self.view, self.seen = view, place.seen
        if place.entry is not None and place.seen.reading is not None:
            self.positions.pin(place.entry, place.seen.reading)
        return place.entry

    def remember_place(self) -> None:
        """Keep the place for the next start. Raises StoreError where it cannot be written."""
        row = self.row
        left, opened = self.positions.unkept, tuple(self.opened)
        place = Place(self.view.key, row.id if row else None, self.unread_only, left, opened, self.seen)
        if place != self._kept:
            keep_place(self.library, place)
            self._kept = place

    @property
    def untold(self) -> bool:
        """Whether the place tells something that belongs into the store."""
        return bool(self.opened or self.positions.unkept or self.chosen.untold)

    def tell_store(self) -> None:
        """Store what only the place tells yet. Raises StoreError where the store cannot be written."""
        if self.opened:
            self.library.states.note_opened(self.opened)
            self.opened.clear()
        self.positions.keep()
        self.chosen.keep(self.library, self.view.key)

    # The list

    @property
    def row(self) -> EntrySummary | None:
        """The headline under the cursor, None in an empty list."""
        return self.headlines.row(self.cursor)

    def open_view(self, view: View, *, entry_id: int | None = None) -> None:
        """Show a view from its top, or with the cursor on `entry_id` if it is listed.

        Raises:
            QueryError: The view's query is mistyped; the place stays what it was.
            StoreError: What was opened cannot be put into the history that is asked for.
        """
        if view == HISTORY:
            self.tell_store()
        headlines = self._list(view)
        if view.kind == "search" and self.view.kind != "search":
            self._before_search = (self.view, Standing.at(self.headlines, self.cursor))
        self.view, self.headlines, self.cursor = view, headlines, 0
        self.selection.clear()
        self.chosen.end()
        self._stand_on(entry_id)

    def leave_search(self) -> bool:
        """Go back to the view before the search and the entry there; False where there is no search to leave."""
        if self.view.kind != "search" or self._before_search is None:
            return False
        (view, standing), self._before_search = self._before_search, None
        self.open_view(view)
        self._stand_on(standing.entry_id, standing)
        return True

    def reopen(self) -> None:
        """The same view as of now; the cursor keeps its entry, or goes to the next one below that still matches."""
        standing = Standing.at(self.headlines, self.cursor)
        awaited = self._awaited_entry
        self.headlines = self._list(self.view)
        self._stand_on(standing.entry_id if awaited is None else awaited, standing)

    def follow_hidden(self, ids: Sequence[int]) -> None:
        """Some of these entries may have gone out of all lists, or come back; the cursor stays likewise."""
        standing = Standing.at(self.headlines, self.cursor)
        self.headlines.follow_hidden(ids)
        if len(self.headlines) == 0:  # it was opened anew when it became empty, and what it had left out is forgotten
            for one in ids[:_KEPT_AT_MOST]:
                self.headlines.keep(one)
        self._stand_at(standing.index_in(self.headlines, moved=len(ids)))

    def toggle_unread_only(self) -> None:
        """Show only unread entries, or all again."""
        self.unread_only = not self.unread_only
        self.reopen()

    def arrange(self, order: Order, headings: bool) -> None:
        """Sort this view so, with or without headings, from now on; the cursor keeps its entry.

        Raises StoreError where that cannot be kept.
        """
        self.arrangement.arrange(self.view, Arranged(order, headings))
        self.reopen()

    def tighten(self) -> None:
        """List only what matters more: all → must and should → must alone → all. Raises StoreError likewise."""
        self.arrangement.tighten()
        self.reopen()

    @property
    def groups(self) -> Groups:
        """The headings of the list, () where it has none."""
        return self.arrangement.groups(self.view, self.headlines)

    def _list(self, view: View) -> HeadlineList:
        order, only = self.arrangement.of(view).order, self.unread_only and view.kind != "search"
        try:
            least = self.arrangement.least
            return self.library.headlines(view, unread_only=only, order=order, least=least, folded=True)
        except QueryError:
            if view is not self.view:
                raise
            self.view = ALL  # a kept query that an older or newer version understands
            return self._list(ALL)

    def _stand_on(self, entry_id: int | None, standing: Standing | None = None) -> None:
        index = self.headlines.index_of(entry_id) if entry_id is not None else None
        if index is None and entry_id is not None:
            index = unfold_to(self.headlines, self.library.store, entry_id)
        found = index is not None
        if index is None and standing is not None:
            index = standing.index_in(self.headlines)
        self._stand_at(index)
        self._awaited = None if found or entry_id is None or self.headlines.whole else (entry_id, self.cursor)

    def _stand_at(self, index: int | None) -> None:
        """None: where the cursor was, as far as the list goes."""
        self.cursor = min(self.cursor, max(len(self.headlines) - 1, 0)) if index is None else index
        self._below = None

    @property
    def _awaited_entry(self) -> int | None:
        """The entry that the cursor is to go to when the rest comes; None: to none, or the user has moved since."""
        return self._awaited[0] if self._awaited is not None and self._awaited[1] == self.cursor else None

    def rest_came(self) -> None:
        """The list is whole now: go to what was not among its top, unless the user has moved since."""
        awaited = self._awaited_entry
        if awaited is not None:
            self._stand_on(awaited)
        elif self._below is not None:
            self.move(0)

    def move(self, rows: int) -> None:
        """Move the cursor down by `rows`, up if negative; below what has come of a list it goes when the rest comes."""
        top, last = self.cursor, len(self.headlines) - 1
        if self._below is not None and self._below[1] == top:
            top = self._below[0]
        index = max(top + rows, 0)
        self.cursor = max(min(index, last), 0)
        self._below = (index, self.cursor) if index > last and not self.headlines.counted else None

    def feed_urls(self) -> list[str]:
        """The URLs of the feeds that the view draws from: a feed's, a folder's, else that of the entry at hand."""
        if self.view.kind in ("feed", "folder") and (urls := urls_inside(self.outline, self.view)):
            return urls
        return [feed.url] if (feed := self.feed_of_row) is not None else []

    @property
    def feed_of_row(self) -> FeedState | None:
        """The feed of the entry at hand; None where there is none, or it is not subscribed to."""
        feed = self.library.feed(self.row.feed_id) if self.row else None
        return feed if feed is not None and feed.subscribed else None

    def reread_outline(self) -> None:
        """The sidebar's rows and counts as of now; the view gets the title that it has there now.

        Saved searches have the counts that they had: `count_searches` may take long.
        """
        self.outline = self.library.outline(self._found)
        self.view = next((row.view for row in self.outline if row.view == self.view), self.view)

    def count_searches(self) -> None:
        """Count what saved searches find now."""
        self.searches_counted(count_searches(self.library))

    def searches_counted(self, found: Mapping[str, int]) -> None:
        """Take over what `count_searches` has found."""
        self._found = found
        searches = {row.view: found.get(row.view.name, row.count) for row in self.outline if row.view.kind == "search"}
        self.outline = [replace(row, count=searches.get(row.view, row.count)) for row in self.outline]
