"""Dates as people read them on web pages → Unix seconds.

"8 сентября 2023", "2023年9月8日", "08.09.2023 14:05", "il y a 2 jours", "вчера, 14:05", "منذ ساعتين": the date may
stand among other words. Dates made for machines are `newsreader.parse.dates.read_date`'s.
"""

import re
from calendar import isleap
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from newsreader.parse.dates import MONTHS, read_date
from newsreader.parse.html_attributes import word_set
from newsreader.parse.page_dates_relative import relative_moment

_MAX_LENGTH: Final = 300
_DAY: Final = 86_400
_MAX_ALONE: Final = 45
_DATE_ROOM: Final = 14
"""Characters that may stand beside a date in a text that is a date and nothing else: a weekday, a label."""

_LATER: Final = 2**32
_AHEAD: Final = 2
"""Days that a date without a year may lie ahead of now; a farther one is last year's."""

_MONTH_FIRST: Final = frozenset(("en", "en-us", "en-ph"))
"""Where 09/08/2023 is in September; everywhere else with a known language it is in August."""

_DIGITS: Final = {
    ord(digit): str(value)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")
    for value, digit in enumerate(digits)
}
_MARKS: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u061c\ufeff"), None)
_CHANGED: Final = {
    **_DIGITS,
    **_MARKS,
    0xA0: " ",
    0x202F: " ",
    0x2009: " ",
    ord("،"): ",",
    ord("："): ":",
    ord("／"): "/",
    ord("．"): ".",
}
# Arabic month names of two words, as the Levant writes them (CLDR, ar-LB)
_TWO_WORDS: Final = tuple(
    (re.compile(pattern), month)
    for pattern, month in (
        (r"كانون\s+ال?ثاني", " يناير "),
        (r"تشرين\s+ال?[اأ]ول", " أكتوبر "),
        (r"تشرين\s+ال?ثاني", " نوفمبر "),
        (r"كانون\s+ال?[اأ]ول", " ديسمبر "),
    )
)
_ERA: Final = re.compile(r"(令和|平成)\s*(\d{1,2}|元)\s*年")
_ERA_BEGINS: Final = {"令和": 2018, "平成": 1988}

_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_HAN: Final = re.compile(r"(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})(?!\d)\s*[日号號일]?")
_YEAR_FIRST: Final = re.compile(r"(?<![\d./])(\d{4})\s?([./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/])")
_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|[./-]\d)")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|[,.|;()]")
_FILLERS: Final = word_set(", . de del of the st nd rd th er º ª en día den der le al г гг года م")
_TIME: Final = re.compile(
    r"(?<![\d:.,/-])(\d{1,2})(?::|\s?[h時时点點]\s?)(\d{2})(?::(\d{2}))?(?!\d)\s*(?:uhr|分)?(?P<rest>.{0,24})",
    re.IGNORECASE,
)
_ISO_TIME: Final = re.compile(r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|\s?[+-]\d{2}:?\d{2})(?!\d)")
_HALF: Final = re.compile(
    r"(?<![a-z])([ap])\.?\s?m\b\.?|(上午|下午|午前|午後|오전|오후|晚上)|(?<!\w)([صم])(?!\w)", re.IGNORECASE
)
_LATE: Final = frozenset(("p", "下午", "午後", "오후", "晚上", "م"))
_ZONE: Final = re.compile(
    r"^\s*\(?\s*((?:GMT|UTC|MSK|МСК|CES?T|E[SD]T|P[SD]T|C[SD]T|BST|IST|JST|KST|SGT|EAT)?\s?(?:[+−-]\d{1,2}(?::?\d{2})?)?)"
)


class PageDate(NamedTuple):
    """A date that was read.

    `moment`: Unix seconds. `inferred`: its year was not written. `span`: where its day stands in the text, (0, 0)
    where it is told from now.
    """

    moment: int
    inferred: bool = False
    span: tuple[int, int] = (0, 0)


def read_page_date(text: str, *, language: str | None, now: int) -> int | None:
    """The moment that `text` names, in Unix seconds UTC.

    A date without a time is its midnight, one without a zone is UTC.

    Args:
        text: What stands near a headline; other words may stand around the date.
        language: BCP 47, None where unknown. It says whether 09/08/2023 is in August or in September.
        now: Unix seconds: "2 days ago", "вчера" and dates without a year are counted from it.

    None where there is no date, where it is impossible, or where it can be read in two ways.
    """
    found = find_page_date(text, day_first=day_comes_first(language), now=now)
    return found.moment if found else None


def day_comes_first(language: str | None) -> bool | None:
    """Whether 09/08/2023 is in August for readers of `language`; None where the language is unknown."""
    return None if not language else language.lower() not in _MONTH_FIRST


def written_order(text: str) -> bool | None:
    """Whether a date in digits can only have its day first (True) or its month first (False); None where both fit."""
    match = _NUMERIC.search(text.translate(_CHANGED))
    if match is None or match[2] == ".":
        return None
    first, second = int(match[1]), int(match[3])
    return None if (first > 12) == (second > 12) else first > 12


def find_page_date(text: str, *, day_first: bool | None, now: int) -> PageDate | None:
    """Like `read_page_date`, with the order of day and month known, and with how the date was read."""
    if not text or len(text) > _MAX_LENGTH:
        return None
    text = text.translate(_CHANGED)
    if not text.isascii():
        for pattern, month in _TWO_WORDS:
            text = pattern.sub(month, text)
        text = _ERA.sub(lambda m: f"{_ERA_BEGINS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text)
    if not any(map(str.isdigit, text)):
        return _relative(text, now)
    for pattern in (_ISO, _HAN):
        if match := pattern.search(text):
            return _dated(int(match[1]), int(match[2]), int(match[3]), text, match.span())
    if match := _YEAR_FIRST.search(text):
        return _dated(int(match[1]), int(match[3]), int(match[4]), text, match.span())
    if match := _NUMERIC.search(text):
        return _in_digits(match, text, day_first)
    return _in_words(text, now) or _relative(text, now)


def _in_digits(match: re.Match[str], text: str, day_first: bool | None) -> PageDate | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        if match[2] == "-":  # 23-11-20 may begin with its year
            return None
        year += 2000 if year < 50 else 1900
    if match[2] == "." or first > 12:  # with points the day comes first, wherever they are used
        day, month = first, second
    elif second > 12:
        month, day = first, second
    elif first == second:
        day = month = first
    elif day_first is None:
        return None
    else:
        day, month = (first, second) if day_first else (second, first)
    return _dated(year, month, day, text, match.span())


def _in_words(text: str, now: int) -> PageDate | None:
    """A date with its month as a word: day, month and year in any order, the year perhaps missing."""
    tokens = [(token[0].casefold(), token.span()) for token in _TOKEN.finditer(text)][:60]
    for place, (word, _span) in enumerate(tokens):
        month = MONTHS.get(word)
        if month is None:
            continue
        before = _numbers(tokens[:place][::-1])
        after = _numbers(tokens[place + 1 :])
        for day, year, last in _readings(before, after, tokens[place]):
            written = year is not None
            span = (min(day[1][0], tokens[place][1][0]), last)
            if year is None:
                year = latest_year(month, int(day[0]), now)
            found = _dated(year, month, int(day[0]), text, span)
            if found is not None:
                return found._replace(inferred=not written)
    return None


def is_date(text: str) -> bool:
    """Whether `text` is a date and nothing else."""
    if len(text) > _MAX_ALONE:
        return False
    found = find_page_date(text, day_first=True, now=_LATER)
    return found is not None and len(text) - (found.span[1] - found.span[0] or _DATE_ROOM) <= _DATE_ROOM


_Token = tuple[str, tuple[int, int]]


def _readings(before: list[_Token], after: list[_Token], month: _Token) -> list[tuple[_Token, int | None, int]]:
    """Day, year and where the date ends, for each way in which the numbers around a month's name can be meant."""
    found: list[tuple[_Token, int | None, int]] = []
    if before and len(before[0][0]) <= 2:
        year = _year(after[0]) if after else None
        if year is None and after and len(after[0][0]) == 2 and int(after[0][0]) > 12 and not after[1:]:
            year = 2000 + int(after[0][0])
        if year is not None:
            found.append((before[0], year, after[0][1][1]))
        elif len(before) > 1 and (year := _year(before[1])) is not None:
            found.append((before[0], year, month[1][1]))
        else:
            found.append((before[0], None, month[1][1]))
    if after and len(after[0][0]) <= 2:
        if len(after) > 1 and (year := _year(after[1])) is not None:
            found.insert(0, (after[0], year, after[1][1][1]))
        elif len(after) > 2 and (year := _year(after[2])) is not None:  # September 7–8, 2023
            found.insert(0, (after[0], year, after[2][1][1]))
        elif before and (year := _year(before[0])) is not None:
            found.insert(0, (after[0], year, after[0][1][1]))
        elif not before:
            found.append((after[0], None, after[0][1][1]))
    return found


def _numbers(tokens: list[_Token]) -> list[_Token]:
    """The numbers that stand at the beginning of `tokens`, with at most filling words between."""
    found: list[_Token] = []
    fillers = 0
    for token in tokens:
        if token[0].isdigit():
            found.append(token)
            fillers = 0
            if len(found) == 3:
                break
        elif token[0] in _FILLERS and fillers < 3:
            fillers += 1
        else:
            break
    return found


def _year(token: _Token) -> int | None:
    return int(token[0]) if len(token[0]) == 4 and 1970 <= int(token[0]) <= 2200 else None


def latest_year(month: int, day: int, now: int) -> int:
    """The year of a date that has none: its last, or one that lies a little ahead of `now` (Unix seconds)."""
    limit = datetime.fromtimestamp(now, UTC) + timedelta(days=_AHEAD)
    year = limit.year if (month, day) <= (limit.month, limit.day) else limit.year - 1
    while (month, day) == (2, 29) and not isleap(year):
        year -= 1
    return year


def _dated(year: int, month: int, day: int, text: str, span: tuple[int, int]) -> PageDate | None:
    """The date with the time that stands after or before it."""
    time = _TIME.search(text, span[1]) or _TIME.search(text[: span[0]])
    date = f"{year:04}-{month:02}-{day:02}"
    iso_time = _ISO_TIME.match(text, span[1])
    if iso_time:
        moment = read_date(date + iso_time[0])
        if moment is not None:
            return PageDate(moment, span=(span[0], iso_time.end()))
    if time is not None:
        moment = _timed(date, time, text)
        if moment is not None:
            return PageDate(moment, span=span)
    moment = read_date(date)
    return None if moment is None else PageDate(moment, span=span)


def _timed(date: str, time: re.Match[str], text: str) -> int | None:
    hour, minute = int(time[1]), int(time[2])
    near = text[max(0, time.start() - 4) : time.start()] + " " + time["rest"][:8]
    if half := _HALF.search(near):
        late = (half[1] or half[2] or half[3]).lower() in _LATE
        if hour <= 12:
            hour = hour % 12 + (12 if late else 0)
    if hour > 23 or minute > 59:
        return None
    clock = f"{date}T{hour:02}:{minute:02}:{time[3] or '00'}"
    rest = _HALF.sub("", time["rest"], count=1)
    zone = _ZONE.match(rest)
    written = zone[1].strip().replace("МСК", "MSK").replace("−", "-") if zone else ""
    return read_date(f"{clock} {written}".strip()) or read_date(clock)


def _relative(text: str, now: int) -> PageDate | None:
    found = relative_moment(text, now)
    if found is None:
        return None
    moment, whole_day = found
    if whole_day and (time := _TIME.search(text)):
        day = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
        moment = _timed(day, time, text) or moment
    return PageDate(moment) if _DAY <= moment <= now + _AHEAD * _DAY else None
