"""Which of a list's entries the next command is for, where that is not the one under the cursor alone."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import filterfalse


class Selection:
    """Entries by id. Everything of a list is held as "all but", so that a million are selected at once."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._all_but = False
        self.anchor: int | None = None
        """The entry that was selected last, from which a range goes; None where there is none."""
        self._counted: tuple[array[int], int, int] | None = None
        """The list whose selected entries were counted last, how long it was then, and how many of it there are now."""

    def __bool__(self) -> bool:
        return self._all_but or bool(self._ids)

    def __contains__(self, entry_id: int) -> bool:
        return (entry_id in self._ids) is not self._all_but

    @property
    def open_ended(self) -> bool:
        """Whether what has not come of a list is selected, too."""
        return self._all_but

    def toggle(self, entry_id: int) -> None:
        """Select the entry, or let it go."""
        self._count_on(-1 if entry_id in self else 1)
        self._ids.symmetric_difference_update({entry_id})
        self.anchor = entry_id

    def add(self, ids: Iterable[int]) -> None:
        """Select these too."""
        self._counted = None
        if self._all_but:
            self._ids.difference_update(ids)
        else:
            self._ids.update(ids)

    def invert(self) -> None:
        """Select what was not, and let go what was."""
        self._all_but = not self._all_but
        self._counted = None

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()
        self._all_but = False
        self.anchor = None
        self._counted = None

    def count(self, come: "array[int]", length: int) -> int:
        """How many are selected in a list of `length` entries of which those in `come` have come.

        A list is gone through once: what is then selected or let go is counted with it.
        """
        if not self:
            return 0
        if self._counted is None or self._counted[0] is not come or self._counted[1] != len(come):
            named = len(self._ids.intersection(come))
            self._counted = (come, len(come), len(come) - named if self._all_but else named)
        return self._counted[2] + (length - len(come) if self._all_but else 0)

    def _count_on(self, more: int) -> None:
        if self._counted is not None:
            come, length, count = self._counted
            self._counted = (come, length, count + more)

    def among(self, ids: "array[int]") -> Sequence[int]:
        """Those of `ids` that are selected, in their order."""
        if not self:
            return array("q")
        if self._all_but and not self._ids:
            return ids
        wanted = filterfalse if self._all_but else filter
        return array("q", wanted(self._ids.__contains__, ids))
