"""A day of refreshes over 2,000 feeds on 100 hosts: how often each is asked."""

from collections import Counter

from clock import FakeClock
from newsreader.core.feeds import FeedData, FeedState
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.pace import DAY, HOUR, MINUTE, Pace
from newsreader.core.schedule import Due, after_check, after_reading, decide, host_waits
from newsreader.core.subscriptions import Subscription

FEEDS, HOSTS = 2_000, 100
STEP = 5 * MINUTE
INTERVAL = 30 * MINUTE

MOST = {
    "every half hour": 48,
    "fresh for two hours": 12,
    "fresh for a month": 1,
    "ttl of four hours": 6,
    "quiet at night": 24,
    "a few a week": 1,
    "ten a day": 20,
    "a flood": 96,
    "dead": 9,
    "gone": 1,
    "flaky": 58,
    "moved": 48,
}
"""How often a feed of each kind is asked in a day at most; those of a kind share hosts."""

BUSY = {"too often for three hours": 8, "too often, unsaid": 24}
"""Likewise for a whole host, whatever the number of its feeds."""

KINDS = (*MOST, *BUSY)
RATES = {"a few a week": 3.0, "ten a day": 70.0, "a flood": 10_000.0}
PACES = {"ttl of four hours": Pace(4 * HOUR), "quiet at night": Pace(skip_hours=frozenset(range(12)))}


def kind_of(host: int) -> str:
    return KINDS[host % len(KINDS)]


def answer(kind: str, url: str, asked: int, now: int) -> FetchOutcome:
    match kind:
        case "fresh for two hours":
            return NotModified(url, fresh_for=2 * HOUR)
        case "fresh for a month":
            return NotModified(url, fresh_for=30 * DAY)
        case "dead":
            return FetchFailed(url, "No answer.")
        case "flaky" if asked % 5 == 0:
            return FetchFailed(url, "A fault of its own.", 502)
        case "gone":
            return Gone(url, "It is gone.")
        case "moved":
            return Fetched(url, b"", "https://new.example/", moved_to="https://new.example/")
        case "too often for three hours":
            return FetchFailed(url, "Too often.", 429, retry_at=now + 3 * HOUR)
        case "too often, unsaid":
            return FetchFailed(url, "Too often.", 429)
    return NotModified(url)


def interval_of(kind: str) -> int | None:
    return None if kind in RATES else INTERVAL


def begun(number: int, url: str, kind: str, now: int) -> FeedState:
    """A feed that was read once, a day ago."""
    state = FeedState(number, url, "Feed", checked_at=now - DAY, succeeded_at=now - DAY, per_week=RATES.get(kind, 7.0))
    return after_reading(
        state,
        FeedData("Feed", pace=PACES.get(kind, Pace())),
        [],
        subscription=Subscription(url, interval=interval_of(kind)),
        fresh_for=None,
        now=now - DAY,
    )


def test_in_a_day_no_server_is_asked_more_than_manners_allow() -> None:
    clock = FakeClock()
    kinds = [kind_of(number % HOSTS) for number in range(FEEDS)]
    feeds = [
        Subscription(f"https://host{number % HOSTS}.example/{number}", interval=interval_of(kinds[number]))
        for number in range(FEEDS)
    ]
    states = [begun(number, feed.url, kinds[number], clock.now()) for number, feed in enumerate(feeds)]
    by_feed: Counter[int] = Counter()
    by_host: Counter[int] = Counter()
    for _ in range(DAY // STEP):
        now = clock.now()
        waits = host_waits(states, now=now)
        refused: set[int] = set()
        for number, feed in enumerate(feeds):
            if not isinstance(decide(feed, states[number], now=now, asked="no", waits=waits), Due):
                continue
            host = number % HOSTS
            if host in refused:  # its first refusal stands for the rest of a refresh
                continue
            by_feed[number] += 1
            by_host[host] += 1
            if kinds[number] in BUSY:
                refused.add(host)
            outcome = answer(kinds[number], feed.url, by_feed[number], now)
            states[number] = after_check(states[number], outcome, subscription=feed, now=now)
        clock.advance(STEP)
    for number, kind in enumerate(kinds):
        if kind in MOST:
            assert MOST[kind] * 0.4 <= by_feed[number] <= MOST[kind], (kind, by_feed[number])
    for host in range(HOSTS):
        kind = kind_of(host)
        most = BUSY[kind] if kind in BUSY else MOST[kind] * FEEDS // HOSTS
        assert 1 <= by_host[host] <= most, (kind, by_host[host])
    assert sum(by_host.values()) < FEEDS * 24
