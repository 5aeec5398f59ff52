"""What the user does to entries."""

from collections.abc import Callable, Sequence

from newsreader.core.entries import EntryFilter, Flag
from newsreader.core.journal import Change
from newsreader.store.database import Database
from newsreader.store.filters import order_by, select
from newsreader.store.flags import MANY, differing, set_flags
from newsreader.store.journal import Journal
from newsreader.store.search_index import SearchIndex


class Statuses:
    """The statuses of one store, to write. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex, journal: Journal) -> None:
        self._db = database
        self._index = index
        self._journal = journal

    def set_flag(
        self, target: Sequence[int] | EntryFilter, flag: Flag, value: bool, *, what: str | Callable[[int], str]
    ) -> Change | None:
        """Set `flag` of the entries named, or of those listed that fit a filter; and keep it, to be undone.

        Args:
            what: The sentence of the Change, or what makes it from the number of entries that really change.

        Returns:
            The change with the entries that really changed, in the order given or of the newest first, from
            flags.MANY on by id; None where all had that value already.
        """
        with self._db.transaction():
            ids = self._matching(target, flag, value)
            if len(ids) == 0:
                return None
            set_flags(self._db, ids, flag, value)
            return self._journal.record_flag(ids, flag, value, what if isinstance(what, str) else what(len(ids)))

    def count_with(self, ids: Sequence[int], flag: Flag, value: bool) -> int:
        """How many of `ids` have the flag so."""
        return len(differing(self._db, ids, flag, not value))

    def unread_of(self, feed_id: int) -> list[tuple[int, int]]:
        """Id and time of arrival of a feed's unread entries that have no star, those highest in a list first."""
        return self._db.rows(
            "SELECT s.id, s.arrived_at FROM status s INDEXED BY status_feed "
            "WHERE s.feed_id = ? AND s.listed = 1 AND s.read = 0 AND s.starred = 0 " + order_by("newest"),
            (feed_id,),
        )

    def count_read_since(self, at: int) -> int:
        """How many entries were marked read since `at`, Unix seconds, as far as the journal tells."""
        rows = self._db.rows(
            "SELECT coalesce(count, 1) FROM journal WHERE at >= ? AND flag = 'read' AND value = 1 AND undone = 0", (at,)
        )
        return sum(count for (count,) in rows)

    def _matching(self, target: Sequence[int] | EntryFilter, flag: Flag, value: bool) -> Sequence[int]:
        if not isinstance(target, EntryFilter):
            return differing(self._db, target, flag, value)
        selection = select(self._db, target, self._index)
        found = self._db.ids(
            f"SELECT s.id FROM {selection.source} WHERE {selection.where.text} AND s.{flag} = {int(not value)} "
            + order_by("newest"),
            selection.where.values,
        )
        return found if len(found) >= MANY else found.tolist()
