"""Where the entries of a list stand, while some go out of it and others come in."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Sequence, Set
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from newsreader.core.entries import EntrySummary
from newsreader.store.orders import Listing

if TYPE_CHECKING:
    from newsreader.library.left_out import LeftOut
    from newsreader.store.runs import Marks

_FEW: Final = 20
"""So few entries are looked for one by one in a list of a million."""

_PART_BITS: Final = 24
"""The low bits of a place: which part it is in. A part that is left empty begins where the next one does."""


class ListPlaces:
    """The ids of a list, where its parts begin, and the pages of rows that have been read: any move makes them void."""

    def __init__(self, listing: Listing, length: int, *, has_parts: bool) -> None:
        """`length`: with what has not come yet. `has_parts`: whether its order makes parts."""
        self._ids, self._breaks = listing.ids, listing.breaks
        self._length = length
        self._pages: OrderedDict[int, list[EntrySummary | None]] = OrderedDict()
        self._part_bits = _PART_BITS if has_parts else 0
        self.unfolded: dict[int, int] = {}
        """Rows that are unfolded, each with what it is a copy of (see `folding`)."""

    @cached_property
    def _left_out(self) -> "LeftOut":
        from newsreader.library.left_out import LeftOut

        return LeftOut()

    def put_in(self, index: int, ids: Sequence[int], part: int | None = None) -> None:
        """Let further entries stand from `index` on, which has come; `part`: in which, None: in that of the one above.

        Parts are numbered from 1 on; what stands above all of them is in 0.
        """
        if part is None:
            part = self._part_at(index - 1)
        self._ids[index:index] = array("q", ids)
        self._length += len(ids)
        self._breaks = tuple(
            (start + len(ids) if number > part else start, key) for number, (start, key) in enumerate(self._breaks, 1)
        )
        self._pages.clear()

    def put_back(self, place: int, entry_id: int) -> None:
        """Let an entry stand again where `take_out` found it."""
        self.put_in(place >> self._part_bits, [entry_id], place & ((1 << self._part_bits) - 1))

    def take_out(self, ids: Set[int]) -> dict[int, int]:
        """Leave entries out; the places of those of them that have come, for `put_back`."""
        gone = self._indexes_of(ids)
        places = {one: index << self._part_bits | self._part_at(index) for one, index in gone.items()}
        indexes = sorted(gone.values())
        if len(gone) > _FEW:
            self._ids = array("q", (one for one in self._ids if one not in gone))
        else:
            for index in reversed(indexes):
                del self._ids[index]
        self._length -= len(gone)
        self._breaks = tuple((start - bisect_left(indexes, start), key) for start, key in self._breaks)
        for one in gone:
            self.unfolded.pop(one, None)
        self._pages.clear()
        return places

    def _part_at(self, index: int) -> int:
        return bisect_right(self._breaks, index, key=itemgetter(0)) if self._part_bits else 0

    def _indexes_of(self, ids: Set[int]) -> dict[int, int]:
        """Where those of `ids` stand that have come."""
        if len(ids) > _FEW:
            return {one: index for index, one in enumerate(self._ids) if one in ids}
        indexes = {}
        for one in ids:
            with suppress(ValueError):
                indexes[one] = self._ids.index(one)
        return indexes

    def turn_very_many(self, hidden: "Marks", shown: "Marks") -> None:
        """Leave out what is hidden, and let back in what had been left out and is shown, of a list that is whole."""
        from newsreader.library.left_out import with_back

        gone = hidden.places_in(self._ids)
        starts = [start - bisect_left(gone, start) for start, _ in self._breaks]
        self._left_out.add_many(hidden.among(self._ids), self._with_parts(gone))
        places, back = self._left_out.take_many(shown)
        indexes = places
        if self._part_bits:
            indexes = array("q", (place >> self._part_bits for place in places))
            mask = (1 << self._part_bits) - 1
            more = Counter(place & mask for place in places)
            above = accumulate(more[number] for number in range(len(starts)))
            starts = [start + number for start, number in zip(starts, above, strict=True)]
        self._ids = with_back(hidden.outside(self._ids), indexes, back)
        self._breaks = tuple((start, key) for start, (_, key) in zip(starts, self._breaks, strict=True))
        self.unfolded = {one: kept for one, kept in self.unfolded.items() if one not in hidden}
        self._length = len(self._ids)
        self._pages.clear()

    def _with_parts(self, indexes: "array[int]") -> "array[int]":
        """The places of entries that stand at `indexes`, which are in order."""
        if not self._part_bits:
            return indexes
        places, before = array("q"), 0
        for number, end in enumerate((*(start for start, _ in self._breaks), self._length)):
            upto = bisect_left(indexes, end)
            places.extend(index << self._part_bits | number for index in indexes[before:upto])
            before = upto
        return places
