from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.fetch.http import Fetcher
from newsreader.library.parse_lane import FeedReader
from newsreader.library.subscribing import FeedsList
from newsreader.store.journal import Journal
from refreshing import Bench
from stocked import memory_store


@pytest.fixture(scope="module")
def reader() -> Iterator[FeedReader]:
    with FeedReader() as one:
        yield one


@pytest.fixture
async def bench(reader: FeedReader) -> AsyncIterator[Bench]:
    clock = FakeClock()
    with LoopbackServer() as server:
        async with Fetcher(user_agent="newsreader-test", clock=clock) as fetcher:
            one = Bench(server, clock, fetcher, reader)
            yield one
            one.store.close()


@pytest.fixture
def journal() -> Journal:
    return memory_store(FakeClock()).journal


@pytest.fixture
def feeds(path: Path, journal: Journal) -> FeedsList:
    """What changes the feeds.toml at `path`, a fixture of the module that asks for this."""
    return FeedsList(path, path.with_name("copy.toml"), journal)
