"""Another process writes just when all feeds of a refresh are stored."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths
from newsreader.core.errors import StoreBusyError
from newsreader.core.events import FeedRefreshed, RefreshEvent, RefreshFinished
from newsreader.library.last_refresh import latest
from newsreader.library.refresh_status import RefreshStatus
from newsreader.library.views import View

FEED = (
    "<rss version='2.0'><channel><title>{title}</title>"
    "<item><title>The same</title><link>https://news.example/1</link><guid>1</guid></item>"
    "</channel></rss>"
)
SUBSCRIBED = '[[feed]]\nurl = "{url}"\nduplicates = "read"\n'


async def test_a_store_that_is_busy_hides_no_end_of_a_refresh_and_the_next_marks_the_copies(
    tmp_path: Path, server: LoopbackServer
) -> None:
    clock, paths = FakeClock(), Paths(tmp_path, tmp_path)
    for path in ("/a", "/b"):
        server.serve(path, FEED.format(title=path).encode())
    paths.feeds_file.write_text("".join(SUBSCRIBED.format(url=server.url(path)) for path in ("/a", "/b")))
    config = wiring.load_config(paths)
    with wiring.open_library(config, clock) as library, closing(sqlite3.connect(paths.store_file)) as other:
        other.isolation_level = None
        events: list[RefreshEvent] = []

        def hear(event: RefreshEvent) -> None:
            events.append(event)
            if [type(one) for one in events].count(FeedRefreshed) == 2 and not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")
                library.store._db._patience = 0.01

        async with wiring.late_network(clock) as network:
            await wiring.refresh(config, library, network, urls=None, asked=True, emit=hear, clock=clock)
            assert isinstance(events[-1], RefreshFinished)
            other.rollback()
            assert len(library.headlines(View("search", "is:unread"))) == 2
            await wiring.refresh(config, library, network, urls=None, asked=True, emit=events.append, clock=clock)
            assert len(library.headlines(View("search", "is:unread"))) == 1


async def test_copies_that_are_not_looked_for_as_the_store_is_busy_hide_no_end_from_the_report(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreBusyError("The store is busy.")

    monkeypatch.setattr("newsreader.wiring.working.find_copies", busy)
    clock, paths = FakeClock(), Paths(tmp_path, tmp_path)
    server.serve("/a", FEED.format(title="A").encode())
    paths.feeds_file.write_text(SUBSCRIBED.format(url=server.url("/a")))
    config = wiring.load_config(paths)
    with wiring.open_library(config, clock) as library:
        async with wiring.late_network(clock) as network:
            await wiring.refresh(config, library, network, urls=None, asked=True, emit=lambda _: None, clock=clock)
        assert latest(library, RefreshStatus()).ended == "1 new in 1 feed"
