"""When the reader was open last, and what has arrived since."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from newsreader.core.clock import Clock
from newsreader.core.entries import EntryFilter
from newsreader.store import Store

_NOTE: Final = "visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """The end of a visit. `last_id`: the highest id of an entry then; `at` Unix seconds, None: there was no visit."""

    last_id: int
    at: int | None = None


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

    def end(self) -> None:
        """The visit is over: what comes from now on is new to the next. Raises StoreError where it cannot be kept."""
        if self._store.read_only is None:
            note = {"last_id": self._store.entries.last_id(), "at": self._clock.now()}
            self._store.notes.put(_NOTE, json.dumps(note))
