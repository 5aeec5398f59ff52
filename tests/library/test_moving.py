"""Feeds that have moved for good: three refreshes, one line of feeds.toml, and all that was read stays read."""

from pathlib import Path

import pytest

from feed_documents import rss
from loopback import LoopbackServer, Reply
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.asking import Asking
from newsreader.core.entries import EntryFilter
from newsreader.core.events import FeedRefreshed
from newsreader.library.library import Library
from newsreader.library.moving import Mover
from refreshing import Bench


class Home:
    """A feeds.toml beside a bench."""

    def __init__(self, bench: Bench, path: Path) -> None:
        self.bench = bench
        self.server = bench.server
        self.path = path
        self.store = bench.store
        self.library = Library(self.store, bench.clock)

    def write(self, *paths: str) -> None:
        feeds = [f'[[feed]]\nurl = "{self.server.url(path)}"  # mine\ntitle = "T{path}"\n' for path in paths]
        self.path.write_text("# Feeds\n\n" + "\n".join(feeds))

    async def refresh(self) -> list[FeedRefreshed]:
        """As a process would: feeds.toml is read first."""
        subscriptions = load_subscriptions(self.path).subscriptions
        self.bench.follow(*subscriptions.feeds)
        asking = Asking({feed.url: feed.asking for feed in subscriptions.feeds})
        self.bench.mover = Mover(self.path, self.store, subscriptions.by_url(), asking)
        await self.bench.refresh()
        return [event for event in self.bench.events if isinstance(event, FeedRefreshed)]


@pytest.fixture
def home(bench: Bench, tmp_path: Path) -> Home:
    return Home(bench, tmp_path / "feeds.toml")


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moves_for_good_keeps_its_history_under_the_new_address(home: Home, status: int) -> None:
    home.server.redirect("/old", "/new", status)
    home.server.serve("/new", rss("Chips", "Trade"), etag='"1"')
    home.write("/old")
    before = home.path.read_text()
    for _ in range(2):
        assert [event.move for event in await home.refresh()] == [None]
        assert home.path.read_text() == before
    home.library.set_flags([1], "read", True)
    (event,) = await home.refresh()
    assert event.move == f"It has moved for good to {home.server.url('/new')}; feeds.toml has the new address."
    assert event.reason == event.move
    assert home.path.read_text() == before.replace(home.server.url("/old"), home.server.url("/new"))
    (later,) = await home.refresh()
    assert (later.url, later.outcome, later.reason) == (home.server.url("/new"), "not-modified", None)
    assert len(home.server.hits_of("/old")) == 3
    (state,) = home.store.feeds.all()
    assert (state.id, state.url, state.title, state.moved_to) == (1, home.server.url("/new"), "T/old", None)
    assert home.store.entries.count(EntryFilter()) == 2
    assert home.store.entries.count(EntryFilter(read=True)) == 1


async def test_an_end_between_the_file_and_the_store_loses_nothing(home: Home) -> None:
    """The store learns of the new address when it next follows feeds.toml, in whatever process."""
    home.server.redirect("/old", "/new", 301)
    home.server.serve("/new", rss("Chips"))
    home.write("/old")
    for _ in range(3):
        await home.refresh()
    assert home.store.feeds.all()[0].url == home.server.url("/old")
    home.library.follow(load_subscriptions(home.path).subscriptions)
    (state,) = home.store.feeds.all()
    assert (state.id, state.url) == (1, home.server.url("/new"))


@pytest.mark.parametrize("between", [302, 307])
async def test_only_permanent_redirects_in_a_row_count(home: Home, between: int) -> None:
    location = {"Location": "/new"}
    moved = Reply(301, headers=location)
    home.server.script("/old", moved, moved, Reply(between, headers=location), moved, moved, Reply(200, rss("X")))
    home.server.serve("/new", rss("Chips"))
    home.write("/old")
    events = [event for _ in range(6) for event in await home.refresh()]
    assert {event.move for event in events} == {None}


async def test_a_new_address_that_is_subscribed_already_is_told_once_and_left(home: Home) -> None:
    home.server.redirect("/old", "/new", 301)
    home.server.serve("/new", rss("Chips"))
    home.write("/old", "/new")
    before = home.path.read_text()
    old = home.server.url("/old")
    reasons = [event.reason or "" for _ in range(5) for event in await home.refresh() if event.url == old]
    told = [number for number, reason in enumerate(reasons, 1) if "subscribed already" in reason]
    assert (told, home.path.read_text()) == ([3], before)


@pytest.mark.parametrize("target", ["/login?x=1", "/new?back=http://127.0.0.1/old"])
async def test_what_looks_like_a_login_does_not_become_the_address(home: Home, target: str) -> None:
    home.server.redirect("/old", target, 301)
    for path in ("/login", "/new"):
        home.server.serve(path, rss("Chips"))
    home.write("/old")
    reasons = [(await home.refresh())[0].reason or "" for _ in range(4)]
    assert ["login" in reason for reason in reasons] == [False, False, True, False]


async def test_a_page_that_is_no_feed_moves_nothing(home: Home) -> None:
    home.server.redirect("/old", "/new", 301)
    home.server.serve("/new", b"<html><title>Parked</title></html>")
    home.write("/old")
    events = [(await home.refresh())[0] for _ in range(4)]
    assert {(event.outcome, event.move) for event in events} == {("failed", None)}


async def test_a_file_that_cannot_be_changed_is_told_of_once(home: Home) -> None:
    home.server.redirect("/old", "/new", 301)
    home.server.serve("/new", rss("Chips"))
    home.path.write_text(f'feed = [{{ url = """\n{home.server.url("/old")}""" }}]\n')
    reasons = [(await home.refresh())[0].reason or "" for _ in range(4)]
    assert ["could not be saved" in reason for reason in reasons] == [False, False, True, False]


@pytest.mark.parametrize("own", ['headers = { X-Key = "k" }', "insecure_tls = true"])
async def test_what_is_meant_for_one_server_does_not_move_to_another_which_is_told_once(home: Home, own: str) -> None:
    with LoopbackServer() as other:
        home.server.redirect("/old", other.url("/new"), 301)
        other.serve("/new", rss("Chips"))
        home.write("/old")
        before = home.path.read_text() + own + "\n"
        home.path.write_text(before)
        reasons = [(await home.refresh())[0].reason or "" for _ in range(4)]
        assert ["do not go there by themselves" in reason for reason in reasons] == [False, False, True, False]
        assert home.path.read_text() == before
        assert all("x-key" not in hit.headers for hit in other.hits)
