"""Times as people read them, in the local time zone."""

import time

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(at: int | None) -> str:
    """A day and a time, "25 Nov 2026, 14:05", of Unix seconds; "soon" of None; "" of what is in no calendar."""
    if at is None:
        return "soon"
    try:
        local = time.localtime(at)
    except (OverflowError, OSError, ValueError):
        return ""
    if not 0 < local.tm_year < 10_000:
        return ""
    return f"{local.tm_mday} {_MONTHS[local.tm_mon - 1]} {local.tm_year}, {local.tm_hour:02}:{local.tm_min:02}"


def short_date(at: int, now: int) -> str:
    """A day and a time, "25 Nov 14:05", of another year "25 Nov 2024"; "" of what is in no calendar. Unix seconds."""
    try:
        local = time.localtime(at)
    except (OverflowError, OSError, ValueError):
        return ""
    if not 0 < local.tm_year < 10_000:
        return ""
    day = f"{local.tm_mday} {_MONTHS[local.tm_mon - 1]}"
    same_year = local.tm_year == time.localtime(now).tm_year
    return f"{day} {local.tm_hour:02}:{local.tm_min:02}" if same_year else f"{day} {local.tm_year}"


def short_age(at: int, now: int) -> str:
    """How long ago, in at most 8 cells: "now", "5 min", "2 h", "3 d", then "23 Nov", then "Nov 2024". Unix seconds."""
    seconds = max(now - at, 0)
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86_400:
        return f"{seconds // 3600} h"
    if seconds < 7 * 86_400:
        return f"{seconds // 86_400} d"
    local, today = time.localtime(at), time.localtime(now)
    month = _MONTHS[local.tm_mon - 1]
    same_year = local.tm_year == today.tm_year or seconds < 180 * 86_400
    return f"{local.tm_mday} {month}" if same_year else f"{month} {local.tm_year}"
