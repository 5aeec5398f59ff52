"""The refresh as a whole: real server, real parser, real store."""

import pytest

from feed_documents import numbered, rss
from loopback import Reply
from newsreader.core.events import FeedRefreshed, RefreshFinished
from newsreader.core.fetching import FetchFailed, FetchOutcome, FetchRequest
from newsreader.core.subscriptions import NEVER, Subscription
from newsreader.library.digester import Digester
from newsreader.library.refresher import Refresher
from refreshing import Bench

HALF_HOUR = 1800


async def test_a_refresh_stores_the_entries_of_each_feed(bench: Bench) -> None:
    bench.server.serve("/a", rss("Chips", "Trade"))
    bench.server.serve("/b", rss("Health"))
    bench.subscribe("/a", "/b")
    finished = await bench.refresh()
    assert sorted(bench.titles()) == ["Chips", "Health", "Trade"]
    assert (finished.feeds, finished.new, finished.failed) == (2, 3, 0)
    assert bench.outcome("/a").new == 2


async def test_a_304_keeps_the_stored_entries_and_sends_the_validators_back(bench: Bench) -> None:
    bench.server.serve("/a", rss("Chips"), etag='W/"x1"')
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.outcome("/a").outcome == "not-modified"
    assert bench.server.hits_of("/a")[1].headers["if-none-match"] == 'W/"x1"'
    assert bench.titles() == ["Chips"]


async def test_the_same_body_again_is_not_parsed_but_unchanged(bench: Bench) -> None:
    bench.server.serve("/a", rss("Chips"))
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.outcome("/a").outcome == "unchanged"


async def test_a_feed_remembers_what_its_last_check_found(bench: Bench) -> None:
    bodies = [Reply(body=rss("One")), Reply(body=rss("Two", "One")), Reply(status=304), Reply(status=500)]
    bench.server.script("/a", *bodies)
    bench.subscribe("/a")
    found = []
    for _ in bodies:
        await bench.refresh()
        found.append(bench.store.feeds.all()[0].brought)
    assert found == [(1, 0, 0), (1, 0, 1), (0, 0, 0), (0, 0, 0)]


async def test_a_feed_that_grows_brings_only_what_is_new(bench: Bench) -> None:
    bench.server.script("/a", Reply(body=rss("One")), Reply(body=rss("Two", "One")))
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.outcome("/a").new == 1
    assert sorted(bench.titles()) == ["One", "Two"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "nothing"),
        (b"<html><body>Please log in</body></html>", "web page"),
        (b'{"error": "rate limited"}', "rate limited"),
        (b"<rss><channel><title>x</title>", "feed"),
    ],
)
async def test_what_is_no_feed_fails_with_a_sentence_and_keeps_the_stored_entries(
    bench: Bench, body: bytes, sentence: str
) -> None:
    bench.server.script("/a", Reply(body=rss("Kept")), Reply(body=body))
    bench.subscribe("/a")
    await bench.refresh()
    finished = await bench.refresh()
    state = bench.store.feeds.all()[0]
    if bench.outcome("/a").outcome == "failed":
        assert finished.failed == 1
        assert state.error is not None
        assert sentence in state.error
    assert bench.titles() == ["Kept"]


async def test_one_failing_feed_stops_no_other(bench: Bench) -> None:
    bench.server.serve("/bad", b"oops", status=500)
    bench.server.serve("/good", rss("Fine"))
    bench.subscribe("/bad", "/good")
    finished = await bench.refresh()
    assert finished.failed == 1
    assert bench.titles() == ["Fine"]
    assert "500" in (bench.outcome("/bad").reason or "")


async def test_a_feed_that_recovers_loses_its_error(bench: Bench) -> None:
    bench.server.script("/a", Reply(status=503), Reply(body=rss("Back")))
    bench.subscribe("/a")
    await bench.refresh()
    assert bench.store.feeds.all()[0].failures == 1
    await bench.refresh()
    state = bench.store.feeds.all()[0]
    assert (state.error, state.failures, state.failing_since) == (None, 0, None)


async def test_feeds_that_are_not_due_are_skipped_with_a_reason_until_they_are(bench: Bench) -> None:
    bench.server.serve("/a", rss("Chips"))
    bench.subscriptions = (Subscription(bench.server.url("/a"), interval=HALF_HOUR),)
    bench.store.feeds.sync(bench.subscriptions)
    await bench.refresh(asked=False)
    bench.clock.advance(HALF_HOUR - 1)
    await bench.refresh(asked=False)
    assert bench.outcome("/a").outcome == "skipped"
    assert bench.outcome("/a").reason
    bench.clock.advance(1)
    await bench.refresh(asked=False)
    assert bench.outcome("/a").outcome == "unchanged"
    assert len(bench.server.hits_of("/a")) == 2


async def test_what_is_refreshed_only_on_request_is_skipped(bench: Bench) -> None:
    bench.subscriptions = (Subscription("https://a.example/", interval=NEVER),)
    bench.store.feeds.sync(bench.subscriptions)
    await bench.refresh(asked=False)
    event = bench.events[1]
    assert isinstance(event, FeedRefreshed)
    assert event.outcome == "skipped"


async def test_a_feed_of_sixty_on_one_host_does_not_keep_the_others_waiting(bench: Bench) -> None:
    paths = [f"/many/{number}" for number in range(60)]
    for path in paths:
        bench.server.serve(path, rss(f"Story {path}"))
    bench.subscribe(*paths)
    finished = await bench.refresh()
    assert (finished.new, finished.failed) == (60, 0)


async def test_every_feed_reports_once_and_the_end_comes_last(bench: Bench) -> None:
    paths = [f"/{number}" for number in range(40)]
    for path in paths:
        bench.server.serve(path, rss(*numbered(3, path)))
    bench.subscribe(*paths)
    await bench.refresh()
    urls = [event.url for event in bench.events if isinstance(event, FeedRefreshed)]
    assert sorted(urls) == sorted(bench.server.url(path) for path in paths)
    assert isinstance(bench.events[-1], RefreshFinished)


class NoNetwork:
    """A machine without a connection."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        return FetchFailed(request.url, "The name of the host could not be found.", offline=True)


async def test_offline_is_one_state_and_no_feed_s_fault(bench: Bench) -> None:
    bench.subscriptions = tuple(Subscription(f"https://{name}.example/feed") for name in "abc")
    bench.store.feeds.sync(bench.subscriptions)
    refresher = Refresher(
        store=bench.store,
        fetcher=NoNetwork(),
        digester=Digester(bench._reader, lanes=0),
        clock=bench.clock,
        emit=bench.events.append,
    )
    finished = await refresher.run(bench.subscriptions, asked=True)
    assert finished.offline
    assert all(state.failures == 0 and state.error is None for state in bench.store.feeds.all())


async def test_a_feed_that_answers_only_plain_requests_is_asked_so_from_then_on(bench: Bench) -> None:
    bench.server.script("/a", Reply(403), Reply(body=rss("Chips")))
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.titles() == ["Chips"]
    agents = [hit.headers["user-agent"] for hit in bench.server.hits_of("/a")]
    assert agents == ["newsreader-test", *["Mozilla/5.0 (compatible; newsreader-test)"] * 2]


async def test_a_feed_behind_a_redirect_is_not_modified_either(bench: Bench) -> None:
    bench.server.redirect("/a", "/b")
    bench.server.serve("/b", rss("Chips"), etag='"1"')
    bench.subscribe("/a")
    await bench.refresh()
    await bench.refresh()
    assert bench.outcome("/a").outcome == "not-modified"
    assert bench.titles() == ["Chips"]


async def test_a_server_that_asked_for_a_pause_gets_no_request_for_any_feed_in_a_later_refresh(bench: Bench) -> None:
    bench.server.script("/a", Reply(429, headers={"Retry-After": "3600"}))
    bench.server.serve("/b", rss("Chips"))
    bench.subscribe("/a")
    await bench.refresh()
    bench.subscribe("/a", "/b")
    await bench.refresh(asked=False)
    assert len(bench.server.hits) == 1
    assert "asked to be left alone" in (bench.outcome("/b").reason or "")
    bench.clock.advance(3601)
    await bench.refresh(asked=False)
    assert len(bench.server.hits_of("/b")) == 1
