"""The headings of a list: where its parts begin, and what they are called."""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from newsreader.core.subscriptions import PRIORITIES
from newsreader.library.headlines import HeadlineList
from newsreader.library.views import local_midnight
from newsreader.store import Store

_OF_PRIORITY: Final = {"must": "Must read", "should": "Should read", "may": "May read"}


class Group(NamedTuple):
    """A part of a list: the entries from index `start` up to the next group's."""

    start: int
    title: str


Groups = tuple[Group, ...]


def groups_of(headlines: HeadlineList, store: Store, now: int) -> Groups:
    """The parts of a list, none of them empty: days where it is sorted by date, feeds or priorities where by these.

    None (an empty tuple) where the order has no parts: by length, one of each feed in turn, the user's own. Of a list
    of which only the top has come, those that begin there.

    Raises:
        StoreError: The store cannot be read.
    """
    if len(headlines) == 0 or headlines.kept is not None:
        return ()
    breaks = {start: key for start, key in headlines.breaks if start < len(headlines)}  # of those left empty, the last
    match headlines.order:
        case "newest" | "oldest":
            return _days(headlines, store, now)
        case "feed":
            feeds = ((start, store.feeds.by_id(feed_id)) for start, feed_id in breaks.items())
            return tuple(Group(start, feed.title) for start, feed in feeds if feed is not None)
        case "priority":
            return tuple(Group(start, _OF_PRIORITY[PRIORITIES[key]]) for start, key in breaks.items())
    return ()


def group_at(groups: Sequence[Group], index: int) -> int | None:
    """Which group the entry at `index` is in; None where there are none."""
    found = bisect_right(groups, index, key=lambda group: group.start) - 1
    return found if found >= 0 else None


def range_of(groups: Sequence[Group], number: int, length: int) -> range:
    """The indexes of group `number` in a list of `length` entries."""
    end = groups[number + 1].start if number + 1 < len(groups) else length
    return range(groups[number].start, end)


def day_names(now: int) -> list[tuple[int, str]]:
    """When each part of a list newest first begins, Unix seconds, the newest first; the week begins on Monday.

    Example on a Wednesday: [(midnight, "Today"), (a day before, "Yesterday"), (Monday, "This week"), (…, "Earlier")].
    """
    today = local_midnight(now)
    days = [today]
    for _ in range(6):
        days.append(local_midnight(days[-1] - 1))  # a day has 23 to 25 hours
    monday = days[_weekday(today)]
    parts = [(today, "Today"), (days[1], "Yesterday")]
    if monday < days[1]:
        parts.append((monday, "This week"))
    return [*parts, (-(1 << 62), "Earlier")]


def _weekday(at: int) -> int:
    """Days since Monday, in local time."""
    return time.localtime(at).tm_wday


def _days(headlines: HeadlineList, store: Store, now: int) -> Groups:
    ids = headlines.come
    names = day_names(now)
    oldest_first = headlines.order == "oldest"

    def rank(index: int) -> int:
        """Which part the entry at `index` is in; one that has gone is where the one after it is."""
        place = None
        while place is None and index < len(ids):
            place = store.entries.place_of(headlines.unfolded.get(ids[index], ids[index]))
            index += 1
        part = len(names) - 1 if place is None else next(n for n, (start, _) in enumerate(names) if place >= start)
        return len(names) - 1 - part if oldest_first else part

    titles = [name for _, name in names][:: -1 if oldest_first else 1]
    starts = [bisect_left(range(len(ids)), number, key=rank) for number in range(len(names))] + [len(ids)]
    return tuple(Group(starts[n], titles[n]) for n in range(len(names)) if starts[n] < starts[n + 1])
