"""What can be read of a damaged store, saved as a new one."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from newsreader.core.clock import Clock
from newsreader.core.counting import counted
from newsreader.core.errors import StoreError
from newsreader.store.database import Database, Row
from newsreader.store.failures import SQLITE_ERRORS, store_error
from newsreader.store.listing import LISTED
from newsreader.store.migrations import migrate
from newsreader.store.part_files import part_of
from newsreader.store.tallies import recount
from newsreader.store.values import text

_BY_NUMBER: Final = (
    "feed",
    "status",
    "entry",
    "content",
    "full_text",
    "dictionary",
    "journal",
    "snooze",
    "deleted",
    "later",
    "opened",
    "entry_note",
    "copy",
)
_BY_KEY: Final = ("note", "tombstone", "entry_tag")
"""The tables, by whether their rows have numbers. Counts and the search index are made anew."""

_OF_ENTRIES: Final = "status"
"""The table that gives what is of an entry its number."""

_HIGHEST: Final = 1 << 30

_AT_ONCE: Final = 200
"""Rows read at once."""

_ORPHANS: Final = (
    # A feed that is lost is one that is not subscribed: what is starred of it stays.
    "INSERT INTO feed (id, url, position, subscribed) "
    "SELECT DISTINCT feed_id, 'lost:' || feed_id, 0, 0 FROM status WHERE feed_id NOT IN (SELECT id FROM feed)",
    "DELETE FROM entry WHERE id NOT IN (SELECT id FROM status)",
    # The next refresh has the headlines that are lost, too.
    "INSERT INTO entry (id, title, hash) SELECT id, 'The headline is lost', x'' FROM status "
    "WHERE (starred = 1 OR id IN (SELECT id FROM content)) AND id NOT IN (SELECT id FROM entry)",
    "INSERT INTO content (id, html, base_url, categories, enclosures) "
    "SELECT id, x'', '', '[]', '[]' FROM entry WHERE id NOT IN (SELECT id FROM content)",
    *(
        f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM {whose})"
        for table, whose in {
            "content": "entry",
            "full_text": "entry",
            **dict.fromkeys(("snooze", "deleted", "later", "opened", "entry_note", "entry_tag", "copy"), "status"),
        }.items()
    ),
    "DELETE FROM copy WHERE kept NOT IN (SELECT id FROM status)",
    "DELETE FROM tombstone WHERE feed_id NOT IN (SELECT id FROM feed)",
    "DELETE FROM note WHERE key = 'store.search'",
    # The next refresh has the texts that are lost, where feeds still have them.
    "UPDATE entry SET hash = x'' WHERE id IN (SELECT id FROM content WHERE html = x'')",
    "UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL, seen = NULL",
    f"UPDATE status SET listed = {LISTED} WHERE listed <> {LISTED}",
)


class Rescued(NamedTuple):
    """How much was saved to `path`."""

    path: Path
    entries: int
    starred: int


def save_damaged(path: Path, clock: Clock) -> str:
    """Save what can be read of the damaged store at `path`; what came of it, and what is to be done, in sentences."""
    try:
        rescued = rescue(path, clock)
    except StoreError as error:
        return f"{error} Then run “newsreader doctor” again, to have saved what can be read of the damaged store."
    if rescued is None:
        return "Nothing of the damaged store can be read: restore a backup, or move it away to start anew."
    return (
        f"What can be read of the damaged store, {counted(rescued.entries, 'entry')}, {rescued.starred:,} of them "
        f"starred, was saved to {rescued.path}. To go on with that, close every newsreader, move {path.name} and "
        f"{path.name}-wal away, and put the saved one in the place of {path.name}. A backup may have more."
    )


def rescue(damaged: Path, clock: Clock) -> Rescued | None:
    """Save what can be read of the store at `damaged` beside it, in place of what was saved so before.

    The damaged store is not written to. None where nothing can be read.

    Raises:
        StoreError: It cannot be saved, for want of space or permission.
    """
    target = damaged.with_name(f"{damaged.name}.rescued")
    try:
        with part_of(target) as part:
            rescued = _rescue_to(part, target, damaged, clock)
            if rescued.entries:
                part.replace(target)
    except SQLITE_ERRORS as error:
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError(f"What can be read of the store cannot be saved to {target}: {error.strerror}.") from error
    return rescued if rescued.entries else None


def _rescue_to(part: Path, target: Path, damaged: Path, clock: Clock) -> Rescued:
    with (
        closing(sqlite3.connect(f"file:{quote(os.fspath(damaged))}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(part, isolation_level=None)) as connection,
    ):
        # Reads on where the list of tables is damaged, or the file is shorter than it says.
        source.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        new = Database(connection, target, clock)
        migrate(new)
        with new.transaction():
            _copy_all(Database(source, damaged, clock), new)
        entries: int = new.value("SELECT count(*) FROM entry")
        starred: int = new.value("SELECT count(*) FROM status WHERE starred = 1")
    return Rescued(target, entries, starred)


def _copy_all(old: Database, new: Database) -> None:
    last = _last_numbers(old)
    for table in (*_BY_NUMBER, *_BY_KEY):
        names, kinds = zip(*new.rows("SELECT name, type FROM pragma_table_info(?)", (table,)), strict=True)
        columns = ", ".join(names)
        insert = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"
        select = f"SELECT {columns} FROM {table} NOT INDEXED"
        if table in _BY_KEY:
            rows = _by_key(old, new, table, select)
        else:
            rows = _by_number(old, select, last.get(table, last[_OF_ENTRIES]))
        for some in rows:
            _put(new, insert, kinds, some)
    for statement in _ORPHANS:
        new.write(statement)
    recount(new)


def _last_numbers(old: Database) -> dict[str, int]:
    """The highest number that each table has given; where that is lost, the highest that is found."""
    last = dict.fromkeys((_OF_ENTRIES, "feed", "journal"), 0)
    with suppress(StoreError):
        given = old.rows("SELECT name, seq FROM sqlite_sequence")
        last.update((name, seq) for name, seq in given if name in last and _is_number(seq))
    for table in [table for table, number in last.items() if not number]:
        for numbered in ("status", "entry", "content") if table == _OF_ENTRIES else (table,):
            with suppress(StoreError):
                found = old.value(f"SELECT max(rowid) FROM {numbered} NOT INDEXED")
                last[table] = max(last[table], found if _is_number(found) else 0)
    return last


def _is_number(value: object) -> bool:
    """Whether a table may have come to this number; a damaged one may be so high that nobody counts up to it."""
    return isinstance(value, int) and 0 < value <= _HIGHEST


def _by_number(old: Database, select: str, last: int) -> Iterator[Sequence[Row]]:
    """Rows whose numbers are up to `last`; where one of them cannot be read, those of each half by themselves."""
    for first in range(1, last + 1, _AT_ONCE):
        waiting = [(first, first + _AT_ONCE - 1)]
        while waiting:
            low, high = waiting.pop()
            try:
                yield old.rows(f"{select} WHERE rowid BETWEEN ? AND ?", (low, high))
            except StoreError:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)] if low < high else []


def _by_key(old: Database, new: Database, table: str, select: str) -> Iterator[Sequence[Row]]:
    """Rows from both ends up to one that cannot be read."""
    names = [name for (name,) in new.rows("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))]
    for direction in ("ASC", "DESC"):
        with suppress(StoreError):
            for row in old.each(f"{select} ORDER BY {', '.join(f'{name} {direction}' for name in names)}"):
                yield [row]


def _put(new: Database, insert: str, kinds: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows. Where texts of one are no texts, they are made some; what else cannot be written is left out."""
    try:
        new.write_many(insert, rows)
    except StoreError as error:
        if _is_of_the_target(error):
            raise
        if len(rows) > 1:
            for row in rows:
                _put(new, insert, kinds, [row])
        elif (mended := tuple(map(_mended, kinds, rows[0]))) != rows[0]:
            _put(new, insert, kinds, [mended])


def _mended(kind: str, value: object) -> object:
    if kind == "TEXT" and isinstance(value, bytes):
        return text(value.decode("utf-8", "replace"))
    return value


def _is_of_the_target(error: StoreError) -> bool:
    """Whether what failed is the writing: there is no room, say."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) or 0
    return code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
