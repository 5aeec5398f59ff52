"""Dates of a page's metadata, and those that stand beside a headline → Unix seconds."""

import re
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_ISO_RE: Final = re.compile(
    r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_COMPACT_RE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?:Z)?")
_DAY_FIRST_RE: Final = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)(?:\D{1,5}(\d{1,2}):(\d{2}))?")
_CJK_RE: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_MONTH_RE: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_DAY_RE: Final = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_PATH_RE: Final = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?:[/-]|$)")
_MONTHS: Final = (
    "jan янв ene gen يناير",
    "feb фев fév fev févr febr فبراير",
    "mar мар mär märz марта مارس",
    "apr апр avr abr أبريل",
    "may мая май mai mag مايو",
    "jun июн juin giu يونيو",
    "jul июл juil lug يوليو",
    "aug авг aoû août ago أغسطس",
    "sep сен set سبتمبر",
    "oct окт okt out ott أكتوبر",
    "nov ноя نوفمبر",
    "dec дек déc dez dic ديسمبر",
)
_LATEST_YEAR: Final = 2200


def read_date(text: str | None) -> int | None:
    """The moment in `text`, Unix seconds; without a zone it is UTC, without a time midnight. None for no clear date."""
    text = (text or "").strip()
    if not text or len(text) > 120:
        return None
    if match := _ISO_RE.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _moment(year, month, day, hour, minute, second, zone)
    if match := _COMPACT_RE.fullmatch(text):
        return _moment(*match.groups())
    if text.isdigit() and len(text) in (10, 13):
        return int(text[:10])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _written(text)
    return _stamp(moment)


def date_in_path(url: str) -> int | None:
    """The day in an address such as /2023/09/08/title."""
    match = _PATH_RE.search(url)
    return _moment(*match.groups()) if match else None


def _written(text: str) -> int | None:
    if match := _CJK_RE.search(text):
        return _moment(*match.groups())
    if match := _DAY_FIRST_RE.search(text):
        day, month, year, hour, minute = match.groups()
        return _moment(year, month, day, hour, minute)
    if (match := _DAY_MONTH_RE.search(text)) and (number := _month(match.group(2))):
        return _moment(match.group(3), str(number), match.group(1))
    if (match := _MONTH_DAY_RE.search(text)) and (number := _month(match.group(1))):
        return _moment(match.group(3), str(number), match.group(2))
    return None


def _month(name: str) -> int | None:
    name = name.casefold()
    for number, starts in enumerate(_MONTHS, start=1):
        if any(name.startswith(start) for start in starts.split()):
            return number
    return None


def _moment(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> int | None:
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    stamp = _stamp(moment)
    if stamp is not None and zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        offset = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
        stamp += offset if zone[0] == "-" else -offset
    return stamp


def _stamp(moment: datetime) -> int | None:
    if not 1980 <= moment.year <= _LATEST_YEAR:  # years before are clocks that were never set
        return None
    return timegm(moment.utctimetuple())
