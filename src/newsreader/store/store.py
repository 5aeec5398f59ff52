"""The one door to what is kept between runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsreader.core.clock import Clock
from newsreader.store.database import Database
from newsreader.store.entries import Entries
from newsreader.store.feeds import Feeds
from newsreader.store.notes import Notes
from newsreader.store.opening import open_database
from newsreader.store.orders import Orders
from newsreader.store.packer import Packer
from newsreader.store.place_file import PlaceFile
from newsreader.store.search_index import SearchIndex

if TYPE_CHECKING:
    from newsreader.store.copies import Copies
    from newsreader.store.dictionaries import Dictionaries
    from newsreader.store.excerpts import Excerpts
    from newsreader.store.full_texts import FullTexts
    from newsreader.store.journal import Journal
    from newsreader.store.refreshes import Refreshes
    from newsreader.store.retention import Retention
    from newsreader.store.states import States
    from newsreader.store.statuses import Statuses
    from newsreader.store.upkeep import Upkeep


class Store:
    """An open store, one attribute for each family of tables.

    What a list of headlines does without is imported when it is asked for: it would hold up the first paint.

    It may be used from any thread, but from one at a time, and never in a forked child: each process opens its own.
    Several processes may have it open. Each write is one transaction; it waits up to 5 seconds for another's.
    """

    def __init__(self, database: Database, *, search: bool = True) -> None:
        index = SearchIndex(database, wanted=search)
        # Whatever is unpacked first asks for the dictionaries, whether or not anybody has named them.
        database.packer = Packer(lambda: self.dictionaries.current(), lambda number: self.dictionaries.of(number))
        self._db = database
        self._index = index
        self._search = search
        self.feeds = Feeds(database)
        self.entries = Entries(database, index)
        self.orders = Orders(database, index, self.entries)
        self.notes = Notes(database)
        self.place = PlaceFile(None if database.path is None else database.path.with_suffix(".place"))

    @cached_property
    def dictionaries(self) -> "Dictionaries":
        from newsreader.store.dictionaries import Dictionaries

        return Dictionaries(self._db)

    @cached_property
    def excerpts(self) -> "Excerpts":
        from newsreader.store.excerpts import Excerpts

        return Excerpts(self._db)

    @cached_property
    def copies(self) -> "Copies":
        from newsreader.store.copies import Copies

        return Copies(self._db)

    @cached_property
    def refreshes(self) -> "Refreshes":
        from newsreader.store.refreshes import Refreshes

        return Refreshes(self._db, self._index)

    @property
    def journal(self) -> "Journal":
        return self._changes[0]

    @property
    def states(self) -> "States":
        return self._changes[1]

    @cached_property
    def _changes(self) -> "tuple[Journal, States]":
        """Both at once: the states teach the journal how to take changes of theirs back."""
        from newsreader.store.journal import Journal
        from newsreader.store.states import States

        journal = Journal(self._db)
        return journal, States(self._db, journal)

    @cached_property
    def statuses(self) -> "Statuses":
        from newsreader.store.statuses import Statuses

        return Statuses(self._db, self._index, self.journal)

    @cached_property
    def full_texts(self) -> "FullTexts":
        from newsreader.store.full_texts import FullTexts

        return FullTexts(self._db, self._index)

    @cached_property
    def retention(self) -> "Retention":
        from newsreader.store.retention import Retention

        return Retention(self._db, self._index)

    @cached_property
    def upkeep(self) -> "Upkeep":
        from newsreader.store.upkeep import Upkeep

        return Upkeep(self._db, self._index)

    @classmethod
    def open(cls, path: Path | None, *, clock: Clock, search: bool = True) -> Self:
        """Open the store at `path`, made where there is none; None: in memory. The folder must exist.

        What cannot be written is opened to be read, see `read_only`.

        `search` False: keep no index of words, as where SQLite lacks FTS5.

        Raises:
            StoreError: It cannot be opened, read or made, is damaged, or is newer than this program.
        """
        database = open_database(path, clock)
        with ExitStack() as failing:
            failing.callback(database.connection.close)
            store = cls(database, search=search)
            failing.pop_all()
        return store

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written, as a sentence; None where all is well."""
        reason = self._db.read_only
        return None if reason is None else str(reason)

    @contextmanager
    def beside(self) -> Iterator["Store"]:
        """Another connection to the same store, for another thread; in memory there is but this one.

        Raises:
            StoreError: It cannot be opened.
        """
        if self._db.path is None:
            yield self
            return
        with Store.open(self._db.path, clock=self._db.clock, search=self._search) as other:
            other.journal.learn_from(self.journal)
            yield other

    def impatient(self) -> AbstractContextManager[None]:
        """Inside, a write that has to wait for another one raises StoreBusyError: for what can be done later."""
        return self._db.impatient()

    def version(self) -> int:
        """Another number after each change that was not made through this object. Raises StoreError."""
        return self._db.version()

    def interrupt(self) -> None:
        """Stop what is read in another thread; it raises StoreError there. Nothing happens where all has been read."""
        with suppress(sqlite3.ProgrammingError):  # closed meanwhile
            self._db.connection.interrupt()

    def close(self) -> None:
        """Close the store; it cannot be used afterwards. A second call does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
