"""Dates in a form that the user gives, in the directives of Python's strptime."""

import re
from datetime import datetime
from typing import Final

_YEAR_RE: Final = re.compile(r"%[YyGcx]")
_LEAP_YEAR: Final = 2000
"""That of dates without a year: each has a 29 February in it. From 3.15 on Python takes no day without a year."""


def tells_year(date_format: str) -> bool:
    """Whether dates in this form have a year."""
    return _YEAR_RE.search(date_format.replace("%%", "")) is not None


def read_formatted(text: str, date_format: str) -> datetime:
    """The moment that `text` tells in this form; a leap year stands in for one that the form has not.

    Raises:
        ValueError: `text` is in another form ("does not match" is in the message), or there is no such form.
        re.error: A part stands in the form twice: strptime makes a pattern of it.
    """
    if not tells_year(date_format):
        text, date_format = f"{text} {_LEAP_YEAR}", f"{date_format} %Y"
    return datetime.strptime(text, date_format)
