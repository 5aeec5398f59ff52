"""Dates told from now: "2 days ago", "вчера", "il y a une heure", "منذ ساعتين", "3天前"."""

import re
from typing import Final

from newsreader.parse.html_attributes import word_set

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_MAX_LENGTH: Final = 80
_MAX_DAY: Final = 32
"""The longest text in which "today" is a date, in characters; longer ones are sentences."""

_MAX_COUNT: Final = 1000

# Beginnings of the words for a unit, per language; the longest that fits counts.
_UNITS: Final[dict[str, int]] = {
    stem: seconds
    for seconds, stems in (
        (1, "sec seg sek сек секунд ثاني ثوان 秒"),
        (_MINUTE, "min мин хвилин دقيق دقائق 分"),
        (_HOUR, "hour hr h heure hora std stund ore ora ч час годин ساع 時間 小时 小時"),
        (_DAY, "day d jour j día dia tag giorn д день дн дня сут يوم أيام ايام 日 天"),
        (7 * _DAY, "week wk w semaine sem semana woch settiman нед недел тиж أسبوع اسبوع أسابيع اسابيع 週間 周 星期"),
        (30 * _DAY, "month mo mois mes mês mese mesi monat месяц мес شهر أشهر اشهر شهور か月 ヶ月 カ月 个月 個月"),
        (365 * _DAY, "year yr y an año ano anno anni jahr год лет سنة سنوات عام أعوام 年"),
    )
    for stem in stems.split()
}
_ONES: Final = word_set("a an one un une una uno um uma einer einem eine ein один одну")
_AGO: Final = re.compile(
    r"(?:(?:il y a|hace|há|ha|vor|منذ|قبل|fa)\s+(?:(?:environ|about|etwa|cerca de|около|حوالي)\s+)?"
    r"(?P<a>\d+|[^\W\d_]+)(?:\s+(?P<b>[^\W\d_]+))?)"
    r"|(?P<g>\b(?:час|минуту|день|неделю|месяц|год))\s+назад"
    r"|(?:(?P<c>\d+|\b[^\W\d_]+(?=\s))\s*(?P<d>[^\W\d_]+?)\.?\s+(?:ago|назад|тому|fa|atrás|geleden|önce)\b)"
    r"|(?:(?P<e>\d+)\s*(?P<f>秒|分钟|分鐘|分|小时|小時|時間|天|日|周|星期|週間|个月|個月|か月|ヶ月|年)之?前)",
    re.IGNORECASE,
)
_DUALS: Final[dict[str, int]] = {
    # Arabic has a form for two of a thing
    **dict.fromkeys(("دقيقتين", "دقيقتان"), 2 * _MINUTE),
    **dict.fromkeys(("ساعتين", "ساعتان"), 2 * _HOUR),
    **dict.fromkeys(("يومين", "يومان"), 2 * _DAY),
    **dict.fromkeys(("أسبوعين", "اسبوعين"), 14 * _DAY),
    "شهرين": 60 * _DAY,
    **dict.fromkeys(("سنتين", "عامين"), 730 * _DAY),
}
_DAYS: Final = re.compile(
    r"(?P<d2>позавчера|avant-hier|vorgestern|anteayer|day before yesterday|前天|一昨日|أول أمس)"
    r"|(?P<d1>\b(?:yesterday|вчера|вчора|hier|gestern|ayer|ontem|ieri|أمس|امس)\b|昨天|昨日)"
    r"|(?P<d0>\b(?:today|сегодня|сьогодні|aujourd['’]hui|heute|hoy|hoje|oggi|اليوم)\b|今天|今日)"
    r"|(?P<now>\b(?:just now|только что|à l['’]instant|gerade eben|ahora mismo|الآن)\b|刚刚|剛剛|たった今)",
    re.IGNORECASE,
)


def relative_moment(text: str, now: int) -> tuple[int, bool] | None:
    """What `text` says of a time before `now`, in Unix seconds; None where it says nothing of the kind.

    The second value says that a whole day is meant, which a time may stand beside; the moment is its midnight UTC.
    """
    if len(text) > _MAX_LENGTH:
        return None
    if match := _AGO.search(text):
        seconds = _counted(match)
        if seconds is not None:
            return now - seconds, False
    if len(text) <= _MAX_DAY and (match := _DAYS.search(text)):
        if match["now"]:
            return now, False
        days = 2 if match["d2"] else 1 if match["d1"] else 0
        return now - now % _DAY - days * _DAY, True
    return None


def _counted(match: re.Match[str]) -> int | None:
    """The seconds of a number and its unit."""
    count_word = match["a"] or match["c"] or match["e"] or "1"
    unit_word = match["b"] or match["d"] or match["f"] or match["g"] or ""
    if match["a"] and not count_word.isdigit():
        if count_word in _DUALS:
            return _DUALS[count_word]
        if count_word.lower() not in _ONES:  # "منذ ساعة": the unit alone
            count_word, unit_word = "1", count_word
    count = int(count_word) if count_word.isdigit() and len(count_word) < 5 else 1
    if not count_word.isdigit() and count_word.lower() not in _ONES and not match["g"]:
        return None
    unit = _unit(unit_word.lower())
    return count * unit if unit is not None and count <= _MAX_COUNT else None


def _unit(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    for length in range(min(len(word), 8), 1, -1):
        if word[:length] in _UNITS:
            return _UNITS[word[:length]]
    return None
