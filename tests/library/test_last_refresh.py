"""The report of the last refresh, as another process has it."""

import asyncio

import pytest

from clock import FakeClock
from feed_documents import numbered, rss
from loopback import Reply
from newsreader.core.errors import StoreError
from newsreader.core.events import FeedRefreshed, RefreshFinished, RefreshStarted, RefreshStopped
from newsreader.core.pace import DAY, HOUR
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.last_refresh import UNENDED, RefreshRecord, latest
from newsreader.library.library import Library
from newsreader.library.refresh_status import STOPPED, RefreshStatus
from refreshing import Bench
from stocked import library_of, stock


def follow(bench: Bench, *paths: str) -> Library:
    """The library that a reader has which is started later."""
    bench.subscribe(*paths)
    return again(bench)


def again(bench: Bench) -> Library:
    library = Library(bench.store, bench.clock)
    library.follow(Subscriptions(bench.subscriptions))
    return library


async def refresh(bench: Bench, *, asked: bool = True, paths: tuple[str, ...] | None = None) -> RefreshStatus:
    """A refresh by another process; what that has heard of it."""
    urls = None if paths is None else [bench.server.url(path) for path in paths]
    record = RefreshRecord(again(bench), urls)
    status = RefreshStatus()
    every = bench.subscriptions
    bench.subscriptions = tuple(one for one in every if urls is None or one.url in urls)
    await bench.refresh(asked=asked, named=urls is not None)
    bench.subscriptions = every
    for event in bench.events:
        record.hear(event)
        status.hear(event)
    return status


async def test_after_a_restart_the_report_says_what_it_said_before(bench: Bench) -> None:
    bench.server.script("/grown", Reply(body=rss("One")), Reply(body=rss("Two", "One")))
    bench.server.serve("/same", rss("A"))
    bench.server.serve("/kept", rss("B"), etag='"1"')
    bench.server.serve("/bad", b"", status=500)
    bench.server.serve("/gone", b"", status=410)
    library = follow(bench, "/grown", "/same", "/kept", "/bad", "/gone")
    await refresh(bench)
    bench.clock.advance(HOUR)
    heard = await refresh(bench)
    kept = latest(library, RefreshStatus())
    assert (kept.ended, kept.ended_at, kept.running) == ("1 new in 1 feed · 2 failed", bench.clock.now(), False)
    for name in ("brought", "unchanged", "failed", "skipped", "moved"):
        assert sorted(getattr(kept, name)) == sorted(getattr(heard, name)), name
    assert len(kept.unchanged) == 2


async def test_what_was_skipped_is_there_with_its_reason(bench: Bench) -> None:
    bench.server.serve("/a", rss("One"))
    library = follow(bench, "/a")
    await refresh(bench)
    bench.clock.advance(60)
    heard = await refresh(bench, asked=False)
    kept = latest(library, RefreshStatus())
    assert kept.skipped == heard.skipped
    assert "due again" in (kept.skipped[0].reason or "")


async def test_after_a_refresh_of_some_feeds_the_others_are_not_in_its_report(bench: Bench) -> None:
    bench.server.serve("/a", rss("One"))
    bench.server.serve("/b", rss("Two"))
    library = follow(bench, "/a", "/b")
    await refresh(bench)
    await refresh(bench, paths=("/a",))
    kept = latest(library, RefreshStatus())
    assert [one.url for one in kept.unchanged] == [bench.server.url("/a")]
    assert not kept.brought and not kept.skipped


async def test_what_was_told_once_is_kept(bench: Bench) -> None:
    library = follow(bench, "/a")
    record = RefreshRecord(library, None)
    url = bench.server.url("/a")
    odd = FeedRefreshed(url, "updated", 1, 0, "1 entry had no date.", 2)
    moved = FeedRefreshed("https://old.example/", "not-modified", reason="It has moved.", move="It has moved.")
    bench.server.serve("/a", rss("One"))
    await bench.refresh()
    for event in (odd, moved, RefreshFinished(2, 1, 0, 0, 0.1)):
        record.hear(event)
    kept = latest(library, RefreshStatus())
    assert kept.brought == [odd]
    assert kept.moved == [moved]


async def test_the_later_of_two_refreshes_is_told(bench: Bench) -> None:
    bench.server.script("/a", Reply(body=rss(*numbered(3))), Reply(body=rss(*numbered(5))))
    library = follow(bench, "/a")
    own = await refresh(bench)
    own.ended_at = bench.clock.now()
    assert latest(library, own) is own
    bench.clock.advance(DAY)
    await refresh(bench)
    assert latest(library, own).ended == "2 new in 1 feed"
    own.running = True
    assert latest(library, own) is own


async def test_offline_is_said_and_no_feed_is_blamed(bench: Bench) -> None:
    library = follow(bench, "/a")
    RefreshRecord(library, None).hear(RefreshFinished(1, 0, 0, 1, 0.1, offline=True))
    kept = latest(library, RefreshStatus())
    assert kept.offline
    assert kept.ended.startswith("Offline")
    assert not kept.failed and not kept.skipped


def test_a_refresh_that_was_cancelled_says_so() -> None:
    library = library_of({"one": ["A"]}, FakeClock())
    with pytest.raises(asyncio.CancelledError), RefreshRecord(library, None):
        raise asyncio.CancelledError
    assert latest(library, RefreshStatus()).ended == STOPPED
    RefreshRecord(library, None).hear(RefreshStopped("No."))
    assert latest(library, RefreshStatus()).ended == "No."


async def test_a_refresh_that_was_killed_says_so_and_what_it_has_brought(bench: Bench) -> None:
    bench.server.serve("/a", rss("One"))
    bench.server.serve("/b", rss("Two"))
    library = follow(bench, "/a", "/b")
    await refresh(bench)
    bench.clock.advance(HOUR)
    bench.server.serve("/a", rss("One", "Three"))
    record = RefreshRecord(library, None)
    every, bench.subscriptions = bench.subscriptions, bench.subscriptions[:1]
    await bench.refresh()
    for event in bench.events[:-1]:
        record.hear(event)
    bench.subscriptions = every
    killed = latest(library, RefreshStatus())
    assert (killed.ended, killed.ended_at) == (UNENDED, bench.clock.now())
    assert [(one.url, one.new) for one in killed.brought] == [(bench.server.url("/a"), 1)]
    assert [one.url for one in killed.skipped] == [bench.server.url("/b")]
    own = RefreshStatus(ended="The worker ended.", ended_at=bench.clock.now())
    assert latest(library, own) is own
    bench.clock.advance(-DAY)  # as when somebody sets the clock right
    await refresh(bench)
    assert latest(library, RefreshStatus()).ended == "Nothing new"


async def test_a_refresh_that_was_killed_before_it_had_anything_is_none(bench: Bench) -> None:
    bench.server.serve("/a", rss("One"))
    library = follow(bench, "/a")
    await refresh(bench)
    record = RefreshRecord(library, None)
    for event in (RefreshStarted(1), FeedRefreshed(bench.server.url("/a"), "skipped", reason="It is not due.")):
        record.hear(event)
    assert latest(library, RefreshStatus()).ended == "1 new in 1 feed"
    record.hear(RefreshFinished(1, 0, 0, 0, 0.1))
    assert latest(library, RefreshStatus()).ended == "Nothing new"


def test_a_refresh_that_failed_says_why() -> None:
    library = library_of({"one": ["A"]}, FakeClock())
    with pytest.raises(StoreError), RefreshRecord(library, None):
        raise StoreError("The disk is full.")
    assert latest(library, RefreshStatus()).ended == "The disk is full."


@pytest.mark.parametrize("key", ["last_refresh", "last_refresh_begun"])
@pytest.mark.parametrize(
    "note", ["", "x", "[]", "null", '{"ended": {"event": "finished"}}', '{"ended": 1, "told": []}']
)
def test_a_note_that_cannot_be_read_counts_as_none(note: str, key: str) -> None:
    library = library_of({"one": ["A"]}, FakeClock())
    library.remember(key, note)
    assert latest(library, RefreshStatus()) == RefreshStatus()


def test_what_is_new_is_counted_by_feed_from_the_second_visit_on() -> None:
    clock = FakeClock()
    library = library_of({"one": ["A", "B"], "two": ["C"]}, clock)
    assert library.visits.news_by_feed() == {}
    library.visits.end()
    library = Library(library.store, clock)
    library.follow(Subscriptions(tuple(Subscription(f"https://{name}.example/") for name in ("one", "two", "three"))))
    stock(library.store, clock, "https://three.example/", ["D", "E"])
    three = library.store.feeds.get("https://three.example/")
    assert three is not None
    assert library.visits.news_by_feed() == {three.id: 2}
