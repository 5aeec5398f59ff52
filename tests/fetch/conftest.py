"""A loopback server and a fetcher for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network

AGENT = "newsreader-tests/1 (+https://example.org/)"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        yield server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def fetcher(clock: FakeClock) -> AsyncIterator[Fetcher]:
    async with Fetcher(user_agent=AGENT, clock=clock, network=Network(proxies=dict)) as fetcher:
        yield fetcher
