"""Servers that have had enough, or do not answer: nothing more is asked of them for a while."""

from collections import Counter
from http import HTTPStatus
from typing import Final, NamedTuple

from newsreader.core.clock import Clock
from newsreader.core.fetching import FetchFailed
from newsreader.core.schedule import UNSAID
from newsreader.core.text import clean_line
from newsreader.fetch import answers
from newsreader.fetch.trip import Trip

SILENCES: Final = 2
"""So many requests in a row without an answer in time, and no other of the server's is made for a while."""

SILENT_SECONDS: Final = 60


class Pauses:
    """Which servers are left alone, and until when.

    A host with sixty feeds says “too often” once, not sixty times. The feed that was refused has the end of the pause
    in its state, so that it outlives the program; the others are skipped with that sentence. A host that is down is not
    waited for once for each of its feeds, either.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pauses: dict[str, _Pause] = {}
        self._silences: Counter[str] = Counter()
        self.heard = 0
        """How many refusals there were, silence included."""

    def hear(self, trip: Trip, status: int, retry_at: int | None) -> None:
        """Take in a refusal. `retry_at`: Unix seconds, None where the server did not say."""
        # 503 alone may be the fault of one address; with a time it is the server's (RFC 9110, 15.6.4).
        if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and retry_at):
            self._pause(trip, status, retry_at)

    def hear_nothing(self, trip: Trip) -> None:
        """Take in that there was no answer in time, or no end of it."""
        self._silences[trip.server] += 1
        if self._silences[trip.server] >= SILENCES:
            self._pause(trip, None, self._clock.now() + SILENT_SECONDS)

    def hear_anything(self, trip: Trip) -> None:
        """Take in that an answer has begun."""
        self._silences.pop(trip.server, None)

    def _pause(self, trip: Trip, status: int | None, retry_at: int | None) -> None:
        self.heard += 1
        self._pauses[trip.server] = _Pause(self.heard, self._clock.now(), status, retry_at)

    def refusal(self, trip: Trip, *, after: int = 0) -> FetchFailed | None:
        """What stands in for the server's answer while it is left alone, None where it may be asked.

        `after`: so many refusals, the first ones, do not count.
        """
        pause = self._pauses.get(trip.server)
        if pause is None or pause.number <= after:
            return None
        # A clock that was set back tells nothing of how long it still is.
        if not pause.heard_at <= self._clock.now() < (pause.retry_at or pause.heard_at + UNSAID):
            return None
        if pause.status is None:
            reason = f"{clean_line(trip.host, 100)} did not answer a moment ago, so this was not asked for."
            return FetchFailed(trip.request.url, reason, unasked=True)
        reason = answers.sentence(pause.status, clean_line(trip.host, 100), retry_at=pause.retry_at)
        return FetchFailed(trip.request.url, reason, pause.status, retry_at=pause.retry_at, unasked=True)


class _Pause(NamedTuple):
    """Times in Unix seconds. `status` None: silence; `retry_at` None: not said."""

    number: int
    heard_at: int
    status: int | None
    retry_at: int | None
