"""Where the entries of a list stand, while some go out of it and others come in."""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence, Set
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final

from newsreader.core.entries import EntrySummary
from newsreader.store.orders import Listing

if TYPE_CHECKING:
    from newsreader.library.left_out import LeftOut
    from newsreader.store.runs import Marks

_FEW: Final = 20
"""So few entries are looked for one by one in a list of a million."""


class ListPlaces:
    """The ids of a list, where its parts begin, and the pages of rows that have been read: any move makes them void."""

    def __init__(self, listing: Listing, length: int) -> None:
        """`length`: with what has not come yet."""
        self._ids, self._breaks = listing.ids, listing.breaks
        self._length = length
        self._pages: OrderedDict[int, list[EntrySummary | None]] = OrderedDict()
        self.unfolded: dict[int, int] = {}
        """Rows that are unfolded, each with what it is a copy of (see `folding`)."""

    @cached_property
    def _left_out(self) -> "LeftOut":
        from newsreader.library.left_out import LeftOut

        return LeftOut()

    def put_in(self, index: int, ids: Sequence[int], *, below: bool = False) -> None:
        """Let further entries stand from `index` on, which has come; `below`: in the part of the one above them."""
        self._ids[index:index] = array("q", ids)
        self._length += len(ids)
        first = index if below else index + 1
        self._breaks = tuple((start + len(ids) if start >= first else start, key) for start, key in self._breaks)
        self._pages.clear()

    def take_out(self, ids: Set[int]) -> dict[int, int]:
        """Leave entries out; where those of them stood that have come."""
        gone = self._places_of(ids)
        places = sorted(gone.values())
        if len(gone) > _FEW:
            self._ids = array("q", (one for one in self._ids if one not in gone))
        else:
            for index in reversed(places):
                del self._ids[index]
        self._length -= len(gone)
        self._breaks = tuple((start - bisect_left(places, start), key) for start, key in self._breaks)
        for one in gone:
            self.unfolded.pop(one, None)
        self._pages.clear()
        return gone

    def _places_of(self, ids: Set[int]) -> dict[int, int]:
        """Where those of `ids` stand that have come."""
        if len(ids) > _FEW:
            return {one: index for index, one in enumerate(self._ids) if one in ids}
        places = {}
        for one in ids:
            with suppress(ValueError):
                places[one] = self._ids.index(one)
        return places

    def turn_very_many(self, hidden: "Marks", shown: "Marks") -> None:
        """Leave out what is hidden, and let back in what had been left out and is shown, of a list that is whole."""
        from newsreader.library.left_out import moved_by, with_back

        gone = hidden.places_in(self._ids)
        starts = [(start - bisect_left(gone, start), key) for start, key in self._breaks]
        self._left_out.add_many(hidden.among(self._ids), gone)
        places, back = self._left_out.take_many(shown)
        self._ids = with_back(hidden.outside(self._ids), places, back)
        self._breaks = tuple((moved_by(start, places), key) for start, key in starts)
        self.unfolded = {one: kept for one, kept in self.unfolded.items() if one not in hidden}
        self._length = len(self._ids)
        self._pages.clear()
