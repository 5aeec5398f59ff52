"""Another process writes just when all feeds of a refresh are stored."""

import sqlite3
from contextlib import closing
from pathlib import Path

from clock import FakeClock
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths
from newsreader.core.events import FeedRefreshed, RefreshEvent, RefreshFinished
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
