"""Marking read by itself: the entries that a feed has too many of, or that have been unread for too long.

What the user has brought back, by undoing it or one by one, stays unread: nothing is marked by itself twice.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from newsreader.core.journal import Change
from newsreader.core.subscriptions import NEVER, NO_LIMIT, Subscription
from newsreader.library.library import Library

MOST_REMEMBERED: Final = 5_000
"""Entries that are known to have been marked by itself, those of the last times."""

_KEY: Final = "auto_read"


def mark_surplus(library: Library, subscriptions: Sequence[Subscription]) -> Change | None:
    """Mark read what `max_unread` and `auto_read_after` of these subscriptions say, as one change; None: nothing.

    Starred entries are neither marked nor counted.

    Raises:
        StoreError: The store cannot be read or written.
    """
    limited = [one for one in subscriptions if one.max_unread != NO_LIMIT or one.auto_read_after != NEVER]
    if not limited:
        return None
    before = _remembered(library)
    titles: list[str] = []
    ids: list[int] = []
    for title, found in _surplus(library, limited):
        new = [entry_id for entry_id in found if entry_id not in before]
        if new:
            titles.append(title)
            ids += new
    if not ids:
        return None
    feeds = titles[0] if len(titles) == 1 else f"{len(titles):,} feeds"
    change = library.set_flags(
        ids, "read", True, f"by itself: more or older than is kept unread of {feeds}", alone=True
    )
    library.remember(_KEY, json.dumps([*before, *ids][-MOST_REMEMBERED:]))
    return change


def _surplus(library: Library, limited: Sequence[Subscription]) -> Iterator[tuple[str, list[int]]]:
    counts = library.store.feeds.counts()
    for subscription in limited:
        feed = library.store.feeds.get(subscription.url)
        unread = counts[feed.id].unread if feed is not None and feed.id in counts else 0
        most = subscription.max_unread or unread
        if feed is None or unread == 0 or (unread <= most and subscription.auto_read_after == NEVER):
            continue
        arrivals = library.store.statuses.unread_of(feed.id)
        old = library.now() - subscription.auto_read_after if subscription.auto_read_after != NEVER else 0
        yield (
            feed.title,
            [entry_id for place, (entry_id, arrived_at) in enumerate(arrivals) if place >= most or arrived_at < old],
        )


def _remembered(library: Library) -> dict[int, None]:
    """In the order in which they were marked."""
    try:
        return dict.fromkeys(int(entry_id) for entry_id in json.loads(library.recall(_KEY) or "[]"))
    except (ValueError, TypeError):
        return {}
