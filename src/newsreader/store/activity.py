"""How often feeds publish, from the newest entries of each: no more of a large store is read."""

from typing import Final

from newsreader.core.health import LOOKED_AT, LOOKED_BACK, Activity
from newsreader.store.database import Database

# The newest entry is the end of the feed's part of the index, and the others are next to it.
_ACTIVITY: Final = """
SELECT f.id,
    (SELECT max(sort_at) FROM status s INDEXED BY status_feed WHERE s.listed = 1 AND s.feed_id = f.id),
    (SELECT min(at) || ' ' || count(*) FROM (SELECT sort_at AS at FROM status s INDEXED BY status_feed
        WHERE s.listed = 1 AND s.feed_id = f.id AND s.sort_at >= ?1 ORDER BY sort_at DESC LIMIT ?2))
FROM feed f WHERE f.subscribed = 1 AND (?3 IS NULL OR f.id = ?3)
"""


def activity(database: Database, feed_id: int | None = None) -> dict[int, Activity]:
    """By the id of each subscribed feed, or of the one named. Raises StoreError where the store fails."""
    since = database.clock.now() - LOOKED_BACK
    found: dict[int, Activity] = {}
    for number, newest, recent in database.rows(_ACTIVITY, (since, LOOKED_AT, feed_id)):
        oldest, _, count = (recent or "").partition(" ")
        found[number] = Activity(newest, int(oldest), int(count)) if oldest else Activity(newest)
    return found
