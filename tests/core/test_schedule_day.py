"""A day of refreshes over 2,000 feeds on 100 hosts: how often each is asked."""

from collections import Counter

from clock import FakeClock
from newsreader.core.feeds import FeedState
from newsreader.core.fetching import FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.pace import DAY, HOUR, MINUTE
from newsreader.core.schedule import Due, after_check, decide, host_waits
from newsreader.core.subscriptions import Subscription

FEEDS, HOSTS = 2_000, 100
STEP = 10 * MINUTE
INTERVAL = 30 * MINUTE

KINDS = ("steady", "fresh for two hours", "dead", "gone", "busy")


def kind_of(host: int) -> str:
    return KINDS[host % len(KINDS)]


def answer(kind: str, url: str, now: int) -> FetchOutcome:
    match kind:
        case "steady":
            return NotModified(url)
        case "fresh for two hours":
            return NotModified(url, fresh_for=2 * HOUR)
        case "dead":
            return FetchFailed(url, "No answer.")
        case "gone":
            return Gone(url, "It is gone.")
        case _:
            return FetchFailed(url, "Too often.", 429, retry_at=now + 3 * HOUR)


def test_in_a_day_no_server_is_asked_more_than_manners_allow() -> None:
    clock = FakeClock()
    feeds = [
        Subscription(f"https://host{number % HOSTS}.example/{number}", interval=INTERVAL) for number in range(FEEDS)
    ]
    states = [FeedState(number, feed.url, "Feed") for number, feed in enumerate(feeds)]
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
            kind = kind_of(host)
            if host not in refused:  # fetching lets the first refusal of a host stand for the rest of a refresh
                by_feed[number] += 1
                by_host[host] += 1
            if kind == "busy":
                refused.add(host)
            outcome = answer(kind, feed.url, now)
            states[number] = after_check(states[number], outcome, subscription=feed, now=now)
        clock.advance(STEP)
    most = {"steady": 48, "fresh for two hours": 12, "dead": 9, "gone": 1}
    for number in range(FEEDS):
        kind = kind_of(number % HOSTS)
        if kind in most:
            assert 1 <= by_feed[number] <= most[kind], (kind, by_feed[number])
    assert max(by_host[host] for host in range(HOSTS) if kind_of(host) == "busy") <= 8
