"""Header fields of an answer read as values; nonsense in them is as good as nothing (RFC 9110, 9111)."""

import re
from collections.abc import Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from newsreader.core.feeds import Validators
from newsreader.core.pace import DAY
from newsreader.core.schedule import MAX_RETRY_AFTER

MAX_FRESH: Final = DAY
_MAX_VALIDATOR: Final = 4_096
_MAX_NUMBERS: Final = 8
_FRACTION_RE: Final = re.compile(r"(\d+)\.(\d+)", re.ASCII)
_DIRECTIVE_RE: Final = re.compile(r'([^\s=,"]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*))?')


def sendable(validators: Validators) -> Validators:
    """`validators` without what cannot be sent as a header; what is left is exactly as it was."""
    return Validators(_fit(validators.etag), _fit(validators.last_modified), validators.url)


def _fit(value: str | None) -> str | None:
    # A byte that is no UTF-8 stands in it as a lone surrogate, which is not printable, and which no database keeps.
    fits = value and len(value) <= _MAX_VALIDATOR and value.isprintable()
    return value if fits else None


def http_date(value: str) -> int | None:
    """An HTTP date (RFC 9110, 5.6.7) in Unix seconds, UTC; None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_at(value: str | None, *, now: int, date: str | None = None) -> int | None:
    """Retry-After (RFC 9110, 10.2.3) in Unix seconds, at most 31 days ahead; None where absent, nonsense or past.

    `date` is the answer's Date: a server whose clock is hours off means a moment by that clock. Of several numbers,
    where two machines on the way have asked for something, the highest counts.
    """
    if value is None:
        return None
    numbers = [_whole_seconds(one) for one in value.split(",", _MAX_NUMBERS)]
    seconds = max((number for number in numbers if number is not None), default=None)
    if seconds is None or None in numbers:
        seconds = _seconds_until(http_date(value), http_date(date or ""), now)
    return now + min(seconds, MAX_RETRY_AFTER) if seconds > 0 else None


def _whole_seconds(value: str) -> int | None:
    """A number of seconds; one with a fraction, which some servers send (seen in the wild), is rounded up."""
    if (seconds := _seconds(value)) is not None:
        return seconds
    found = _FRACTION_RE.fullmatch(value.strip())
    if found is None:
        return None
    whole = _seconds(found[1])
    return None if whole is None else whole + (1 if found[2].strip("0") else 0)


def _seconds_until(moment: int | None, date: int | None, now: int) -> int:
    if moment is None:
        return 0
    # A clock that is years off is not the one by which a moment of today was told.
    by_server = moment - date if date is not None else MAX_RETRY_AFTER + 1
    return by_server if abs(by_server) <= MAX_RETRY_AFTER else moment - now


def is_part_of_feed(manipulations: str | None) -> bool:
    """Whether the header IM says that a 226 has just the entries that are new, and nothing else was done (RFC 3229)."""
    return manipulations is not None and manipulations.strip().lower() == "feed"


def fresh_for(
    *, cache_control: Sequence[str], age: str | None, expires: str | None, date: str | None, now: int
) -> int | None:
    """The seconds for which an answer is still fresh (RFC 9111, 4.2), 0 to a day; None where the server says nothing.

    Freshness that cannot be read counts as none (RFC 9111, 4.2.1): 0.
    """
    aged = _seconds(age or "") or 0  # in the caches on the way
    directives = _directives(",".join(cache_control))
    if "no-store" in directives or directives.get("no-cache") == "":
        return 0
    if "max-age" in directives:
        return _bounded((_seconds(directives["max-age"]) or 0) - aged)
    if expires is None:
        return None
    end = http_date(expires)  # "0" and "-1" are usual and mean "already past" (RFC 9111, 5.3)
    start = http_date(date) if date else None
    return 0 if end is None else _bounded(end - (now if start is None else start) - aged)


def _bounded(seconds: int) -> int:
    return max(0, min(seconds, MAX_FRESH))


def _seconds(value: str) -> int | None:
    value = value.strip()
    if not (value.isascii() and value.isdigit()):
        return None
    return int(value.lstrip("0")[:12] or "0")


def _directives(header: str) -> dict[str, str]:
    """Cache-Control's directives in lower case; the first of a repeated one counts, "" where it has no argument."""
    found: dict[str, str] = {}
    for name, argument in _DIRECTIVE_RE.findall(header):
        found.setdefault(name.lower(), argument.strip('"'))
    return found
