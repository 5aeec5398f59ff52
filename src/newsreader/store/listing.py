"""Which entries are listed at all: the value of `status.listed`, as SQL about a row of `status`. Which are folded."""

from typing import Final

NOT_HIDDEN: Final = "(id NOT IN (SELECT id FROM snooze) AND id NOT IN (SELECT id FROM deleted))"
"""It is neither snoozed nor deleted."""

LISTED_IF_STORED: Final = (
    f"((starred OR (SELECT subscribed FROM feed WHERE feed.id = status.feed_id)) AND {NOT_HIDDEN})"
)
"""And its feed is subscribed or it is starred."""

LISTED: Final = f"({LISTED_IF_STORED} AND EXISTS (SELECT 1 FROM entry WHERE entry.id = status.id))"
"""And there is an entry at all."""

WORTH_KEEPING: Final = (
    "(starred = 1 OR id IN (SELECT id FROM later) OR id IN (SELECT id FROM snooze) "
    "OR id IN (SELECT id FROM entry_tag) OR id IN (SELECT id FROM entry_note))"
)
"""The user did something with it that is for good: it is never removed for its age."""

FOLDING: Final = (
    "FROM copy c JOIN status o ON o.id = c.id JOIN feed f ON f.id = o.feed_id "
    "WHERE c.parted = 0 AND f.folds = 1 AND o.starred = 0 "
    "AND NOT EXISTS (SELECT 1 FROM later l WHERE l.id = c.id) "
    "AND NOT EXISTS (SELECT 1 FROM entry_tag t WHERE t.id = c.id) "
    "AND NOT EXISTS (SELECT 1 FROM entry_note n WHERE n.id = c.id) "
    "AND NOT EXISTS (SELECT 1 FROM copy above WHERE above.id = c.kept AND above.parted = 0)"
)
"""What follows SELECT for the copies `c`, with their statuses `o`, that are folded where `c.kept` is in the same list.

The user has not marked them, and what is kept is folded nowhere itself: nothing is out of sight.
"""
