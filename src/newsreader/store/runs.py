"""Many ids, as the runs of consecutive ones that they are: a million entries marked at once are a few runs."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

_SLICE: Final = 10_000
_MOST: Final = 10**9


class Marks:
    """A set of ids, one byte for each up to the highest; ids below 1 or above `top` are left out."""

    def __init__(self, ids: Iterable[int], top: int) -> None:
        marks = bytearray(top + 1)
        for one in ids:
            if 0 < one <= top:
                marks[one] = 1
        self._marks = marks

    def __contains__(self, one: int) -> bool:
        return 0 < one < len(self._marks) and bool(self._marks[one])

    def among(self, ids: Iterable[int]) -> "array[int]":
        """Those of `ids`, all up to `top`, that are in the set, in their order."""
        marks = self._marks
        return array("q", (one for one in ids if marks[one]))

    def without(self, other: "Marks") -> "Marks":
        """This set without another one of the same `top`."""
        size = len(self._marks)
        left = int.from_bytes(self._marks, "little") & ~int.from_bytes(other._marks, "little")
        found = Marks((), size - 1)
        found._marks[:] = left.to_bytes(size, "little")
        return found

    def places_in(self, ids: Iterable[int]) -> "array[int]":
        """Where those that are in the set stand among `ids`, all up to `top`."""
        marks = self._marks
        return array("q", (place for place, one in enumerate(ids) if marks[one]))

    def missing_in(self, ids: Iterable[int]) -> "array[int]":
        """Where the others stand."""
        marks = self._marks
        return array("q", (place for place, one in enumerate(ids) if not marks[one]))

    def outside(self, ids: Iterable[int]) -> "array[int]":
        """Those of `ids`, all up to `top`, that are not in the set, in their order."""
        marks = self._marks
        return array("q", (one for one in ids if not marks[one]))

    def runs(self) -> list[tuple[int, int]]:
        """The first and the last of each run, in order."""
        found = []
        end = 0
        while (start := self._marks.find(1, end)) >= 0:
            end = self._marks.find(0, start)
            if end < 0:
                end = len(self._marks)
            found.append((start, end - 1))
        return found


def shorten(ids: Sequence[int], runs: Iterable[tuple[int, int]]) -> "array[int]":
    """What `lengthen` makes `ids` of: `runs`, where they are shorter than the ids themselves."""
    short = array("q")
    for first, last in runs:
        short.append(first)
        if last > first:
            short.append(-last)
    return short if len(short) < len(ids) else array("q", ids)


def lengthen(short: "array[int]") -> "array[int]":
    """Ids, where a negative number stands for all from the one before it to its own absolute value.

    Raises ValueError for more than any store has, as damaged ones may say.
    """
    if not any(one < 0 for one in short):
        return short
    ids = array("q")
    for one, following in pairwise((*short, 0)):
        if one > 0:
            if -following - one > _MOST:
                raise ValueError("damaged ids")
            ids.append(one)
            for some in slices(one + 1, -following):
                ids.extend(some)
    return ids


def slices(first: int, last: int) -> Iterator[range]:
    """A run in slices: while one is worked on no other thread runs, and one of them answers to keys."""
    for start in range(first, last + 1, _SLICE):
        yield range(start, min(start + _SLICE, last + 1))
