from collections.abc import AsyncIterator, Iterator

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.fetch.http import Fetcher
from newsreader.library.parse_lane import FeedReader
from refreshing import Bench


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
