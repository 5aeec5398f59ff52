"""A list of headlines that stands still while the world changes.

The list is the ids that matched when it was opened, in order. What is read later stays until the list is opened again;
what arrives later is counted, not pushed in. Rows are read from the store a page
at a time, only those that are looked at.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from newsreader.core.entries import EntryFilter, EntrySummary, Order
from newsreader.store import Store

PAGE: Final = 64
PAGES_KEPT: Final = 32
NEAR: Final = 3 * PAGE
"""Rows that a search for the next unread entry looks at one by one before it asks the store for all of them."""


class HeadlineList:
    """The entries that `narrowed` matches now. `len()` is its length; index 0 is the top."""

    def __init__(self, store: Store, narrowed: EntryFilter, *, order: Order = "newest") -> None:
        self._store = store
        self._filter = narrowed
        self._order: Order = order
        self._last_id = store.entries.last_id()
        self.ids: array[int] = store.entries.ids(narrowed, order=order)
        self._pages: OrderedDict[int, list[EntrySummary | None]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, index: int) -> EntrySummary | None:
        """The row at `index`, None where there is none or its entry has been removed meanwhile."""
        if not 0 <= index < len(self.ids):
            return None
        number, offset = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read_page(number)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[offset]

    def _read_page(self, number: int) -> list[EntrySummary | None]:
        wanted = self.ids[number * PAGE : (number + 1) * PAGE]
        found = {row.id: row for row in self._store.entries.summaries(wanted)}
        return [found.get(entry_id) for entry_id in wanted]

    def index_of(self, entry_id: int) -> int | None:
        """Where an entry stands, None where it is not in the list."""
        try:
            return self.ids.index(entry_id)
        except ValueError:
            return None

    def reread(self, ids: Iterable[int] | None = None) -> None:
        """Forget rows because their status or text changed: those of `ids`, None for all."""
        if ids is None:
            self._pages.clear()
            return
        changed = set(ids)
        for number in list(self._pages):
            if not changed.isdisjoint(self.ids[number * PAGE : (number + 1) * PAGE]):
                del self._pages[number]

    def arrivals(self) -> int:
        """How many entries that match came into the store since the list was opened."""
        return self._store.entries.count(replace(self._filter, after_id=self._last_id))

    def unread(self, index: int, step: int) -> int | None:
        """The index of the next unread entry from `index` on, `index` left out.

        Args:
            index: Where to start; -1 (or len()) to look at every entry.
            step: 1 looks down the list, -1 up.

        Returns:
            None where no entry in that direction is unread.
        """
        end = len(self.ids) if step > 0 else -1
        for near in range(index + step, end, step)[:NEAR]:
            row = self.row(near)
            if row is not None and not row.read:
                return near
        unread = set(self._store.entries.ids(replace(self._filter, read=False), order=self._order))
        far = range(index + step, end, step)[NEAR:]
        return next((i for i in far if self.ids[i] in unread), None)
