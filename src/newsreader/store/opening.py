"""Opens the store's file, or says in a sentence why not. Nothing that is there is ever overwritten."""

import os
import sqlite3
import stat
import tempfile
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from newsreader.core.clock import Clock
from newsreader.core.errors import StoreError
from newsreader.store.database import Database
from newsreader.store.failures import (
    BUSY_SECONDS,
    SQLITE_ERRORS,
    ReadOnlyError,
    cannot_write,
    not_a_store,
    store_error,
)
from newsreader.store.migrations import is_current, migrate

MIN_SQLITE: Final = (3, 38, 0)
"""STRICT tables came with 3.37, the JSON functions are always there from 3.38 on."""

_MIN_BYTES: Final = 512
"""The smallest page that a store can have. SQLite takes less of a file for an empty database, and writes over it."""

_LOG_FORMAT: Final = slice(18, 20)
_NO_LOG: Final = b"\1\1"

_opened_before: Final[set[Path]] = set()
"""What this process has opened."""

_WAL_KEPT: Final = 2**24
"""Bytes."""


def open_database(path: Path | None, clock: Clock) -> Database:
    """A connection to the store at `path` with the newest schema; made where there is none. None: in memory.

    A store that cannot be written (a read-only or a full disk) is opened to be read, if it has the newest schema;
    Database.read_only then says why.

    Raises:
        StoreError: It cannot be opened, read or understood, or would have to be made or changed and cannot.
    """
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        raise StoreError(
            f"newsreader needs SQLite {'.'.join(map(str, MIN_SQLITE))} or newer, and this Python has "
            f"{sqlite3.sqlite_version}. Use a newer Python."
        )
    if path is None:
        database = Database(_connect(":memory:"), None, clock)
        migrate(database)
        return database
    _check_folder(path)
    if not path.exists():
        _check_folder_is_writable(path)
        _create(path, clock)
    _check_file(path)
    _check_journal(path)
    try:
        _check_folder_is_writable(path)
        _check_file_is_writable(path)
        return _open_file(path, clock)
    except StoreError as error:
        if not cannot_write(error):
            raise
        return _open_to_read(path, clock, error)


def _open_to_read(path: Path, clock: Clock, reason: StoreError) -> Database:
    """The store as it stands. Raises `reason` where it cannot be read without writing."""
    journal = path.with_name(path.name + "-wal")
    # Without a journal nobody else is writing, and "immutable" needs no files of its own beside the store; with one,
    # SQLite must be able to use what the writer has put there.
    immutable = "" if journal.exists() and journal.stat().st_size else "&immutable=1"
    try:
        database = Database(_connect(f"file:{quote(os.fspath(path))}?mode=ro{immutable}"), path, clock, reason)
    except SQLITE_ERRORS:
        raise reason from None
    try:
        current = is_current(database)
    except StoreError:
        current = False
    if not current:
        database.connection.close()
        raise reason
    return database


def _open_file(path: Path, clock: Clock) -> Database:
    try:
        connection = _connect(f"file:{quote(os.fspath(path))}?mode=rw")
    except SQLITE_ERRORS as error:
        raise store_error(error, path) from error
    database = Database(connection, path, clock)
    with ExitStack() as failing:
        failing.callback(connection.close)
        migrate(database)
        database.value("PRAGMA journal_mode = WAL")
        failing.pop_all()
    return database


def _connect(target: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        target, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256, uri=True
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # In WAL mode this never damages a store; only the newest commits may be undone by a power loss.
        connection.execute("PRAGMA synchronous = NORMAL")
        # A large refresh leaves a large -wal file; this much of it is kept for the next one.
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_KEPT}")
        connection.create_function("folded", 1, _folded, deterministic=True)
    except SQLITE_ERRORS:
        connection.close()
        raise
    return connection


def _folded(value: str | None) -> str | None:
    """SQL's lower() knows ASCII only."""
    return None if value is None else value.casefold()


def _check_folder(path: Path) -> None:
    folder = path.parent
    try:
        if not folder.is_dir():
            raise StoreError(f"The folder {folder} does not exist. Create it, or choose another one with --data-dir.")
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    journal = path.with_name(path.name + "-wal")
    if not path.exists() and journal.exists() and journal.stat().st_size:
        raise StoreError(
            f"The store {path} is missing, but {journal.name} beside it still holds its newest changes. "
            f"Put the store back, or move {journal.name} away to start with an empty store."
        )


def _check_folder_is_writable(path: Path) -> None:
    if not _may(path.parent, os.W_OK | os.X_OK):
        raise ReadOnlyError(
            f"The folder {path.parent} cannot be written, and the store needs to write beside {path.name}. "
            "Allow writing there, or choose another folder with --data-dir."
        )


def _check_file_is_writable(path: Path) -> None:
    if not _may(path, os.R_OK | os.W_OK):
        raise ReadOnlyError(
            f"The store {path} cannot be written: it is read-only. Allow writing to it, or choose another folder with "
            "--data-dir."
        )


def _check_file(path: Path) -> None:
    """Refuse what is no store before SQLite makes one of it.

    The file must not be opened here: where it is closed again, POSIX drops every lock that this process has on it
    through other connections, and another process then takes the store for unused and damages it
    (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    if path.is_dir():
        raise StoreError(f"The store {path} is a folder. Move it away, or choose another folder with --data-dir.")
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error.strerror) from error
    if not _may(path, os.R_OK):
        raise _unreadable(path, "Permission denied")
    if not found.st_size:
        raise StoreError(
            f"The store {path} is empty: something has emptied the file, perhaps a full disk. It was left as it is: "
            "restore a backup, or delete it to start with an empty store."
        )
    if found.st_size < _MIN_BYTES:
        raise not_a_store(path)
    if stat.S_IMODE(found.st_mode) & 0o077:
        with suppress(OSError):
            path.chmod(0o600)


def _check_journal(path: Path) -> None:
    """Refuse a copy that was put in the place of a store whose newest changes are still beside it, as after a crash.

    SQLite would take these for changes of the copy, and write them over it. A store in use says in its file that it has
    a write-ahead log (https://sqlite.org/fileformat2.html, 1.3.3), a copy of `copy_to` that it has none. Looked at
    before this process first opens the store, as the file must not be closed later (see `_check_file`).
    """
    journal = path.with_name(path.name + "-wal")
    if path in _opened_before:
        return
    _opened_before.add(path)
    try:
        if not journal.exists() or not journal.stat().st_size:
            return
        with path.open("rb") as file:
            header = file.read(_LOG_FORMAT.stop)
    except OSError as error:
        raise _unreadable(path, error.strerror) from error
    if header[_LOG_FORMAT] == _NO_LOG:
        _opened_before.discard(path)
        raise StoreError(
            f"The store {path} is a copy that was put there, and {journal.name} beside it has changes of the store "
            "that was there before: they would damage the copy. Close every newsreader, move "
            f"{journal.name} away, and start again."
        )


def _unreadable(path: Path, reason: str | None) -> StoreError:
    return StoreError(
        f"The store {path} cannot be read: {reason}. Check its permissions, or choose another folder with --data-dir."
    )


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _create(path: Path, clock: Clock) -> None:
    """Make a new store whole, then give it its name: a crash in between leaves no empty file behind."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.new-", dir=path.parent)  # with mode 0600
        os.close(handle)
    except OSError as error:
        raise StoreError(
            f"The store {path} cannot be created: {error.strerror}. Check the folder and the free space, or choose "
            "another folder with --data-dir."
        ) from error
    part = Path(name)
    try:
        with closing(_connect(f"file:{quote(name)}?mode=rw")) as connection:
            # What prunings free can be given back in steps so; measured, storing entries costs no more for it.
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            migrate(Database(connection, part, clock))
            connection.execute("PRAGMA journal_mode = WAL")
        _publish(part, path)
    except SQLITE_ERRORS as error:
        raise store_error(error, path) from error
    except OSError as error:
        raise StoreError(f"The store {path} cannot be created: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _publish(part: Path, path: Path) -> None:
    """Name the new store, unless another process was first."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            part.rename(path)
