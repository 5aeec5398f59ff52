"""What is removed for its age, and the memory of it: what was removed does not come back while its feed lists it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from newsreader.core.changes import RefreshPlan, uid_digest
from newsreader.core.errors import StoreError
from newsreader.core.retention import FORGET_AFTER, Keep
from newsreader.store.database import Database, Row
from newsreader.store.failures import BUSY_SECONDS, index_fault
from newsreader.store.journal import MAX_AGE
from newsreader.store.listing import WORTH_KEEPING
from newsreader.store.search_index import SearchIndex
from newsreader.store.tallies import follow
from newsreader.store.values import bounded, id_list, text

REMOVED_AT_ONCE: Final = 100
"""Entries removed in one transaction: another program's write waits for some 30 ms."""

PAGES_AT_ONCE: Final = 500
"""Pages given back in one transaction, 2 MB: likewise."""

WORDS_AT_ONCE: Final = 16
"""Pages of the search index merged in one transaction: likewise."""

_LISTED: Final = "status s INDEXED BY status_feed WHERE s.listed = 1 AND s.feed_id = ?"
_UNLISTED: Final = "status s WHERE s.listed = 0 AND s.feed_id = ?"
_GOING: Final = (
    "SELECT e.id, s.uid, e.title, c.html, p.html, coalesce(nullif(c.base_url, ''), e.link, ''), p.base_url "
    "FROM status s JOIN entry e ON e.id = s.id "
    "LEFT JOIN content c ON c.id = e.id LEFT JOIN full_text p ON p.id = e.id "
    f"WHERE s.id IN (SELECT id FROM status WHERE id IN (SELECT value FROM json_each(?)) AND NOT {WORTH_KEEPING})"
)


class Removed(NamedTuple):
    """An entry that went. `bodies`: the HTML of its own and of its page, and what addresses in it are relative to."""

    id: int
    bodies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes of the store: `free` are in pages that nothing uses, `index` in those of the search index."""

    total: int
    free: int
    index: int


class Retention:
    """Removes entries and gives space back. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._db = database
        self._index = index

    def outdated(self, feed_id: int, keep: Keep, *, listed: bool = True) -> list[int]:
        """The ids of a feed's entries that are beyond `keep`, the newest first; starred ones and
        those that the user did something else with for good are not among them. What was deleted is, once it cannot be
        put back.

        `listed`: whether the feed is subscribed. Reads as many rows of an index as the feed has entries, and no body.
        """
        cutoff = keep.cutoff(self._db.clock.now())
        if cutoff is None:
            return self._deleted(feed_id)
        source = _LISTED if listed else _UNLISTED
        values = (bounded(feed_id), bounded(cutoff))
        younger: int = (
            self._db.value(f"SELECT count(*) FROM {source} AND s.sort_at >= ?", values) if keep.entries else 0
        )
        rows = self._db.rows(
            f"SELECT s.id FROM {source} AND s.sort_at < ? ORDER BY s.sort_at DESC, s.id DESC LIMIT -1 OFFSET ?",
            (*values, keep.spared(younger)),
        )
        ids = id_list(row[0] for row in rows)
        kept = self._db.ids(
            f"SELECT id FROM status WHERE id IN (SELECT value FROM json_each(?)) AND {WORTH_KEEPING} "
            "UNION ALL SELECT one.value FROM json_each(?) one WHERE one.value NOT IN (SELECT id FROM entry)",
            (ids, ids),
        )
        spared = frozenset(kept)
        aged = [row[0] for row in rows if row[0] not in spared]
        return [*aged, *(one for one in self._deleted(feed_id) if one not in aged)]

    def _deleted(self, feed_id: int) -> list[int]:
        """What the user has deleted so long ago that it cannot be taken back any more."""
        found = self._db.ids(
            f"SELECT d.id FROM deleted d JOIN status ON status.id = d.id "
            f"WHERE d.at < ? AND status.feed_id = ? AND NOT {WORTH_KEEPING.replace('id IN', 'status.id IN')}",
            (self._db.clock.now() - MAX_AGE, bounded(feed_id)),
        )
        return found.tolist()

    def unsubscribed(self) -> list[int]:
        """The ids of the feeds that are no longer subscribed but may still have entries."""
        return self._db.ids("SELECT id FROM feed WHERE subscribed = 0").tolist()

    def remove(self, feed_id: int, ids: Sequence[int]) -> list[Removed]:
        """Remove entries of a feed with all that belongs to them, and remember them; starred ones stay.

        One transaction: give it at most REMOVED_AT_ONCE. Changes in the journal that name them stay, and can be undone
        for the entries that are left.
        """
        return self._index.mending(lambda: self._remove(feed_id, ids))

    def _remove(self, feed_id: int, ids: Sequence[int]) -> list[Removed]:
        now = self._db.clock.now()
        with self._db.transaction():
            rows = self._db.rows(_GOING, (id_list(ids),))
            covered = self._index.covered()
            words = [self._index.words_of(row[0], *row[2:5]) for row in rows if row[0] <= covered]
            if words:
                self._index.remove(words)
            self._db.write_many(
                "INSERT OR REPLACE INTO tombstone (feed_id, uid_key, listed_at) VALUES (?, ?, ?)",
                [(feed_id, uid_key(row[1]), now) for row in rows],
            )
            going = [row[0] for row in rows]
            with follow(self._db, going):
                self._db.write("DELETE FROM status WHERE id IN (SELECT value FROM json_each(?))", (id_list(going),))
        return [self._removed(row) for row in rows]

    def _removed(self, row: Row) -> Removed:
        entry_id, _, _, own, page, own_base, page_base = row
        readable = self._db.packer.readable
        bodies = [(readable(html), base) for html, base in ((own, own_base), (page, page_base)) if html is not None]
        return Removed(entry_id, tuple((html, base) for html, base in bodies if html is not None))

    # The memory of what was removed

    def buried(self, feed_id: int, uids: Iterable[str]) -> list[str]:
        """Those of `uids` that are remembered as removed from the feed."""
        keys = dict.fromkeys(self._db.ids("SELECT uid_key FROM tombstone WHERE feed_id = ?", (bounded(feed_id),)))
        return [uid for uid in uids if uid_key(text(uid)) in keys] if keys else []

    def space(self) -> Space:
        """How large the store is, and what of it is not used."""
        size: int = self._db.value("PRAGMA page_size")
        pages: int = self._db.value("PRAGMA page_count")
        free: int = self._db.value("PRAGMA freelist_count")
        index: int = 0
        if self._index.available and self._index.state != "behind":
            index = self._db.value("SELECT sum(length(block)) FROM search_data") or 0
        return Space(pages * size, free * size, index)

    def give_back(self) -> bool:
        """Give some unused pages back to the disk, in one short transaction; whether there are more.

        False at once for a store that was made without the book-keeping that this needs: `compact` gives it.
        """
        if not self._db.value("PRAGMA auto_vacuum") or not self._db.value("PRAGMA freelist_count"):
            return False
        # The pragma gives a row without columns for each page; only a script is run to its end in spite of these.
        with self._db.errors():
            self._db.connection.executescript(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE});")
        return bool(self._db.value("PRAGMA freelist_count"))

    def merge_words(self) -> bool:
        """Rid the search index of some of what was removed, in one short transaction; whether there is more.

        FTS5 notes what is removed beside what is there, so that its index grows with each, until it merges both
        (https://sqlite.org/fts5.html, 6.8; a negative number begins to merge all, or goes on with that).
        """
        if not self._index.available or self._index.covered() < 0:
            return False
        before = self._db.connection.total_changes
        try:
            self._db.write("INSERT INTO search (search, rank) VALUES ('merge', ?)", (-WORDS_AT_ONCE,))
        except StoreError as error:
            if not index_fault(error):
                raise
            with self._db.transaction():
                self._index.give_up()
            return False
        return self._db.connection.total_changes - before > 1  # one alone is the command's own

    def settle(self) -> None:
        """Move what was written into the main file: only so is it shorter on the disk. Not while another one reads."""
        self._db.write("PRAGMA busy_timeout = 0")
        try:
            self._db.value("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._db.write(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    @property
    def can_give_back(self) -> bool:
        """Whether `give_back` can do anything."""
        return bool(self._db.value("PRAGMA auto_vacuum"))

    def compact(self) -> None:
        """Write the store anew without unused pages: the file is locked for writing for a second for each 75 MB."""
        self._db.write("PRAGMA auto_vacuum = INCREMENTAL")
        self._db.write("VACUUM")


def uid_key(uid: str) -> int:
    """What a removed entry is remembered by: 8 bytes of a digest, as uids may be long and many."""
    return _number(uid_digest(uid))


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big", signed=True)


def feeds_with_removed(database: Database, feed_ids: Iterable[int]) -> frozenset[int]:
    """Those of these feeds of which anything is remembered as removed."""
    return frozenset(
        database.ids(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM tombstone WHERE feed_id = value)",
            (id_list(feed_ids),),
        )
    )


def note_listed(database: Database, feed_id: int, plan: RefreshPlan) -> None:
    """Inside a transaction: the feed has been read; removed entries that it no longer lists are forgotten in time."""
    now = database.clock.now()
    keys = id_list([*map(uid_key, plan.removed), *map(_number, plan.kept)])
    database.write(
        "UPDATE tombstone SET listed_at = ?1 WHERE feed_id = ?2 AND listed_at < ?1 - 86400 "
        "AND uid_key IN (SELECT value FROM json_each(?3))",
        (now, feed_id, keys),
    )
    if plan.partial:
        return
    database.write(
        "DELETE FROM tombstone WHERE feed_id = ?1 AND listed_at < ?2 "
        "AND uid_key NOT IN (SELECT value FROM json_each(?3))",
        (feed_id, now - FORGET_AFTER, keys),
    )
