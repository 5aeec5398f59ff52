"""Lists in the orders that no index gives: by feed, by priority, by length, one of each feed in turn.

What is short enough is sorted at once. Of a longer list the top is made first, and the whole by whoever has time for
it (`whole`), whose beginning is that top.
"""

import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from newsreader.core.entries import EntryFilter, Order
from newsreader.core.folders import outline_order
from newsreader.core.subscriptions import PRIORITIES
from newsreader.store.database import Database, Row
from newsreader.store.entries import HEAD, SCREENFUL, Entries
from newsreader.store.filters import Selection, order_by, select
from newsreader.store.search import folder_condition
from newsreader.store.search_index import SearchIndex
from newsreader.store.sizes import SIZE, SIZED
from newsreader.store.sql import TRUE, Sql, joined
from newsreader.store.values import bounded, id_list

AT_ONCE: Final = 20_000
"""So many entries are sorted by feed, by priority or in turn before a list is shown."""

MEASURED: Final = 5_000
"""So many entries, the newest, are sorted by length; the others follow newest first."""

LATEST: Final = 4 * MEASURED
"""Of so many hits of a search, those stored last, the newest that fit are taken while all are being looked for."""

MOST_ROUNDS: Final = 100

SECONDS: Final = 0.03
"""Hits of a search in a large store are looked for in no further part of a list after that."""


class Listing(NamedTuple):
    """The ids of a list; where its parts begin, with the id of the part's feed or the place of its priority."""

    ids: "array[int]"
    breaks: tuple[tuple[int, int], ...] = ()


class Orders:
    """The lists of one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex, entries: Entries) -> None:
        self._db = database
        self._index = index
        self._entries = entries

    def head(self, wanted: EntryFilter, order: Order) -> tuple[Listing, bool]:
        """The top of a list, and whether it is all of it. A kept list is in its own order, whatever is asked for."""
        if wanted.kept is not None:
            return Listing(self._entries.kept(wanted, wanted.kept)), True
        if order in ("newest", "oldest"):
            ids, whole = self._entries.head(wanted, order=order)
            return Listing(ids), whole
        if wanted.query is not None and not self._entries.finds_soon(wanted):
            return self._first_found(wanted, order), False
        if order == "length":
            ids = self._by_length(self._entries.ids(wanted, limit=MEASURED))
            return Listing(ids), len(ids) < MEASURED
        if wanted.query is not None or self._is_short(wanted):
            return self.whole(wanted, order), True
        if order == "priority":
            parts = [(place, self._of_class(wanted, place)) for place in range(len(PRIORITIES))]
            return _cut(parts), False
        if order == "feed":
            return _cut(self._feed_by_feed(wanted)), False
        return Listing(self._first_rounds(wanted)), False

    def whole(self, wanted: EntryFilter, order: Order) -> Listing:
        """All of a list."""
        match order:
            case "newest" | "oldest":
                return Listing(self._entries.ids(wanted, order=order))
            case "length":
                ids = self._entries.ids(wanted)
                return Listing(self._by_length(ids[:MEASURED]) + ids[MEASURED:])
            case "round robin":
                return Listing(_in_turn(self._by_feed(wanted).values()))
            case "feed":
                parts = self._by_feed(wanted)
                return _joined((feed_id, parts[feed_id]) for feed_id in self._feeds(TRUE) if feed_id in parts)
            case "priority":
                return self._by_priority(wanted)

    def _first_found(self, wanted: EntryFilter, order: Order) -> Listing:
        """The top of what a search finds in a large store, as far as it is soon found."""
        match order:
            case "feed":
                narrowed = ((one, wanted._replace(feed_id=one)) for one in self._feeds_of(wanted))
                return _joined(self._found_in(narrowed))
            case "priority":
                # Where nothing is found in what matters more, what matters as much or more is of this class.
                least = (
                    len(PRIORITIES) if wanted.least_priority is None else PRIORITIES.index(wanted.least_priority) + 1
                )
                classes = enumerate(PRIORITIES[:least])
                parts = self._found_in((place, wanted._replace(least_priority=one)) for place, one in classes)
                return _joined(islice((part for part in parts if part[1]), 1))
            case "round robin":
                newest, _ = self._entries.head(wanted)
                rows = self._entries.summaries(newest)
                first = {row.feed_id: row.id for row in reversed(rows)}
                return Listing(array("q", (row.id for row in rows if first[row.feed_id] == row.id)))
        newest = self._entries.latest_found(wanted, LATEST)[:MEASURED]
        return Listing(self._by_length(newest) if len(newest) == MEASURED else array("q"))

    def _found_in(self, narrowed: Iterable[tuple[int, EntryFilter]]) -> Iterator[tuple[int, "array[int]"]]:
        """The first hits of one part of a list after the other, until one is not all there, or a screen is full."""
        count, began = 0, time.perf_counter()
        for key, wanted in narrowed:
            ids, whole = self._entries.head(wanted)
            yield key, ids
            count += len(ids)
            if not whole or count >= SCREENFUL or time.perf_counter() - began > SECONDS:
                return

    def _is_short(self, wanted: EntryFilter) -> bool:
        wanted = wanted._replace(folded=False)  # known at once, and not much more
        total = self._entries.total(wanted)
        return (self._entries.count(wanted) if total is None else total) <= AT_ONCE

    def _feeds(self, condition: Sql) -> "array[int]":
        """As the sidebar has them; those no longer subscribed come last."""
        sql = f"SELECT id, subscribed, folder FROM feed WHERE {condition.text} ORDER BY subscribed DESC, position, id"
        rows = self._db.rows(sql, condition.values)
        ordered = [rows[place] for place in outline_order([row[2] if row[1] else "" for row in rows])]
        return array("q", (row[0] for row in sorted(ordered, key=lambda row: not row[1])))

    def _feeds_of(self, wanted: EntryFilter) -> "array[int]":
        """Those that may have entries which fit."""
        conditions = [TRUE if wanted.folder is None else folder_condition(wanted.folder)]
        if wanted.feed_id is not None:
            conditions.append(Sql("id = ?", (bounded(wanted.feed_id),)))
        if wanted.least_priority is not None:
            conditions.append(Sql("priority <= ?", (PRIORITIES.index(wanted.least_priority),)))
        return self._feeds(joined(conditions, "AND"))

    def _feeds_and_ids(self, wanted: EntryFilter) -> Iterator[Row]:
        """Newest first."""
        selection = select(self._db, wanted, self._index, all_hits=True)
        sql = f"SELECT s.feed_id, s.id FROM {selection.source} WHERE {selection.where.text} {order_by('newest')}"
        return self._db.each(sql, selection.where.values)

    def _by_feed(self, wanted: EntryFilter) -> dict[int, "array[int]"]:
        """The entries of each feed newest first; the feeds by their newest entry."""
        parts: dict[int, array[int]] = {}
        for feed_id, entry_id in self._feeds_and_ids(wanted):
            if feed_id in parts:
                parts[feed_id].append(entry_id)
            else:
                parts[feed_id] = array("q", (entry_id,))
        return parts

    def _by_priority(self, wanted: EntryFilter) -> Listing:
        classes: dict[int, int] = dict(self._db.rows("SELECT id, priority FROM feed"))
        parts: dict[int, array[int]] = {place: array("q") for place in range(len(PRIORITIES))}
        for feed_id, entry_id in self._feeds_and_ids(wanted):
            parts[classes[feed_id]].append(entry_id)
        return _joined(parts.items())

    def _of_class(self, wanted: EntryFilter, place: int) -> "array[int]":
        feeds = self._feeds(Sql("priority = ?", (place,)))
        if not feeds:
            return array("q")
        selection = select(self._db, wanted, self._index)
        return self._db.ids(
            f"SELECT s.id FROM {selection.source} WHERE {selection.where.text} "
            f"AND s.feed_id IN (SELECT value FROM json_each(?)) {order_by('newest')} LIMIT {HEAD}",
            (*selection.where.values, id_list(feeds)),
        )

    def _feed_by_feed(self, wanted: EntryFilter) -> Iterator[tuple[int, "array[int]"]]:
        selection = select(self._db, wanted, self._index, any_feed=True)
        for feed_id in self._feeds_of(wanted):
            yield feed_id, self._top_of(selection, feed_id, HEAD)

    def _top_of(self, selection: Selection, feed_id: int, limit: int) -> "array[int]":
        return self._db.ids(
            f"SELECT s.id FROM status s INDEXED BY status_feed WHERE s.feed_id = ? AND {selection.where.text} "
            f"{order_by('newest')} LIMIT ?",
            (feed_id, *selection.where.values, limit),
        )

    def _first_rounds(self, wanted: EntryFilter) -> "array[int]":
        """What a screenful of rounds deals: as many rounds as make a HEAD if every feed has that many."""
        feeds = self._feeds_of(wanted)
        rounds = min(max(HEAD // max(len(feeds), 1), 1), MOST_ROUNDS)
        selection = select(self._db, wanted, self._index, any_feed=True)
        tops = {feed_id: self._top_of(selection, feed_id, rounds) for feed_id in feeds}
        firsts = id_list(top[0] for top in tops.values() if top)
        in_order = self._db.ids(
            "SELECT s.feed_id FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value " + order_by("newest"),
            (firsts,),
        )
        return _in_turn(tops[feed_id] for feed_id in in_order)

    def _by_length(self, ids: Sequence[int]) -> "array[int]":
        """By the size of the body as it is stored, equal ones in the order given: no body is read for that."""
        return self._db.ids(
            f"SELECT asked.value FROM json_each(?) asked {SIZED} ORDER BY {SIZE}, asked.key",
            (id_list(ids),),
        )


def _joined(parts: Iterable[tuple[int, "array[int]"]]) -> Listing:
    ids: array[int] = array("q")
    breaks: list[tuple[int, int]] = []
    for key, part in parts:
        if part:
            breaks.append((len(ids), key))
            ids.extend(part)
    return Listing(ids, tuple(breaks))


def _cut(parts: Iterable[tuple[int, "array[int]"]]) -> Listing:
    """Joined, up to the first part that is not all there or makes a HEAD full."""
    taken: list[tuple[int, array[int]]] = []
    count = 0
    for key, part in parts:
        taken.append((key, part))
        count += len(part)
        if count >= HEAD:
            break
    return _joined(taken)


def _in_turn(parts: Iterable["array[int]"]) -> "array[int]":
    """One of each part, then the second of each, and so on."""
    dealing, dealt, number = list(parts), array("q"), 0
    while dealing:
        dealt.extend(part[number] for part in dealing)
        number += 1
        dealing = [part for part in dealing if len(part) > number]
    return dealt
