"""How many entries each feed lists, kept beside them: no count of a large store reads its entries.

Whoever changes what is listed, read or starred changes these numbers in the same transaction: by `follow` around a
change of known entries, by `add` for new ones, by `recount` for whole feeds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from newsreader.core.feeds import FeedCounts
from newsreader.store.database import Database, Values
from newsreader.store.values import id_list

_ADD: Final = """
INSERT INTO tally (feed_id, entries, unread, starred) VALUES (?, ?, ?, ?)
ON CONFLICT (feed_id) DO UPDATE SET entries = entries + excluded.entries, unread = unread + excluded.unread,
    starred = starred + excluded.starred
"""
_SUMS: Final = "coalesce(sum(listed), 0), coalesce(sum(listed AND NOT read), 0), coalesce(sum(listed AND starred), 0)"
_AMONG: Final = "id IN (SELECT value FROM json_each(?))"
_COUNTED: Final = f"SELECT feed_id, {_SUMS} FROM status GROUP BY feed_id"

VERY_MANY: Final = 100_000
"""From so many changed entries on it is quicker to count all of them once than these twice."""

Numbers = Mapping[int, tuple[int, int, int]]
"""By feed id: listed entries, the unread and the starred ones of them."""


def tallies(database: Database) -> dict[int, FeedCounts]:
    """The numbers of every feed that has or had an entry."""
    return {
        feed_id: FeedCounts(entries, unread, starred)
        for feed_id, entries, unread, starred in database.rows("SELECT feed_id, entries, unread, starred FROM tally")
    }


def add(database: Database, numbers: Numbers) -> None:
    """Add to the numbers of feeds, inside a transaction."""
    database.write_many(_ADD, [(feed_id, *three) for feed_id, three in numbers.items() if any(three)])


@contextmanager
def follow(
    database: Database,
    ids: Sequence[int],
    unlisted: tuple[bool, bool] = (False, False),
    runs: Sequence[tuple[int, int]] | None = None,
) -> Iterator[None]:
    """Count the difference that the block makes to these entries, inside a transaction.

    Args:
        database: The store.
        ids: The entries.
        unlisted: Whether none of them is listed before the block, and after it; then they need not be looked at.
        runs: The runs that they are, where those are few; None: not told.
    """
    if len(ids) >= VERY_MANY and not any(unlisted):
        yield
        recount(database)
        return
    none = (0, 0, 0)
    # By their ids: a table is read one page after the other then.
    told = ("id BETWEEN ? AND ?", runs) if runs else (_AMONG, [(id_list(sorted(ids)),)])
    before = {} if unlisted[0] else _of_entries(database, *told)
    yield
    after = {} if unlisted[1] else _of_entries(database, *told)
    add(
        database,
        {
            feed_id: _difference(after.get(feed_id, none), before.get(feed_id, none))
            for feed_id in before.keys() | after.keys()
        },
    )


def _difference(after: tuple[int, int, int], before: tuple[int, int, int]) -> tuple[int, int, int]:
    return after[0] - before[0], after[1] - before[1], after[2] - before[2]


def _of_entries(database: Database, where: str, asked: Iterable[Values]) -> dict[int, tuple[int, int, int]]:
    numbers: dict[int, tuple[int, int, int]] = {}
    for values in asked:
        for feed_id, *found in database.rows(
            f"SELECT feed_id, {_SUMS} FROM status WHERE {where} GROUP BY feed_id", values
        ):
            known = numbers.get(feed_id, (0, 0, 0))
            numbers[feed_id] = (known[0] + found[0], known[1] + found[1], known[2] + found[2])
    return numbers


def recount(database: Database, feed_ids: Iterable[int] | None = None) -> None:
    """Count feeds anew, inside a transaction; None: all of them, which reads every status."""
    if feed_ids is None:
        database.write("DELETE FROM tally")
        database.write(f"INSERT INTO tally (feed_id, entries, unread, starred) {_COUNTED}")
        return
    asked = id_list(feed_ids)
    database.write("DELETE FROM tally WHERE feed_id IN (SELECT value FROM json_each(?))", (asked,))
    database.write(
        f"INSERT INTO tally (feed_id, entries, unread, starred) SELECT feed_id, {_SUMS} FROM status "
        "WHERE feed_id IN (SELECT value FROM json_each(?)) GROUP BY feed_id",
        (asked,),
    )


def recount_unread(database: Database, *, few_unread: bool) -> None:
    """Count the unread entries of every feed anew, inside a transaction; `few_unread` False: from those that are read.

    The other numbers must be right.
    """
    if few_unread:
        found = "status INDEXED BY status_unread WHERE listed = 1 AND read = 0"
    else:
        found = "status WHERE listed = 1 AND read = 1"
    counted = Counter(database.ids(f"SELECT feed_id FROM {found}"))
    database.write("UPDATE tally SET unread = " + ("0" if few_unread else "entries"))
    sign = 1 if few_unread else -1
    add(database, {feed_id: (0, sign * count, 0) for feed_id, count in counted.items()})


def wrong(database: Database) -> list[int]:
    """The ids of feeds whose numbers are not what a count finds; reads every status."""
    counted = {row[0]: FeedCounts(*row[1:]) for row in database.rows(_COUNTED)}
    kept = tallies(database)
    none = FeedCounts()
    return sorted(
        feed_id for feed_id in counted.keys() | kept.keys() if counted.get(feed_id, none) != kept.get(feed_id, none)
    )
