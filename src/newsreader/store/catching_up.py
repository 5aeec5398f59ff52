"""Entries that refreshes have stored are brought into the search index: read, made into words, written, in batches.

Words are made while no lock is held, and those of the next batch while SQLite writes this one: two cores are used, and
another program's write waits for one short transaction at most.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, NamedTuple

from newsreader.store.database import Database
from newsreader.store.search_index import BATCH, BATCH_BESIDE_READER, Bodies, IndexedText, SearchIndex, words

TURN_SECONDS: Final = 0.0002
"""How long one thread has Python to itself while another waits: with Python's own 5 ms the words of a batch are made
before SQLite gets to write the one before, and only one core is used."""


class _Batch(NamedTuple):
    """Entries after the id `after` up to `last`, None at the end, read from the store when it had this `version`."""

    after: int
    last: int | None
    version: int
    words: "Future[list[IndexedText]]"


def catch_up(database: Database, index: SearchIndex, *, somebody_reads: Callable[[], bool]) -> None:
    """Index all that waits, also what other processes store meanwhile; nothing else may use `database` until then.

    `somebody_reads`: whether a reader is open on the store, whose changes wait for one transaction at most; asked
    before each batch.

    Raises:
        StoreError: The store fails.
    """
    with _short_turns(), ThreadPoolExecutor(1, "words") as maker:

        def read(after: int) -> _Batch:
            version = database.version()
            rows = index.waiting_bodies(after, BATCH_BESIDE_READER if somebody_reads() else BATCH)
            return _Batch(after, rows[-1][0] if rows else None, version, maker.submit(_make, rows))

        def begin() -> _Batch:
            index.begin()
            return read(index.covered())

        batch = begin()
        while not index.complete:
            following = read(batch.last) if batch.last is not None else None
            made = batch.words.result()
            with database.transaction():
                # What another process changed in what was read would stay in the index as it was.
                fresh = index.covered() == batch.after and database.version() == batch.version
                if fresh:
                    index.extend(made, upto=batch.last)
            batch = following if fresh and following is not None else begin()


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _make(bodies: Sequence[Bodies]) -> list[IndexedText]:
    return [words(*body) for body in bodies]
