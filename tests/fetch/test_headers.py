"""Header fields that speak of time, and validators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import at_most
from newsreader.core.feeds import Validators
from newsreader.fetch.headers import fresh_for, http_date, retry_at, sendable

NOW = 1_795_608_000  # Wed, 25 Nov 2026 12:00:00 GMT
DAY = 86_400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("3600", 3600),
        (" 60 ", 60),
        ("Wed, 25 Nov 2026 13:00:00 GMT", 3600),
        ("Wednesday, 25-Nov-26 13:00:00 GMT", 3600),
        ("Wed Nov 25 13:00:00 2026", 3600),
        ("Wed, 25 Nov 2026 14:00:00 +0100", 3600),
        ("0", None),
        ("-200000", None),
        ("xyz", None),
        ("", None),
        ("12.5", 13),
        ("12.0", 12),
        ("7200.000", 7200),
        ("12.5.5", None),
        ("3600, 7200", 7200),
        ("7200,60.5", 7200),
        ("3600, soon", None),
        ("3600,", None),
        ("-12.5", None),
        ("000000000000000120", 120),
        ("1e9", None),
        ("٣٦٠٠", None),
        ("Wed, 25 Nov 2026 11:00:00 GMT", None),
        ("Wed, 99 Nov 2026 11:00:00 GMT", None),
        ("315360000", 31 * DAY),
        ("9" * 5000, 31 * DAY),
        ("Fri, 25 Nov 2999 12:00:00 GMT", 31 * DAY),
        ("Fri, 25 Nov 99999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_capped_or_ignored(value: str | None, seconds: int | None) -> None:
    assert retry_at(value, now=NOW) == (None if seconds is None else NOW + seconds)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("Wed, 25 Nov 2026 16:00:00 GMT", "Wed, 25 Nov 2026 15:00:00 GMT", 3600),
        ("Wed, 25 Nov 2026 10:00:00 GMT", "Wed, 25 Nov 2026 09:00:00 GMT", 3600),
        ("Wednesday, 25-Nov-26 10:00:00 GMT", "Wed Nov 25 09:00:00 2026", 3600),
        ("Wed, 25 Nov 2026 15:00:00 GMT", "Wed, 25 Nov 2026 16:00:00 GMT", None),
        ("Wed, 25 Nov 2026 13:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", 3600),
        ("Wed, 25 Nov 2026 13:00:00 GMT", "Tue, 01 Jan 2036 00:00:00 GMT", 3600),
        ("Wed, 25 Nov 2026 13:00:00 GMT", "nonsense", 3600),
        ("3600", "Wed, 25 Nov 2026 09:00:00 GMT", 3600),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_server(value: str, date: str, seconds: int | None) -> None:
    assert retry_at(value, now=NOW, date=date) == (None if seconds is None else NOW + seconds)


@pytest.mark.parametrize(
    ("cache_control", "age", "expires", "date", "seconds"),
    [
        ([], None, None, None, None),
        (["max-age=600"], None, None, None, 600),
        (["public, MAX-AGE=600"], None, None, None, 600),
        (['max-age="600"'], None, None, None, 600),
        (["public", "max-age=600"], None, None, None, 600),
        (["max-age=600, max-age=5"], None, None, None, 600),
        (["max-age=600"], "200", None, None, 400),
        (["max-age=600"], "900", None, None, 0),
        (["max-age=600"], "later", None, None, 600),
        (["max-age=-5"], None, None, None, 0),
        (["max-age=soon"], None, None, None, 0),
        (["max-age"], None, None, None, 0),
        (["max-age=31536000"], None, None, None, DAY),
        (["max-age=" + "9" * 4000], None, None, None, DAY),
        (["no-cache, max-age=600"], None, None, None, 0),
        (["max-age=600", "no-store"], None, None, None, 0),
        (['no-cache="set-cookie", max-age=600'], None, None, None, 600),
        (["private, must-revalidate"], None, None, None, None),
        (["s-maxage=9"], None, None, None, None),
        ([], None, "Wed, 25 Nov 2026 13:00:00 GMT", "Wed, 25 Nov 2026 12:30:00 GMT", 1800),
        ([], None, "Wed, 25 Nov 2026 13:00:00 GMT", None, 3600),
        ([], None, "Wed, 25 Nov 2026 13:00:00 GMT", "nonsense", 3600),
        ([], None, "0", None, 0),
        ([], None, "-1", "Wed, 25 Nov 2026 12:30:00 GMT", 0),
        ([], None, "Wed, 25 Nov 1998 13:00:00 GMT", None, 0),
        ([], None, "Mon, 25 Nov 2999 13:00:00 GMT", None, DAY),
        (["max-age=600"], None, "0", None, 600),
        ([], "600", "Wed, 25 Nov 2026 13:00:00 GMT", "Wed, 25 Nov 2026 12:30:00 GMT", 1200),
        ([], "7200", "Wed, 25 Nov 2026 13:00:00 GMT", None, 0),
        ([",,=,;"], None, None, None, None),
    ],
)
def test_how_long_an_answer_is_fresh(
    cache_control: list[str], age: str | None, expires: str | None, date: str | None, seconds: int | None
) -> None:
    assert fresh_for(cache_control=cache_control, age=age, expires=expires, date=date, now=NOW) == seconds


@given(st.text(), st.text(), st.text())
def test_no_header_makes_them_raise(first: str, second: str, third: str) -> None:
    wait = retry_at(first, now=NOW)
    assert wait is None or NOW < wait <= NOW + 31 * DAY
    fresh = fresh_for(cache_control=[first], age=second, expires=third, date=first, now=NOW)
    assert fresh is None or 0 <= fresh <= DAY
    http_date(first)


@pytest.mark.parametrize("header", ["," + " " * 90_000 + ",", "a=" + " " * 90_000 + ",", 'a="' * 30_000, "a" * 90_000])
def test_no_header_takes_long_to_read(header: str) -> None:
    """A header may have 100 kB, and nothing else is done while one is read."""
    with at_most(1):
        fresh_for(cache_control=[header], age=None, expires=None, date=None, now=NOW)


@pytest.mark.parametrize("etag", ['"abc"', 'W/"a b"', "unquoted", '"ä"', '"' + "x" * 3000 + '"'])
def test_an_entity_tag_stays_exactly_as_it_is(etag: str) -> None:
    assert sendable(Validators(etag, "yesterday")) == Validators(etag, "yesterday")


@pytest.mark.parametrize("etag", ["", '"\udcff"', '"a\r\nX: y"', '"\x7f"', "x" * 5000])
def test_an_entity_tag_that_cannot_be_sent_back_is_left_out(etag: str) -> None:
    assert sendable(Validators(etag, "Wed, 25 Nov 2026 12:00:00 GMT")).etag is None
