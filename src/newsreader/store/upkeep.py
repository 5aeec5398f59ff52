"""The store's health: checks, copies, sizes."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.core.counting import counted
from newsreader.core.errors import StoreError
from newsreader.store.catching_up import catch_up
from newsreader.store.database import Database
from newsreader.store.failures import faults_told, index_fault, is_damage
from newsreader.store.migrations import copies_before_updates, copy_to
from newsreader.store.rescue import save_damaged
from newsreader.store.search_index import SearchIndex, State
from newsreader.store.tallies import recount, wrong
from newsreader.store.values import id_list

_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_RESTORE: Final = "Restore a backup if you miss something."


class Census(NamedTuple):
    """How much is stored. `feeds` are those ever subscribed; `entries` include those not listed."""

    feeds: int
    subscribed: int
    entries: int
    listed: int
    unread: int
    starred: int
    changes: int


class Upkeep:
    """For `doctor`. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._db = database
        self._index = index

    def check(self) -> list[str]:
        """What is wrong, in sentences; empty where all is well. Reads the whole store: seconds for a large one.

        What can be told from the entries (the counts of feeds, the search index) is set right where it is wrong. What
        can be read of a store that SQLite finds damaged is saved as a new one.
        """
        try:
            faults = faults_told(self._db.rows("PRAGMA integrity_check(10)"))
        except StoreError as error:
            return [str(error), *self._saved()] if is_damage(error) else [str(error)]
        if faults:
            return [*(f"The store is damaged ({fault})." for fault in faults), *self._saved()]
        orphans: dict[str, int] = {}
        for row in self._db.rows("PRAGMA foreign_key_check"):
            orphans[row[0]] = orphans.get(row[0], 0) + 1
        problems = [f"{count} rows of “{table}” belong to nothing. {_RESTORE}" for table, count in orphans.items()]
        bodiless: int = self._db.value("SELECT count(*) FROM entry WHERE id NOT IN (SELECT id FROM content)")
        if bodiless:
            problems.append(f"{bodiless} entries have lost their text. {_RESTORE}")
        problems += self._check_counts()
        problems += self._check_texts()
        if self._db.read_only is not None:  # FTS5 checks its index by a write
            return problems
        return problems + self._index.check()

    def _saved(self) -> list[str]:
        return [] if self._db.path is None else [save_damaged(self._db.path, self._db.clock)]

    def _check_counts(self) -> list[str]:
        if not (miscounted := wrong(self._db)):
            return []
        if self._db.read_only is not None:
            return [f"The counts of {len(miscounted)} feeds are wrong; allow writing to the store to set them right."]
        with self._db.transaction():
            recount(self._db, miscounted)
        return [f"The counts of {len(miscounted)} feeds were wrong; they have been set right."]

    def _check_texts(self) -> list[str]:
        readable = self._db.packer.readable
        own = [one for one, html in self._db.each("SELECT id, html FROM content") if readable(html) is None]
        pages = "SELECT id, html FROM full_text WHERE html IS NOT NULL"
        of_pages = [one for one, html in self._db.each(pages) if readable(html) is None]
        if not own and not of_pages:
            return []
        number = counted(len({*own, *of_pages}), "article")
        if self._db.read_only is not None:
            return [f"The text of {number} is damaged; allow writing to the store to have it fetched anew."]
        with self._db.transaction():
            self._db.write(f"UPDATE entry SET hash = x'', revisions = 0 WHERE id {_AMONG}", (id_list(own),))
            self._db.write(
                "UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL, seen = NULL "
                f"WHERE id IN (SELECT feed_id FROM status WHERE id {_AMONG})",
                (id_list(own),),
            )
            self._db.write(
                f"UPDATE full_text SET html = NULL, wanted = 1, tries = 0, error = NULL WHERE id {_AMONG}",
                (id_list(of_pages),),
            )
            if of_pages:  # the index still has their words
                self._index.give_up()
        return [
            f"The text of {number} is damaged. Refresh: it is fetched anew, where the feed or the page still has it. "
            "Else restore a backup."
        ]

    @property
    def search_state(self) -> State:
        """Searching is off while this is "behind", until the index is rebuilt, and "missing", without FTS5."""
        return self._index.state

    def index_all(self, *, somebody_reads: Callable[[], bool] = lambda: True) -> None:
        """Index all entries that wait, using two cores; nothing else may use this store until it is done.

        `somebody_reads`: whether a reader is open on the store; it is quicker while none is.

        An index that is behind is rebuilt. One that is damaged is given up, but not rebuilt at once: a fault that stays
        must not keep the caller busy for ever.
        """
        try:
            catch_up(self._db, self._index, somebody_reads=somebody_reads)
        except StoreError as error:
            if not index_fault(error):
                raise
            with self._db.transaction():
                self._index.give_up()

    def unindexed(self, most: int) -> int:
        """How many entries wait for `index_all`, counted up to `most`."""
        return self._index.waiting(most)

    def backup(self, path: Path) -> None:
        """Write a whole copy of the store to `path`, while it is in use.

        Raises:
            StoreError: There is something at `path` already, it cannot be written, or the store is damaged.
        """
        if path.exists():
            raise StoreError(f"{path} exists already. Choose another name, or move it away.")
        copy_to(self._db, path, check=True)

    def size_bytes(self) -> int:
        """The size of the store with what is not yet moved into its main file."""
        if self._db.path is None:
            pages: int = self._db.value("PRAGMA page_count")
            size: int = self._db.value("PRAGMA page_size")
            return pages * size
        files = (self._db.path, self._db.path.with_name(self._db.path.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def copies(self) -> list[Path]:
        """What was kept of the store when an update changed its format."""
        return copies_before_updates(self._db.path)

    def census(self) -> Census:
        row = self._db.rows(
            "SELECT (SELECT count(*) FROM feed), (SELECT count(*) FROM feed WHERE subscribed = 1), "
            "(SELECT count(*) FROM entry), (SELECT count(*) FROM status WHERE listed = 1), "
            "(SELECT count(*) FROM status WHERE listed = 1 AND read = 0), "
            "(SELECT count(*) FROM status WHERE listed = 1 AND starred = 1), (SELECT count(*) FROM journal)"
        )[0]
        return Census(*row)
