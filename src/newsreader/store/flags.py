"""Sets flags of entries, one or a million, with the counts of their feeds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from newsreader.core.entries import Flag
from newsreader.store.database import Database
from newsreader.store.runs import Marks
from newsreader.store.tallies import Numbers, add, follow, recount
from newsreader.store.values import id_list

MANY: Final = 20_000
"""From so many ids on they are looked for in one pass over all entries, and kept in the order of their ids."""

_WORTH_AN_INDEX: Final = 6
"""Making an index anew costs as much as changing one in so many of its entries."""

# Starring lists an entry for ever. Once unstarred, it stays listed where its feed is subscribed.
_SET: Final[dict[Flag, str]] = {
    "read": "read = ?1, read_at = CASE WHEN ?1 THEN ?2 END",
    "starred": (
        "starred = ?1, listed = CASE WHEN ?1 THEN 1 "
        "ELSE listed AND (SELECT subscribed FROM feed WHERE feed.id = status.feed_id) END"
    ),
}


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
    others = database.ids(f"SELECT id FROM status WHERE {flag} <> ? AND id <= ?", (int(value), top))
    return Marks(ids, top).among(others)


def set_flags(database: Database, ids: Sequence[int], flag: Flag, value: bool) -> None:
    """Set `flag` of these entries, which have the other value, inside a transaction."""
    now = database.clock.now()
    if len(ids) < MANY:
        with follow(database, ids):
            database.write(
                f"UPDATE status SET {_SET[flag]} WHERE id IN (SELECT value FROM json_each(?3))",
                (int(value), now, id_list(ids)),
            )
        return
    runs = Marks(ids, _top(database)).runs()
    indexes = _indexes_of(database, flag) if len(ids) * _WORTH_AN_INDEX > _top(database) else []
    for name, _ in indexes:
        database.write(f"DROP INDEX {name}")
    database.write_many(
        f"UPDATE status SET {_SET[flag]} WHERE id BETWEEN ?3 AND ?4",
        ((int(value), now, first, last) for first, last in runs),
    )
    for _, statement in indexes:
        database.write(statement)
    if flag == "read":
        add(database, _newly_unread(database, runs, -1 if value else 1))
    else:
        recount(database)


def _newly_unread(database: Database, runs: Iterable[tuple[int, int]], sign: int) -> Numbers:
    """What all entries of `runs` add to the counts of their feeds when they become unread (`sign` -1: read)."""
    feeds: Counter[int] = Counter()
    for run in runs:
        feeds.update(database.ids("SELECT feed_id FROM status WHERE id BETWEEN ? AND ? AND listed = 1", run))
    return {feed_id: (0, sign * count, 0) for feed_id, count in feeds.items()}


def _top(database: Database) -> int:
    top: int | None = database.value("SELECT max(id) FROM status")
    return top or 0


def _indexes_of(database: Database, flag: Flag) -> list[tuple[str, str]]:
    """Name and statement of the partial indexes that a change of `flag` takes entries out of or puts them into."""
    return [
        (name, statement)
        for name, statement in database.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'status' AND sql IS NOT NULL"
        )
        if f"{flag} = " in statement
    ]
