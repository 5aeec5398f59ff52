"""When a feed is asked again: bounded both ways, whatever a server or this machine's clock says."""

from dataclasses import replace

import pytest

from newsreader.core.backoff import backoff
from newsreader.core.feeds import FeedState, Validators
from newsreader.core.fetching import Fetched, FetchFailed, Gone, NotModified
from newsreader.core.schedule import (
    DAY,
    HOUR,
    MAX_RETRY_AFTER,
    MINUTE,
    Due,
    NotDue,
    after_check,
    after_parse_error,
    decide,
    host_waits,
)
from newsreader.core.subscriptions import NEVER, Subscription

NOW = 1_795_608_000
URL = "https://news.example/feed"
FEED = Subscription(URL)
TAGGED = Validators('"1"', "yesterday")
STATE = FeedState(1, URL, "Centre", validators=TAGGED, checked_at=NOW - HOUR, succeeded_at=NOW - HOUR)


def after(outcome: Fetched | NotModified | Gone | FetchFailed, state: FeedState = STATE) -> FeedState:
    return after_check(state, outcome, subscription=FEED, default_interval=HOUR, now=NOW)


@pytest.mark.parametrize(
    ("fresh_for", "wait"),
    [(None, HOUR), (0, HOUR), (2 * HOUR, 2 * HOUR), (365 * DAY, DAY), (10**18, DAY), (-5, HOUR)],
)
def test_how_long_an_answer_holds_is_bounded_both_ways(fresh_for: int | None, wait: int) -> None:
    for outcome in (Fetched(URL, b"", URL, fresh_for=fresh_for), NotModified(URL, TAGGED, fresh_for)):
        assert after(outcome).next_check_at == NOW + wait


@pytest.mark.parametrize(
    ("retry_at", "wait"),
    [
        (None, backoff(URL, 1)),
        (NOW + HOUR, HOUR),
        (NOW - 10, backoff(URL, 1)),
        (NOW + 10 * 365 * DAY, MAX_RETRY_AFTER),
        (1, backoff(URL, 1)),
    ],
)
def test_a_wait_asked_for_is_kept_within_a_month(retry_at: int | None, wait: int) -> None:
    assert after(FetchFailed(URL, "Busy.", 503, retry_at=retry_at)).next_check_at == NOW + wait


def test_a_feed_that_goes_on_failing_is_asked_ever_less_often_but_every_day() -> None:
    state, waits = STATE, []
    for _ in range(40):
        state = after(FetchFailed(URL, "No answer."), state)
        assert state.next_check_at is not None
        waits.append(state.next_check_at - NOW)
    assert waits == [backoff(URL, failures) for failures in range(1, 41)]
    assert 0.8 * DAY <= waits[-1] <= DAY
    assert (state.failures, state.failing_since, state.error) == (40, NOW, "No answer.")
    recovered = after(NotModified(URL, TAGGED), state)
    assert (recovered.failures, recovered.failing_since, recovered.error) == (0, None, None)


def test_a_feed_that_is_gone_is_asked_only_on_request() -> None:
    gone = after(Gone(URL, "It is gone."))
    assert decide(FEED, gone, now=NOW + 365 * DAY, asked=False) == NotDue(FEED, "It is gone.")
    assert isinstance(decide(FEED, gone, now=NOW, asked=True), Due)
    assert not after(Fetched(URL, b"", URL), gone).paused


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({}, TAGGED),
        ({"succeeded_at": NOW - 8 * DAY}, Validators()),
        ({"succeeded_at": None}, Validators()),
        ({"error": "This is no feed."}, Validators()),
    ],
    ids=["usual", "a server that says 304 for ever", "never read", "last failed"],
)
def test_validators_are_sent_only_for_what_is_stored_and_not_for_ever(
    change: dict[str, int | str | None], sent: Validators
) -> None:
    decision = decide(FEED, replace(STATE, **change), now=NOW, asked=True)  # type: ignore[arg-type]
    assert decision == Due(FEED, sent)


def test_a_304_does_not_make_validators_younger() -> None:
    assert after(NotModified(URL, TAGGED)).succeeded_at == STATE.succeeded_at


def test_what_could_not_be_read_is_fetched_whole_the_next_time() -> None:
    state = after_parse_error(replace(STATE, body_hash=b"x"), "No feed.", now=NOW)
    assert (state.validators, state.body_hash, state.error) == (Validators(), None, "No feed.")


@pytest.mark.parametrize(
    ("checked_at", "next_check_at", "due"),
    [
        (NOW - HOUR, NOW, True),
        (NOW - HOUR, NOW + 1, False),
        (NOW + 30 * 365 * DAY, NOW + 30 * 365 * DAY + HOUR, True),
        (0, HOUR, True),
        (None, NOW + 10**9, True),
        (None, None, True),
    ],
    ids=["its time", "not yet", "a clock once in the future", "a clock once at 1970", "never checked", "new"],
)
def test_a_clock_that_was_wrong_stops_no_feed(checked_at: int | None, next_check_at: int | None, due: bool) -> None:
    state = replace(STATE, checked_at=checked_at, next_check_at=next_check_at)
    assert isinstance(decide(FEED, state, now=NOW, asked=False), Due) == due


def test_a_clock_that_was_wrong_makes_no_storm() -> None:
    """After the jump every feed is due once, and then has its interval again."""
    state = after(NotModified(URL, TAGGED), replace(STATE, checked_at=NOW + DAY, next_check_at=NOW + 2 * DAY))
    assert isinstance(decide(FEED, state, now=NOW + 1, asked=False), NotDue)


def test_an_interval_of_never_waits_for_the_user() -> None:
    never = Subscription(URL, interval=NEVER)
    assert isinstance(decide(never, STATE, now=NOW, asked=False), NotDue)
    assert isinstance(decide(never, STATE, now=NOW, asked=True), Due)


@pytest.mark.parametrize(
    ("wait", "failures", "reason"),
    [
        (1, 0, "It is due again in 1 minute."),
        (HOUR, 0, "It is due again in 60 minutes."),
        (HOUR + 1, 0, "It is due again in 2 hours."),
        (3 * DAY, 0, "It is due again in 3 days."),
        (20 * MINUTE, 1, "Its last check failed; it is tried again in 20 minutes."),
        (20 * MINUTE, 3, "Its last 3 checks failed; it is tried again in 20 minutes."),
    ],
)
def test_what_is_not_due_says_when_it_will_be(wait: int, failures: int, reason: str) -> None:
    state = replace(STATE, next_check_at=NOW + wait, failures=failures)
    assert decide(FEED, state, now=NOW, asked=False) == NotDue(FEED, reason)


def test_a_host_that_asked_to_be_left_alone_is_so_for_all_its_feeds_and_over_restarts() -> None:
    busy = after(FetchFailed(URL, "Busy.", 429, retry_at=NOW + HOUR))
    failed = after(FetchFailed("https://other.example/feed", "No answer."))
    waits = host_waits([busy, failed], now=NOW + 1)
    assert waits == {"news.example": NOW + HOUR}
    sibling = Subscription("https://news.example/other")
    decision = decide(sibling, FeedState(2, sibling.url, "Other"), now=NOW + 1, asked=False, waits=waits)
    assert decision == NotDue(sibling, "Its server asked to be left alone; it is tried again in 60 minutes.")
    assert host_waits([busy], now=NOW + HOUR) == {}


def test_a_wait_named_with_another_refusal_is_of_that_feed_alone() -> None:
    assert host_waits([after(FetchFailed(URL, "Nothing here.", 404, retry_at=NOW + HOUR))], now=NOW + 1) == {}
