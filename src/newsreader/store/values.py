"""Values made fit for SQLite."""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from newsreader.core.pace import NO_PACE, Pace

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_INT_LIMIT: Final = 2**63
_FIRST_MOMENT: Final = -62_135_510_400
"""The second day of the year 1."""

_LAST_MOMENT: Final = 253_402_214_400
"""The last day of the year 9999."""


def text(value: str) -> str:
    """`value` without NUL, where SQLite's own functions stop, and without lone surrogates, which are no UTF-8."""
    if "\0" in value:
        value = value.replace("\0", "")
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", value)
    return value


def text_or_none(value: str | None) -> str | None:
    return None if value is None else text(value)


def integer(value: int | None) -> int | None:
    """`value`, None where it is beyond SQLite's 64 bits (a date in the year 300 billion)."""
    return value if value is not None and -_INT_LIMIT <= value < _INT_LIMIT else None


def bounded(value: int) -> int:
    """`value`, or the nearest number that SQLite can compare."""
    return max(-_INT_LIMIT, min(value, _INT_LIMIT - 1))


def moment(value: int | None) -> int | None:
    """Unix seconds that a calendar has in every time zone, None for others: no clock says these, but damage may."""
    return value if value is not None and _FIRST_MOMENT <= value <= _LAST_MOMENT else None


def some_moment(value: int) -> int:
    """`value`, or the nearest of what `moment` lets pass."""
    return max(_FIRST_MOMENT, min(value, _LAST_MOMENT))


def pace_text(pace: Pace) -> str | None:
    """`pace` as JSON: [seconds, [hours], [days]]; None where the feed asks for nothing."""
    return None if pace == NO_PACE else json_text([pace.every, sorted(pace.skip_hours), sorted(pace.skip_days)])


def read_pace(written: str | None) -> Pace:
    """What `pace_text` wrote."""
    if written is None:
        return NO_PACE
    try:
        every, hours, days = json.loads(written)
        return Pace(every, frozenset(hours), frozenset(days))
    except (ValueError, TypeError):  # damaged; the next answer says it again
        return NO_PACE


def read_list(written: str) -> list[Any]:
    """A list that `json_text` wrote; empty where it is damaged."""
    try:
        found = json.loads(written)
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def id_list(ids: Iterable[int]) -> str:
    """Ids as the argument of `json_each(?)`: one value for any number of them."""
    return json.dumps([number for number in ids if -_INT_LIMIT <= number < _INT_LIMIT])
