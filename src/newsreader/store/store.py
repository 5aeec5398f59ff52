"""The one door to what is kept between runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsreader.core.clock import Clock
from newsreader.store.database import Database
from newsreader.store.dictionaries import Dictionaries
from newsreader.store.entries import Entries
from newsreader.store.excerpts import Excerpts
from newsreader.store.feeds import Feeds
from newsreader.store.full_texts import FullTexts
from newsreader.store.journal import Journal
from newsreader.store.notes import Notes
from newsreader.store.opening import open_database
from newsreader.store.orders import Orders
from newsreader.store.refreshes import Refreshes
from newsreader.store.retention import Retention
from newsreader.store.search_index import SearchIndex
from newsreader.store.states import States
from newsreader.store.statuses import Statuses
from newsreader.store.upkeep import Upkeep


class Store:
    """An open store, one attribute for each family of tables.

    It may be used from any thread, but from one at a time, and never in a forked child: each process opens its own.
    Several processes may have it open. Each write is one transaction; it waits up to 5 seconds for another's.
    """

    def __init__(self, database: Database, *, search: bool = True) -> None:
        index = SearchIndex(database, wanted=search)
        self._db = database
        self._index = index
        self._search = search
        self.dictionaries = Dictionaries(database)
        self.feeds = Feeds(database)
        self.entries = Entries(database, index)
        self.orders = Orders(database, index, self.entries)
        self.excerpts = Excerpts(database)
        self.refreshes = Refreshes(database, index)
        self.journal = Journal(database)
        self.statuses = Statuses(database, index, self.journal)
        self.states = States(database, self.journal)
        self.full_texts = FullTexts(database, index)
        self.notes = Notes(database)
        self.retention = Retention(database, index)
        self.upkeep = Upkeep(database, index)

    @classmethod
    def open(cls, path: Path | None, *, clock: Clock, search: bool = True) -> Self:
        """Open the store at `path`, made where there is none; None: in memory. The folder must exist.

        What cannot be written is opened to be read, see `read_only`.

        `search` False: keep no index of words, as where SQLite lacks FTS5.

        Raises:
            StoreError: It cannot be opened, read or made, is damaged, or is newer than this program.
        """
        database = open_database(path, clock)
        try:
            return cls(database, search=search)
        except BaseException:
            database.connection.close()
            raise

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

    def interrupt(self) -> None:
        """Stop a search that runs in another thread; it raises StoreError there."""
        self._db.connection.interrupt()

    def close(self) -> None:
        """Close the store; it cannot be used afterwards. A second call does nothing."""
        self._db.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
