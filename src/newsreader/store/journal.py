"""What the user changed, kept so that it can be undone, also after a restart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from operator import eq
from typing import Any, Final

from newsreader.core.entries import Flag
from newsreader.core.errors import ChangedSinceError
from newsreader.core.journal import Change, ChangeRecord
from newsreader.store.chains import hand_on
from newsreader.store.database import Database
from newsreader.store.flags import differing, set_flags, short_ids
from newsreader.store.journal_rows import UNREADABLE, FlagChange, flag_changes, read_data, void_of
from newsreader.store.values import json_text, text

MAX_CHANGES: Final = 10_000
MAX_AGE: Final = 90 * 86_400
"""Seconds."""

Revert = Callable[["Journal", int, Mapping[str, Any], bool], bool | Sequence[int]]
"""Brings about (True) or takes back (False) a change of a kind of its own, told by its id and the data kept with it.

Called inside the transaction of that journal; returns the entries that it really changed, or of a change that is not
about entries True; False where it is so already, by another hand. ChangedSinceError where it cannot be done, and why is
to be said.
"""


class Journal:
    """The journal of one store. Every method raises StoreError where the store fails.

    A change is undone by itself, whatever came after it. What of its entries a later change in force is about stays as
    that one made it (see `chains`); an entry that is no longer what the change made it, as something else than a change
    in the journal changed it, stays as it is. Either way all that is undone leaves what was there before.

    A change that cannot be undone or made again stays in the journal as it is, and can be tried again. `undo` and
    `redo` go on to all others first.
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
        self._db.write("DELETE FROM journal WHERE id = ?", (change_id,))

    def undo(self) -> Change | None:
        """Take back the last change that still has an effect; None where there is none.

        Raises ChangedSinceError where that one cannot be taken back; the next call goes on to the one before it.

        The returned Change names the entries that were set back.
        """
        return self._step(undone=True)

    def redo(self) -> Change | None:
        """Do again what was undone last; None where nothing was, or something else was changed since.

        Raises ChangedSinceError as `undo`.
        """
        return self._step(undone=False)

    def revert(self, change_id: int) -> Change | None:
        """Take back one change, the last or an older one, as `undo` does.

        None where it has no effect any more, is undone already, or is no longer in the journal; ChangedSinceError
        where it cannot be taken back now.
        """
        with self._db.transaction():
            if self._next("id = ? AND undone <= 0", (change_id,)) is None:
                return None
            return self._turn(change_id, undone=True)

    def _step(self, *, undone: bool) -> Change | None:
        # Numbers below 0 have those in force that could not be undone: -1 the first of them.
        in_force = ("undone = 0 ORDER BY id DESC", "undone < 0 ORDER BY undone DESC")
        tries = in_force if undone else ("undone > 0 ORDER BY undone DESC",)
        change_id: int | None = None
        try:
            with self._db.transaction():
                for wanted in tries:
                    while (change_id := self._next(wanted)) is not None:
                        change = self._turn(change_id, undone=undone)
                        if change is not None:
                            return change
        except ChangedSinceError:
            if change_id is not None:
                self._put_behind(change_id, undone=undone)
            raise
        return None

    def _next(self, wanted: str, values: Sequence[object] = ()) -> int | None:
        """The first change, of a kind that is known (others are of newer versions), that fits."""
        first: int | None = self._db.value(
            f"SELECT id FROM journal WHERE kind IN (SELECT value FROM json_each(?)) AND {wanted} LIMIT 1",
            (json_text(["flag", *self._kinds]), *values),
        )
        return first

    def _put_behind(self, change_id: int, *, undone: bool) -> None:
        """Let all others be undone, or made again, before this one."""
        with self._db.transaction():
            if undone:
                self._db.write(
                    "UPDATE journal SET undone = (SELECT min(0, min(undone)) - 1 FROM journal) WHERE id = ?",
                    (change_id,),
                )
            else:
                self._db.write("UPDATE journal SET undone = iif(id = ?, 1, undone + 1) WHERE undone > 0", (change_id,))

    def _turn(self, change_id: int, *, undone: bool) -> Change | None:
        """Undo or redo a change; None where that changed nothing."""
        what, at, kind, count, data = self._db.rows(
            "SELECT what, at, kind, count, data FROM journal WHERE id = ?", (change_id,)
        )[0]
        self._db.write(
            "UPDATE journal SET undone = CASE WHEN ? THEN (SELECT max(0, max(undone)) + 1 FROM journal) ELSE 0 END "
            "WHERE id = ?",
            (int(undone), change_id),
        )
        if kind == "flag":
            ids, made = self._turn_flag(change_id, undone=undone)
            return Change(change_id, what, at, ids, count or made) if len(ids) else None
        done = self._kinds[kind](self, change_id, read_data(data), not undone)
        if isinstance(done, bool):
            if not done:  # another hand did it, and it is not for this change to turn that back later
                self.forget(change_id)
            return Change(change_id, what, at, (), 0, kind) if done else None
        return Change(change_id, what, at, done, max(count or 0, len(done)), kind) if done else None

    def _turn_flag(self, change_id: int, *, undone: bool) -> tuple[Sequence[int], int]:
        """The entries that really changed, and how many there were."""
        found = flag_changes(self._db, "id = ?", (change_id,))
        if not found:
            raise ChangedSinceError(UNREADABLE)
        one = found[0]
        wanted = one.value is not undone
        later = flag_changes(self._db, "id > ? AND undone <= 0 AND kind = 'flag' AND flag = ?", (change_id, one.flag))
        if not later and not one.void:
            ids = lasting = differing(self._db, one.ids, one.flag, wanted)
        else:
            rest, handed, altered = hand_on(one.parts(), [(each.id, each.parts()) for each in later], eq, back=undone)
            for later_id, parts in altered.items():
                self.rewrite(later_id, void_of([one for one, (before, after) in parts.items() if before == after]))
            ids = differing(self._db, [entry_id for entry_id in rest if entry_id not in one.void], one.flag, wanted)
            void = [entry_id for entry_id in one.void if entry_id in rest]
            left = handed.keys() | set(ids) | set(void).difference(differing(self._db, void, one.flag, one.value))
            lasting = [entry_id for entry_id in one.ids if entry_id in left]
        if len(lasting) < len(one.ids):
            # The others were changed by another hand since: they are no longer this change's, nor an earlier one's.
            gone = set(one.ids).difference(lasting)
            for each in (one, *flag_changes(self._db, "id < ? AND kind = 'flag' AND flag = ?", (change_id, one.flag))):
                if not gone.isdisjoint(each.ids):
                    self._disown(each, gone)
        if len(ids):
            set_flags(self._db, ids, one.flag, wanted)
        return ids, len(one.ids)

    def _disown(self, one: FlagChange, gone: set[int]) -> None:
        self._db.write(
            "UPDATE journal SET ids = ?, count = coalesce(count, ?) WHERE id = ?",
            (self._packed([entry_id for entry_id in one.ids if entry_id not in gone]), len(one.ids), one.id),
        )
        if one.void:
            self.rewrite(one.id, void_of([entry_id for entry_id in one.void if entry_id not in gone]))

    def in_force_after(self, change_id: int, kinds: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
        """Later changes of these kinds that are not undone, the oldest first: id and data."""
        return self._data("id > ? AND undone <= 0", change_id, kinds)

    def before(self, change_id: int, kinds: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
        """Likewise the earlier ones, undone or not."""
        return self._data("id < ?", change_id, kinds)

    def _data(self, wanted: str, change_id: int, kinds: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
        rows = self._db.rows(
            f"SELECT id, data FROM journal WHERE {wanted} AND kind IN (SELECT value FROM json_each(?)) ORDER BY id",
            (change_id, json_text(list(kinds))),
        )
        changes: list[tuple[int, dict[str, Any]]] = []
        for found, data in rows:
            with suppress(ChangedSinceError):  # one that is damaged cannot be told of anything
                changes.append((found, read_data(data)))
        return changes

    def rewrite(self, change_id: int, data: Mapping[str, Any] | None) -> None:
        """Keep other data with a change."""
        kept = None if data is None else json_text(data)
        self._db.write("UPDATE journal SET data = ? WHERE id = ?", (kept, change_id))

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
                self._number_of(ids) if count is None else count,
                undone=undone > 0,
            )
            for change_id, what, at, count, undone, ids in rows
        ]

    def _number_of(self, ids: bytes) -> int:
        try:
            return len(self._db.packer.unpack_ids(ids))
        except ValueError:
            return 0

    def largest(self) -> int:
        """The `count` of the largest change, 0 where there is none."""
        count: int | None = self._db.value("SELECT max(count) FROM journal")
        return count or 0

    def record_flag(self, ids: Sequence[int], flag: Flag, value: bool, what: str) -> Change:
        """Keep that `flag` of `ids` was set to `value` in the same transaction."""
        change_id, at = self._record(what, "flag", flag, int(value), self._packed(ids), len(ids), None)
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

    def _packed(self, ids: Sequence[int]) -> bytes:
        return self._db.packer.pack_ids(short_ids(ids))

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
