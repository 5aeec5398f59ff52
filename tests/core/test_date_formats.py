"""Dates in a form of feeds.toml."""

import re
from datetime import datetime

import pytest

from newsreader.core.date_formats import read_formatted, tells_year


@pytest.mark.parametrize(
    ("text", "date_format", "moment"),
    [
        ("26.11.2026", "%d.%m.%Y", datetime(2026, 11, 26)),
        ("26-11/26 08:30", "%d-%m/%y %H:%M", datetime(2026, 11, 26, 8, 30)),
        ("26.11.", "%d.%m.", datetime(2000, 11, 26)),
        ("29.02.", "%d.%m.", datetime(2000, 2, 29)),
        ("100%Y 1.3.", "100%%Y %d.%m.", datetime(2000, 3, 1)),
    ],
)
def test_a_date_is_read_in_its_form(text: str, date_format: str, moment: datetime) -> None:
    assert read_formatted(text, date_format) == moment


@pytest.mark.parametrize(
    ("text", "date_format", "error"),
    [("soon", "%d.%m.", ValueError), ("1.1.", "%Q", ValueError), ("1.1.1.", "%d.%m.%d", re.error)],
)
def test_what_is_no_such_date_is_an_error(text: str, date_format: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_formatted(text, date_format)


@pytest.mark.parametrize(("date_format", "tells"), [("%d.%m.%Y", True), ("%x", True), ("%d %b", False), ("%%Y", False)])
def test_a_form_tells_the_year_or_not(date_format: str, tells: bool) -> None:
    assert tells_year(date_format) is tells
