"""Sets flags of entries, one or a million, with the counts of their feeds."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from newsreader.core.entries import Flag
from newsreader.store.database import Database
from newsreader.store.listing import NOT_HIDDEN
from newsreader.store.runs import Marks, shorten
from newsreader.store.tallies import follow, recount, recount_unread
from newsreader.store.values import id_list

MANY: Final = 20_000
"""From so many ids on they are looked for in one pass over all entries, and kept in the order of their ids."""

FEW_RUNS: Final = 5_000
"""So many are asked one by one whether all of their entries differ, which fetches none of them."""

_WORTH_AN_INDEX: Final = 6
"""Making an index anew costs as much as changing one in so many of its entries."""

_SET: Final[dict[Flag, str]] = {
    "read": "UPDATE status SET read = ?1, read_at = CASE WHEN ?1 THEN ?2 END WHERE ",
    "starred": "UPDATE status SET starred = ?1 WHERE ",
}

# A star lists an entry for ever, unless it is snoozed or deleted. Once unstarred, it stays listed where its feed is
# subscribed. Only those that this concerns are written: three indexes hang on `listed`.
_LIST_STARRED: Final = f"UPDATE status SET listed = 1 WHERE listed = 0 AND {NOT_HIDDEN} AND "
_UNLIST_UNSTARRED: Final = (
    "UPDATE status SET listed = 0 "
    "WHERE listed = 1 AND NOT (SELECT subscribed FROM feed WHERE feed.id = status.feed_id) AND "
)


def differing(database: Database, ids: Sequence[int], flag: Flag, value: bool) -> Sequence[int]:
    """Those of `ids` once each whose `flag` is not `value`: in their order, from MANY on by id."""
    if len(ids) < MANY:
        rows = database.rows(
            f"SELECT asked.value FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value "
            f"WHERE s.{flag} <> ? ORDER BY asked.key",
            (id_list(ids), int(value)),
        )
        return list(dict.fromkeys(row[0] for row in rows))
    top = _top(database)
    marks = Marks(ids, top)
    runs = marks.runs()
    if len(runs) <= FEW_RUNS and sum(_differ_in(database, run, flag, value) for run in runs) == len(ids):
        return ids
    return marks.among(database.ids(f"SELECT id FROM status WHERE {flag} <> ? AND id <= ?", (int(value), top)))


def short_ids(ids: Sequence[int]) -> "array[int]":
    """Ids to be kept, for `runs.lengthen`: very many as runs, where that is shorter."""
    return shorten(ids, Marks(ids, max(ids)).runs() if len(ids) >= MANY else [(one, one) for one in ids])


def _differ_in(database: Database, run: tuple[int, int], flag: Flag, value: bool) -> int:
    count: int = database.value(
        f"SELECT count(*) FROM status WHERE id BETWEEN ? AND ? AND {flag} <> ?", (*run, int(value))
    )
    return count


def runs_of(database: Database, ids: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each run of consecutive ones among `ids`, up to the highest there is."""
    return Marks(ids, _top(database)).runs()


def few_runs(database: Database, ids: Sequence[int]) -> list[tuple[int, int]] | None:
    """The same of very many ids, where that are few runs; else None."""
    runs = runs_of(database, ids) if len(ids) >= MANY else []
    return runs if 0 < len(runs) <= FEW_RUNS else None


def which(database: Database, ids: Sequence[int]) -> tuple[str, Sequence[tuple[object, ...]]]:
    """What a statement says of its rows, by `id`, to be about these entries; and the values for each time it is run."""
    if len(ids) < MANY:
        return "id IN (SELECT value FROM json_each(?))", [(id_list(ids),)]
    return "id BETWEEN ? AND ?", runs_of(database, ids)


def set_flags(database: Database, ids: Sequence[int], flag: Flag, value: bool) -> None:
    """Set `flag` of these entries, which have the other value, inside a transaction."""
    if len(ids) < MANY:
        with follow(database, ids):
            _set(database, flag, value, "id IN (SELECT value FROM json_each(?3))", [(id_list(ids),)])
        return
    runs = runs_of(database, ids)
    with indexes_anew(database, flag, len(ids)):
        _set(database, flag, value, "id BETWEEN ?3 AND ?4", runs)
    if flag == "read":
        recount_unread(database, few_unread=value)
    else:
        recount(database)


def _set(database: Database, flag: Flag, value: bool, which: str, asked: Sequence[tuple[object, ...]]) -> None:
    """Set `flag` of the entries that `which` tells, once for each of `asked`."""
    told = [(int(value), database.clock.now(), *one) for one in asked]
    database.write_many(_SET[flag] + which, told)
    if flag == "starred":
        database.write_many((_LIST_STARRED if value else _UNLIST_UNSTARRED) + which, told)


@contextmanager
def indexes_anew(database: Database, column: str, count: int) -> Iterator[None]:
    """Around a change of `column` of `count` entries, inside a transaction: where they are very many, the indexes that
    it takes entries out of or puts them into are taken away before it and made anew after it.
    """
    indexes = _indexes_of(database, column) if count >= MANY and count * _WORTH_AN_INDEX > _top(database) else []
    for name, _ in indexes:
        database.write(f"DROP INDEX {name}")
    yield
    for _, statement in indexes:
        database.write(statement)


def _top(database: Database) -> int:
    top: int | None = database.value("SELECT max(id) FROM status")
    return top or 0


def _indexes_of(database: Database, column: str) -> list[tuple[str, str]]:
    """Name and statement of the partial indexes that a change of `column` takes entries out of or puts them into."""
    return [
        (name, statement)
        for name, statement in database.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'status' AND sql IS NOT NULL"
        )
        if f"{column} = " in statement
    ]
