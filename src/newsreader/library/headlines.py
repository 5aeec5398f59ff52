"""A list of headlines that stands still while the world changes.

The list is the ids that matched when it was opened, in order. What is read later stays until the list is opened again;
what arrives later is counted, not pushed in. Rows are read from the store a page at a time, only those that are looked
at. Of a long list only the top is there at once: the rest comes from `rest`, on another thread, or when it is needed.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from newsreader.core.entries import EntryFilter, EntrySummary, Order
from newsreader.core.errors import StoreError
from newsreader.library.list_places import ListPlaces
from newsreader.store import Store
from newsreader.store.orders import Listing

PAGE: Final = 64
PAGES_KEPT: Final = 32
NEAR: Final = 3 * PAGE
"""Rows that a search for the next unread entry looks at one by one before it asks the store."""

_ASKED: Final = 100
"""Unread entries that the store is asked for at once; the first of them that stands in the list is the next."""

_ASKED_AT_MOST: Final = 10_000

VERY_MANY: Final = 20_000
"""So many entries that come and go are followed in passes over the whole list."""


class HeadlineList(ListPlaces):
    """The entries that `narrowed` matches now. `len()` is its length; index 0 is the top.

    The length of a search that finds very much, and of a list in an order that no index gives, grows when the whole
    list has come.
    """

    def __init__(self, store: Store, narrowed: EntryFilter, *, order: Order = "newest") -> None:
        self._store = store
        self._asked: Store | None = None  # for the rest, just now
        self._given_up = False
        self._filter = narrowed
        self._order: Order = order if order in ("newest", "oldest") else "newest"
        self._last_id = store.entries.last_id()
        self.order: Final = order
        self.kept: Final = narrowed.kept
        """The list of the user's own making that this is: it has its own order. None: it is none."""
        self._indexed = order in ("newest", "oldest") and narrowed.kept is None
        top, self.whole = store.orders.head(narrowed, order)
        """`whole`: whether all ids have come."""
        total = None if self.whole or not self._indexed else store.entries.total(narrowed)
        self._counted = total is not None
        super().__init__(top, max(total or 0, len(top.ids)), has_parts=order in ("feed", "priority"))

    def __len__(self) -> int:
        return self._length

    @property
    def counted(self) -> bool:
        """Whether its length is known; else what has come counts until it is `whole`."""
        return self.whole or self._counted

    @property
    def ids(self) -> "array[int]":
        """All of them; waits for what has not come yet."""
        self.whole_list()
        return self._ids

    def whole_list(self) -> None:
        """Wait for what has not come yet."""
        if not self.whole:
            self.take(self.rest(self._store))

    @property
    def come(self) -> "array[int]":
        """Those at the top that have come already; all of them once the list is `whole`."""
        return self._ids

    @property
    def breaks(self) -> Sequence[tuple[int, int]]:
        """Where the parts of a list by feed or by priority begin, each with its feed's id or its priority's place."""
        return self._breaks

    def rest(self, store: Store) -> Listing:
        """The whole list as `store` has it, which may be another connection on another thread; see `take`."""
        self._asked = store
        try:
            return store.orders.whole(self._filter._replace(upto_id=self._last_id), self.order)
        except StoreError:
            if not self._given_up:
                raise
            return Listing(self._ids, self._breaks)  # nobody looks at it
        finally:
            self._asked = None

    def give_up(self) -> None:
        """Nobody needs the list any more: `rest` on another thread ends at once, as several would hold up the keys."""
        self._given_up = True
        if (asked := self._asked) is not None:
            asked.interrupt()

    def take(self, rest: Listing) -> None:
        """Make the list whole; `rest` comes from the method of that name. What stood at the top stays there."""
        if self.whole:
            return
        top, found = self._ids, rest.ids
        if found[: len(top)] != top:  # something at the top was changed meanwhile
            shown = set(top)
            found = top + array("q", (one for one in found if one not in shown))
        for number in [number for number in self._pages if (number + 1) * PAGE > len(top)]:
            del self._pages[number]
        missing = len(found) - len(rest.ids)
        begun = {key for _, key in self._breaks}
        later = [(start + missing, key) for start, key in rest.breaks if key not in begun]
        self._breaks = (*self._breaks, *later)
        self._ids, self._length, self.whole = found, len(found), True

    def row(self, index: int) -> EntrySummary | None:
        """The row at `index`, None where there is none or its entry has been removed meanwhile."""
        if not 0 <= index < self._length:
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
        return page[offset] if offset < len(page) else None

    def _read_page(self, number: int) -> list[EntrySummary | None]:
        wanted = self._page_ids(number * PAGE, min((number + 1) * PAGE, self._length))
        found = {row.id: row for row in self._store.entries.summaries(wanted)}
        if self.kept == "snoozed":  # a row is dated by when it comes back
            due = {one: state.snoozed_until for one, state in self._store.states.of(wanted).items()}
            found = {one: row._replace(sort_at=due[one] or row.sort_at) for one, row in found.items()}
        return [found.get(entry_id) for entry_id in wanted]

    def _page_ids(self, start: int, end: int) -> Sequence[int]:
        """The ids of a page; where they have not come yet, they are counted off from what has, or the list's end."""
        come = len(self._ids)
        if self.whole or end <= come:
            return self._ids[start:end]
        if start < come:
            return [*self._ids[start:], *self._page_ids(come, end)]
        listed, entries = self._filter._replace(upto_id=self._last_id), self._store.entries
        last = self._last_come() if start < self._length // 2 else None
        if last is not None:
            return entries.beyond(listed, last, order=self._order, limit=end - start, offset=start - come)
        backwards: Order = "oldest" if self._order == "newest" else "newest"
        return entries.ids(listed, order=backwards, limit=end - start, offset=self._length - end)[::-1]

    def _last_come(self) -> EntrySummary | None:
        """The row below which the rest stands: above it there may be some that match no more, or never did."""
        last = next((one for one in reversed(self._ids) if one not in self.unfolded), 0)
        return next(iter(self._store.entries.summaries([last])), None)

    def index_of(self, entry_id: int) -> int | None:
        """Where an entry stands, None where it is not in the list, or not among what has `come` of a search."""
        try:
            return self._ids.index(entry_id)
        except ValueError:
            if self.whole or not self._indexed or self._filter.query is not None:
                return None  # of a search, all that stands above would have to be looked for
        listed = self._filter._replace(upto_id=self._last_id)
        come = len(self._ids)
        position = self._store.entries.position(
            listed,
            entry_id,
            order=self._order,
            total=self._length - come if self._counted else None,
            below=self._last_come(),
        )
        return come + position if position is not None and come + position < self._length else None

    def keep(self, entry_id: int) -> None:
        """Let an entry stand in a list of unread ones although it is read: it was read in an earlier one like this."""
        if self._filter.read is not False or not self._indexed or self.index_of(entry_id) is not None:
            return
        entries = self._store.entries
        rows = entries.summaries([entry_id])
        after_id = max(entry_id - 1, self._filter.after_id or 0)
        same = self._filter._replace(read=True, after_id=after_id, upto_id=entry_id, folded=False)
        if not rows or not entries.count(same):
            return
        after = entries.beyond(self._filter._replace(upto_id=self._last_id), rows[0], order=self._order, limit=1)
        index = self._ids.index(after[0]) if after and after[0] in self._ids else len(self._ids)
        if after and index == len(self._ids) and not self.whole:
            return  # far down a long list, of which only the top is here
        self._ids.insert(index, entry_id)
        self._length += 1
        self._pages.clear()

    def reread(self, ids: Iterable[int] | None = None) -> None:
        """Forget rows because their status or text changed: those of `ids`, None for all."""
        if ids is None:
            self._pages.clear()
            return
        changed = set(ids)
        for number, page in list(self._pages.items()):
            if any(row is None or row.id in changed for row in page):
                del self._pages[number]

    def follow_hidden(self, ids: Sequence[int]) -> None:
        """Leave out those of `ids` that are no longer listed, as they were snoozed or deleted, and let others back in.

        Of what is back only that returns which this list has left out, to its place.
        """
        if len(ids) >= VERY_MANY and self.kept != "snoozed":
            self.whole_list()
            top = max(max(ids), max(self._ids, default=0), self._left_out.top)
            self.turn_very_many(*self._store.states.hidden_of_many(ids, top))
            return
        hidden = self._store.states.hidden(ids, snoozed_too=self.kept != "snoozed")
        if self.kept == "snoozed":
            states = self._store.states.of(ids)
            hidden |= {one for one in ids if one not in states or states[one].snoozed_until is None}
        gone = self.take_out(hidden)
        for place, one in self._left_out.take(one for one in ids if one not in hidden):
            self.put_back(place, one)
        self._left_out.add(gone)
        # What was folded stood in no list.
        if not self.whole and not hidden <= gone.keys() | self._store.copies.known(list(hidden)):
            self.take(self.rest(self._store))

    def arrivals(self) -> int:
        """How many entries that match came into the store since the list was opened."""
        if self._store.entries.last_id() == self._last_id:
            return 0
        return self._store.entries.count(self._filter._replace(after_id=self._last_id))

    def unread(self, index: int, step: int) -> int | None:
        """The index of the next unread entry from `index` on, `index` left out.

        Args:
            index: Where to start; -1 (or len()) to look at every entry.
            step: 1 looks down the list, -1 up.

        Returns:
            None where no entry in that direction is unread.
        """
        end = self._length if step > 0 else -1
        last: EntrySummary | None = None
        for near in range(index + step, end, step)[:NEAR]:
            row = self.row(near)
            if row is not None and not row.read:
                return near
            last = row or last
        if last is None or len(range(index + step, end, step)) <= NEAR:
            return None
        return self._far_unread(last, step) if self._indexed else self._listed_unread(index, step)

    def _listed_unread(self, index: int, step: int) -> int | None:
        """The same by asking for the entries in the order of the list."""
        ahead = self.ids[index + 1 :] if step > 0 else self.ids[: max(index, 0)][::-1]
        asked, start = _ASKED, 0
        while start < len(ahead):
            found = self._store.entries.unread_among(ahead[start : start + asked])
            if found:
                return self.index_of(found[0])
            asked, start = min(asked * 4, _ASKED_AT_MOST), start + asked
        return None

    def _far_unread(self, last: EntrySummary, step: int) -> int | None:
        unread = self._filter._replace(read=False, upto_id=self._last_id)
        order = self._order if step > 0 else "oldest" if self._order == "newest" else "newest"
        while True:
            ids = self._store.entries.beyond(unread, last, order=order, limit=_ASKED)
            for entry_id in ids:
                found = self.index_of(entry_id)
                if found is not None:
                    return found
            rows = self._store.entries.summaries(ids[-1:])
            if len(ids) < _ASKED or not rows:
                return None
            last = rows[0]

    def unread_indexes(self) -> Sequence[int]:
        """Where the unread entries stand."""
        unread = self._store.entries.ids(self._filter._replace(read=False, upto_id=self._last_id), order=self._order)
        if unread == self.ids:
            return range(self._length)
        wanted = set(unread)
        return [index for index, entry_id in enumerate(self.ids) if entry_id in wanted]

    def older_than(self, at: int) -> "array[int]":
        """The listed entries from before `at`, Unix seconds, in the order of the list."""
        if self.order != "newest" or not self._indexed or self.unfolded:
            return self._store.entries.older_among(self.ids, at)

        def is_older(index: int) -> bool:
            row = self.row(index)
            return row is not None and row.sort_at < at

        return self.ids[bisect_left(range(self._length), True, key=is_older) :]
