"""Lengths of time as people write them in the configuration: "15m", "2h", "1d", "never"."""

import re
from typing import Final

from newsreader.core.subscriptions import NEVER

SHORTEST: Final = 60
"""Seconds; asking a publisher more often than once a minute is rude and brings nothing."""

LONGEST: Final = 365 * 86_400

_UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_INTERVAL_RE: Final = re.compile(r"([0-9]{1,9})\s*([smhdw])", re.IGNORECASE)


def full_minute(at: int) -> int:
    """The full minute in which `at` has passed, both in Unix seconds: so a moment to come is told not too early."""
    return -(-at // 60) * 60


def parse_interval(text: str) -> int:
    """The interval `text` in seconds; NEVER for "never".

    Raises:
        ValueError: With a sentence that says what is wrong.
    """
    text = text.strip()
    if text.lower() == "never":
        return NEVER
    match = _INTERVAL_RE.fullmatch(text)
    if match is None:
        raise ValueError('An interval is a number and one of s, m, h, d, w, such as "15m", "2h" or "1d", or "never".')
    seconds = int(match[1]) * _UNITS[match[2].lower()]
    if seconds < SHORTEST:
        raise ValueError('The shortest interval is one minute, "1m".')
    if seconds > LONGEST:
        raise ValueError('The longest interval is "365d"; use "never" to refresh only on request.')
    return seconds


def format_interval(seconds: int) -> str:
    """`seconds` in the largest unit that divides it, as `parse_interval` reads it: 5400 is "90m"."""
    if seconds == NEVER:
        return "never"
    unit = next(unit for unit, length in _UNITS.items() if seconds % length == 0)
    return f"{seconds // _UNITS[unit]}{unit}"
