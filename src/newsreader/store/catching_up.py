"""Entries that refreshes have stored are brought into the search index: read, made into words, written, in batches.

Words are made while no lock is held, and those of the next batch while SQLite writes this one: two cores are used, and
another program's write waits for one short transaction at most.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from newsreader.store.database import Database
from newsreader.store.search_index import Bodies, IndexedText, SearchIndex, words


@dataclass(frozen=True, slots=True)
class _Batch:
    """Entries after the id `after` up to `last`, None at the end, read from the store when it had this `version`."""

    after: int
    last: int | None
    version: int
    words: "Future[list[IndexedText]]"


def catch_up(database: Database, index: SearchIndex) -> None:
    """Index all that waits, also what other processes store meanwhile; nothing else may use `database` until then.

    Raises:
        StoreError: The store fails.
    """
    with ThreadPoolExecutor(1, "words") as maker:

        def read(after: int) -> _Batch:
            version = _version(database)
            rows = index.waiting_bodies(after)
            return _Batch(after, rows[-1][0] if rows else None, version, maker.submit(_make, rows))

        index.begin()
        batch = read(index.covered())
        while not index.complete:
            following = read(batch.last) if batch.last is not None else None
            made = batch.words.result()
            with database.transaction():
                # What another process changed in what was read would stay in the index as it was.
                fresh = index.covered() == batch.after and _version(database) == batch.version
                if fresh:
                    index.extend(made, upto=batch.last)
            batch = following if fresh and following is not None else read(index.covered())


def _make(bodies: Sequence[Bodies]) -> list[IndexedText]:
    return [words(*body) for body in bodies]


def _version(database: Database) -> int:
    """Another number after each commit of another connection."""
    number: int = database.value("PRAGMA data_version")
    return number
