"""Brings a store to the newest schema, all the way or not at all."""

import glob
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import Final

from newsreader.core.errors import StoreError
from newsreader.store.database import Database
from newsreader.store.failures import SQLITE_ERRORS, faults_told, store_error
from newsreader.store.part_files import part_of
from newsreader.store.schema import APPLICATION_ID, MIGRATIONS

_BEFORE: Final = ".before-v"


def migrate(database: Database, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Run what the store has not seen; a copy of a store that is not empty is made first, beside it.

    Copies of earlier updates are then removed: each may be as large as the store.

    Raises:
        StoreError: The store is newer than this program, belongs to another one, or cannot be written.
    """
    version = _version(database)
    newest = len(migrations)
    if version > newest:
        raise StoreError(
            f"The store {database.path} was written by a newer newsreader (its format is {version}, this one knows "
            f"{newest}). Nothing was changed; update newsreader, or choose another folder with --data-dir."
        )
    if version == newest:
        return
    copy = None
    if version > 0 and database.path is not None:
        copy = database.path.with_name(f"{database.path.name}{_BEFORE}{newest}")
        copy_to(database, copy, version=version)
    with database.transaction():
        if (version := _version(database)) >= newest:  # another process was first
            return
        for statement in chain.from_iterable(map(_statements, migrations[version:])):
            database.write(statement)
        database.write(f"PRAGMA application_id = {APPLICATION_ID}")
        database.write(f"PRAGMA user_version = {newest}")
    for older in _left_by_updates(database.path) if copy is not None else ():
        if older != copy:
            with suppress(OSError):
                older.unlink()


def copies_before_updates(path: Path | None) -> list[Path]:
    """The copies of the store at `path` that migrations have made; none of a store in memory (None)."""
    return [one for one in _left_by_updates(path) if one.name.rpartition(_BEFORE)[2].isdecimal()]


def _left_by_updates(path: Path | None) -> list[Path]:
    """Likewise, with what one that was killed has left of a copy, and what SQLite puts beside one that was opened."""
    return [] if path is None else sorted(path.parent.glob(f"{glob.escape(path.name)}{_BEFORE}[0-9]*"))


def is_current(database: Database) -> bool:
    """Whether the store has the newest schema."""
    return _version(database) == len(MIGRATIONS)


def copy_to(database: Database, target: Path, *, check: bool = False, version: int | None = None) -> None:
    """A whole copy of the store at `target`, which is replaced at once or left as it was; mode 0600.

    SQLite's backup is used, as a copied file would lack what still is in the -wal file. `check`: whether the copy is
    read, so that none is made of a store that is damaged. `version`: nor is one made of a store that has another one
    by now; None: of any.
    """
    try:
        with part_of(target) as part:
            with closing(sqlite3.connect(part)) as copy:
                database.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                if version is not None and copy.execute("PRAGMA user_version").fetchone() != (version,):
                    return  # another process was first, and has made a copy
                if check and not _is_sound(copy):
                    raise StoreError(
                        f"The store {database.path} is damaged, and so would the copy be: nothing was written. Run "
                        "“newsreader doctor”, which saves what can be read of it."
                    )
            part.replace(target)
    except SQLITE_ERRORS as error:
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError(f"A copy of the store cannot be written to {target}: {error.strerror}.") from error


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return not faults_told(connection.execute("PRAGMA integrity_check(2)"))  # the first may be the search index's
    except SQLITE_ERRORS:
        return False


def _version(database: Database) -> int:
    """The store's `user_version`; 0 for an empty file. Raises StoreError where the file is another program's."""
    version: int = database.value("PRAGMA user_version")
    owner: int = database.value("PRAGMA application_id")
    if owner != APPLICATION_ID and (owner or version or database.value("SELECT 1 FROM sqlite_schema")):
        raise StoreError(
            f"The file {database.path} is a database of another program. It was left as it is: "
            "choose another folder with --data-dir."
        )
    return version


def _statements(script: str) -> Iterator[str]:
    """One by one, as sqlite3's executescript would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    assert not statement.strip(), "a migration's last statement has no end"
