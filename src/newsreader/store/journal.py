"""What the user changed, kept so that it can be undone, also after a restart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from newsreader.core.entries import Flag
from newsreader.core.journal import Change
from newsreader.store.database import Database
from newsreader.store.values import id_list, text

MAX_CHANGES: Final = 10_000
MAX_AGE: Final = 90 * 86_400
"""Seconds."""

# Starring lists an entry for ever. Once unstarred, it stays listed where its feed is subscribed.
_SET: Final[dict[Flag, str]] = {
    "read": "read = ?1, read_at = CASE WHEN ?1 THEN ?2 END",
    "starred": (
        "starred = ?1, listed = CASE WHEN ?1 THEN 1 "
        "ELSE listed AND (SELECT subscribed FROM feed WHERE feed.id = status.feed_id) END"
    ),
}


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A change as kept: `flag` was set to `value`; `undone` where it has been undone and may be done again."""

    change: Change
    flag: Flag
    value: bool
    undone: bool


def set_flags(database: Database, ids: Iterable[int], flag: Flag, value: bool) -> None:
    """Set `flag` of these entries, inside a transaction."""
    database.write(
        f"UPDATE status SET {_SET[flag]} WHERE id IN (SELECT value FROM json_each(?3)) AND {flag} <> ?1",
        (int(value), database.clock.now(), id_list(ids)),
    )


def differing(database: Database, ids: Iterable[int], flag: Flag, value: bool) -> list[int]:
    """Those of `ids`, in their order and once each, whose `flag` is not `value`."""
    rows = database.rows(
        f"SELECT asked.value FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value "
        f"WHERE s.{flag} <> ? ORDER BY asked.key",
        (id_list(ids), int(value)),
    )
    return list(dict.fromkeys(row[0] for row in rows))


class Journal:
    """The journal of one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def undo(self) -> Change | None:
        """Take back the last change that still has an effect; None where there is none.

        Only entries whose flag still is what the change made it are set back; the returned Change names those.
        """
        return self._step("SELECT id, flag, value FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1", undone=True)

    def redo(self) -> Change | None:
        """Do again what was undone last; None where nothing was, or something else was changed since."""
        return self._step("SELECT id, flag, value FROM journal WHERE undone = 1 ORDER BY id LIMIT 1", undone=False)

    def _step(self, next_change: str, *, undone: bool) -> Change | None:
        with self._db.transaction():
            while row := self._db.row(next_change):
                change_id, flag, made = row
                value = bool(made) is not undone
                ids = differing(self._db, self._ids(change_id), flag, value)
                self._db.write("UPDATE journal SET undone = ? WHERE id = ?", (int(undone), change_id))
                if ids:
                    set_flags(self._db, ids, flag, value)
                    what, at = self._db.rows("SELECT what, at FROM journal WHERE id = ?", (change_id,))[0]
                    return Change(change_id, what, at, ids)
        return None

    def _ids(self, change_id: int) -> Iterable[int]:
        return self._db.packer.unpack_ids(self._db.value("SELECT ids FROM journal WHERE id = ?", (change_id,)))

    def recent(self, limit: int) -> list[JournalEntry]:
        """The newest changes first, those undone included."""
        rows = self._db.rows(
            "SELECT id, what, at, ids, flag, value, undone FROM journal ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [
            JournalEntry(
                Change(change_id, what, at, self._db.packer.unpack_ids(ids)), flag, bool(value), undone=bool(undone)
            )
            for change_id, what, at, ids, flag, value, undone in rows
        ]

    def record(self, ids: list[int], flag: Flag, value: bool, what: str) -> Change:
        """Keep a change that is being made in the same transaction; what was undone can no longer be done again."""
        at = self._db.clock.now()
        self._db.write("DELETE FROM journal WHERE undone = 1")
        row = self._db.rows(
            "INSERT INTO journal (at, what, flag, value, ids) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (at, text(what), flag, int(value), self._db.packer.pack_ids(ids)),
        )
        change_id: int = row[0][0]
        self._db.write("DELETE FROM journal WHERE id <= ? OR at < ?", (change_id - MAX_CHANGES, at - MAX_AGE))
        return Change(change_id, what, at, ids)
