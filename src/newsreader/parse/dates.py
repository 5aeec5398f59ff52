"""Dates as feeds and pages write them → Unix seconds.

RFC 3339, W3C-DTF and RFC 822 with the bends seen in the wild, then what people write by hand: month names in the main
languages, `2020/1/10`, `10.01.2020`, `2020年1月10日`. What can be read in two ways counts as missing.
"""

import re
from typing import Final

_MIN_YEAR: Final = 1970
_MAX_YEAR: Final = 2200
_MAX_LENGTH: Final = 200
_TWO_DIGIT_PIVOT: Final = 50  # RFC 5322, 4.3: 00–49 is 20xx, 50–99 is 19xx
_MAX_OFFSET_HOURS: Final = 15  # UTC+14 is the farthest in use
_DAY: Final = 86_400

_ISO_RE: Final = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?"
    r"(?:(?:\s*[Tt]\s*|\s+)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(.{0,40}))?"
)
_COMPACT_RE: Final = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[Tt ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?(?!\d)\s*(.{0,12}))?"
)
_RFC822_RE: Final = re.compile(
    r"(?:[A-Za-z]{3,9}\.?\s*,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(.{0,40}))?"
)
_EPOCH_RE: Final = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
_TIME_RE: Final = re.compile(
    r"(?<![\d:.])(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d+)?)?|\s*(?=[AaPp](?:\.\s?)?[Mm]\b)|[hH](\d{2})(?!\w))(?![\d:])"
)
_HALF_RE: Final = re.compile(r"\b([AaPp])(?:\.\s?)?[Mm]\b\.?|([上下])午|(오전|오후)")
_OFFSET_RE: Final = re.compile(r"(?:GMT|UTC|UT)?\s*([+\-−])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_CJK_RE: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_NUMERIC_RE: Final = re.compile(r"(?<![\d])(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)")
_WORD_RE: Final = re.compile(r"[^\W\d_]+")
_NUMBER_RE: Final = re.compile(r"\d+")

_ZONES: Final[dict[str, int]] = {
    # RFC 822, 5.1 and the abbreviations seen most; hours × 100 + minutes
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet", "0000"), 0),
    "est": -500,
    "edt": -400,
    "cst": -600,
    "cdt": -500,
    "mst": -700,
    "mdt": -600,
    "pst": -800,
    "pdt": -700,
    "akst": -900,
    "akdt": -800,
    "hst": -1000,
    "ast": -400,
    "adt": -300,
    "nst": -330,
    "ndt": -230,
    "et": -500,
    "ct": -600,
    "mt": -700,
    "pt": -800,
    "brt": -300,
    "art": -300,
    "bst": 100,
    "west": 100,
    "cet": 100,
    "met": 100,
    "mez": 100,
    "cest": 200,
    "mest": 200,
    "mesz": 200,
    "eet": 200,
    "eest": 300,
    "msk": 300,
    "msd": 400,
    "sast": 200,
    "trt": 300,
    "ist": 530,
    "pkt": 500,
    "hkt": 800,
    "sgt": 800,
    "awst": 800,
    "jst": 900,
    "kst": 900,
    "aest": 1000,
    "aedt": 1100,
    "acst": 930,
    "nzst": 1200,
    "nzdt": 1300,
}

# One line per language, twelve months each; variants of a month joined by "/".
_MONTH_NAMES: Final = (
    "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sep/sept"
    " october/oct november/nov december/dec",
    "janvier/janv février/fevrier/févr/fév/fevr mars avril/avr mai juin juillet/juil août/aout septembre"
    " octobre novembre décembre/decembre/déc",
    "januar/jänner/jän februar/feber märz/maerz/mär/mrz april mai juni juli august september oktober/okt november"
    " dezember/dez",
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre"
    " diciembre/dic",
    "gennaio/gen febbraio/febb marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott"
    " novembre dicembre",
    "janeiro fevereiro/fev março/marco abril maio junho julho agosto setembro outubro/out novembro dezembro",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл"
    " августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    "січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт травня/травень/трав"
    " червня/червень/черв липня/липень/лип серпня/серпень/серп вересня/вересень/вер жовтня/жовтень/жовт"
    " листопада/листопад грудня/грудень/груд",
    "stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze"
    " lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź"
    " listopada/listopad/lis grudnia/grudzień/gru",
    "januari februari mars april maj juni juli augusti september oktober november december/des/desember",
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas"
    " aralık/ara",
    "يناير/كانونالثاني فبراير/شباط مارس/آذار أبريل/ابريل/إبريل/نيسان مايو/أيار/ماي يونيو/حزيران/يونيه/جوان"
    " يوليو/تموز/يوليه/جويلية أغسطس/اغسطس/آب/أوت سبتمبر/أيلول أكتوبر/اكتوبر نوفمبر ديسمبر",
    "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ/μάρ απριλίου/απρίλιος/απρ"
    " μαΐου/μάιος/μαϊ/μαι ιουνίου/ιούνιος/ιουν/ιον ιουλίου/ιούλιος/ιουλ/ιολ αυγούστου/αύγουστος/αυγ/αύγ"
    " σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε/νοέ δεκεμβρίου/δεκέμβριος/δεκ",
    "január február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október"
    " november december",
)
MONTHS: Final[dict[str, int]] = {
    variant.casefold(): month
    for line in _MONTH_NAMES
    for month, variants in enumerate(line.split(), start=1)
    for variant in variants.split("/")
}


def read_date(text: str | None) -> int | None:
    """The moment `text` names, in Unix seconds UTC; a date without a time is its midnight, one without a zone is UTC.

    None where `text` is missing, names no possible date between 1970 and 2200, or can be read in two ways.
    Seen in the wild: `0000-00-00`, year 99999, offsets such as `+9900`, `yesterday`.
    """
    if not text or len(text) > _MAX_LENGTH:
        return None
    text = text.strip()
    if match := _RFC822_RE.fullmatch(text):
        day, name, year, hour, minute, second, rest = match.groups()
        month = MONTHS.get(name.lower())
        if month is not None:
            return _moment(_full_year(year), month, int(day), hour, minute, second, rest)
    elif match := _ISO_RE.fullmatch(text) or _COMPACT_RE.fullmatch(text):
        year, iso_month, day, hour, minute, second, rest = match.groups()
        return _moment(int(year), int(iso_month), int(day or 1), hour, minute, second, rest)
    elif match := _EPOCH_RE.fullmatch(text):
        return int(match.group(1))
    elif text.isascii() and len(text) == 4 and text.isdigit():
        return _moment(int(text), 1, 1, None, None, None, None)
    return _read_by_hand(text)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)
    return year


def _moment(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, rest: str | None
) -> int | None:
    """`rest` is what follows the time: "", an AM or PM, a zone, a comment."""
    if not (_MIN_YEAR <= year <= _MAX_YEAR and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        return None
    hours, minutes = int(hour or 0), int(minute or 0)
    seconds = min(int(second or 0), 59)  # a leap second is the second before
    if rest:
        half = _HALF_RE.search(rest)
        if half:
            late = half.group(1) in ("P", "p") or half.group(2) == "下" or half.group(3) == "오후"
            if hours > 12 and not late:
                return None
            if hours <= 12:
                hours = hours % 12 + (12 if late else 0)
            rest = rest[: half.start()] + rest[half.end() :]
        offset = _offset(rest)
        if offset is None:
            return None
    else:
        offset = 0
    if hours > 24 or minutes > 59 or (hours == 24 and (minutes or seconds)):
        return None
    moment = _days_since_1970(year, month, day) * _DAY + hours * 3600 + minutes * 60 + seconds - offset
    return moment if moment >= _DAY else None  # the epoch itself stands for "no date" in the wild


def _days_since_1970(year: int, month: int, day: int) -> int:
    """Days of the Gregorian calendar; the year is taken to begin in March, so that its last day is the leap day."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 719_469


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _offset(rest: str) -> int | None:
    """Seconds east of UTC that a zone names; 0 for none or an unknown name, None for an impossible offset."""
    zone = rest.strip()
    if not zone or zone in ("Z", "GMT", "+0000", "+00:00"):
        return 0
    if match := _OFFSET_RE.search(zone):
        sign, hours, minutes = match.group(1), match.group(2), match.group(3) or "0"
        if int(hours) >= _MAX_OFFSET_HOURS or int(minutes) > 59:
            return None
        seconds = int(hours) * 3600 + int(minutes) * 60
        return seconds if sign == "+" else -seconds
    if re.search(r"[+\-−]\d", zone):
        return None
    for word in re.findall(r"[a-z]+", zone.lower()):
        if word in _ZONES:
            value = _ZONES[word]
            seconds = abs(value) // 100 * 3600 + abs(value) % 100 * 60
            return seconds if value >= 0 else -seconds
    return 0


def _read_by_hand(text: str) -> int | None:
    hour = minute = second = None
    rest = text
    date_part = text
    time = _TIME_RE.search(text)
    if time is None and (half := _HALF_RE.search(text)) and half.group(2):
        return None
    if time is not None:
        hour, minute, second = time.group(1), time.group(2) or time.group(4) or "0", time.group(3)
        before, after = text[: time.start()], text[time.end() :]
        date_part = f"{before} | {_strip_zone(after)}"
        rest = after if not _HALF_RE.search(before) else f"{_HALF_RE.search(before)[0]} {after}"  # type: ignore[index]
    else:
        rest = ""
    if match := _CJK_RE.search(date_part):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMERIC_RE.search(date_part):
        numbers = _numeric(match.group(1), match.group(2), match.group(3), match.group(4))
        if numbers is None:
            return None
        year, month, day = numbers
    else:
        named = _named(date_part)
        if named is None:
            return None
        year, month, day = named
    return _moment(year, month, day, hour, minute, second, _zone_text(rest))


def _strip_zone(after: str) -> str:
    return (
        _OFFSET_RE.sub(" ", after, count=1)
        if re.match(r"\s*(?:[AaPp](?:\.\s?)?[Mm]\.?)?\s*(?:[A-Z]{2,4})?\s*[+\-−]\d", after)
        else after
    )


def _zone_text(rest: str) -> str:
    """The zone and half of the day in what follows a time, without a year that may follow them (asctime)."""
    return re.sub(r"(?<![+\-−\d:])\b\d{1,4}\b(?!:)", " ", rest)


def _numeric(first: str, separator: str, second: str, third: str) -> tuple[int, int, int] | None:
    """Year, month, day of a date in digits; None where day and month could be either."""
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(first) > 2 or len(third) != 4:
        return None
    a, b, year = int(first), int(second), int(third)
    if separator == "." or a > 12:  # with points the day comes first, wherever they are used
        return year, b, a
    if b > 12 or a == b:
        return year, a, b
    return None


def _named(text: str) -> tuple[int, int, int] | None:
    """Year, month, day of a date with the month in words; None unless exactly one reading is possible."""
    months = {MONTHS[word] for word in map(str.casefold, _WORD_RE.findall(text)) if word in MONTHS}
    if len(months) != 1:
        return None
    numbers = _NUMBER_RE.findall(text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) == 1 and len(days) == 1:
        return int(years[0]), months.pop(), int(days[0])
    if not years and len(days) == 2 and int(days[0]) <= 31 < int(days[1]):
        return _full_year(days[1]), months.pop(), int(days[0])
    return None
