"""How many requests are made at once, and who waits for whom."""

import asyncio

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch import slots as slots_module
from newsreader.fetch import transfers
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network
from newsreader.fetch.slots import LENT, Slots
from server_thread import PATIENCE


def fetching(**limits: float) -> Fetcher:
    return Fetcher(user_agent="x", clock=FakeClock(), limits=Limits(**limits), network=Network(proxies=dict))  # type: ignore[arg-type]


async def test_a_host_gets_two_requests_at_once(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"ok")
    server.hold()
    tasks = [asyncio.create_task(fetcher.fetch(FetchRequest(server.url(f"/feed?{n}")))) for n in range(60)]
    await asyncio.to_thread(server.wait_until_held, 2)
    server.release()
    assert all(isinstance(outcome, Fetched) for outcome in await asyncio.gather(*tasks))
    assert server.most_at_once == 2
    assert len(server.hits) == 60


async def test_a_slow_host_holds_up_nobody_else() -> None:
    with LoopbackServer() as slow, LoopbackServer() as quick:
        slow.serve("/feed", b"slow")
        quick.serve("/feed", b"quick")
        slow.hold()
        async with fetching(at_once=3) as fetcher:
            waiting = [asyncio.create_task(fetcher.fetch(FetchRequest(slow.url(f"/feed?{n}")))) for n in range(50)]
            await asyncio.to_thread(slow.wait_until_held, 2)
            for n in range(10):
                assert isinstance(await fetcher.fetch(FetchRequest(quick.url(f"/feed?{n}"))), Fetched)
            assert len(slow.hits) == 2
            slow.release()
            await asyncio.gather(*waiting)
        assert slow.most_at_once == 2


async def test_hosts_that_are_down_hold_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots_module, "SILENT_SECONDS", 0.05)
    monkeypatch.setattr(slots_module, "_LOOK_SECONDS", 0.01)
    servers = [LoopbackServer() for _ in range(12)]
    try:
        for server in servers:
            server.serve("/feed", b"ok")
            server.hold()
        async with fetching(at_once=2) as fetcher:
            tasks = [asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/feed")))) for server in servers]
            most = 2 + 2 * LENT
            for server in servers[:most]:
                await asyncio.to_thread(server.wait_until_held, 1)
            assert sum(len(server.hits) for server in servers) == most
            for server in servers:
                server.release()
            assert all(isinstance(outcome, Fetched) for outcome in await asyncio.gather(*tasks))
            assert not fetcher._slots._lent
            assert fetcher._slots._all._value == 2
    finally:
        for server in servers:
            server.stop()


async def test_an_answer_that_has_begun_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be long, and is held in memory."""
    monkeypatch.setattr(slots_module, "SILENT_SECONDS", 0.05)
    monkeypatch.setattr(slots_module, "_LOOK_SECONDS", 0.01)
    with LoopbackServer() as slow, LoopbackServer() as quick:
        slow.script("/feed", Reply(body=b"<rss", stall=True))
        quick.serve("/feed", b"ok")
        async with fetching(at_once=1, total_seconds=0.5) as fetcher:
            tasks = [asyncio.create_task(fetcher.fetch(FetchRequest(one.url("/feed")))) for one in (slow, quick)]
            first, second = await asyncio.gather(*tasks)
        assert isinstance(first, FetchFailed)
        assert isinstance(second, Fetched)
        assert quick.hits[0].time - slow.hits[0].time > 0.4


async def test_no_more_requests_are_made_at_once_than_allowed() -> None:
    servers = [LoopbackServer() for _ in range(6)]
    try:
        for server in servers:
            server.serve("/feed", b"ok")
            server.hold()
        async with fetching(at_once=3) as fetcher:
            tasks = [asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/feed")))) for server in servers]
            for server in servers[:3]:
                await asyncio.to_thread(server.wait_until_held, 1)
            assert sum(len(server.hits) for server in servers) == 3
            for server in servers:
                server.release()
            await asyncio.gather(*tasks)
        assert all(len(server.hits) == 1 for server in servers)
    finally:
        for server in servers:
            server.stop()


async def test_waiting_for_a_turn_does_not_count_as_time_of_the_answer(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "LOOK_SECONDS", 0.02)
    server.script("/stall", Reply(stall=True))
    server.serve("/feed", b"ok")
    async with fetching(per_host=1, total_seconds=0.3) as fetcher:
        stalled = [asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/stall")))) for _ in range(2)]
        outcome = asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/feed"))))
        assert all(isinstance(failed, FetchFailed) for failed in await asyncio.gather(*stalled))
        assert isinstance(await outcome, Fetched)


async def test_redirects_between_two_full_hosts_do_not_lock_each_other_out() -> None:
    with LoopbackServer() as one, LoopbackServer() as two:
        for here, there in ((one, two), (two, one)):
            here.redirect("/go", there.url("/feed"))
            here.serve("/feed", b"ok")
        async with fetching(at_once=2, per_host=1) as fetcher:
            requests = [FetchRequest(server.url(f"/go?{n}")) for n in range(20) for server in (one, two)]
            outcomes = await asyncio.gather(*map(fetcher.fetch, requests))
        assert all(isinstance(outcome, Fetched) for outcome in outcomes)
        assert one.most_at_once == two.most_at_once == 1


async def test_one_host_on_two_ports_is_two_hosts() -> None:
    with LoopbackServer() as one, LoopbackServer() as two:
        for server in (one, two):
            server.serve("/feed", b"ok")
            server.hold()
        async with fetching(per_host=1) as fetcher:
            tasks = [asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/feed")))) for server in (one, two)]
            for server in (one, two):
                await asyncio.to_thread(server.wait_until_held, 1)
                server.release()
            await asyncio.gather(*tasks)


async def test_a_connection_is_used_for_the_hosts_next_feed(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"ok")
    for _ in range(3):
        await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert len({hit.peer_port for hit in server.hits}) == 1


async def test_connections_that_nobody_needs_are_closed_and_opened_again(
    server: LoopbackServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "KEEP_SECONDS", 0.01)
    server.serve("/feed", b"ok")
    for _ in range(2):
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)
        async with asyncio.timeout(PATIENCE):
            while server.open_connections:  # noqa: ASYNC110  they are in another thread
                await asyncio.sleep(0.01)
    assert len({hit.peer_port for hit in server.hits}) == 2


async def test_a_turn_given_back_by_a_cancelled_waiter_is_not_lost() -> None:
    slots = Slots(at_once=1, per_host=1)

    async def take() -> None:
        async with slots.turn("host"):
            pass

    async with slots.turn("host"):
        waiting = [asyncio.create_task(take()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await take()
    assert slots._hosts == {}


async def test_closing_ends_what_is_still_open(server: LoopbackServer) -> None:
    server.serve("/feed", b"ok")
    fetcher = fetching()
    async with fetcher:
        await fetcher.fetch(FetchRequest(server.url("/feed")))
    await fetcher.__aexit__(None, None, None)
