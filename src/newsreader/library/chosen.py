"""Articles that were chosen to be read one after the other: what was selected, in the order of the list."""

from collections.abc import Callable, Sequence


class Chosen:
    """A queue of entries and the place in it. It is empty until `begin`, and after `end`."""

    def __init__(self) -> None:
        self._ids: Sequence[int] = ()
        self._at = 0

    def __bool__(self) -> bool:
        return bool(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def begin(self, ids: Sequence[int]) -> None:
        """Choose `ids`; the place is before the first."""
        self._ids, self._at = ids, -1

    def step(self, step: int, listed: Callable[[int], bool]) -> int | None:
        """Go on by 1, or back by -1, past those that are not `listed` any more.

        Returns:
            The entry that is at hand now, None where there is no further one; the place stays then.
        """
        at = self._at + step
        while 0 <= at < len(self._ids):
            if listed(self._ids[at]):
                self._at = at
                return self._ids[at]
            at += step
        return None

    def end(self) -> Sequence[int]:
        """Choose nothing any more; returns what had not been come to."""
        left = self._ids[self._at + 1 :]
        self._ids, self._at = (), 0
        return left

    @property
    def progress(self) -> str:
        """ "3 of 20 chosen", "" where nothing is chosen."""
        return f"{self._at + 1:,} of {len(self._ids):,} chosen" if self._ids else ""
