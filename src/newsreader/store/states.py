"""What the user does with entries beside reading and starring: snoozing, a list for later, deleting, tags and notes.

Each is a value of an entry, None where there is none: the moment until which it is snoozed, its place in the list for
later, when it was deleted, 1 for a tag, the text of a note, 1 where it is no copy of what it was taken for one of. A
change keeps the values before and after it, and is taken back where the value still is the one after it (see `chains`
for what later changes are about, too).
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Any, Final, Literal

from newsreader.core.entries import EntryState, Kept
from newsreader.core.journal import Change
from newsreader.store.chains import Parts, Value, hand_on
from newsreader.store.database import Database
from newsreader.store.flags import indexes_anew, short_ids
from newsreader.store.journal import Journal
from newsreader.store.listing import LISTED
from newsreader.store.runs import lengthen
from newsreader.store.tallies import follow
from newsreader.store.values import bounded, id_list, text

MAX_OPENED: Final = 5_000
"""Entries in the history of what was opened."""

Kind = Literal["snooze", "later", "later order", "deleted", "tag", "note", "parted"]
Changed = tuple[int, Value, Value]
"""An entry with its value before and after a change."""

_AMONG: Final = "id IN (SELECT value FROM json_each(?1))"
_ALL: Final = "SELECT value, ?2 FROM json_each(?1)"
_READ: Final[dict[Kind, str]] = {
    "snooze": f"SELECT id, until FROM snooze WHERE {_AMONG}",
    "later": f"SELECT id, place FROM later WHERE {_AMONG}",
    "later order": f"SELECT id, place FROM later WHERE {_AMONG}",
    "deleted": f"SELECT id, at FROM deleted WHERE {_AMONG}",
    "tag": f"SELECT id, 1 FROM entry_tag WHERE tag = ?2 AND {_AMONG}",
    "note": f"SELECT id, text FROM entry_note WHERE {_AMONG}",
    "parted": f"SELECT id, 1 FROM copy WHERE parted = 1 AND {_AMONG}",
}
_PUT: Final[dict[Kind, str]] = {
    "snooze": f"INSERT OR REPLACE INTO snooze (id, until) {_ALL}",
    "later": "INSERT OR REPLACE INTO later (id, place) VALUES (?1, ?2)",
    "later order": "INSERT OR REPLACE INTO later (id, place) VALUES (?1, ?2)",
    "deleted": f"INSERT OR REPLACE INTO deleted (id, at) {_ALL}",
    "tag": "INSERT OR REPLACE INTO entry_tag (id, tag) SELECT value, ?3 FROM json_each(?1) WHERE ?2",
    "note": "INSERT OR REPLACE INTO entry_note (id, text, at) VALUES (?1, ?2, ?3)",
    "parted": f"UPDATE copy SET parted = ?2 WHERE {_AMONG}",
}
_ALIKE: Final = frozenset({"snooze", "deleted", "tag", "parted"})
"""Of these kinds very many entries get the same value: they are put together, the others one by one."""

_TAKE: Final[dict[Kind, str]] = {
    "snooze": f"DELETE FROM snooze WHERE {_AMONG}",
    "later": f"DELETE FROM later WHERE {_AMONG}",
    "later order": f"DELETE FROM later WHERE {_AMONG}",
    "deleted": f"DELETE FROM deleted WHERE {_AMONG}",
    "tag": f"DELETE FROM entry_tag WHERE tag = ?2 AND {_AMONG}",
    "note": f"DELETE FROM entry_note WHERE {_AMONG}",
    "parted": f"UPDATE copy SET parted = 0 WHERE {_AMONG}",
}
_HIDING: Final = ("snooze", "deleted")
_STATE: Final = """
SELECT asked.value, l.place, z.until, n.text,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM entry_tag WHERE id = asked.value ORDER BY tag))
FROM json_each(?) asked LEFT JOIN later l ON l.id = asked.value LEFT JOIN snooze z ON z.id = asked.value
LEFT JOIN entry_note n ON n.id = asked.value
"""


class States:
    """These states of one store's entries. Every method raises StoreError where the store fails.

    Where a method takes `what`, that is the sentence of the Change, made from the number of entries that really change;
    it returns None where none does.
    """

    def __init__(self, database: Database, journal: Journal) -> None:
        self._db = database
        self._journal = journal
        for kind in _READ:
            journal.add_kind(kind, partial(self._revert, kind))

    # To read

    def of(self, ids: Sequence[int]) -> dict[int, EntryState]:
        """The states of entries by id."""
        return {
            row[0]: EntryState(row[1] is not None, row[2], tuple(json.loads(row[4])), row[3] or "")
            for row in self._db.rows(_STATE, (id_list(ids),))
        }

    def hidden(self, ids: Sequence[int], *, snoozed_too: bool = True) -> set[int]:
        """Those of `ids` that are deleted, or snoozed."""
        snoozed = f" UNION ALL SELECT id FROM snooze WHERE {_AMONG}" if snoozed_too else ""
        return set(self._db.ids(f"SELECT id FROM deleted WHERE {_AMONG}{snoozed}", (id_list(ids),)))

    def counts(self) -> dict[Kept, int]:
        """How many entries are for later and how many are snoozed; of what was opened 1, or 0 for nothing."""
        later, snoozed, opened = self._db.rows(
            "SELECT (SELECT count(*) FROM later WHERE id NOT IN (SELECT id FROM snooze UNION SELECT id FROM deleted)), "
            "(SELECT count(*) FROM snooze WHERE id NOT IN (SELECT id FROM deleted)), EXISTS (SELECT 1 FROM opened)"
        )[0]
        return {"later": later, "snoozed": snoozed, "opened": opened}

    def tags(self) -> dict[str, int]:
        """Every tag that feeds or entries have, the most used first, with the number of entries tagged by hand."""
        return dict(
            self._db.rows(
                "SELECT tag, sum(number) AS used FROM (SELECT tag, count(*) AS number FROM entry_tag GROUP BY tag "
                "UNION ALL SELECT DISTINCT one.value, 0 FROM feed f, json_each(f.tags) one WHERE f.subscribed = 1) "
                "GROUP BY tag ORDER BY used DESC, folded(tag)"
            )
        )

    def next_due(self) -> int | None:
        """When the next snoozed entry is due, Unix seconds; None where none is snoozed."""
        due: int | None = self._db.value("SELECT min(until) FROM snooze")
        return due

    # To change

    def snooze(self, ids: Sequence[int], until: int | None, *, what: Callable[[int], str]) -> Change | None:
        """Take entries out of all lists until a moment, Unix seconds; None: back into them now."""
        return self._change("snooze", dict.fromkeys(ids, until if until is None else bounded(until)), what)

    def wake_due(self) -> list[int]:
        """Put entries whose moment has come back: unread, on top. Their ids; nothing is written where there are none.

        It is no change of the user, so it is not in the journal; a snooze that has ended cannot be taken back.
        """
        now = self._db.clock.now()
        due = self.next_due()
        if due is None or due > now or self._db.read_only is not None:
            return []
        with self._db.transaction():
            ids = self._db.ids("SELECT id FROM snooze WHERE until <= ? ORDER BY until, id", (now,)).tolist()
            with follow(self._db, ids):
                self._db.write("DELETE FROM snooze WHERE until <= ?", (now,))
                self._db.write(
                    f"UPDATE status SET read = 0, read_at = NULL, sort_at = ?, listed = {LISTED} "
                    "WHERE id IN (SELECT value FROM json_each(?))",
                    (now, id_list(ids)),
                )
            return ids

    def set_later(self, ids: Sequence[int], value: bool, *, what: Callable[[int], str]) -> Change | None:
        """Put entries at the end of the list for later, or take them out of it."""
        with self._db.transaction():
            last: int = self._db.value("SELECT coalesce(max(place), 0) FROM later")
            wanted = {one: last + number if value else None for number, one in enumerate(ids, 1)}
            return self._change_inside("later", wanted, what)

    def move_later(self, entry_id: int, step: int, *, what: Callable[[int], str]) -> Change | None:
        """Move an entry up (-1) or down (1) in the list for later; None at its end."""
        with self._db.transaction():
            order = self._db.ids("SELECT id FROM later ORDER BY place, id").tolist()
            at = order.index(entry_id) if entry_id in order else -1
            other = at + step
            if at < 0 or not 0 <= other < len(order):
                return None
            order[at], order[other] = order[other], order[at]
            return self._change_inside("later order", {one: place for place, one in enumerate(order, 1)}, what)

    def delete(self, ids: Sequence[int], value: bool, *, what: Callable[[int], str]) -> Change | None:
        """Take entries out of all lists for good, or back. They stay stored, so that their feed does not renew them."""
        return self._change("deleted", dict.fromkeys(ids, self._db.clock.now() if value else None), what)

    def tag(self, ids: Sequence[int], tag: str, value: bool, *, what: Callable[[int], str]) -> Change | None:
        """Give entries a tag, or take it from them."""
        return self._change("tag", dict.fromkeys(ids, 1 if value else None), what, name=text(tag))

    def put_note(self, entry_id: int, note: str, *, what: Callable[[int], str]) -> Change | None:
        """Put a note on an entry in place of the one it has; "" takes it away."""
        return self._change("note", {entry_id: text(note) or None}, what)

    def part(self, ids: Sequence[int], *, what: Callable[[int], str]) -> Change | None:
        """Have copies be articles of their own for good."""
        return self._change("parted", dict.fromkeys(ids, 1), what)

    def note_opened(self, ids: Sequence[int]) -> None:
        """Remember that entries were opened, the last one last; the oldest beyond MAX_OPENED are forgotten."""
        with self._db.transaction():
            self._db.write_many(
                "INSERT OR REPLACE INTO opened (id, at) SELECT id, ? FROM entry WHERE id = ?",
                [(self._db.clock.now(), one) for one in ids],
            )
            self._db.write(
                f"DELETE FROM opened WHERE turn <= (SELECT turn FROM opened ORDER BY turn DESC LIMIT 1 "
                f"OFFSET {MAX_OPENED})"
            )

    def _change(
        self, kind: Kind, wanted: Mapping[int, Value], what: Callable[[int], str], *, name: str = ""
    ) -> Change | None:
        with self._db.transaction():
            return self._change_inside(kind, wanted, what, name=name)

    def _change_inside(
        self, kind: Kind, wanted: Mapping[int, Value], what: Callable[[int], str], *, name: str = ""
    ) -> Change | None:
        before = self._values(kind, list(wanted), name)
        changed = [
            (one, before[one], value)
            for one, value in wanted.items()
            if one in before and not _same(kind, before[one], value)
        ]
        if not changed:
            return None
        self._write(kind, changed, name)
        count = 1 if kind == "later order" else len(changed)
        change = self._journal.record(kind, {"name": name, "of": _packed(changed)}, what(count), count=count)
        ids = [one for one, _, _ in changed]
        return replace(change, ids=ids, made=len(ids))

    def _revert(
        self, kind: Kind, journal: Journal, change_id: int, data: Mapping[str, Any], again: bool
    ) -> Sequence[int]:
        """Bring a change about again, or take it back, where nothing else changed its entries since."""
        name = str(data["name"])
        parts = _unpacked(data["of"])
        # Whether an entry is for later at all is not for a change of the order to say.
        kinds = ("later", "later order") if kind == "later order" else (kind,)
        later = _named(name, journal.in_force_after(change_id, kinds))
        rest, handed, altered = hand_on(parts, later, partial(_same, kind), back=not again)
        now = self._values(kind, list(rest), name)
        turned = [(one, *(pair if again else pair[::-1])) for one, pair in rest.items()]
        left = [(one, old, new) for one, old, new in turned if one in now and _same(kind, now[one], old)]
        done = [(one, old, new) for one, old, new in left if old != new]
        if done:
            self._write(kind, done, name)
        gone = parts.keys() - handed.keys() - {one for one, _, _ in left}
        if gone:
            # Changed by another hand since, they are no longer this change's, nor an earlier one's. (Not so what was
            # taken off the list for later: its place there is only out of use.)
            earlier = _named(name, journal.before(change_id, kinds)) if kind != "later order" else []
            for number, changed in ((change_id, parts), *earlier):
                if changed.keys() & gone:
                    altered[number] = {one: pair for one, pair in changed.items() if one not in gone}
        for number, changed in altered.items():
            journal.rewrite(number, {"name": name, "of": _packed((one, *pair) for one, pair in changed.items())})
        return [one for one, _, _ in done]

    def _values(self, kind: Kind, ids: Sequence[int], name: str) -> dict[int, Value]:
        """The values of those of `ids` that are stored."""
        asked = id_list(ids)
        stored = self._db.ids(f"SELECT id FROM entry WHERE {_AMONG}", (asked,))
        values: dict[int, Value] = dict.fromkeys(stored)
        found = self._db.rows(_READ[kind], (asked, name) if kind == "tag" else (asked,))
        values.update((one, value) for one, value in found if one in values)
        return values

    def _write(self, kind: Kind, changed: Sequence[Changed], name: str) -> None:
        if kind not in _HIDING:
            self._put(kind, changed, name)
            return
        ids = [one for one, _, _ in changed]
        with follow(self._db, ids), indexes_anew(self._db, "listed", len(ids)):
            self._put(kind, changed, name)
            self._db.write(f"UPDATE status SET listed = {LISTED} WHERE {_AMONG}", (id_list(ids),))

    def _put(self, kind: Kind, changed: Sequence[Changed], name: str) -> None:
        extra = (name,) if kind == "tag" else (self._db.clock.now(),) if kind == "note" else ()
        # In the order of their ids the pages of a table are filled one after the other: twice as fast.
        by_value: dict[Value, list[int]] = defaultdict(list)
        for one, _, value in sorted(changed, key=itemgetter(0)):
            by_value[value].append(one)
        taken = by_value.pop(None, ())
        if kind in _ALIKE:
            self._db.write_many(_PUT[kind], [(id_list(ids), value, *extra) for value, ids in by_value.items()])
        else:
            self._db.write_many(
                _PUT[kind], sorted((one, value, *extra) for value, ids in by_value.items() for one in ids)
            )
        if taken:
            self._db.write(_TAKE[kind], (id_list(taken), name) if kind == "tag" else (id_list(taken),))


def _same(kind: Kind, one: Value, other: Value) -> bool:
    """Whether a value is what a change made it; where in the list for later, or when deleted, is no matter."""
    return (one is None) == (other is None) if kind in ("later", "deleted", "tag") else one == other


def _packed(changed: Iterable[Changed]) -> list[list[object]]:
    """Changes by their values, as those of very many entries are mostly the same."""
    alike: dict[tuple[Value, Value], list[int]] = defaultdict(list)
    for one, before, after in changed:
        alike[before, after].append(one)
    return [[before, after, list(short_ids(ids))] for (before, after), ids in alike.items()]


def _unpacked(packed: Sequence[Sequence[Any]]) -> Parts:
    return {one: (before, after) for before, after, ids in packed for one in lengthen(array("q", ids))}


def _named(name: str, changes: Sequence[tuple[int, Mapping[str, Any]]]) -> list[tuple[int, Parts]]:
    """By id the entries of those changes that are about the tag of this name; of other kinds it is ""."""
    return [(change_id, _unpacked(data["of"])) for change_id, data in changes if data["name"] == name]
