"""How feeds fare: what is wrong with them, how often they publish, which have gone quiet. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.pace import faded
from newsreader.core.retention import DEFAULT_KEEP, Keep

DAY: Final = 86_400
WEEK: Final = 7 * DAY
DORMANT_AFTER: Final = 90 * DAY
"""A feed with nothing new for so long has gone quiet: it may have moved, or ended."""

LOOKED_AT: Final = 50
"""So many of a feed's newest entries tell how often it publishes: a busy feed's last days are enough."""

LOOKED_BACK: Final = 12 * WEEK

ALARM: Final = 3
"""Failures in a row: one alone is nothing to look into."""

Trouble = Literal["failing", "gone", "shaky", "dormant", "unchecked", "paused", "well"]
_ORDER: Final[tuple[Trouble, ...]] = ("gone", "failing", "shaky", "dormant", "unchecked", "paused", "well")


class StoreHealth(NamedTuple):
    """The store's state: listed entries, bytes on disk, faults as sentences (none where all is well)."""

    entries: int
    size_bytes: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """A feed's newest entries, at most LOOKED_AT and none older than LOOKED_BACK.

    `newest_at` is of its newest entry, however old; None where it has none. `oldest_at` is of the oldest looked at,
    `count` how many those are. Unix seconds, of the entries' places in lists.
    """

    newest_at: int | None = None
    oldest_at: int | None = None
    count: int = 0

    def per_week(self, now: int) -> float:
        """How many entries a week it publishes; 0.0 where there was none lately."""
        if not self.count or self.oldest_at is None:
            return 0.0
        # There are older ones. Those without dates all stand at the time of their arrival, and may be of any age.
        goes_on = self.count >= LOOKED_AT and self.oldest_at != self.newest_at
        return self.count / (max(now - self.oldest_at, DAY if goes_on else WEEK) / WEEK)


class FeedHealth(NamedTuple):
    """One feed's state. `paused`: by the user. `last_new_at` Unix seconds, None: it never had an entry.

    `per_week`: how many entries it publishes a week, None where that is not known: it was never read.
    """

    feed: FeedState
    counts: FeedCounts = FeedCounts()
    last_new_at: int | None = None
    per_week: float | None = None
    paused: bool = False
    trouble: Trouble = "well"


def is_alarming(feed: FeedState) -> bool:
    """Whether a feed is in trouble: it is gone (410), or has failed ALARM times in a row."""
    return feed.paused or feed.failures >= ALARM


def assess(
    feed: FeedState, activity: Activity, counts: FeedCounts, *, paused: bool, now: int, keep: Keep = DEFAULT_KEEP
) -> FeedHealth:
    """How `feed` fares at `now` (Unix seconds); `paused`: the user has paused it; `keep`: what of it stays."""
    return FeedHealth(
        feed,
        counts,
        activity.newest_at,
        _rate(feed, activity, keep, now),
        paused,
        _trouble(feed, activity, paused=paused, now=now),
    )


def _rate(feed: FeedState, activity: Activity, keep: Keep, now: int) -> float | None:
    """By what is stored; of a feed of which less is kept than is looked at, by what it is checked by."""
    short = keep.seconds is not None and keep.seconds < LOOKED_BACK and keep.entries < LOOKED_AT
    if short and feed.per_week is not None and feed.checked_at is not None:
        return faded(feed.per_week, now - feed.checked_at)
    return activity.per_week(now) if activity.count or feed.succeeded_at is not None else None


def _trouble(feed: FeedState, activity: Activity, *, paused: bool, now: int) -> Trouble:
    if paused:
        return "paused"
    if feed.paused:
        return "gone"
    if feed.error is not None:
        return "failing" if is_alarming(feed) else "shaky"
    if feed.checked_at is None:
        return "unchecked"
    quiet_since = activity.newest_at if activity.newest_at is not None else feed.succeeded_at
    if quiet_since is not None and now - quiet_since > DORMANT_AFTER:
        return "dormant"
    return "well"


def by_trouble(feeds: Iterable[FeedHealth]) -> list[FeedHealth]:
    """The worst first: what fails the longest, what has been quiet the longest; else in the order given."""
    return sorted(feeds, key=lambda one: (_ORDER.index(one.trouble), _since(one)))


def _since(one: FeedHealth) -> int:
    match one.trouble:
        case "gone" | "failing" | "shaky":
            return one.feed.failing_since or 0
        case "dormant":
            return one.last_new_at or 0
    return 0


def rate_text(per_week: float | None) -> str:
    """ "12 a week", "0.5 a week", "0 a week"; "not known" of None."""
    if per_week is None:
        return "not known"
    rounded = round(per_week, 1)
    return f"{per_week:.0f} a week" if rounded >= 10 or rounded == 0 else f"{rounded:.1f} a week"
