"""Which entries are listed at all: the value of `status.listed`, as SQL about a row of `status`."""

from typing import Final

NOT_HIDDEN: Final = "(id NOT IN (SELECT id FROM snooze) AND id NOT IN (SELECT id FROM deleted))"
"""It is neither snoozed nor deleted."""

LISTED: Final = (
    "((starred OR (SELECT subscribed FROM feed WHERE feed.id = status.feed_id)) "
    f"AND EXISTS (SELECT 1 FROM entry WHERE entry.id = status.id) AND {NOT_HIDDEN})"
)
"""And its feed is subscribed or it is starred."""

WORTH_KEEPING: Final = (
    "(starred = 1 OR id IN (SELECT id FROM later) OR id IN (SELECT id FROM snooze) "
    "OR id IN (SELECT id FROM entry_tag) OR id IN (SELECT id FROM entry_note))"
)
"""The user did something with it that is for good: it is never removed for its age."""
