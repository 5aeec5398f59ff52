"""Which of a list's entries the next command is for, where that is not the one under the cursor alone."""

from array import array
from collections.abc import Iterable, Sequence


class Selection:
    """Entries by id. Everything of a list is held as "all but", so that a million are selected at once."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._all_but = False
        self.anchor: int | None = None
        """The entry that was selected last, from which a range goes; None where there is none."""

    def __bool__(self) -> bool:
        return self._all_but or bool(self._ids)

    def __contains__(self, entry_id: int) -> bool:
        return (entry_id in self._ids) is not self._all_but

    def toggle(self, entry_id: int) -> None:
        """Select the entry, or let it go."""
        self._ids.symmetric_difference_update({entry_id})
        self.anchor = entry_id

    def add(self, ids: Iterable[int]) -> None:
        """Select these too."""
        if self._all_but:
            self._ids.difference_update(ids)
        else:
            self._ids.update(ids)

    def invert(self) -> None:
        """Select what was not, and let go what was."""
        self._all_but = not self._all_but

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()
        self._all_but = False
        self.anchor = None

    def among(self, ids: "array[int]") -> Sequence[int]:
        """Those of `ids` that are selected, in their order."""
        if not self:
            return array("q")
        if self._all_but and not self._ids:
            return ids
        return array("q", [entry_id for entry_id in ids if entry_id in self])
