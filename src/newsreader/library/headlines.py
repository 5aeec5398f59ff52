"""A list of headlines that stands still while the world changes.

The list is the ids that matched when it was opened, in order. What is read later stays until the list is opened again;
what arrives later is counted, not pushed in. Rows are read from the store a page at a time, only those that are looked
at. Of a long list only the top is there at once: the rest comes from `rest`, on another thread, or when it is needed.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from newsreader.core.entries import EntrySummary
from newsreader.library.listed_rows import PAGE, ListedRows

NEAR: Final = 3 * PAGE
"""Rows that a search for the next unread entry looks at one by one before it asks the store."""

_ASKED: Final = 100
"""Unread entries that the store is asked for at once; the first of them that stands in the list is the next."""

_ASKED_AT_MOST: Final = 10_000

VERY_MANY: Final = 20_000
"""So many entries that come and go are followed in passes over the whole list."""


class HeadlineList(ListedRows):
    """The entries that a filter matches now, and what becomes of them while the list is looked at."""

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
        self.put_in(index, [entry_id])

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
