"""A clock that stands still until a test moves it."""


class FakeClock:
    """Starts on Wednesday 25 November 2026, 12:00:00 UTC."""

    def __init__(self, now: int = 1_795_608_000) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, seconds: int) -> None:
        self._now += seconds
