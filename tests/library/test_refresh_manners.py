"""A server that counts: how often it is asked, and with what, whatever it answers."""

import pytest

from feed_documents import rss
from loopback import Reply, Request
from newsreader.core.events import FeedRefreshed, RefreshEvent
from newsreader.core.pace import DAY, HOUR, MINUTE
from newsreader.core.schedule import UNSAID
from newsreader.core.subscriptions import Subscription
from newsreader.fetch.http import Fetcher
from newsreader.library.parse_lane import FeedReader
from refreshing import Bench

STEP = 5 * MINUTE


async def hits_in(bench: Bench, seconds: int, path: str = "/a") -> int:
    """How often `path` is asked while the feeds that are due are refreshed every STEP."""
    before = len(bench.server.hits_of(path))
    for _ in range(seconds // STEP):
        await bench.refresh(asked=False)
        bench.clock.advance(STEP)
    return len(bench.server.hits_of(path)) - before


def undated(channel: str = "", count: int = 3) -> bytes:
    """A feed with `channel` in its head, whose entries are as new as their arrival: about `count` a week."""
    items = "".join(f"<item><guid>{number}</guid><title>T{number}</title></item>" for number in range(count))
    spaces = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    return f'<rss version="2.0" {spaces}><channel><title>F</title>{channel}{items}</channel></rss>'.encode()


NOON = "Wed, 25 Nov 2026 12:00:00 GMT"
ALL_HOURS_BUT_NOON = "".join(f"<hour>{hour}</hour>" for hour in range(24) if hour != 12)


@pytest.mark.parametrize(
    ("interval", "body", "headers", "most"),
    [
        (None, undated(count=3), {}, 1),
        (None, undated(count=42), {}, 13),
        (None, undated(count=5_000), {}, 97),
        (15 * MINUTE, undated(), {}, 96),
        (15 * MINUTE, undated(), {"Cache-Control": "max-age=7200"}, 12),
        (
            15 * MINUTE,
            undated(),
            {"Expires": "Thu, 26 Nov 2026 00:00:00 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"},
            2,
        ),
        (15 * MINUTE, undated(), {"Cache-Control": "max-age=31536000"}, 1),
        (15 * MINUTE, undated("<ttl>240</ttl>"), {}, 6),
        (15 * MINUTE, undated("<sy:updatePeriod>hourly</sy:updatePeriod>"), {}, 24),
        (15 * MINUTE, undated(f"<skipHours>{ALL_HOURS_BUT_NOON}</skipHours>"), {}, 4),
        (15 * MINUTE, undated("<skipDays><day>Thursday</day></skipDays>"), {}, 48),
    ],
    ids=[
        "three a week",
        "42 a week",
        "a flood",
        "every quarter of an hour",
        "max-age",
        "expires",
        "max-age of a year",
        "ttl",
        "updatePeriod",
        "skipHours",
        "skipDays",
    ],
)
async def test_a_day_of_a_feed_that_says_how_often(
    bench: Bench, interval: int | None, body: bytes, headers: dict[str, str], most: int
) -> None:
    """FakeClock begins on a Wednesday's noon."""
    bench.server.serve("/a", body, headers=headers)
    bench.follow(Subscription(bench.server.url("/a"), interval=interval))
    hits = await hits_in(bench, DAY)
    assert most * 0.8 <= hits <= most


async def test_what_a_feed_asked_for_holds_after_a_304_and_in_a_new_process(bench: Bench) -> None:
    bench.server.serve("/a", undated("<ttl>120</ttl>"), etag='"1"')
    bench.follow(Subscription(bench.server.url("/a"), interval=15 * MINUTE))
    assert await hits_in(bench, 6 * HOUR) == 3


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_a_host_that_names_a_time_gets_no_request_until_then(bench: Bench, status: int, form: str) -> None:
    after = "7200" if form == "seconds" else "Wed, 25 Nov 2026 14:00:00 GMT"
    bench.server.script("/a", Reply(status, headers={"Retry-After": after}), Reply(body=rss("A")))
    bench.server.serve("/b", rss("B"))
    bench.subscribe("/a", "/b")
    await bench.refresh()
    first = len(bench.server.hits)
    await bench.refresh()
    bench.clock.advance(2 * HOUR - 1)
    await bench.refresh(asked=False)
    await bench.refresh()
    assert len(bench.server.hits) == first
    assert "asked to be left alone" in (bench.outcome("/a").reason or "")
    bench.clock.advance(1)
    await bench.refresh()
    assert len(bench.server.hits) == first + 2


async def test_one_refusal_is_one_failure_whatever_the_number_of_the_host_s_feeds(bench: Bench) -> None:
    paths = [f"/{number}" for number in range(30)]
    for path in paths:
        bench.server.script(path, Reply(429, headers={"Retry-After": "60"}))
    bench.subscribe(*paths)
    for _ in range(3):
        finished = await bench.refresh()
        assert finished.failed <= 2, "two may be under way at once"
        bench.clock.advance(60)
    assert len(bench.server.hits) <= 6
    assert sum(state.error is not None for state in bench.store.feeds.all()) <= 6


async def test_too_often_without_a_time_is_some_minutes_over_processes(bench: Bench, reader: FeedReader) -> None:
    bench.server.script("/a", Reply(429), Reply(body=rss("A")))
    bench.subscribe("/a")
    await bench.refresh()
    async with Fetcher(user_agent="newsreader-test", clock=bench.clock) as another:
        bench._fetcher = another
        bench.clock.advance(UNSAID - 1)
        await bench.refresh()
        assert len(bench.server.hits) == 1
        await bench.refresh(named=True)
        assert len(bench.server.hits) == 2, "who names a feed wants it now"


@pytest.mark.parametrize(("answer", "most"), [(Reply(500), 9), (Reply(404), 9), (Reply(410), 1), (Reply(401), 9)])
async def test_a_day_of_a_feed_that_fails(bench: Bench, answer: Reply, most: int) -> None:
    bench.server.script("/a", answer)
    bench.follow(Subscription(bench.server.url("/a"), interval=15 * MINUTE))
    assert 1 <= await hits_in(bench, DAY) <= most
    assert bench.store.feeds.all()[0].paused == (answer.status == 410)


async def test_one_flaky_failure_costs_no_full_fetch_and_is_soon_over(bench: Bench) -> None:
    def answer(request: Request) -> Reply:
        if len(bench.server.hits_of("/a")) == 2:
            return Reply(502)
        if request.headers.get("if-none-match") == '"1"':
            return Reply(304)
        return Reply(body=rss("A"), headers={"ETag": '"1"'})

    bench.server.answer("/a", answer)
    bench.subscribe("/a")
    for _ in range(3):
        await bench.refresh()
    assert bench.outcome("/a").outcome == "not-modified"
    assert [hit.headers.get("if-none-match") for hit in bench.server.hits_of("/a")] == [None, '"1"', '"1"']
    state = bench.store.feeds.all()[0]
    assert (state.failures, state.error) == (0, None)


async def test_validators_are_dropped_after_eight_days_so_that_a_broken_server_recovers(bench: Bench) -> None:
    bench.server.serve("/a", rss("A"), etag='"1"')
    bench.subscribe("/a")
    for _ in range(10):
        await bench.refresh()
        bench.clock.advance(DAY)
    sent = [hit.headers.get("if-none-match") for hit in bench.server.hits_of("/a")]
    assert sent == [None, *['"1"'] * 7, None, '"1"']


async def test_validators_of_a_304_replace_the_old_ones(bench: Bench) -> None:
    fresh = Reply(body=rss("A"), headers={"ETag": 'W/"1"'})
    bench.server.script("/a", fresh, Reply(304, headers={"ETag": 'W/"2"'}), Reply(304))
    bench.subscribe("/a")
    for _ in range(4):
        await bench.refresh()
    sent = [hit.headers.get("if-none-match") for hit in bench.server.hits_of("/a")]
    assert sent == [None, 'W/"1"', 'W/"2"', 'W/"2"']


async def test_new_entries_alone_join_those_that_are_there(bench: Bench) -> None:
    """226 IM Used (RFC 3229)."""
    part = Reply(226, rss("Three"), {"IM": "feed", "ETag": '"2"'})
    whole = Reply(200, rss("Three", "One", "Two"), {"ETag": '"2"'})
    bench.server.script("/a", Reply(200, rss("One", "Two"), {"ETag": '"1"'}), part, Reply(304), whole)
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.outcome("/a").new == 1
    assert sorted(bench.titles()) == ["One", "Three", "Two"]
    await bench.refresh()
    await bench.refresh()
    assert (bench.outcome("/a").new, bench.outcome("/a").changed) == (0, 0)
    sent = [(hit.headers.get("a-im"), hit.headers.get("if-none-match")) for hit in bench.server.hits_of("/a")]
    assert sent == [(None, None), ("feed", '"1"'), ("feed", '"2"'), ("feed", '"2"')]


async def test_new_entries_alone_replace_none_with_their_title_and_link(bench: Bench) -> None:
    def report(number: int) -> bytes:
        item = f"<item><guid>{number}</guid><title>The day</title><link>https://news.example/today</link></item>"
        return f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'.encode()

    part = Reply(226, report(2), {"IM": "feed", "ETag": '"2"'})
    bench.server.script("/a", Reply(200, report(1), {"ETag": '"1"'}), part)
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.titles() == ["The day", "The day"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><title>Sign in - Portal</title><form></form>", "login page"),
        (b"<html><body><form><input type='password'></form></body></html>", "login page"),
        (b"<html><title>Just a moment...</title></html>", "check for robots"),
    ],
)
async def test_a_page_instead_of_a_feed_is_named_and_asked_for_once(bench: Bench, body: bytes, words: str) -> None:
    bench.server.serve("/a", body, content_type="text/html")
    bench.subscribe("/a")
    await bench.refresh()
    assert words in (bench.outcome("/a").reason or "")
    assert len(bench.server.hits) == 1


@pytest.mark.parametrize(("status", "hits"), [(401, 1), (403, 2), (406, 2)])
async def test_a_refusal_gets_one_plain_request_where_that_may_help(bench: Bench, status: int, hits: int) -> None:
    bench.server.script("/a", Reply(status))
    bench.subscribe("/a")
    await bench.refresh()
    assert len(bench.server.hits) == hits
    assert str(status) in (bench.outcome("/a").reason or "")


async def test_cookies_last_no_longer_than_a_refresh(bench: Bench) -> None:
    bench.server.serve("/a", rss("A"), headers={"Set-Cookie": "who=you"})
    bench.subscribe("/a")
    for _ in range(2):
        await bench.refresh()
    assert ["cookie" in hit.headers for hit in bench.server.hits] == [False, False]


@pytest.mark.parametrize("redirects", [10, 11])
async def test_ten_redirects_are_followed_and_no_more(bench: Bench, redirects: int) -> None:
    for number in range(redirects):
        bench.server.redirect(f"/{number}", f"/{number + 1}")
    bench.server.serve(f"/{redirects}", rss("A"))
    bench.subscribe("/0")
    assert (await bench.refresh()).failed == (redirects > 10)
    assert len(bench.server.hits) == 11


async def test_what_is_told_of_the_next_try_counts_that_the_server_wants_to_be_left_alone(bench: Bench) -> None:
    bench.server.serve("/bad", b"", status=404)
    bench.server.serve("/busy", b"", status=429, headers={"Retry-After": "7200"})
    bench.subscribe("/bad", "/busy")
    bench.server.hold("/bad")

    class Events(list[RefreshEvent]):
        def append(self, event: RefreshEvent) -> None:
            super().append(event)
            if isinstance(event, FeedRefreshed):
                bench.server.release()

    bench.events = Events()
    await bench.refresh()
    assert bench.outcome("/bad").next_check_at == bench.outcome("/busy").next_check_at == bench.clock.now() + 2 * HOUR
