"""How often feeds are looked at: a table of who decides."""

import pytest

from newsreader.core.feeds import FeedData, FeedState
from newsreader.core.fetching import Fetched, NotModified
from newsreader.core.pace import DAY, HOUR, MINUTE, NO_PACE, WEEK, Pace, first_rate, next_check, rate_words, rhythm
from newsreader.core.schedule import after_check, after_reading
from newsreader.core.subscriptions import WELCOME_URL, Subscription

NOON = 1_795_608_000  # Wednesday 25 November 2026, 12:00 UTC
URL = "https://news.example/feed"


@pytest.mark.parametrize(
    ("per_week", "wait"),
    [
        (0.0, DAY),
        (0.1, DAY),
        (3.5, DAY),
        (7.0, 12 * HOUR),
        (84.0, HOUR),
        (336.0, 15 * MINUTE),
        (1e9, 15 * MINUTE),
    ],
)
def test_a_feed_is_looked_at_twice_between_two_entries_within_15_minutes_and_a_day(per_week: float, wait: int) -> None:
    assert rhythm(per_week) == wait


@pytest.mark.parametrize(
    ("interval", "pace", "per_week", "fresh_for", "wait", "because"),
    [
        (None, NO_PACE, 7.0, None, 12 * HOUR, "rhythm"),
        (None, NO_PACE, None, None, HOUR, "rhythm"),
        (None, NO_PACE, 1000.0, 2 * HOUR, 2 * HOUR, "fresh"),
        (None, NO_PACE, 1000.0, 365 * DAY, DAY, "fresh"),
        (None, Pace(6 * HOUR), 1000.0, 2 * HOUR, 6 * HOUR, "pace"),
        (None, Pace(365 * DAY), 1000.0, None, DAY, "pace"),
        (30 * MINUTE, NO_PACE, 1.0, None, 30 * MINUTE, "interval"),
        (30 * MINUTE, Pace(6 * HOUR), 1.0, None, 6 * HOUR, "pace"),
        (30 * MINUTE, NO_PACE, 1.0, HOUR, HOUR, "fresh"),
        (7 * DAY, NO_PACE, 1000.0, None, 7 * DAY, "interval"),
        (HOUR, Pace(skip_hours=frozenset({13, 14})), 1.0, None, 3 * HOUR, "hours"),
        (12 * HOUR, Pace(skip_days=frozenset({3})), 1.0, None, DAY, "hours"),
        (12 * HOUR, Pace(skip_days=frozenset({5})), 1.0, None, 12 * HOUR, "interval"),
        (HOUR, Pace(skip_hours=frozenset(range(24))), 1.0, None, DAY, "hours"),
    ],
)
def test_the_longest_wait_counts_and_servers_are_obeyed_for_a_day_at_most(
    interval: int | None, pace: Pace, per_week: float | None, fresh_for: int | None, wait: int, because: str
) -> None:
    subscription = Subscription(URL, interval=interval)
    assert next_check(subscription, pace, per_week, fresh_for=fresh_for, now=NOON) == (NOON + wait, because)


def test_the_built_in_guide_is_looked_at_daily() -> None:
    assert next_check(Subscription(WELCOME_URL), NO_PACE, 1000.0, fresh_for=None, now=NOON)[0] == NOON + DAY


@pytest.mark.parametrize(
    ("ages", "rate"),
    [
        ([], 0.0),
        ([20 * WEEK], 0.0),
        ([WEEK, 2 * WEEK], 1.0),
        ([0] * 30, 30.0),
        ([HOUR] * 20, 140.0),
        ([DAY * number for number in range(1, 15)], 7.0),
    ],
    ids=["empty", "nothing lately", "weekly", "without dates", "many on one day", "daily"],
)
def test_the_first_answer_tells_how_often_a_feed_publishes(ages: list[int], rate: float) -> None:
    assert first_rate([NOON - age for age in ages], now=NOON) == rate


def test_a_feed_that_falls_silent_is_looked_at_ever_less_often_and_one_that_wakes_up_more_often() -> None:
    feed, now = Subscription(URL), NOON
    state = FeedState(1, URL, "Centre", per_week=200.0, checked_at=now)
    waits = []
    while now < NOON + 35 * DAY:
        state = after_check(state, NotModified(URL), subscription=feed, now=now)
        assert state.next_check_at is not None
        waits.append(state.next_check_at - now)
        now = state.next_check_at
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (rhythm(200.0), DAY)
    state = after_check(state, Fetched(URL, b"", URL), subscription=feed, now=now)
    state = after_reading(state, FeedData("Centre"), [now] * 20, subscription=feed, fresh_for=None, now=now)
    assert state.next_check_at is not None
    assert state.next_check_at - now <= 5 * HOUR


def test_what_a_feed_asks_for_counts_from_its_first_answer_on() -> None:
    feed = Subscription(URL, interval=15 * MINUTE)
    data = FeedData("Centre", pace=Pace(2 * HOUR))
    state = after_check(FeedState(1, URL, "Centre"), Fetched(URL, b"", URL), subscription=feed, now=NOON)
    state = after_reading(state, data, [NOON - DAY], subscription=feed, fresh_for=None, now=NOON)
    assert (state.next_check_at, state.because) == (NOON + 2 * HOUR, "pace")
    later = after_check(state, NotModified(URL), subscription=feed, now=NOON + DAY)
    assert (later.next_check_at, later.because) == (NOON + DAY + 2 * HOUR, "pace")


@pytest.mark.parametrize(
    ("per_week", "words"),
    [
        (0.0, "less than once a week"),
        (0.9, "about once a week"),
        (2.2, "about twice a week"),
        (7.0, "about once a day"),
        (35.0, "about 5 times a day"),
        (70_000.0, "about 10,000 times a day"),
    ],
)
def test_a_rate_in_words(per_week: float, words: str) -> None:
    assert rate_words(per_week) == words
