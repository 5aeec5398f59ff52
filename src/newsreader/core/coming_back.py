"""When a reader that was offline, or slept, looks whether the network is back. Pure."""

from typing import Final

from newsreader.core.pace import MINUTE

WAITS: Final = (MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE)
"""Seconds before the next try, by how many were in vain; the last one from then on."""

TICK: Final = 15
"""Seconds between two looks at the clock."""

SLEPT: Final = 2 * MINUTE
"""A clock that has gone on so far between two looks: the machine has slept."""


class ComingBack:
    """Decides when to refresh without being asked.

    Args:
        now: Unix seconds.
        wakes: Whether a refresh follows a sleep of the machine, too.
    """

    def __init__(self, now: int, *, wakes: bool) -> None:
        self._last = now
        self._wakes = wakes
        self._tries = 0
        self._next: int | None = None

    @property
    def offline(self) -> bool:
        """Whether the last refresh found the machine offline."""
        return self._tries > 0

    def ended(self, *, offline: bool, now: int) -> None:
        """Take in how a refresh has ended."""
        self._tries = self._tries + 1 if offline else 0
        self._next = now + WAITS[min(self._tries, len(WAITS)) - 1] if offline else None

    def is_time(self, now: int) -> bool:
        """Whether to refresh now; to be asked every TICK seconds. True once for each reason."""
        jumped = not 0 <= now - self._last < SLEPT
        self._last = now
        if self._next is None:
            return jumped and self._wakes
        if jumped or now >= self._next:
            self._next = now + WAITS[-1]  # until `ended` knows better
            return True
        return False
