"""Entries as lists: which fit, in what order, how many."""

from array import array
from typing import Final, Literal

from newsreader.core.entries import EntryFilter, EntrySummary, Kept, Order
from newsreader.core.subscriptions import PRIORITIES
from newsreader.store.database import Database
from newsreader.store.entry_rows import EntryRows
from newsreader.store.filters import has_copies, ids_in_order, is_folded, looks_up_hits, order_by, select
from newsreader.store.matching import Matching
from newsreader.store.search import folder_condition, leading_match
from newsreader.store.search_index import SearchIndex
from newsreader.store.values import bounded

HEAD: Final = 1_000
"""Entries at the top of a list that are there at once."""

COUNTED_OFF: Final = (10_000, 100_000)
"""So many entries are counted from both ends of a list before all are that stand above an entry."""

SCREENFUL: Final = 64
"""A search whose newest hits are fewer is not shown before all of them are found, unless the store is large."""

COPIES_LOOKED_AT: Final = 1_000
"""With more copies in the store the length of a list without them is not known before it has come."""

LARGE: Final = 20_000
"""Entries of which it takes longer than a key press may to look at all."""


class Entries(EntryRows):
    """The entries of one store, to read. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        super().__init__(database)
        self._index = index

    def ids(
        self, wanted: EntryFilter, *, order: Order = "newest", limit: int | None = None, offset: int = 0
    ) -> "array[int]":
        """The ids of the listed entries that fit, ordered by `sort_at`, equal ones by id. `limit` None: all."""
        return self._ids(wanted, Matching(self._db, self._index), order, limit, offset)

    def _ids(
        self, wanted: EntryFilter, matching: Matching, order: Order, limit: int | None = None, offset: int = 0
    ) -> "array[int]":
        selection = select(self._db, wanted, self._index, all_hits=limit is None, matching=matching)
        return self._db.ids(
            f"SELECT s.id FROM {selection.source} WHERE {selection.where.text} {order_by(order)} LIMIT ? OFFSET ?",
            (*selection.where.values, -1 if limit is None else bounded(limit), bounded(offset)),
        )

    def kept(self, wanted: EntryFilter, kept: Kept) -> "array[int]":
        """The ids of the entries in a kept list that fit, in its own order."""
        found = ids_in_order(kept, select(self._db, wanted._replace(kept=kept), self._index).where)
        return self._db.ids(found.text, found.values)

    def head(self, wanted: EntryFilter, *, order: Order = "newest") -> "tuple[array[int], bool]":
        """The first of `ids`, and whether they are all; quick in a list of any length, and where a search finds much.

        There are HEAD of them, of a search at least SCREENFUL, unless they are all; in a large store there may be fewer
        of a search, even none.
        """
        if wanted.query is None:
            ids = self.ids(wanted, order=order, limit=HEAD)
            return ids, len(ids) < HEAD
        large = self._is_large()
        matching = Matching(self._db, self._index, hurried=large)
        if not looks_up_hits(wanted, matching):
            from newsreader.store.first_hits import first_hits

            ids, whole = first_hits(
                self._db, wanted, self._index, matching, order=order, enough=SCREENFUL, hurried=large
            )
            if whole or large or len(ids) >= SCREENFUL:
                return ids, whole
        return self._ids(wanted, matching, order), True

    def latest_found(self, wanted: EntryFilter, most: int) -> "array[int]":
        """What fits of the `most` hits that were stored last, in list order; none where these are not soon known."""
        matching = Matching(self._db, self._index, hurried=True)
        expression = leading_match(wanted.query) if wanted.query is not None else None
        if expression is None or not matching.keep_latest(expression, most):
            return array("q")
        return self._ids(wanted, matching, "newest")

    def inflected(self, wanted: EntryFilter) -> EntryFilter:
        """`wanted` with the inflections of the words that it looks for, as far as they stand in the store now."""
        if wanted.query is None:
            return wanted
        from newsreader.store.inflections import Inflections  # only for who searches

        return wanted._replace(query=Inflections(self._db, self._index).of(wanted.query))

    def finds_soon(self, wanted: EntryFilter) -> bool:
        """Whether all that fits is soon found, of however large a store."""
        return not self._is_large() or looks_up_hits(wanted, Matching(self._db, self._index, hurried=True))

    def _is_large(self) -> bool:
        return bool(self._db.value("SELECT sum(entries) > ? FROM tally", (LARGE,)))

    def total(self, wanted: EntryFilter) -> int | None:
        """How many listed entries fit, where that is known without counting them; else None."""
        if wanted.query is not None or wanted.kept is not None:
            return None
        if wanted.since is not None or wanted.after_id is not None:
            return None
        if wanted.read is not None and wanted.starred is not None:
            return None
        least = PRIORITIES[-1] if wanted.least_priority is None else wanted.least_priority
        counted = self._db.row(
            "SELECT coalesce(sum(t.entries), 0), coalesce(sum(t.unread), 0), coalesce(sum(t.starred), 0) "
            "FROM tally t JOIN feed f ON f.id = t.feed_id WHERE "
            + ("1" if wanted.folder is None else (inside := folder_condition(wanted.folder)).text)
            + ("" if wanted.feed_id is None else " AND t.feed_id = ?")
            + f" AND f.priority <= {PRIORITIES.index(least)}",
            (
                *(() if wanted.folder is None else inside.values),
                *(() if wanted.feed_id is None else (bounded(wanted.feed_id),)),
            ),
        )
        assert counted is not None
        entries, unread, starred = counted
        folded = self._folded(wanted)
        if folded is None:
            return None
        if wanted.starred is not None:
            return int(starred if wanted.starred else entries - starred) - folded
        if wanted.read is not None:
            return int(entries - unread if wanted.read else unread) - folded
        return int(entries) - folded

    def _folded(self, wanted: EntryFilter) -> int | None:
        """How many entries that fit are folded, None where there are too many copies to look at now."""
        if not wanted.folded or not has_copies(self._db):
            return 0
        copies = self._db.ids(f"SELECT id FROM copy LIMIT {COPIES_LOOKED_AT + 1}")
        if len(copies) > COPIES_LOOKED_AT:
            return None
        where = select(self._db, wanted._replace(folded=False), self._index, each=True).where
        folded = is_folded(self._db, wanted, self._index)
        number: int = self._db.value(
            f"SELECT count(*) FROM copy CROSS JOIN status s ON s.id = copy.id WHERE {where.text} AND {folded.text}",
            (*where.values, *folded.values),
        )
        return number

    def position(
        self,
        wanted: EntryFilter,
        entry_id: int,
        *,
        order: Order = "newest",
        total: int | None = None,
        below: EntrySummary | None = None,
    ) -> int | None:
        """Where an entry stands in `ids`, None where it does not.

        Args:
            total: How many those are, where that is known.
            below: Only those after this row count, which need not be among them; None: all.
        """
        selection = select(self._db, wanted, self._index)
        where, values = selection.where.text, selection.where.values
        key = self._db.row(
            f"SELECT s.sort_at, s.id FROM status s WHERE {where} AND s.id = ?", (*values, bounded(entry_id))
        )
        if key is None:
            return None
        before: Literal["<", ">"] = ">" if order == "newest" else "<"
        after: Literal["<", ">"] = "<" if order == "newest" else ">"

        def count(side: Literal["<", ">"], most: int) -> int:
            bounds, limits = f"(s.sort_at, s.id) {side} (?, ?)", key
            # What stands after the entry is below that row anyway; said twice, SQLite would begin there and not here.
            if below is not None and side == before:
                bounds += f" AND (s.sort_at, s.id) {after} (?, ?)"
                limits = (*key, below.sort_at, below.id)
            number: int = self._db.value(
                f"SELECT count(*) FROM (SELECT 1 FROM {selection.source} WHERE {where} AND {bounds} LIMIT ?)",
                (*values, *limits, most),
            )
            return number

        for most in COUNTED_OFF if total is not None else ():
            number = count(before, most)
            if number < most:
                return number
            number = count(after, most)
            if total is not None and number < most:
                return total - 1 - number
        return count(before, -1)

    def beyond(
        self, wanted: EntryFilter, row: EntrySummary, *, order: Order, limit: int, offset: int = 0
    ) -> "array[int]":
        """Those of `ids` that stand after `row`, which need not be among them; the first `offset` are passed over."""
        selection = select(self._db, wanted, self._index)
        after = "<" if order == "newest" else ">"
        return self._db.ids(
            f"SELECT s.id FROM {selection.source} WHERE {selection.where.text} AND (s.sort_at, s.id) {after} (?, ?) "
            f"{order_by(order)} LIMIT ? OFFSET ?",
            (*selection.where.values, row.sort_at, row.id, limit, offset),
        )

    def count(self, wanted: EntryFilter) -> int:
        """How many listed entries fit."""
        selection = select(self._db, wanted, self._index, ordered=False)
        number: int = self._db.value(
            f"SELECT count(*) FROM {selection.source} WHERE {selection.where.text}", selection.where.values
        )
        return number

    def count_since(self, entry_id: int) -> dict[int, int]:
        """By feed id: how many listed entries have come after the one with this id; feeds without any are left out."""
        # Without the index, which has all entries of all feeds: those that have come last stand together in the table.
        return dict(
            self._db.rows(
                "SELECT feed_id, count(*) FROM status NOT INDEXED WHERE id > ? AND listed = 1 GROUP BY feed_id",
                (bounded(entry_id),),
            )
        )
