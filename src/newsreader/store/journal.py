"""What the user changed, kept so that it can be undone, also after a restart."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from newsreader.core.entries import Flag
from newsreader.core.errors import ChangedSinceError
from newsreader.core.journal import Change, ChangeRecord
from newsreader.store.database import Database
from newsreader.store.flags import MANY, differing, set_flags
from newsreader.store.runs import Marks, lengthen, shorten
from newsreader.store.values import json_text, text

MAX_CHANGES: Final = 10_000
MAX_AGE: Final = 90 * 86_400
"""Seconds."""

Revert = Callable[[Mapping[str, Any], bool], bool | Sequence[int]]
"""Brings about (True) or takes back (False) a change of a kind of its own, told by the data that was kept with it.

Called inside the transaction; returns the entries that it really changed, or of a change that is not about entries
True; False or none of them where nothing is left to be done, as everything was changed otherwise since.
ChangedSinceError where that is to be said: it then is no longer tried.
"""


class Journal:
    """The journal of one store. Every method raises StoreError where the store fails.

    A change is undone by itself, whatever came after it: an entry whose flag is no longer what the change made it
    stays as it is.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._kinds: dict[str, Revert] = {}

    def add_kind(self, kind: str, revert: Revert) -> None:
        """Teach the journal to undo and redo the changes that `record` keeps under `kind`."""
        self._kinds[kind] = revert

    def learn_from(self, other: "Journal") -> None:
        """Take over the kinds that another journal of the same store was taught, where this one does not know them."""
        self._kinds = {**other._kinds, **self._kinds}

    def forget(self, change_id: int) -> None:
        """Strike out a change that did not come about after all."""
        with self._db.transaction():
            self._db.write("DELETE FROM journal WHERE id = ?", (change_id,))

    def undo(self) -> Change | None:
        """Take back the last change that still has an effect; None where there is none.

        Raises ChangedSinceError where the last one cannot be taken back; it is out of the journal then.

        Only entries whose flag still is what the change made it are set back; the returned Change names those.
        """
        return self._step("SELECT id FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1", undone=True)

    def redo(self) -> Change | None:
        """Do again what was undone last; None where nothing was, or something else was changed since.

        Raises ChangedSinceError as `undo`.
        """
        return self._step("SELECT id FROM journal WHERE undone > 0 ORDER BY undone DESC LIMIT 1", undone=False)

    def revert(self, change_id: int) -> Change | None:
        """Take back one change, the last or an older one, as `undo` does.

        None where it has no effect any more, is undone already, or is no longer in the journal; ChangedSinceError
        where that is to be said.
        """
        with self._db.transaction():
            if self._db.value("SELECT undone FROM journal WHERE id = ?", (change_id,)) != 0:
                return None
            return self._turn(change_id, undone=True)

    def _step(self, next_change: str, *, undone: bool) -> Change | None:
        change_id: int | None = None
        try:
            with self._db.transaction():
                while (change_id := self._db.value(next_change)) is not None:
                    change = self._turn(change_id, undone=undone)
                    if change is not None:
                        return change
        except ChangedSinceError:
            if change_id is not None:
                self.forget(change_id)
            raise
        return None

    def _turn(self, change_id: int, *, undone: bool) -> Change | None:
        """Undo or redo a change; None where that changed nothing."""
        what, at, kind, flag, made, packed, count, data = self._db.rows(
            "SELECT what, at, kind, flag, value, ids, count, data FROM journal WHERE id = ?", (change_id,)
        )[0]
        self._db.write(
            "UPDATE journal SET undone = CASE WHEN ? THEN (SELECT max(undone) + 1 FROM journal) ELSE 0 END "
            "WHERE id = ?",
            (int(undone), change_id),
        )
        if kind != "flag":
            revert = self._kinds.get(kind)  # None: a newer version's
            done = revert(json.loads(data), not undone) if revert is not None else False
            changed: Sequence[int] = () if isinstance(done, bool) else done
            made_of = max(count or 0, len(changed)) if changed else 0
            return Change(change_id, what, at, changed, made_of, kind) if done else None
        value = bool(made) is not undone
        kept = lengthen(self._db.packer.unpack_ids(packed))
        ids = differing(self._db, kept, flag, value)
        if len(ids) == 0:
            return None
        set_flags(self._db, ids, flag, value)
        return Change(change_id, what, at, ids, count or len(kept))

    def recent(self, limit: int) -> list[ChangeRecord]:
        """The newest changes first, those undone included."""
        rows = self._db.rows(
            "SELECT id, what, at, count, undone, CASE WHEN count IS NULL THEN ids END FROM journal "
            "ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [
            ChangeRecord(
                change_id,
                what,
                at,
                len(self._db.packer.unpack_ids(ids)) if count is None else count,
                undone=undone > 0,
            )
            for change_id, what, at, count, undone, ids in rows
        ]

    def largest(self) -> int:
        """The `count` of the largest change, 0 where there is none."""
        count: int | None = self._db.value("SELECT max(count) FROM journal")
        return count or 0

    def record_flag(self, ids: Sequence[int], flag: Flag, value: bool, what: str) -> Change:
        """Keep that `flag` of `ids` was set to `value` in the same transaction."""
        kept = shorten(ids, Marks(ids, max(ids)).runs() if len(ids) >= MANY else [(one, one) for one in ids])
        change_id, at = self._record(what, "flag", flag, int(value), self._db.packer.pack_ids(kept), len(ids), None)
        return Change(change_id, what, at, ids, len(ids))

    def record(self, kind: str, data: Mapping[str, Any], what: str, *, count: int = 1) -> Change:
        """Keep a change of a kind that `add_kind` was told of, made in the same transaction.

        Args:
            kind: Its name.
            data: What its Revert needs, fit for JSON.
            what: A sentence without its full stop.
            count: How many things it changed.
        """
        change_id, at = self._record(what, kind, "", 0, b"", count, json_text(data))
        return Change(change_id, what, at, (), 0, kind)

    def keep(self, kind: str, data: Mapping[str, Any], what: str) -> Change:
        """As `record`, in a transaction of its own: for a change to something outside the store."""
        with self._db.transaction():
            return self.record(kind, data, what)

    def _record(self, what: str, *row: object) -> tuple[int, int]:
        """What was undone can no longer be done again."""
        at = self._db.clock.now()
        self._db.write("DELETE FROM journal WHERE undone > 0")
        change_id: int = self._db.rows(
            "INSERT INTO journal (at, what, kind, flag, value, ids, count, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "RETURNING id",
            (at, text(what), *row),
        )[0][0]
        self._db.write("DELETE FROM journal WHERE id <= ? OR at < ?", (change_id - MAX_CHANGES, at - MAX_AGE))
        return change_id, at
