"""SQLite's errors as sentences: what failed and what to do."""

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from newsreader.core.errors import StoreBusyError, StoreError

BUSY_SECONDS: Final = 5
"""How long a write waits for another program's write."""

_ROOM_BYTES: Final = 1 << 16
"""SQLite's shared memory file takes 32 KiB."""

_KEPT: Final = "It was left as it is: restore a backup, or move it away to start with an empty store."

# The result codes of https://sqlite.org/rescode.html that a user can do something about.
_SENTENCES: Final = {
    sqlite3.SQLITE_BUSY: (
        "The store {path} is busy: another program has been writing to it for more than "
        f"{BUSY_SECONDS} seconds. Nothing was changed; try again when it has finished."
    ),
    sqlite3.SQLITE_LOCKED: "The store {path} is in use by another part of the program. Nothing was changed; try again.",
    sqlite3.SQLITE_FULL: "The disk is full: nothing was written to {path}. Free some space and try again.",
    sqlite3.SQLITE_READONLY: (
        "The store {path} cannot be written: the file, its folder or the disk is read-only. "
        "Allow writing there, or choose another folder with --data-dir."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The store {path} cannot be opened. Check that its folder exists and that you may read and write there, "
        "or choose another folder with --data-dir."
    ),
    sqlite3.SQLITE_PERM: "You have no permission to use the store {path}. Change it, or choose another --data-dir.",
    sqlite3.SQLITE_NOTADB: "The file {path} is not a store of newsreader. " + _KEPT,
    sqlite3.SQLITE_CORRUPT: (
        "The store {path} is damaged. It was left as it is: restore a backup, or run “newsreader doctor”, which saves "
        "what can be read of it."
    ),
    sqlite3.SQLITE_CORRUPT_VTAB: (
        "The search index of the store {path} is damaged; everything else is sound. "
        "Run “newsreader doctor” to have it rebuilt."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk failed while reading or writing the store {path} ({error}). "
        "Check the disk and its free space, then try again."
    ),
    sqlite3.SQLITE_INTERRUPT: "The search was stopped.",
    sqlite3.SQLITE_NOMEM: "There was not enough memory for the store {path}. Nothing was changed.",
}


class ReadOnlyError(StoreError):
    """The store cannot be written, for want of permission."""


class DamagedTextError(StoreError):
    """One text of the store cannot be read any more; everything else can."""

    def __init__(self) -> None:
        super().__init__(
            "The text of this article is damaged in the store. “newsreader doctor” has it fetched anew, if its feed "
            "still has it."
        )


SQLITE_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What Python's sqlite3 raises where SQLite fails; the second where the message itself quotes damaged bytes."""


def store_error(error: Exception, path: Path | None) -> StoreError:
    """The StoreError for `error`, one of SQLITE_ERRORS, to be raised from it."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    if isinstance(error, UnicodeDecodeError):
        code = sqlite3.SQLITE_CORRUPT
    if code & 0xFF == sqlite3.SQLITE_IOERR and path is not None and _is_full(path):
        code = sqlite3.SQLITE_FULL  # SQLite says so only of the store itself, not of the files beside it
    sentence = _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF, "The store {path} failed: {error}.")
    kind = StoreBusyError if code & 0xFF == sqlite3.SQLITE_BUSY else StoreError
    return kind(sentence.format(path=path or "in memory", error=error))


def is_undecodable(error: sqlite3.OperationalError) -> bool:
    """Whether a text was read that is no UTF-8: SQLite looks at none, and Python's sqlite3 has no code for it."""
    return str(error).startswith("Could not decode to UTF-8")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_BYTES
    except OSError:
        return False


def not_a_store(path: Path) -> StoreError:
    """For a file that SQLite would not even look into."""
    return StoreError(_SENTENCES[sqlite3.SQLITE_NOTADB].format(path=path))


def cannot_write(error: StoreError) -> bool:
    """Whether the store might still be read where `error` came of opening it."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) or 0
    unwritten = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    return isinstance(error, ReadOnlyError) or code & 0xFF in unwritten


def is_damage(error: Exception) -> bool:
    """Whether something in the store's file is not as SQLite has written it."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) or 0
    return code & 0xFF == sqlite3.SQLITE_CORRUPT or isinstance(error.__cause__, UnicodeDecodeError)


def faults_told(rows: Iterable[tuple[str]]) -> list[str]:
    """What is wrong by the rows of SQLite's integrity_check, but for the search index, which has a check of its own.

    SQLite looks at that from 3.44 on, too.
    """
    return [fault for (fault,) in rows if fault != "ok" and "fts5" not in fault.lower()]


def index_fault(error: StoreError) -> bool:
    """Whether a write may have failed by a fault of the search index, and not for lack of space or the like.

    What the index has of a text that is damaged can no longer be taken out of it, which is as bad.
    """
    if isinstance(error, DamagedTextError):
        return True
    code = getattr(error.__cause__, "sqlite_errorcode", None) or 0
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR)
