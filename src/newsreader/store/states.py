"""What the user does with entries beside reading and starring: snoozing, a list for later, deleting, tags and notes.

Each is a value of an entry, None where there is none: the moment until which it is snoozed, its place in the list for
later, when it was deleted, 1 for a tag, the text of a note, 1 where it is no copy of what it was taken for one of.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from newsreader.core.entries import EntryState, Kept
from newsreader.core.journal import Change
from newsreader.store.database import Database
from newsreader.store.flags import runs_of
from newsreader.store.groups import Changed, grouped, placed
from newsreader.store.journal import Journal
from newsreader.store.listing import LISTED
from newsreader.store.runs import Marks
from newsreader.store.state_changes import StateChanges
from newsreader.store.tallies import follow
from newsreader.store.values import bounded, id_list, text

MAX_OPENED: Final = 5_000
"""Entries in the history of what was opened."""

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
        self._changes = StateChanges(database, journal)

    # To read

    def of(self, ids: Sequence[int]) -> dict[int, EntryState]:
        """The states of entries by id."""
        return {
            row[0]: EntryState(row[1] is not None, row[2], tuple(json.loads(row[4])), row[3] or "")
            for row in self._db.rows(_STATE, (id_list(ids),))
        }

    def hidden(self, ids: Sequence[int], *, snoozed_too: bool = True) -> set[int]:
        """Those of `ids` that are deleted, or snoozed."""
        asked = "SELECT value FROM json_each(?1)"
        snoozed = f" UNION ALL SELECT id FROM snooze WHERE id IN ({asked})" if snoozed_too else ""
        return set(self._db.ids(f"SELECT id FROM deleted WHERE id IN ({asked}){snoozed}", (id_list(ids),)))

    def hidden_of_many(self, ids: Sequence[int], top: int) -> tuple[Marks, Marks]:
        """Those of very many `ids`, all up to `top`, that are deleted or snoozed, and the others."""
        hidden = Marks(self._db.ids("SELECT id FROM deleted UNION ALL SELECT id FROM snooze"), top)
        among = Marks(hidden.among(ids), top)
        return among, Marks(ids, top).without(among)

    def counts(self) -> dict[Kept, int]:
        """How many entries are for later and how many are snoozed; of what was opened 1, or 0 for nothing."""
        later, snoozed, opened = self._db.rows(
            "SELECT (SELECT count(*) FROM later WHERE id NOT IN (SELECT id FROM snooze UNION SELECT id FROM deleted)), "
            "(SELECT count(*) FROM snooze WHERE id NOT IN (SELECT id FROM deleted)), EXISTS (SELECT 1 FROM opened)"
        )[0]
        return {"later": later, "snoozed": snoozed, "opened": opened}

    def all_later(self, ids: Sequence[int]) -> bool:
        """Whether all of them are on the list for later, of which there is at least one."""
        known: int = self._db.value("SELECT count(*) FROM later")
        if not 0 < len(ids) <= known:  # most lists are short: nothing is looked up for very many entries
            return False
        missing = "SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT id FROM later) LIMIT 1"
        return self._db.value(missing, (id_list(ids),)) is None

    def tags_among(self, ids: Sequence[int]) -> list[str]:
        """The tags that any of these entries has, by name."""
        asked = "SELECT DISTINCT tag FROM entry_tag WHERE id IN (SELECT value FROM json_each(?)) ORDER BY tag"
        return [tag for (tag,) in self._db.rows(asked, (id_list(ids),))]

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
        return self._changes.give("snooze", ids, until if until is None else bounded(until), what)

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
            if value and self._changes.all_have("later", ids, None):
                return self._changes.make("later", [placed(ids, runs_of(self._db, ids), last)], what)
            values = self._changes.values("later", ids)
            if value:
                wanted = (one for one, place in values.items() if place is None)
                changed: Iterable[Changed] = ((one, None, place) for place, one in enumerate(wanted, last + 1))
            else:
                changed = ((one, place, None) for one, place in values.items() if place is not None)
            return self._changes.make("later", grouped(changed, own=True), what)

    def move_later(self, entry_id: int, step: int, *, what: Callable[[int], str]) -> Change | None:
        """Move an entry up (-1) or down (1) in the list for later; None at its end."""
        with self._db.transaction():
            order = self._db.ids("SELECT id FROM later ORDER BY place, id").tolist()
            at = order.index(entry_id) if entry_id in order else -1
            other = at + step
            if at < 0 or not 0 <= other < len(order):
                return None
            order[at], order[other] = order[other], order[at]
            values = self._changes.values("later order", order)
            changed = [(one, values[one], place) for place, one in enumerate(order, 1) if one in values]
            groups = grouped((row for row in changed if row[1] != row[2]), own=True)
            return self._changes.make("later order", groups, what)

    def delete(self, ids: Sequence[int], value: bool, *, what: Callable[[int], str]) -> Change | None:
        """Take entries out of all lists for good, or back. They stay stored, so that their feed does not renew them."""
        return self._changes.give("deleted", ids, self._db.clock.now() if value else None, what)

    def tag(self, ids: Sequence[int], tag: str, value: bool, *, what: Callable[[int], str]) -> Change | None:
        """Give entries a tag, or take it from them."""
        return self._changes.give("tag", ids, 1 if value else None, what, name=text(tag))

    def put_note(self, entry_id: int, note: str, *, what: Callable[[int], str]) -> Change | None:
        """Put a note on an entry in place of the one it has; "" takes it away."""
        return self._changes.give("note", [entry_id], text(note) or None, what)

    def part(self, ids: Sequence[int], *, what: Callable[[int], str]) -> Change | None:
        """Have copies be articles of their own for good."""
        return self._changes.give("parted", ids, 1, what)

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
