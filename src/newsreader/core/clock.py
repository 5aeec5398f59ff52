"""What time it is, as a value that tests can set."""

from typing import Protocol


class Clock(Protocol):
    """Tells the time. Whatever depends on the time takes one of these, so that a test can be at any moment."""

    def now(self) -> int:
        """The time in whole Unix seconds, UTC."""
        ...
