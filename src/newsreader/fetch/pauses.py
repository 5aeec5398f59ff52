"""Servers that have had enough: after one refusal nothing more is asked of them for a while."""

from http import HTTPStatus

from newsreader.core.clock import Clock
from newsreader.core.fetching import FetchFailed
from newsreader.core.schedule import UNSAID
from newsreader.core.text import clean_line
from newsreader.fetch import answers
from newsreader.fetch.trip import Trip


class Pauses:
    """Which servers are left alone, and until when.

    A host with sixty feeds says “too often” once, not sixty times. The feed that was refused has the end of the pause
    in its state, so that it outlives the program; the others are skipped with that sentence.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, tuple[int, int, int | None]] = {}

    def hear(self, trip: Trip, status: int, retry_at: int | None) -> None:
        """Take in a refusal. `retry_at`: Unix seconds, None where the server did not say."""
        # 503 alone may be the fault of one address; with a time it is the server's (RFC 9110, 15.6.4).
        if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and retry_at):
            self._until[trip.server] = (retry_at or self._clock.now() + UNSAID, status, retry_at)

    def refusal(self, trip: Trip) -> FetchFailed | None:
        """What stands in for the server's answer while it is left alone, None where it may be asked."""
        until, status, retry_at = self._until.get(trip.server, (0, 0, None))
        if self._clock.now() >= until:
            return None
        reason = answers.sentence(status, clean_line(trip.host, 100), retry_at=retry_at)
        return FetchFailed(trip.request.url, reason, status, retry_at=retry_at, unasked=True)
