"""Until when an entry can be snoozed: moments by the local calendar, from a name, a date or a length of time."""

import re
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from newsreader.core.errors import UsageError
from newsreader.core.text import clean_line

EVENING: Final = 18
MORNING: Final = 8
"""Hours of the local day."""

TONIGHT_AFTER: Final = 3 * 3_600
"""Seconds: what “tonight” means when the evening has begun."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FORMS: Final = "tonight, tomorrow, friday, 3h, 3d, 2w, 2026-12-01 or 2026-12-01 14:30"

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LENGTH_RE: Final = re.compile(r"([0-9]{1,4}) ?(h|d|w)")
_DATE_RE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ t]([0-9]{1,2}):([0-9]{2}))?")
_NAME_RE: Final = re.compile(r"[a-z]+")


class SnoozeError(UsageError):
    """What was typed is no moment to come."""


class SnoozeChoice(NamedTuple):
    """`name` is what `snooze_until` understands; `at` is Unix seconds."""

    name: str
    at: int


def snooze_choices(now: int) -> tuple[SnoozeChoice, ...]:
    """What is offered: tonight, tomorrow morning, Monday morning. `now`: Unix seconds."""
    return tuple(SnoozeChoice(name, snooze_until(name, now)) for name in ("tonight", "tomorrow", "monday"))


def snooze_until(text: str, now: int) -> int:
    """The moment that `text` names, in Unix seconds; days mean their morning, by the machine's time zone.

    A weekday is the next one that is not today. Days are counted by the calendar: twice a year one has 23 or 25 hours.

    Args:
        text: As FORMS shows; letter case does not matter, and a weekday's first three letters do.
        now: Unix seconds.

    Raises:
        SnoozeError: It is none of these, or not to come.
    """
    wanted = " ".join(text.lower().split())
    try:
        at = _moment(wanted, now)
    except (ValueError, OverflowError, OSError):
        at = None
    if at is None:
        raise SnoozeError(f"“{clean_line(text, 40)}” is no moment to snooze until; try {FORMS}.")
    if at <= now:
        raise SnoozeError(f"“{clean_line(text, 40)}” has passed; snooze until a moment to come.")
    return at


def _moment(wanted: str, now: int) -> int | None:
    today = datetime.fromtimestamp(now)
    if wanted == "tonight":
        evening = _at(today, 0, EVENING)
        return evening if evening > now else now + TONIGHT_AFTER
    if wanted == "tomorrow":
        return _at(today, 1, MORNING)
    if length := _LENGTH_RE.fullmatch(wanted):
        count = int(length[1])
        return now + count * 3_600 if length[2] == "h" else _at(today, count * (7 if length[2] == "w" else 1), MORNING)
    if date := _DATE_RE.fullmatch(wanted):
        year, month, day = int(date[1]), int(date[2]), int(date[3])
        hour, minute = (int(date[4]), int(date[5])) if date[4] else (MORNING, 0)
        return int(datetime(year, month, day, hour, minute).timestamp())
    if len(wanted) >= 3 and _NAME_RE.fullmatch(wanted):
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(wanted):
                return _at(today, (number - today.weekday() - 1) % 7 + 1, MORNING)
    return None


def _at(day: datetime, days: int, hour: int) -> int:
    """The hour of the day so many days after `day`."""
    later = day + timedelta(days=days)
    return int(datetime(later.year, later.month, later.day, hour).timestamp())


def moment_text(at: int) -> str:
    """A moment as people read it, "Thu 26 Nov 2026, 08:00", of Unix seconds."""
    local = datetime.fromtimestamp(at)
    weekday = WEEKDAYS[local.weekday()][:3].capitalize()
    return f"{weekday} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"
