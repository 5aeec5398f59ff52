"""When a feed is asked again: bounded both ways, whatever a server or this machine's clock says."""

import pytest

from newsreader.core.backoff import backoff
from newsreader.core.feeds import FeedState, Validators
from newsreader.core.fetching import Fetched, FetchFailed, Gone, NotModified
from newsreader.core.pace import DAY, HOUR, MINUTE, Pace
from newsreader.core.schedule import (
    MAX_RETRY_AFTER,
    UNSAID,
    Asked,
    Due,
    NotDue,
    after_check,
    after_parse_error,
    decide,
    host_waits,
    next_try,
)
from newsreader.core.subscriptions import NEVER, Subscription

NOW = 1_795_608_000
URL = "https://news.example/feed"
FEED = Subscription(URL, interval=HOUR)
TAGGED = Validators('"1"', "yesterday")
STATE = FeedState(1, URL, "Centre", validators=TAGGED, checked_at=NOW - HOUR, succeeded_at=NOW - HOUR)


def after(outcome: Fetched | NotModified | Gone | FetchFailed, state: FeedState = STATE) -> FeedState:
    return after_check(state, outcome, subscription=FEED, now=NOW)


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
    reason = "It is gone: it is refreshed only when you ask."
    assert decide(FEED, gone, now=NOW + 365 * DAY, asked="no") == NotDue(FEED, reason)
    assert next_try(FEED, gone, now=NOW) is None
    assert isinstance(decide(FEED, gone, now=NOW, asked="all"), Due)
    assert not after(Fetched(URL, b"", URL), gone).paused


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({}, TAGGED),
        ({"succeeded_at": NOW - 8 * DAY}, Validators()),
        ({"succeeded_at": None}, Validators()),
        ({"succeeded_at": NOW + 365 * DAY}, Validators()),
        ({"error": "No answer.", "failures": 1}, TAGGED),
    ],
    ids=["usual", "a server that says 304 for ever", "never read", "a clock once in the future", "after a failure"],
)
def test_validators_are_sent_only_for_what_is_stored_and_not_for_ever(
    change: dict[str, int | str | None], sent: Validators
) -> None:
    decision = decide(FEED, STATE._replace(**change), now=NOW, asked="all")  # type: ignore[arg-type]
    assert decision == Due(FEED, sent)


def test_a_304_does_not_make_validators_younger() -> None:
    assert after(NotModified(URL, TAGGED)).succeeded_at == STATE.succeeded_at


def test_what_could_not_be_read_is_fetched_whole_the_next_time() -> None:
    state = after_parse_error(STATE._replace(body_hash=b"x"), "No feed.", now=NOW)
    assert (state.validators, state.body_hash, state.error) == (Validators(), None, "No feed.")


@pytest.mark.parametrize(
    ("checked_at", "next_check_at", "due"),
    [
        (NOW - HOUR, NOW, True),
        (NOW - HOUR + 1, NOW + 1, False),
        (NOW + 30 * 365 * DAY, NOW + 30 * 365 * DAY + HOUR, True),
        (0, HOUR, True),
        (None, NOW + 10**9, True),
        (None, None, True),
    ],
    ids=["its time", "not yet", "a clock once in the future", "a clock once at 1970", "never checked", "new"],
)
def test_a_clock_that_was_wrong_stops_no_feed(checked_at: int | None, next_check_at: int | None, due: bool) -> None:
    state = STATE._replace(checked_at=checked_at, next_check_at=next_check_at)
    assert isinstance(decide(FEED, state, now=NOW, asked="no"), Due) == due
    assert ((next_try(FEED, state, now=NOW) or 0) > NOW) == (not due)


def test_a_clock_that_was_wrong_makes_no_storm() -> None:
    """After the jump every feed is due once, and then has its interval again."""
    state = after(NotModified(URL, TAGGED), STATE._replace(checked_at=NOW + DAY, next_check_at=NOW + 2 * DAY))
    assert isinstance(decide(FEED, state, now=NOW + 1, asked="no"), NotDue)


def test_an_interval_of_never_waits_for_the_user() -> None:
    never = Subscription(URL, interval=NEVER)
    assert isinstance(decide(never, STATE, now=NOW, asked="no"), NotDue)
    assert isinstance(decide(never, STATE, now=NOW, asked="all"), Due)


@pytest.mark.parametrize(
    ("wait", "failures", "reason"),
    [
        (1, 0, "Its interval is 2w; it is due again in 1 minute."),
        (HOUR, 0, "Its interval is 2w; it is due again in 60 minutes."),
        (HOUR + 1, 0, "Its interval is 2w; it is due again in 2 hours."),
        (3 * DAY, 0, "Its interval is 2w; it is due again in 3 days."),
        (20 * MINUTE, 1, "Its last check failed; it is tried again in 20 minutes."),
        (20 * MINUTE, 3, "Its last 3 checks failed; it is tried again in 20 minutes."),
    ],
)
def test_what_is_not_due_says_when_it_will_be(wait: int, failures: int, reason: str) -> None:
    feed = Subscription(URL, interval=14 * DAY)
    checked_at = NOW - 1 if failures else NOW + wait - 14 * DAY
    state = STATE._replace(checked_at=checked_at, next_check_at=NOW + wait, failures=failures)
    assert decide(feed, state, now=NOW, asked="no") == NotDue(feed, reason)
    assert next_try(feed, state, now=NOW) == NOW + wait


@pytest.mark.parametrize(
    ("interval", "change", "reason"),
    [
        (4 * HOUR, {}, "Its interval is 4h; it is due again in 3 hours."),
        (None, {"per_week": 21.0}, "It publishes about 3 times a day; it is due again in 3 hours."),
        (None, {}, "It is due again in 30 minutes."),
        (HOUR, {"pace": Pace(4 * HOUR)}, "It asks to be read every 4 hours at most; it is due again in 3 hours."),
        (HOUR, {"fresh_for": 4 * HOUR}, "Its server said that its last answer holds so long; it is due again in 3"),
        (HOUR, {"pace": Pace(0, frozenset({12, 13, 14}))}, "It asks not to be read at this time; it is due again in 3"),
    ],
)
def test_the_reason_names_who_decided(interval: int | None, change: dict[str, object], reason: str) -> None:
    """NOW is noon."""
    feed = Subscription(URL, interval=interval)
    checked_at = NOW - (HOUR if interval or change else HOUR // 2)
    state = STATE._replace(checked_at=checked_at, **change)  # type: ignore[arg-type]
    decision = decide(feed, state, now=NOW, asked="no")
    assert isinstance(decision, NotDue)
    assert decision.reason.startswith(reason)


@pytest.mark.parametrize(
    ("interval", "wait"), [(15 * MINUTE, 2 * HOUR), (4 * HOUR, 4 * HOUR), (7 * DAY, 7 * DAY), (None, DAY)]
)
def test_an_interval_that_the_user_changes_counts_at_once_and_no_less_than_the_server(
    interval: int | None, wait: int
) -> None:
    state = after(NotModified(URL, TAGGED, 2 * HOUR), STATE._replace(per_week=1.0))
    assert state.next_check_at == NOW + 2 * HOUR
    changed = Subscription(URL, interval=interval)
    assert next_try(changed, state, now=NOW) == NOW + wait
    assert isinstance(decide(changed, state, now=NOW + wait - 1, asked="no"), NotDue)
    assert isinstance(decide(changed, state, now=NOW + wait, asked="no"), Due)


def test_what_a_304_does_not_say_of_freshness_stays_as_it_was() -> None:
    """RFC 9111, 4.3.4: such servers send Cache-Control with a 200 alone (seen in the wild)."""
    state = after(Fetched(URL, b"", URL, fresh_for=2 * HOUR))
    assert after(NotModified(URL, TAGGED), state).next_check_at == NOW + 2 * HOUR
    assert after(NotModified(URL, TAGGED, 0), state).next_check_at == NOW + HOUR
    assert after(Fetched(URL, b"", URL), state).next_check_at == NOW + HOUR


def test_a_feed_is_not_read_in_the_hours_it_asks_to_be_spared_in_unless_a_day_has_passed() -> None:
    """NOW is a Wednesday's noon."""
    state = STATE._replace(pace=Pace(skip_hours=frozenset({12, 13})), next_check_at=NOW - MINUTE)
    reason = "It asks not to be read at this time; it is due again in 2 hours."
    assert decide(FEED, state, now=NOW, asked="no") == NotDue(FEED, reason)
    assert next_try(FEED, state, now=NOW) == NOW + 2 * HOUR
    assert isinstance(decide(FEED, state, now=NOW, asked="all"), Due)
    assert isinstance(decide(FEED, state, now=NOW + 2 * HOUR, asked="no"), Due)
    assert isinstance(decide(FEED, state._replace(checked_at=NOW - DAY), now=NOW, asked="no"), Due)
    assert isinstance(decide(FEED, state._replace(failures=1), now=NOW, asked="no"), Due)


@pytest.mark.parametrize(("hours_ago", "wait"), [(3, 2 * HOUR), (23, HOUR), (24, 0)])
def test_a_feed_that_has_been_due_for_a_while_waits_for_such_hours_to_end_until_a_day_has_passed(
    hours_ago: int, wait: int
) -> None:
    """NOW is a Wednesday's noon."""
    spared = Pace(skip_hours=frozenset({12, 13}))
    state = STATE._replace(checked_at=NOW - hours_ago * HOUR, pace=spared)
    assert isinstance(decide(FEED, state, now=NOW, asked="no"), NotDue if wait else Due)
    assert isinstance(decide(FEED, state, now=NOW + wait, asked="no"), Due)
    if wait:
        assert next_try(FEED, state, now=NOW) == NOW + wait


def test_what_is_paused_has_no_next_try_and_is_not_read_for_being_asked() -> None:
    paused = FEED._replace(paused=True)
    assert next_try(paused, STATE, now=NOW) is None
    assert decide(paused, STATE, now=NOW, asked="all") == NotDue(paused, "It is paused in feeds.toml.")


def test_a_host_s_wish_of_a_time_that_has_not_come_yet_is_of_a_clock_that_was_wrong() -> None:
    state = after(FetchFailed(URL, "Busy.", 429, retry_at=NOW + HOUR))
    assert host_waits([state], now=NOW)
    assert host_waits([state], now=NOW - 1) == {}


def test_hours_to_be_spared_that_end_before_a_feed_is_due_change_nothing() -> None:
    """NOW is a Wednesday's noon."""
    often = Subscription(URL, interval=4 * HOUR)
    state = STATE._replace(pace=Pace(skip_hours=frozenset({12, 13})))
    assert next_try(often, state, now=NOW) == NOW + 3 * HOUR
    reason = "Its interval is 4h; it is due again in 3 hours."
    assert decide(often, state, now=NOW, asked="no") == NotDue(often, reason)


@pytest.mark.parametrize(
    ("status", "retry_at", "until"),
    [
        (429, NOW + HOUR, NOW + HOUR),
        (503, NOW + HOUR, NOW + HOUR),
        (429, None, NOW + UNSAID),
        (503, None, None),
        (404, NOW + HOUR, None),
    ],
)
def test_only_too_many_requests_and_repairs_speak_for_a_whole_host(
    status: int, retry_at: int | None, until: int | None
) -> None:
    state = after(FetchFailed(URL, "Busy.", status, retry_at=retry_at))
    assert host_waits([state], now=NOW + 1) == ({} if until is None else {"news.example": until})


@pytest.mark.parametrize(("asked", "due"), [("no", False), ("all", False), ("named", True)])
def test_a_host_that_asked_to_be_left_alone_is_so_for_all_its_feeds_unless_the_user_names_one(
    asked: Asked, due: bool
) -> None:
    waits = host_waits([after(FetchFailed(URL, "Busy.", 429, retry_at=NOW + HOUR))], now=NOW + 1)
    sibling = Subscription("https://news.example/other")
    decision = decide(sibling, FeedState(2, sibling.url, "Other"), now=NOW + 1, asked=asked, waits=waits)
    assert isinstance(decision, Due) == due
    if isinstance(decision, NotDue):
        assert decision.reason == "Its server asked to be left alone; it is tried again in 60 minutes."


@pytest.mark.parametrize(("wait", "reason"), [(30 * MINUTE, "Its interval is 1h; it is due"), (2 * HOUR, "Its server")])
def test_the_later_of_two_reasons_is_told(wait: int, reason: str) -> None:
    state = STATE._replace(checked_at=NOW - MINUTE)
    waits = {"news.example": NOW + wait}
    decision = decide(FEED, state, now=NOW, asked="no", waits=waits)
    assert isinstance(decision, NotDue)
    assert decision.reason.startswith(reason)
    assert next_try(FEED, state, now=NOW, waits=waits) == NOW + max(wait, HOUR - MINUTE)


def test_a_host_behind_a_redirect_that_refuses_is_left_alone_and_the_one_that_led_there_is_not() -> None:
    led = FetchFailed(URL, "Busy.", 429, retry_at=NOW + HOUR, led_to="far.example")
    state = after(led, STATE._replace(validators=Validators()))
    waits = host_waits([state], now=NOW + 1)
    assert waits == {"far.example": NOW + HOUR}
    sibling = FeedState(2, "https://news.example/other", "Other")
    assert isinstance(decide(Subscription(sibling.url), sibling, now=NOW + 1, asked="all", waits=waits), Due)
    for change in (
        {"validators": Validators('"1"', None, "https://far.example/x")},
        {"moved_to": "https://far.example/"},
    ):
        led_there = sibling._replace(**change)
        assert isinstance(decide(Subscription(sibling.url), led_there, now=NOW + 1, asked="all", waits=waits), NotDue)
    assert isinstance(decide(FEED, state, now=NOW + 1, asked="all", waits=waits), NotDue)
    unasked = after(led._replace(unasked=True), sibling)
    assert unasked == sibling._replace(refused_by="far.example")
    assert isinstance(decide(Subscription(sibling.url), unasked, now=NOW + 1, asked="all", waits=waits), NotDue)
    assert isinstance(decide(Subscription(sibling.url), unasked, now=NOW + HOUR, asked="all"), Due)


def test_a_feed_that_fails_often_does_not_hold_its_host_for_longer_than_that_asked() -> None:
    state = after(FetchFailed(URL, "Busy.", 429, retry_at=NOW + HOUR), STATE._replace(failures=20))
    assert state.next_check_at is not None
    assert state.next_check_at > NOW + 10 * HOUR
    assert host_waits([state], now=NOW) == {"news.example": NOW + HOUR}
    assert host_waits([state], now=NOW + HOUR) == {}
    assert host_waits([after(FetchFailed(URL, "No answer."), state)], now=NOW) == {}


def test_a_host_that_refuses_one_feed_after_the_other_is_left_alone_ever_longer_until_it_answers() -> None:
    refusals = [
        after_check(
            FeedState(number, f"{URL}/{number}", "Feed"),
            FetchFailed(f"{URL}/{number}", "Busy.", 429),
            subscription=FEED,
            now=NOW + number * HOUR,
        )
        for number in range(8)
    ]
    waits = [host_waits(refusals[: count + 1], now=NOW + count * HOUR)["news.example"] for count in range(8)]
    lengths = [until - NOW - count * HOUR for count, until in enumerate(waits)]
    assert lengths == [UNSAID, 2 * UNSAID, 4 * UNSAID, 8 * UNSAID, 16 * UNSAID, 2 * HOUR, 2 * HOUR, 2 * HOUR]
    answered = STATE._replace(checked_at=NOW + 6 * HOUR + 1)
    assert host_waits([*refusals, answered], now=NOW + 7 * HOUR) == {"news.example": NOW + 7 * HOUR + UNSAID}


def test_permanent_redirects_are_counted_while_they_lead_to_one_place() -> None:
    state, counts = STATE, []
    for moved_to in ("https://b.example/", "https://b.example/", "https://c.example/", None):
        state = after(Fetched(URL, b"", URL, moved_to=moved_to), state)
        counts.append(state.moves)
    assert counts == [1, 2, 1, 0]
    twice = after(
        NotModified(URL, moved_to="https://b.example/"), state._replace(moved_to="https://b.example/", moves=1)
    )
    assert twice.moves == 2
    assert after(FetchFailed(URL, "No answer."), twice).moves == 2, "no answer tells nothing"
    assert after(FetchFailed(URL, "A fault of its own.", 500), twice).moves == 0, "three in a row it must be"
    assert after(FetchFailed(URL, "A fault of its own.", 500), twice._replace(moves=3)).moves == 3, "it is told once"
    assert after_parse_error(twice, "A login page.", now=NOW).moves == 0
