"""What plain mode says: states, times, keys and rows as words that make sense read aloud."""

import re
import time
from collections.abc import Iterable
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.entries import EntrySummary
from newsreader.core.keymap import Keymap, shown_key
from newsreader.library.outline import OutlineRow

_UNITS: Final = ((86_400, "day"), (3600, "hour"), (60, "minute"))
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COUNTED: Final = {"starred": "starred", "later": "for later", "snoozed": "snoozed"}
_ENDS: Final = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "۔", "।")
_IN_FULL: Final = {name[:3]: name for name in (*_MONTHS, *_DAYS)}
_MOMENT: Final = re.compile(
    rf"\b({'|'.join(day[:3] for day in _DAYS)}) (\d\d?) ({'|'.join(month[:3] for month in _MONTHS)}) (\d{{4}}), "
    r"(\d\d):(\d\d)\b"
)
_MARKED: Final = re.compile(r"^Marked (?:([\d,]+) )?read\b")


def ago(at: int, now: int) -> str:
    """ "2 hours ago", from a week on, or of a day to come, "23 November 2026"; Unix seconds; "" of what is in no
    calendar.
    """
    seconds = max(now - at, 0)
    if at - now < 86_400 and seconds < 60:
        return "just now"
    if at <= now and seconds < 7 * 86_400:
        size, noun = next((size, noun) for size, noun in _UNITS if seconds >= size)
        return f"{counted(seconds // size, noun)} ago"
    return day(at)


def day(at: int) -> str:
    """ "23 November 2026" of Unix seconds; "" of what is in no calendar."""
    try:
        local = time.localtime(at)
    except (OverflowError, OSError, ValueError):
        return ""
    return f"{local.tm_mday} {_MONTHS[local.tm_mon - 1]} {local.tm_year}"


def day_and_time(at: int) -> str:
    """ "23 November 2026 at 14:05" of Unix seconds; "" of what is in no calendar."""
    date = day(at)
    if not date:
        return ""
    local = time.localtime(at)
    return f"{date} at {clock_time(local.tm_hour, local.tm_min)}"


def clock_time(hour: int, minute: int) -> str:
    """ "8 o'clock", "14:05"; a voice reads 08:00 as a row of noughts."""
    return f"{hour}:{minute:02}" if minute else f"{hour} o'clock"


def aloud(what: str) -> str:
    """What was changed, so that a voice says it right.

    Moments are in full ("Thu 26 Nov 2026, 08:00" is spelled), and "read" follows a word by which the voice knows that
    it is no request: espeak-ng says "Marked read" as if it were to be read.
    """

    def full(found: re.Match[str]) -> str:
        weekday, date, month, year, hour, minute = found.groups()
        return f"{_IN_FULL[weekday]} {date} {_IN_FULL[month]} {year} at {clock_time(int(hour), int(minute))}"

    def marked(found: re.Match[str]) -> str:
        return f"{found[1]} {were(found[1])} marked read" if found[1] else "Was marked read"

    return _MARKED.sub(marked, _MOMENT.sub(full, what))


def were(number: int | str) -> str:
    """The verb after a number."""
    return "was" if str(number) == "1" else "were"


def states(row: EntrySummary) -> str:
    """ "unread, starred, for later"; "was read", as a voice says "read" alone like what is to be done."""
    return ("was read" if row.read else "unread") + ", starred" * row.starred + ", for later" * row.later


def sentence(text: str) -> str:
    """`text` with the full stop that lets a voice pause; not where it ends with an address, which it would spoil."""
    bare = text.rstrip("”’\"')")
    ended = bare.endswith(_ENDS) or "://" in bare.rpartition(" ")[2]
    return text if ended else f"{text}."


def sentences(parts: Iterable[str]) -> str:
    """Those of `parts` that say something, each with its full stop."""
    return " ".join(sentence(part) for part in parts if part)


def view_line(number: int, row: OutlineRow, feeds: int = 0) -> str:
    """One numbered line of the list of views and feeds. `feeds`: how many a folder has."""
    kind = {"folder": f"Folder of {counted(feeds, 'feed')}, ", "search": "Saved search, "}.get(row.view.kind, "")
    first = f", {row.first:,} of them must be read" if row.first else ""
    count = f"{row.count:,} {_COUNTED.get(row.view.kind, 'unread')}{first}."
    trouble = f" Trouble: {sentence(row.trouble)}" if row.trouble else ""
    told = "" if row.view.kind == "history" else f" {kind}{count}"
    return f"{number}. {sentence(row.view.title or row.view.name)}{told}{trouble}"


def typed_key(keymap: Keymap, command_id: str) -> str:
    """The first key of a command that can be typed in a line, as a voice names it; "" where it has none.

    "question mark" of "?", "capital G", "g, s" of a sequence: a voice passes over signs and does not tell "G" from "g".
    """
    for key in keymap.keys(command_id):
        parts = key.split()
        if all(len(shown_key(part)) == 1 and shown_key(part).isascii() for part in parts):
            return ", ".join(map(_key_name, parts))
    return ""


def _key_name(key: str) -> str:
    if len(key) > 1:
        return key.replace("_", " ")
    return f"capital {key}" if key.isupper() else key
