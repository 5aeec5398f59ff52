"""When the reader was open last, and what has arrived since."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from newsreader.core.clock import Clock
from newsreader.core.entries import EntryFilter
from newsreader.library.headlines import HeadlineList
from newsreader.store import Store

_NOTE: Final = "visit"

LOOKED_AT: Final = 2_000
"""Rows among which the line between new and old is looked for."""


class Visit(NamedTuple):
    """The end of a visit. `last_id`: the highest id of an entry then; `at` Unix seconds, None: there was no visit."""

    last_id: int
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Divider:
    """A line above row `index` of a list: `count` entries `above` it, or below, are new since the last visit."""

    index: int
    count: int
    above: bool


class Visits:
    """The visits to one store; what is new stays the same as long as one of these lives."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @cached_property
    def last(self) -> Visit:
        """The end of the visit before this one. At the first there is nothing to compare with: nothing is new yet.

        Raises StoreError where the store cannot be read.
        """
        try:
            note = json.loads(self._store.notes.get(_NOTE) or "{}")
            return Visit(int(note["last_id"]), int(note["at"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            return Visit(self._store.entries.last_id())

    def news(self) -> int:
        """How many listed entries have arrived since. Raises StoreError where the store cannot be read."""
        return self._store.entries.count(EntryFilter(after_id=self.last.last_id))

    def news_by_feed(self) -> dict[int, int]:
        """Likewise, by feed id; nothing at the first visit. Raises StoreError where the store cannot be read."""
        return self._store.entries.count_since(self.last.last_id) if self.last.at is not None else {}

    def divider(self, headlines: HeadlineList) -> Divider | None:
        """Where a list by date parts into what has arrived since the last visit and the rest.

        None where there was no visit, a side would be empty, or the list has another order; of a very long list only
        the newer end is looked at. News of an older date may stand among the rest, and the other way round: the line is
        where that is least so.

        Raises:
            StoreError: The store cannot be read.
        """
        oldest_first = headlines.order == "oldest"
        if (
            self.last.at is None
            or headlines.order not in ("newest", "oldest")
            or (oldest_first and not headlines.whole)
        ):
            return None
        ids = headlines.come[::-1] if oldest_first else headlines.come
        best, score, count, news = 1, 0, 0, 0
        place: int | None = None
        for index, entry_id in enumerate(ids[:LOOKED_AT]):
            is_new = entry_id > self.last.last_id
            news += is_new
            score += 1 if is_new else -1
            if score >= best:
                best, place, count = score, index + 1, news
        if place is None or place == len(headlines):
            return None
        return Divider(len(headlines) - place if oldest_first else place, count, above=not oldest_first)

    def end(self) -> None:
        """The visit is over: what comes from now on is new to the next. Raises StoreError where it cannot be kept."""
        if self._store.read_only is None:
            note = {"last_id": self._store.entries.last_id(), "at": self._clock.now()}
            self._store.notes.put(_NOTE, json.dumps(note))
