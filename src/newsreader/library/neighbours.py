"""From one unread entry of a list to another: of another feed, or any."""

from bisect import bisect_right
from random import Random
from typing import Final, Literal

from newsreader.library.headlines import HeadlineList

_TRIES: Final = 20
"""So many rows are looked at by chance before the unread ones are counted, which takes long in a long list."""


def unread_by_chance(headlines: HeadlineList, random: Random, besides: int) -> int | None:
    """The index of an unread entry, `besides` left out; None where there is none. Raises StoreError."""
    for _ in range(_TRIES if len(headlines) else 0):
        index = random.randrange(len(headlines))
        row = headlines.row(index)
        if row is not None and not row.read and index != besides:
            return index
    unread = [index for index in headlines.unread_indexes() if index != besides]
    return random.choice(unread) if unread else None


def unread_beside(headlines: HeadlineList, feed_id: int | None, index: int, step: Literal[1, -1]) -> int | None:
    """The index of the next unread entry that is not of the feed, `index` left out; None where there is none.

    Args:
        headlines: The list.
        feed_id: The feed that is passed over.
        index: Where to start; -1 (or len()) to look at every entry.
        step: 1 looks down the list, -1 up.

    Raises:
        StoreError: The store cannot be read.
    """
    found = headlines.unread(index, step)
    while found is not None:
        row = headlines.row(found)
        if row is not None and row.feed_id != feed_id:
            return found
        found = headlines.unread(_last_of_part(headlines, found, step), step)
    return None


def _last_of_part(headlines: HeadlineList, index: int, step: int) -> int:
    """The last index, in that direction, of the entries of one feed around `index`, where feed follows feed."""
    if headlines.order != "feed":
        return index
    starts = [start for start, _ in headlines.breaks]
    part = bisect_right(starts, index)
    if step < 0:
        return starts[part - 1] if part else index
    return starts[part] - 1 if part < len(starts) else len(headlines) - 1
