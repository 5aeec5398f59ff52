"""What brings about, keeps and takes back the changes of `states`: values of entries, of one or of a million.

A change keeps the values before and after it, and is taken back where the value still is the one after it (see `chains`
for what later changes are about, too). It is one transaction: one that was interrupted has not happened.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any, Final, Literal

from newsreader.core.journal import Change
from newsreader.store.chains import Parts, Value, hand_on
from newsreader.store.database import Database
from newsreader.store.flags import MANY, few_runs, indexes_anew, which
from newsreader.store.groups import Group, all_ids, grouped, packed, parts_of, unpacked
from newsreader.store.journal import Journal
from newsreader.store.listing import LISTED_IF_STORED
from newsreader.store.tallies import follow
from newsreader.store.values import id_list

Kind = Literal["snooze", "later", "later order", "deleted", "tag", "note", "parted"]
_TABLE: Final[dict[Kind, tuple[str, str]]] = {
    "snooze": ("snooze", "until"),
    "later": ("later", "place"),
    "later order": ("later", "place"),
    "deleted": ("deleted", "at"),
    "tag": ("entry_tag", "1"),
    "note": ("entry_note", "text"),
    "parted": ("copy", "nullif(parted, 0)"),
}
"""Where the values of each kind are."""

_AMONG: Final = "id IN (SELECT value FROM json_each(?))"
_ALL: Final = "SELECT value, ?2 FROM json_each(?1)"
_PUT: Final[dict[Kind, str]] = {
    "snooze": f"INSERT OR REPLACE INTO snooze (id, until) {_ALL}",
    "later": "INSERT OR REPLACE INTO later (id, place)",
    "later order": "INSERT OR REPLACE INTO later (id, place)",
    "deleted": f"INSERT OR REPLACE INTO deleted (id, at) {_ALL}",
    "tag": "INSERT OR REPLACE INTO entry_tag (id, tag) SELECT value, ?3 FROM json_each(?1) WHERE ?2",
    "note": "INSERT OR REPLACE INTO entry_note (id, text, at)",
    "parted": "UPDATE copy SET parted = ?2 WHERE id IN (SELECT value FROM json_each(?1))",
}
_RUN: Final = "status WHERE id BETWEEN ?1 AND ?4"
_PUT_RUN: Final[dict[Kind, str]] = {
    "snooze": f"INSERT OR REPLACE INTO snooze (id, until) SELECT id, ?2 FROM {_RUN}",
    "deleted": f"INSERT OR REPLACE INTO deleted (id, at) SELECT id, ?2 FROM {_RUN}",
    "tag": f"INSERT OR REPLACE INTO entry_tag (id, tag) SELECT id, ?3 FROM {_RUN} AND ?2",
}
"""The same for a run of consecutive ids, which are all stored."""

_OWN: Final = frozenset({"later", "later order", "note"})
"""Of these kinds each entry has a value of its own; of the others very many have the same one."""

_COUNTED: Final = frozenset({"snooze", "later", "deleted", "tag"})
"""Very many entries may get these at once."""

_AT_ONCE: Final = 300
"""Rows put by one statement: SQLite before 3.32 takes 999 values, and a note has three."""

_HIDING: Final = ("snooze", "deleted")


class StateChanges:
    """Changes of these values in one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._db = database
        self._journal = journal
        for kind in _TABLE:
            journal.add_kind(kind, partial(self._revert, kind))

    def give(
        self, kind: Kind, ids: Sequence[int], value: Value, what: Callable[[int], str], *, name: str = ""
    ) -> Change | None:
        """Give entries a value, None to take it from them: one change, in a transaction. None where none is changed."""
        with self._db.transaction():
            return self.make(kind, self._to_give(kind, ids, value, name), what, name=name)

    def make(self, kind: Kind, groups: Sequence[Group], what: Callable[[int], str], *, name: str = "") -> Change | None:
        """Make a change, inside a transaction; None where it is one of nothing."""
        ids = all_ids(groups)
        if not ids:
            return None
        self._write(kind, groups, name)
        size = 1 if kind == "later order" else len(ids)
        change = self._journal.record(kind, {"name": name, "of": packed(groups)}, what(size), count=size)
        return change._replace(ids=ids, made=len(ids))

    def _to_give(self, kind: Kind, ids: Sequence[int], value: Value, name: str) -> list[Group]:
        """What is to be done for these entries to have that value."""
        if value is not None and self.all_have(kind, ids, None, name):
            return [Group(None, value, array("q", ids))]
        values = self.values(kind, ids, name)
        return grouped(
            ((one, before, value) for one, before in values.items() if not _same(kind, before, value)),
            own=kind in _OWN,
        )

    def _revert(
        self, kind: Kind, journal: Journal, change_id: int, data: Mapping[str, Any], again: bool
    ) -> Sequence[int]:
        """Bring a change about again, or take it back, where nothing else changed its entries since."""
        name, own = str(data["name"]), kind in _OWN
        groups = rest = unpacked(data["of"], own=own)
        # Whether an entry is for later at all is not for a change of the order to say.
        kinds = ("later", "later order") if kind == "later order" else (kind,)
        handed, altered = Parts(), dict[int, Parts]()
        if later := _named(name, journal.in_force_after(change_id, kinds), own=own):
            parts, handed, altered = hand_on(parts_of(groups), later, partial(_same, kind), back=not again)
            rest = grouped(((one, *pair) for one, pair in parts.items()), own=own)
        left = [self._left(kind, group if again else group.turned(), name) for group in rest]
        done = [group.changing() for group in left]
        ids = all_ids(done)
        if ids:
            self._write(kind, done, name)
        if sum(len(group.ids) for group in left) + len(handed) < sum(len(group.ids) for group in groups):
            # Changed by another hand since, they are no longer this change's, nor an earlier one's. (Not so what was
            # taken off the list for later: its place there is only out of use.)
            all_parts = parts_of(groups)
            gone = all_parts.keys() - handed.keys() - set(all_ids(left))
            earlier = _named(name, journal.before(change_id, kinds), own=own) if kind != "later order" else []
            for number, changed in ((change_id, all_parts), *earlier):
                if changed.keys() & gone:
                    altered[number] = {one: pair for one, pair in changed.items() if one not in gone}
        for number, changed in altered.items():
            groups = grouped(((one, *pair) for one, pair in changed.items()), own=own)
            journal.rewrite(number, {"name": name, "of": packed(groups)})
        return ids

    def _left(self, kind: Kind, group: Group, name: str) -> Group:
        """Those of a group that are stored and still have the value that the change finds."""
        if self.all_have(kind, group.ids, group.before, name):
            return group
        values = self.values(kind, group.ids, name)
        rows = [row for row in group.rows() if row[0] in values and _same(kind, values[row[0]], row[1])]
        if len(rows) == len(group.ids):
            return group
        before = [row[1] for row in rows] if isinstance(group.before, list) else group.before
        after = [row[2] for row in rows] if isinstance(group.after, list) else group.after
        return Group(before, after, array("q", map(itemgetter(0), rows)))

    def all_have(self, kind: Kind, ids: Sequence[int], value: Value | list[Value], name: str = "") -> bool:
        """Whether these are very many different entries that are all stored and all have that value.

        False says nothing: it has to be looked at entry by entry.
        """
        if len(ids) < MANY or kind not in _COUNTED:
            return False
        runs = few_runs(self._db, ids)
        if runs is None or sum(last - first + 1 for first, last in runs) != len(ids):
            return False
        table, column = _TABLE[kind]
        having = stored = 0
        for run in runs:
            stored += self._db.value("SELECT count(*) FROM entry WHERE id BETWEEN ? AND ?", run)
            count, low, high = self._db.rows(
                f"SELECT count(*), min({column}), max({column}) FROM {table} "
                f"WHERE {'tag = ? AND ' if kind == 'tag' else ''}id BETWEEN ? AND ?",
                (name, *run) if kind == "tag" else run,
            )[0]
            if kind == "snooze" and count and not low == high == value:
                return False
            having += count
        return stored == len(ids) and having == (0 if value is None else len(ids))

    def values(self, kind: Kind, ids: Sequence[int], name: str = "") -> dict[int, Value]:
        """The values of those of `ids` that are stored, in their order."""
        asked = id_list(sorted(ids))
        stored = set(self._db.ids(f"SELECT id FROM entry WHERE {_AMONG}", (asked,)))
        values: dict[int, Value] = dict.fromkeys(one for one in ids if one in stored)
        table, column = _TABLE[kind]
        found = self._db.rows(
            f"SELECT id, {column} FROM {table} WHERE {'tag = ? AND ' if kind == 'tag' else ''}{_AMONG}",
            (name, asked) if kind == "tag" else (asked,),
        )
        values.update((one, value) for one, value in found if one in stored)
        return values

    def _write(self, kind: Kind, groups: Sequence[Group], name: str) -> None:
        if kind not in _HIDING:
            self._put(kind, groups, name)
            return
        ids = all_ids(groups)
        where, asked = which(self._db, ids)
        runs = few_runs(self._db, ids)
        before, after = (all(group[at] is not None for group in groups if group.ids) for at in (0, 1))
        with follow(self._db, ids, (before, after), runs), indexes_anew(self._db, "listed", len(ids)):
            self._put(kind, groups, name)
            listed = f"0 WHERE listed = 1 AND {where}" if after else f"{LISTED_IF_STORED} WHERE {where}"
            self._db.write_many(f"UPDATE status SET listed = {listed}", asked)

    def _put(self, kind: Kind, groups: Sequence[Group], name: str) -> None:
        extra = (name,) if kind == "tag" else (self._db.clock.now(),) if kind == "note" else ()
        for group in groups:
            if not group.ids:
                continue
            if group.after is None:
                self._take(kind, group.ids, name)
            elif kind in _OWN:
                self._put_each(kind, [(one, value, *extra) for one, _, value in group.rows()])
            elif kind in _PUT_RUN and (runs := few_runs(self._db, group.ids)):
                self._db.write_many(_PUT_RUN[kind], [(first, group.after, name, last) for first, last in runs])
            else:
                # In the order of their ids the pages of a table are filled one after the other: twice as fast.
                self._db.write(_PUT[kind], (id_list(sorted(group.ids)), group.after, *extra))

    def _put_each(self, kind: Kind, rows: Sequence[tuple[Value, ...]]) -> None:
        """Of very many, some hundred at once: half the work of one by one."""
        many = len(rows) // _AT_ONCE
        places = "(" + ", ".join("?" * len(rows[0])) + ")"
        self._db.write_many(
            f"{_PUT[kind]} VALUES {', '.join([places] * _AT_ONCE)}",
            (list(chain.from_iterable(rows[at * _AT_ONCE : (at + 1) * _AT_ONCE])) for at in range(many)),
        )
        self._db.write_many(f"{_PUT[kind]} VALUES {places}", rows[many * _AT_ONCE :])

    def _take(self, kind: Kind, ids: Sequence[int], name: str) -> None:
        where, asked = which(self._db, ids)
        if kind == "parted":
            self._db.write_many(f"UPDATE copy SET parted = 0 WHERE {where}", asked)
        elif kind == "tag":
            self._db.write_many(f"DELETE FROM entry_tag WHERE tag = ? AND {where}", [(name, *one) for one in asked])
        else:
            self._db.write_many(f"DELETE FROM {_TABLE[kind][0]} WHERE {where}", asked)


def _same(kind: Kind, one: Value, other: Value) -> bool:
    """Whether a value is what a change made it; where in the list for later, or when deleted, is no matter."""
    return (one is None) == (other is None) if kind in ("later", "deleted", "tag") else one == other


def _named(name: str, changes: Sequence[tuple[int, Mapping[str, Any]]], *, own: bool) -> list[tuple[int, Parts]]:
    """By id the entries of those changes that are about the tag of this name; of other kinds it is ""."""
    return [(change_id, parts_of(unpacked(data["of"], own=own))) for change_id, data in changes if data["name"] == name]
