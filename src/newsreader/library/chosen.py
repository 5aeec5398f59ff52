"""Articles that were chosen to be read one after the other: what was selected, in the order of the list."""

import json
from array import array
from collections.abc import Callable, Sequence
from typing import Final

from newsreader.library.library import Library

MOST: Final = 100_000
"""So many of what was chosen are kept over a restart, those at hand next."""

_KEY: Final = "chosen"
_AT_KEY: Final = "chosen.at"
"""The place has a note of its own: every step changes it."""


class Chosen:
    """A queue of entries and the place in it. It is empty until `begin`, and after `end`.

    `untold`: it has changed since it was last kept.
    """

    def __init__(self) -> None:
        self._ids: Sequence[int] = ()
        self._at = 0
        self._ids_kept = False
        self._kept_from = 0
        self.untold = False

    def __bool__(self) -> bool:
        return bool(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def begin(self, ids: Sequence[int]) -> None:
        """Choose `ids`; the place is before the first."""
        self._ids, self._at = ids, -1
        self._ids_kept, self.untold = False, True

    def resume(self, ids: Sequence[int], at: int) -> None:
        """Go on with `ids` where they were left: at the one of index `at`, -1: before the first."""
        self._ids, self._at = ids, at
        self._ids_kept, self.untold = True, False

    def step(self, step: int, listed: Callable[[int], bool]) -> int | None:
        """Go on by 1, or back by -1, past those that are not `listed` any more.

        Returns:
            The entry that is at hand now, None where there is no further one; the place stays then.
        """
        at = self._at + step
        while 0 <= at < len(self._ids):
            if listed(self._ids[at]):
                self._at = at
                self.untold = True
                return self._ids[at]
            at += step
        return None

    def end(self) -> Sequence[int]:
        """Choose nothing any more; returns what had not been come to."""
        left = self._ids[self._at + 1 :]
        if self._ids:
            self._ids_kept, self.untold = False, True
        self._ids, self._at = (), 0
        return left

    def keep(self, library: Library, view: str) -> None:
        """Keep the queue and the place in it, for the view of that key. Raises StoreError where that fails."""
        if not self.untold:
            return
        if not self._ids_kept:
            self._kept_from = max(self._at, 0) if len(self._ids) > MOST else 0
            kept = list(self._ids[self._kept_from : self._kept_from + MOST])
            library.remember(_KEY, json.dumps({"view": view, "ids": kept}) if kept else "")
        library.remember(_AT_KEY, str(self._at - self._kept_from))
        self._ids_kept, self.untold = True, False

    @property
    def left(self) -> int:
        """How many come after the one at hand."""
        return max(len(self._ids) - self._at - 1, 0)

    @property
    def progress(self) -> str:
        """ "3 of 20 chosen", "" where nothing is chosen."""
        return f"{self._at + 1:,} of {len(self._ids):,} chosen" if self._ids else ""


def recall_chosen(library: Library, view: str, entry_id: int | None) -> Chosen:
    """The queue that was kept for the view of that key, empty where there was none; at `entry_id` if that is of it."""
    chosen = Chosen()
    try:
        note = json.loads(library.recall(_KEY) or "{}")
        if note.get("view") != view:
            return chosen
        ids = array("q", (int(one) for one in note["ids"]))
        at = int(library.recall(_AT_KEY) or -1)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return chosen
    if entry_id is not None and entry_id in ids:
        at = ids.index(entry_id)
    chosen.resume(ids, min(max(at, -1), len(ids) - 1))
    return chosen
