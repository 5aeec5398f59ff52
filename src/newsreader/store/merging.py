"""Two rows of feeds that turn out to be one feed: what was subscribed and left before, and what has moved there now."""

from typing import Final

from newsreader.store.database import Database
from newsreader.store.listing import LISTED
from newsreader.store.tallies import recount
from newsreader.store.values import id_list

_TWICE: Final = (
    "SELECT old.id AS old, kept.id AS kept FROM status old "
    "JOIN status kept ON kept.feed_id = ?1 AND kept.uid = old.uid "
    "WHERE old.feed_id = ?2 AND EXISTS (SELECT 1 FROM entry WHERE entry.id = kept.id)"
)
"""Entries that both have, as pairs."""

_TO_KEPT: Final = f"SET id = (SELECT kept FROM ({_TWICE}) WHERE old = id) WHERE id IN (SELECT old FROM ({_TWICE}))"
_FLAGGED: Final = (
    f"UPDATE status SET {{0}} WHERE id IN (SELECT kept FROM ({_TWICE}) JOIN status o ON o.id = old WHERE o.{{1}} = 1)"
)
_MARKS: Final = (
    _FLAGGED.format("starred = 1", "starred"),
    _FLAGGED.format("read_at = coalesce(read_at, arrived_at), read = 1", "read"),
    f"UPDATE status SET starred = 0 WHERE id IN (SELECT old FROM ({_TWICE}))",
    # What the kept one has itself stays: the other's is left where it was.
    *(f"UPDATE OR IGNORE {table} {_TO_KEPT}" for table in ("later", "entry_tag", "entry_note", "opened")),
)


def adopt(database: Database, feed_id: int, former: int) -> None:
    """Give the feed `feed_id` the entries of the feed `former`, and to those that both have what the user made of the
    other one's; inside a transaction. What is left of `former` is what is stored twice: it goes in time, as any feed's
    that is subscribed no more.
    """
    for mark in _MARKS:
        database.write(mark, (feed_id, former))
    database.write(
        "UPDATE status SET feed_id = ?1 WHERE feed_id = ?2 AND uid NOT IN (SELECT uid FROM status WHERE feed_id = ?1)",
        (feed_id, former),
    )
    database.write(
        f"UPDATE status SET listed = {LISTED} WHERE feed_id IN (?1, ?2) AND listed <> {LISTED}", (feed_id, former)
    )
    recount(database, (feed_id, former))
    _remember_removed(database, feed_id, former)


def _remember_removed(database: Database, feed_id: int, former: int) -> None:
    """What was removed of either stays so, unless the other one still has it."""
    from newsreader.store.retention import uid_key  # with much behind it, and feeds seldom move

    database.write("UPDATE OR IGNORE tombstone SET feed_id = ? WHERE feed_id = ?", (feed_id, former))
    there = [uid_key(uid) for (uid,) in database.rows("SELECT uid FROM status WHERE feed_id = ?", (feed_id,))]
    database.write(
        "DELETE FROM tombstone WHERE feed_id = ? AND uid_key IN (SELECT value FROM json_each(?))",
        (feed_id, id_list(there)),
    )
