"""How long entries are kept, as people write it and as a decision. Pure."""

from typing import Final, NamedTuple

DAY: Final = 86_400
YEAR: Final = 365 * DAY
MOST_ENTRIES: Final = 1_000_000
LONGEST: Final = 100 * YEAR
_UNITS: Final = {"y": YEAR, "m": 30 * DAY, "w": 7 * DAY, "d": DAY}

PRUNE_EVERY: Final = DAY
"""Seconds between two prunings that nobody asked for."""

FORGET_AFTER: Final = 7 * DAY
"""A removed entry is remembered this long after its feed listed it last, as some servers serve old copies."""


class Keep(NamedTuple):
    """What of a feed stays, whichever of the two keeps more: entries younger than `seconds`, and the newest `entries`.

    0: that one keeps nothing. `seconds` None: everything stays.
    """

    seconds: int | None
    entries: int = 0

    def cutoff(self, now: int) -> int | None:
        """Entries whose place in lists (Unix seconds) is before this may go, None: none may."""
        return None if self.seconds is None else now - self.seconds

    def spared(self, younger: int) -> int:
        """How many of a feed's older entries stay all the same, the newest of them, where it has `younger` others."""
        return max(self.entries - younger, 0)


FOREVER: Final = Keep(None)
DEFAULT_KEEP: Final = Keep(YEAR, 1_000)

EXPECTED_KEEP: Final = 'a time such as "1y" or "90d", a number of entries, both as in ["1y", 1000], or "forever"'


def read_keep(value: object) -> Keep:
    """The Keep that a value of the configuration means.

    Raises:
        ValueError: It means none; with a sentence where there is more to say than what was expected.
    """
    if isinstance(value, list):
        times = [part for part in value if isinstance(part, str)]
        numbers = [part for part in value if not isinstance(part, str)]
        if len(times) != 1 or len(numbers) != 1:
            raise ValueError
        time, number = read_keep(times[0]), read_keep(numbers[0])
        return FOREVER if time == FOREVER else Keep(time.seconds, number.entries)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_ENTRIES:
            raise ValueError(f"The number is one from 1 to {MOST_ENTRIES:,}.")
        return Keep(0, value)
    if isinstance(value, str):
        return _read_time(value.strip().lower())
    raise ValueError


def _read_time(text: str) -> Keep:
    if text == "forever":
        return FOREVER
    number, unit = text[:-1].strip(), text[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise ValueError
    seconds = int(number) * _UNITS[unit]
    if not DAY <= seconds <= LONGEST:
        raise ValueError('The time is one from "1d" to "100y".')
    return Keep(seconds)


def keep_value(keep: Keep) -> str | int | list[str | int]:
    """`keep` as the configuration has it; `read_keep` of it is `keep`."""
    if keep.seconds is None:
        return "forever"
    if not keep.seconds:
        return keep.entries
    unit = next(unit for unit, length in _UNITS.items() if keep.seconds % length == 0)
    time = f"{keep.seconds // _UNITS[unit]}{unit}"
    return [time, keep.entries] if keep.entries else time


def is_prune_due(last: int | None, now: int) -> bool:
    """Whether to prune again by itself; `last` Unix seconds, None: never. A clock set back stops nothing."""
    return last is None or not last <= now < last + PRUNE_EVERY
