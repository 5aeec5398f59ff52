"""Intervals are read as people write them, and written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.intervals import LONGEST, SHORTEST, format_interval, parse_interval
from newsreader.core.subscriptions import NEVER


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("15m", 900), ("2h", 7_200), ("1d", 86_400), ("3w", 1_814_400), ("90s", 90), (" 2 H ", 7_200), ("never", NEVER)],
)
def test_an_interval_is_read(text: str, seconds: int) -> None:
    assert parse_interval(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "15", "-5m", "1.5h", "1h30m", "١٥m", "5 parsecs", "9" * 5_000 + "m"])
def test_what_is_no_interval_is_answered_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match='such as "15m", "2h"'):
        parse_interval(text)


@pytest.mark.parametrize(("text", "limit"), [("30s", "one minute"), ("0m", "one minute"), ("400d", '"365d"')])
def test_an_interval_has_limits(text: str, limit: str) -> None:
    with pytest.raises(ValueError, match=limit):
        parse_interval(text)


@pytest.mark.parametrize(("seconds", "text"), [(1_800, "30m"), (5_400, "90m"), (NEVER, "never"), (61, "61s")])
def test_an_interval_is_written_in_its_largest_whole_unit(seconds: int, text: str) -> None:
    assert format_interval(seconds) == text


@given(st.integers(SHORTEST, LONGEST) | st.just(NEVER))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse_interval(format_interval(seconds)) == seconds
