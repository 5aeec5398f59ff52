"""Feeds that have moved for good: three refreshes, one line of feeds.toml, and all that was read stays read."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from feed_documents import rss
from loopback import LoopbackServer, Reply
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.entries import EntryFilter
from newsreader.core.events import FeedRefreshed, RefreshEvent
from newsreader.fetch.http import Fetcher
from newsreader.library.digester import Digester
from newsreader.library.library import Library
from newsreader.library.moving import Mover
from newsreader.library.parse_lane import FeedReader
from newsreader.library.refresher import Refresher
from newsreader.store import Store


class Bench:
    """A feeds.toml, a store that follows it, and refreshes of both."""

    def __init__(self, path: Path, server: LoopbackServer, fetcher: Fetcher, reader: FeedReader) -> None:
        self.path = path
        self.server = server
        self.clock = FakeClock()
        self.store = Store.open(None, clock=self.clock)
        self.library = Library(self.store, self.clock)
        self._fetcher = fetcher
        self._reader = reader

    def write(self, *paths: str) -> None:
        feeds = [f'[[feed]]\nurl = "{self.server.url(path)}"  # mine\ntitle = "T{path}"\n' for path in paths]
        self.path.write_text("# Feeds\n\n" + "\n".join(feeds))

    async def refresh(self) -> list[FeedRefreshed]:
        """As a process would: feeds.toml is read first."""
        subscriptions = load_subscriptions(self.path).subscriptions
        self.library.follow(subscriptions)
        events: list[RefreshEvent] = []
        refresher = Refresher(
            store=self.store,
            fetcher=self._fetcher,
            digester=Digester(self._reader, lanes=0),
            clock=self.clock,
            emit=events.append,
            mover=Mover(self.path, self.store, subscriptions.by_url()),
        )
        await refresher.run(subscriptions.feeds, asked=True)
        return [event for event in events if isinstance(event, FeedRefreshed)]


@pytest.fixture(scope="module")
def reader() -> Iterator[FeedReader]:
    with FeedReader() as one:
        yield one


@pytest.fixture
async def bench(tmp_path: Path, reader: FeedReader) -> AsyncIterator[Bench]:
    with LoopbackServer() as server:
        async with Fetcher(user_agent="newsreader-test", clock=FakeClock()) as fetcher:
            one = Bench(tmp_path / "feeds.toml", server, fetcher, reader)
            yield one
            one.store.close()


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moves_for_good_keeps_its_history_under_the_new_address(bench: Bench, status: int) -> None:
    bench.server.redirect("/old", "/new", status)
    bench.server.serve("/new", rss("Chips", "Trade"), etag='"1"')
    bench.write("/old")
    before = bench.path.read_text()
    for _ in range(2):
        assert [event.move for event in await bench.refresh()] == [None]
        assert bench.path.read_text() == before
    bench.library.set_flags([1], "read", True)
    (event,) = await bench.refresh()
    assert event.move == f"It has moved for good to {bench.server.url('/new')}; feeds.toml has the new address."
    assert event.reason == event.move
    assert bench.path.read_text() == before.replace(bench.server.url("/old"), bench.server.url("/new"))
    (later,) = await bench.refresh()
    assert (later.url, later.outcome, later.reason) == (bench.server.url("/new"), "not-modified", None)
    assert len(bench.server.hits_of("/old")) == 3
    (state,) = bench.store.feeds.all()
    assert (state.id, state.url, state.title, state.moved_to) == (1, bench.server.url("/new"), "T/old", None)
    assert bench.store.entries.count(EntryFilter()) == 2
    assert bench.store.entries.count(EntryFilter(read=True)) == 1


async def test_an_end_between_the_file_and_the_store_loses_nothing(bench: Bench) -> None:
    """The store learns of the new address when it next follows feeds.toml, in whatever process."""
    bench.server.redirect("/old", "/new", 301)
    bench.server.serve("/new", rss("Chips"))
    bench.write("/old")
    for _ in range(3):
        await bench.refresh()
    assert bench.store.feeds.all()[0].url == bench.server.url("/old")
    bench.library.follow(load_subscriptions(bench.path).subscriptions)
    (state,) = bench.store.feeds.all()
    assert (state.id, state.url) == (1, bench.server.url("/new"))


@pytest.mark.parametrize("between", [302, 307])
async def test_only_permanent_redirects_in_a_row_count(bench: Bench, between: int) -> None:
    location = {"Location": "/new"}
    moved = Reply(301, headers=location)
    bench.server.script("/old", moved, moved, Reply(between, headers=location), moved, moved, Reply(200, rss("X")))
    bench.server.serve("/new", rss("Chips"))
    bench.write("/old")
    events = [event for _ in range(6) for event in await bench.refresh()]
    assert {event.move for event in events} == {None}


async def test_a_new_address_that_is_subscribed_already_is_told_once_and_left(bench: Bench) -> None:
    bench.server.redirect("/old", "/new", 301)
    bench.server.serve("/new", rss("Chips"))
    bench.write("/old", "/new")
    before = bench.path.read_text()
    old = bench.server.url("/old")
    reasons = [event.reason or "" for _ in range(5) for event in await bench.refresh() if event.url == old]
    told = [number for number, reason in enumerate(reasons, 1) if "subscribed already" in reason]
    assert (told, bench.path.read_text()) == ([3], before)


@pytest.mark.parametrize("target", ["/login?x=1", "/new?back=http://127.0.0.1/old"])
async def test_what_looks_like_a_login_does_not_become_the_address(bench: Bench, target: str) -> None:
    bench.server.redirect("/old", target, 301)
    for path in ("/login", "/new"):
        bench.server.serve(path, rss("Chips"))
    bench.write("/old")
    reasons = [(await bench.refresh())[0].reason or "" for _ in range(4)]
    assert ["login" in reason for reason in reasons] == [False, False, True, False]


async def test_a_page_that_is_no_feed_moves_nothing(bench: Bench) -> None:
    bench.server.redirect("/old", "/new", 301)
    bench.server.serve("/new", b"<html><title>Parked</title></html>")
    bench.write("/old")
    events = [(await bench.refresh())[0] for _ in range(4)]
    assert {(event.outcome, event.move) for event in events} == {("failed", None)}


async def test_a_file_that_cannot_be_changed_is_told_of_once(bench: Bench) -> None:
    bench.server.redirect("/old", "/new", 301)
    bench.server.serve("/new", rss("Chips"))
    bench.path.write_text(f'feed = [{{ url = """\n{bench.server.url("/old")}""" }}]\n')
    reasons = [(await bench.refresh())[0].reason or "" for _ in range(4)]
    assert ["could not be saved" in reason for reason in reasons] == [False, False, True, False]
