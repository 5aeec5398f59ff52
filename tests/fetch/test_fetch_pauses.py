"""A server that has had enough is left alone, and only that one."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.asking import Asking
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.pauses import SILENCES, SILENT_SECONDS

HOUR = {"Retry-After": "3600"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def busy() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


@pytest.fixture
def other() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        one.serve("/feed", b"<rss/>")
        yield one


@pytest.fixture
async def fetcher(clock: FakeClock) -> AsyncIterator[Fetcher]:
    async with Fetcher(user_agent="newsreader-test", clock=clock) as one:
        yield one


async def ask(fetcher: Fetcher, server: LoopbackServer, count: int) -> list[FetchOutcome]:
    """Ask for `count` feeds of a server at once."""
    requests = [FetchRequest(server.url(f"/{number}")) for number in range(count)]
    return list(await asyncio.gather(*(fetcher.fetch(request) for request in requests)))


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [(429, HOUR, 3_600), (503, HOUR, 3_600), (429, {}, 300)],
    ids=["429", "503", "unsaid"],
)
async def test_a_server_that_asks_for_a_pause_gets_it_for_all_its_feeds(
    fetcher: Fetcher, busy: LoopbackServer, clock: FakeClock, status: int, headers: Mapping[str, str], pause: int
) -> None:
    for number in range(40):
        busy.script(f"/{number}", Reply(status, headers=headers))
    outcomes = await ask(fetcher, busy, 40)
    assert len(busy.hits) <= 2
    said = {(one.reason, one.status, one.retry_at) for one in outcomes if isinstance(one, FetchFailed)}
    assert len(said) == 1
    assert {one.url for one in outcomes} == {busy.url(f"/{number}") for number in range(40)}
    before = len(busy.hits)
    clock.advance(pause - 1)
    await ask(fetcher, busy, 1)
    assert len(busy.hits) == before
    clock.advance(1)
    await ask(fetcher, busy, 1)
    assert len(busy.hits) == before + 1


async def test_a_fault_of_one_address_stops_no_other_of_its_server(fetcher: Fetcher, busy: LoopbackServer) -> None:
    for number, status in enumerate((503, 500, 403, 404, 401)):
        busy.script(f"/{number}", Reply(status))
    await ask(fetcher, busy, 5)
    assert {hit.path for hit in busy.hits} == {f"/{number}" for number in range(5)}


async def test_a_pause_is_one_servers_alone(fetcher: Fetcher, busy: LoopbackServer, other: LoopbackServer) -> None:
    busy.script("/0", Reply(429, headers=HOUR))
    await ask(fetcher, busy, 1)
    outcome = await fetcher.fetch(FetchRequest(other.url("/feed")))
    assert not isinstance(outcome, FetchFailed)
    other.script("/moved", Reply(302, headers={"Location": busy.url("/0")}))
    moved = await fetcher.fetch(FetchRequest(other.url("/moved")))
    assert isinstance(moved, FetchFailed)
    assert moved.status == 429
    assert len(busy.hits) == 1


async def test_who_names_a_feed_has_its_server_asked_again_but_only_once(
    fetcher: Fetcher, busy: LoopbackServer
) -> None:
    for number in range(40):
        busy.script(f"/{number}", Reply(429, headers=HOUR))
    await ask(fetcher, busy, 1)
    usual, insisting = fetcher.visit(Asking()), fetcher.visit(Asking(), insists=True)
    outcome = await usual.fetch(FetchRequest(busy.url("/0")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.unasked
    assert len(busy.hits) == 1
    outcomes = [await insisting.fetch(FetchRequest(busy.url(f"/{number}"))) for number in range(40)]
    assert len(busy.hits) == 2
    assert [one.unasked for one in outcomes if isinstance(one, FetchFailed)] == [False] + [True] * 39


async def test_a_clock_that_is_set_back_prolongs_no_pause(
    fetcher: Fetcher, busy: LoopbackServer, clock: FakeClock
) -> None:
    busy.script("/0", Reply(429, headers=HOUR))
    await ask(fetcher, busy, 1)
    clock.advance(-365 * 86_400)
    await ask(fetcher, busy, 1)
    assert len(busy.hits) == 2


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one


@pytest.mark.parametrize("limits", [Limits(connect_seconds=0.1), Limits(total_seconds=0.1)], ids=["connect", "total"])
async def test_a_server_that_does_not_answer_is_not_waited_for_with_each_feed(
    clock: FakeClock, silent: socket.socket, limits: Limits
) -> None:
    base = f"https://127.0.0.1:{silent.getsockname()[1]}"
    async with Fetcher(user_agent="newsreader-test", clock=clock, limits=limits) as fetcher:
        many = [fetcher.fetch(FetchRequest(f"{base}/{number}")) for number in range(20)]
        outcomes = [one for one in await asyncio.gather(*many) if isinstance(one, FetchFailed)]
        asked = [one for one in outcomes if not one.unasked]
        assert len(asked) in (SILENCES, SILENCES + 1), "one more may begin when the first has ended"
        assert "a moment ago" in outcomes[-1].reason
        insisting = fetcher.visit(Asking(), insists=True)
        named = await insisting.fetch(FetchRequest(f"{base}/0"))
        assert isinstance(named, FetchFailed)
        assert not named.unasked
        clock.advance(SILENT_SECONDS)
        later = await fetcher.fetch(FetchRequest(f"{base}/1"))
        assert isinstance(later, FetchFailed)
        assert not later.unasked


async def test_a_server_that_answers_others_is_asked_on(clock: FakeClock) -> None:
    with LoopbackServer() as server:
        server.serve("/quick", b"<rss/>")
        server.script("/slow", Reply(raw=b"", stall=True))
        limits = Limits(total_seconds=0.2)
        async with Fetcher(user_agent="newsreader-test", clock=clock, limits=limits) as fetcher:
            for _ in range(SILENCES + 1):
                slow = await fetcher.fetch(FetchRequest(server.url("/slow")))
                assert isinstance(slow, FetchFailed)
                assert not slow.unasked
                assert isinstance(await fetcher.fetch(FetchRequest(server.url("/quick"))), Fetched)
