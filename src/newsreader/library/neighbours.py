"""From the entries of one feed in a list to those of another."""

from bisect import bisect_right
from typing import Literal

from newsreader.library.headlines import HeadlineList


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
