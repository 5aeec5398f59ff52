"""How a feed asks to be read: RSS 2.0's ttl, skipHours and skipDays, RSS 1.0's syndication module."""

import re
from typing import Final

from newsreader.core.pace import DAY, HOUR, MINUTE, NO_PACE, WEEK, Pace
from newsreader.parse.raw import RawPace

_COUNT_RE: Final = re.compile(r"\s*(\d{1,7})(?:\.0*)?\s*", re.ASCII)
_PERIODS: Final = {"hourly": HOUR, "daily": DAY, "weekly": WEEK, "monthly": 30 * DAY, "yearly": 365 * DAY}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS_A_DAY: Final = 24


def read_pace(raw: RawPace) -> Pace:
    """`raw` as values; nonsense is as good as nothing, and so are hours or days that leave no time at all.

    The syndication module's updateBase is left out: it would send every reader of a feed to it in the same second.
    """
    if not (raw.ttl or raw.period or raw.frequency or raw.hours or raw.days):
        return NO_PACE
    minutes = _count(raw.ttl) or 0
    every = max(minutes * MINUTE, _update_period(raw))
    # 24 was midnight in RSS 0.91, and 0 is it since.
    hours = {
        count % _HOURS_A_DAY for text in raw.hours if (count := _count(text)) is not None and count <= _HOURS_A_DAY
    }
    days = {_DAYS.index(name) for text in raw.days if (name := text.strip()[:3].lower()) in _DAYS}
    if len(hours) == _HOURS_A_DAY or len(days) == len(_DAYS):
        hours, days = set(), set()
    return Pace(every, frozenset(hours), frozenset(days))


def _update_period(raw: RawPace) -> int:
    """Seconds between two updates. Either element may stand alone: daily and 1 are the defaults of the module."""
    if not (raw.period or raw.frequency):
        return 0
    period = _PERIODS.get(raw.period.strip().lower() or "daily", 0)
    return period // max(_count(raw.frequency) or 1, 1)


def _count(text: str) -> int | None:
    match = _COUNT_RE.fullmatch(text)
    return int(match[1]) if match else None
