"""How long a text is, told by its size in the store: SQLite reads no body to tell it."""

from typing import Final

from newsreader.core.query import Long
from newsreader.store.sql import Sql

BYTES_A_MINUTE: Final = 775
"""A text's size in the store for each minute that it takes to read (document_text.reading_minutes).

The median of 836 real feed entries. By the packed size, 97 of 100 come out within a minute of a count of their words,
by the size of their HTML 91: markup packs well.
"""

SIZE: Final = "max(coalesce(length(c.html), 0), coalesce(length(p.html), 0))"
SIZED: Final = "LEFT JOIN content c ON c.id = asked.value LEFT JOIN full_text p ON p.id = asked.value"
"""The size of a text as it is stored, its page's where that is longer."""

_SIZE_OF: Final = f"(SELECT {SIZE} FROM content c LEFT JOIN full_text p ON p.id = c.id WHERE c.id = s.id)"
_MOST_MINUTES: Final = 100_000


def minutes_of(size: int) -> int:
    """About how many minutes a text of `size` bytes takes to read, at least 1; 0 where there is nothing to read."""
    return max(round(size / BYTES_A_MINUTE), 1) if size else 0


def length_condition(long: Long) -> Sql:
    """`long` about `s`, a row of `status`, by the minutes that `minutes_of` tells."""
    minutes = min(long.minutes, _MOST_MINUTES)
    match long.side:
        case "under":
            return Sql(f"({_SIZE_OF} < ?)", (_least_size(minutes),))
        case "over":
            return Sql(f"({_SIZE_OF} >= ?)", (_least_size(minutes + 1),))
    return Sql(f"({_SIZE_OF} BETWEEN ? AND ?)", (_least_size(minutes), _least_size(minutes + 1) - 1))


def _least_size(minutes: int) -> int:
    """The smallest size of a text that takes so many minutes."""
    return min(minutes, 1) if minutes < 2 else int((minutes - 0.5) * BYTES_A_MINUTE) + 1
