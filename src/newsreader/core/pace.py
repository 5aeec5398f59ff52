"""How often a feed is looked at: as its user says, else as often as it publishes, and never before it wants to be.

Pure. What a server says holds for a day at most: one that asks for a month is most likely in error.
"""

from collections.abc import Iterable
from math import exp
from typing import Final, Literal, NamedTuple

from newsreader.core.subscriptions import WELCOME_URL, Subscription

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 7 * DAY

SHORTEST: Final = 15 * MINUTE
LONGEST: Final = DAY
"""Between these is what a feed's own rhythm leads to."""

UNKNOWN: Final = HOUR
"""The wait after an answer of a feed whose rhythm is not known."""

Because = Literal["interval", "rhythm", "fresh", "pace", "hours"]
"""Why a feed waits as long as it does: the subscription's interval; how often it publishes; its answer is fresh that
long (RFC 9111, 4.2); it asks to be read so seldom; it asks not to be read at that time."""

_FIRST_DAY: Final = 3  # 1 January 1970 was a Thursday


class Pace(NamedTuple):
    """How a feed asks to be read.

    `every`: seconds between two readings at least (RSS 2.0 ttl; RSS 1.0 syndication module's updatePeriod and
    updateFrequency), 0 where it does not say. `skip_hours`: the hours of the day, 0 to 23, in which it is not to be
    read, and `skip_days` the days of the week, 0 being Monday, both in UTC (RSS 2.0 skipHours and skipDays).
    """

    every: int = 0
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    def open_from(self, at: int, *, latest: int) -> int:
        """The first moment from `at` on at which the feed may be read, `latest` at most; Unix seconds."""
        while at < latest and self._is_shut(at):
            at = min(at + HOUR - at % HOUR, latest)
        return at

    def _is_shut(self, at: int) -> bool:
        return at % DAY // HOUR in self.skip_hours or (at // DAY + _FIRST_DAY) % 7 in self.skip_days


NO_PACE: Final = Pace()


def rhythm(per_week: float) -> int:
    """Seconds between two looks at a feed that publishes so many entries a week: half of what is between two entries,
    from SHORTEST to LONGEST."""
    return int(min(max(WEEK / (2 * per_week), SHORTEST), LONGEST)) if per_week > 0 else LONGEST


def first_rate(times: Iterable[int], *, now: int) -> float:
    """How many entries a week a feed publishes, by the places in lists of the entries of its first answer."""
    recent = [at for at in times if at > now - 12 * WEEK]
    if not recent:
        return 0.0
    oldest = min(recent)
    # Entries without dates stand at the time of their arrival, and may be of any age.
    return len(recent) / (max(now - oldest, WEEK if oldest >= now else DAY) / WEEK)


def faded(per_week: float, seconds: int) -> float:
    """The rate `seconds` later with nothing new: what was published weighs ever less. New entries are simply added."""
    return per_week * exp(-max(seconds, 0) / WEEK)


def next_check(
    subscription: Subscription, pace: Pace, per_week: float | None, *, fresh_for: int | None, now: int
) -> tuple[int, Because]:
    """When a feed that has just been read is read again (Unix seconds), and why then.

    Args:
        subscription: Whose interval counts, if it has one.
        pace: What the feed asks for.
        per_week: How many entries it publishes a week, None where that is not known.
        fresh_for: The seconds for which its server called the answer fresh, None where it does not say.
        now: Unix seconds.
    """
    waits: list[tuple[int, Because]] = []
    if subscription.url == WELCOME_URL:
        waits.append((DAY, "interval"))
    elif subscription.interval:
        waits.append((subscription.interval, "interval"))
    else:
        waits.append((UNKNOWN if per_week is None else rhythm(per_week), "rhythm"))
    waits.append((min(pace.every, DAY), "pace"))
    waits.append((min(fresh_for or 0, DAY), "fresh"))
    wait, because = max(waits, key=lambda one: one[0])
    at = now + wait
    open_from = pace.open_from(at, latest=max(at, now + DAY))
    return (open_from, "hours") if open_from > at else (at, because)


def rate_words(per_week: float) -> str:
    """How often a feed publishes, as the end of a sentence: "about twice a week"."""
    for days, unit in ((1, "a day"), (7, "a week")):
        count = round(per_week * days / 7)
        if count >= 1:
            return f"about {_times(count)} {unit}"
    return "less than once a week"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
