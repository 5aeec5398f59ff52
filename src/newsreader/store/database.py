"""One connection to SQLite: statements, transactions, and errors as sentences."""

import sqlite3
import threading
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from newsreader.core.clock import Clock
from newsreader.core.errors import StoreError
from newsreader.store.failures import BUSY_SECONDS, SQLITE_ERRORS, is_undecodable, store_error
from newsreader.store.packer import Packer

ASK_SECONDS: Final = 0.001
"""How often a writer asks for the lock that another process holds."""

IMPATIENT_SECONDS: Final = 0.01
"""How long one asks that has time to come again."""

Row = tuple[Any, ...]
Values = Sequence[object]


class Database:
    """A connection with its path, clock and compressor. `read_only` says why it cannot be written, None where it can.

    It may be used from any thread, but from one at a time. Every method raises StoreError where SQLite fails;
    wrong use of SQLite itself (a closed connection, a wrong number of values) stays a sqlite3.ProgrammingError.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path | None, clock: Clock, read_only: StoreError | None = None
    ) -> None:
        self.connection = connection
        self.path = path
        self.clock = clock
        self.read_only = read_only
        self.packer = Packer()
        self._patience: float = BUSY_SECONDS
        self._in_sqlite = threading.Lock()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a SELECT. Where a text in it is damaged, it has U+FFFD for what cannot be read."""
        with self.errors(), self._in_sqlite:
            try:
                return self.connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if not is_undecodable(error):
                    raise
            # Not from the start: it costs a call for each text.
            self.connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a SELECT, None where there is none."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.row(sql, values)
        return row[0] if row else None

    def ids(self, sql: str, values: Values = ()) -> "array[int]":
        """The only column of a SELECT, compactly."""
        with self.errors(), self._in_sqlite:
            return array("q", chain.from_iterable(self.connection.execute(sql, values)))

    def each(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a SELECT one by one: never all of them are in memory."""
        with self.errors():
            yield from self.connection.execute(sql, values)

    def write(self, sql: str, values: Values = ()) -> int:
        """Run one statement; the number of rows it changed."""
        with self.errors(), self._in_sqlite:
            return self.connection.execute(sql, values).rowcount

    def write_many(self, sql: str, rows: Iterable[Values]) -> int:
        """Run one statement for each of `rows`; the number of rows changed."""
        with self.errors(), self._in_sqlite:
            return self.connection.executemany(sql, rows).rowcount

    def version(self) -> int:
        """Another number after each commit of another connection."""
        number: int = self.value("PRAGMA data_version")
        return number

    def close(self) -> None:
        """Close the connection. What another thread does with it ends at once with an error, its transaction undone.

        SQLite's memory must not go while a statement runs in it: the process would crash.
        """
        # Not where nothing runs: the interrupt would hit the closing itself, which then leaves the WAL behind.
        if not self._in_sqlite.acquire(blocking=False):
            with suppress(sqlite3.ProgrammingError):  # closed already
                self.connection.interrupt()
            self._in_sqlite.acquire()
        try:
            self.connection.close()
        finally:
            self._in_sqlite.release()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Raise StoreError for what SQLite raises inside."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except SQLITE_ERRORS as error:
            raise store_error(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is there after the block, or none of it where the block raises.

        The lock is taken at the start (BEGIN IMMEDIATE), as a transaction that reads and then writes could meet
        SQLITE_BUSY_SNAPSHOT, which no waiting cures.
        """
        if self.read_only is not None:
            raise StoreError(str(self.read_only))
        with self.errors():
            self._begin()
        try:
            yield
            self.write("COMMIT")
        finally:
            # It goes on only where something was raised; a full disk or an I/O error has already rolled it back
            # (https://sqlite.org/lang_transaction.html).
            with self._in_sqlite:
                if self.connection.in_transaction:
                    self.connection.rollback()

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Inside, a transaction that has to wait for another one raises StoreBusyError: for what can be done later."""
        self._patience = IMPATIENT_SECONDS
        try:
            yield
        finally:
            self._patience = BUSY_SECONDS

    def _begin(self) -> None:
        """Take the lock for writing, asking every millisecond.

        SQLite's own waiting asks ever more seldom, at last ten times a second: a refresh that writes one transaction
        after the other would have the lock each time, and a key press would wait for the end of all of it.
        """
        deadline = time.monotonic() + self._patience
        self.write("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    with self._in_sqlite:
                        self.connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                else:
                    return
                time.sleep(ASK_SECONDS)
        finally:
            self.write(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
