"""The rows of a list of headlines, read a page at a time; of a long list only the ids at the top are there at once."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from typing import Final

from newsreader.core.entries import EntryFilter, EntrySummary, Order
from newsreader.core.errors import StoreError
from newsreader.library.list_places import ListPlaces
from newsreader.library.needed import Needed
from newsreader.store import Store
from newsreader.store.orders import Listing

PAGE: Final = 64
PAGES_KEPT: Final = 32


class ListedRows(ListPlaces):
    """The ids that `narrowed` matched, and their rows. `len()` is the list's length; index 0 is the top.

    The length of a search that finds very much, and of a list in an order that no index gives, grows when the whole
    list has come.
    """

    def __init__(self, store: Store, narrowed: EntryFilter, *, order: Order = "newest") -> None:
        self._store = store
        self._needed = Needed()
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
        self._stuck: dict[int, int] = {}
        """Entries by their index below the top that were read before the rest came: no filter finds them any more."""
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

    def rest(self, store: Store) -> Listing | None:
        """The whole list as `store` has it, which may be another connection on another thread; see `take`.

        None where nobody needs it any more. Where it was being asked for already, that ends: several at once would
        hold up the keys.
        """
        with self._needed.of(store):
            try:
                if self._needed.is_of(store):
                    return store.orders.whole(self._listed(), self.order)
            except StoreError:
                if self._needed.is_of(store):
                    raise
        return None

    def give_up(self) -> None:
        """Nobody needs the list any more: `rest` on another thread ends at once."""
        self._needed.give_up()

    def take(self, rest: Listing | None) -> None:
        """Make the list whole; `rest` comes from the method of that name. What stood at the top stays there."""
        if self.whole or rest is None:
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
        for index, one in sorted(self._stuck.items()):
            if one not in found[max(index - PAGE, 0) : index + PAGE]:  # else the rest was asked for before it was read
                found.insert(index, one)
        self._stuck.clear()
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
        stuck = [index for index in sorted(self._stuck) if start <= index < end]
        listed, entries, limit = self._listed(), self._store.entries, end - start - len(stuck)
        last = self._last_come() if start < self._length // 2 else None
        if last is not None:
            offset = start - come - sum(index < start for index in self._stuck)
            found = entries.beyond(listed, last, order=self._order, limit=limit, offset=offset)
        else:
            backwards: Order = "oldest" if self._order == "newest" else "newest"
            offset = self._length - end - sum(index >= end for index in self._stuck)
            found = entries.ids(listed, order=backwards, limit=limit, offset=offset)[::-1]
        for index in stuck:
            found.insert(index - start, self._stuck[index])
        return found

    def _listed(self) -> EntryFilter:
        return self._filter._replace(upto_id=self._last_id)

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
        for index, one in self._stuck.items():
            if one == entry_id:
                return index
        last = self._last_come()
        above = len(self._ids) if last is not None else 0
        total = self._length - above - len(self._stuck) if self._counted else None
        position = self._store.entries.position(self._listed(), entry_id, order=self._order, total=total, below=last)
        if position is None:
            return None
        found = above + position
        for index in sorted(self._stuck):
            found += index <= found
        return found if found < self._length else None

    def put_in(self, index: int, ids: Sequence[int], part: int | None = None) -> None:
        super().put_in(index, ids, part)
        self._shift(len(ids))

    def take_out(self, ids: Set[int]) -> dict[int, int]:
        gone = super().take_out(ids)
        self._shift(-len(gone), without=ids)
        return gone

    def _shift(self, by: int, without: Set[int] = frozenset()) -> None:
        """Above what was read below the top so many rows have come (or gone); those of `without` have gone, too."""
        gone = sorted(index for index, one in self._stuck.items() if one in without)
        self._stuck = {
            index + by - bisect_left(gone, index): one for index, one in self._stuck.items() if one not in without
        }

    def _stick(self) -> None:
        """Let what stands below the top, and is read now, stand where it stands."""
        if self.whole or not self._indexed or self._filter.read is not False:
            return
        at = {one: index for index, one in self._stuck.items()}
        for number, page in self._pages.items():
            at |= {row.id: number * PAGE + place for place, row in enumerate(page) if row is not None}
        unread = set(self._store.entries.unread_among(list(at)))
        top = len(self._ids)
        self._stuck = {index: one for one, index in at.items() if index >= top and one not in unread}

    def reread(self, ids: Iterable[int] | None = None) -> None:
        """Forget rows because their status or text changed: those of `ids`, None for all."""
        self._stick()
        if ids is None:
            self._pages.clear()
            return
        changed = set(ids)
        for number, page in list(self._pages.items()):
            if any(row is None or row.id in changed for row in page):
                del self._pages[number]
