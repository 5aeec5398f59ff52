"""One request after the other, and nothing of one in the next: not its trust, its proxy, its headers, its end."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from threading import Event

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.asking import HowToAsk, Login
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network, Trust
from relays import Relay
from server_thread import PATIENCE
from tls_serving import CERTIFICATES, serving


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[Fetcher]:
    network = Network(trust=lambda: Trust(file=str(CERTIFICATES / "authority.pem")), proxies=dict)
    async with Fetcher(user_agent="x", clock=FakeClock(), limits=Limits(at_once=1), network=network) as fetcher:
        yield fetcher


@pytest.mark.parametrize("certificate", ["selfsigned", "expired", "elsewhere"])
async def test_blind_trust_ends_with_its_request(certificate: str) -> None:
    with serving(certificate) as server:
        async with one_at_a_time() as fetcher:
            url = server.url("/feed")
            for how in (HowToAsk(insecure_tls=True), HowToAsk()) * 2:
                outcome = await fetcher.fetch(FetchRequest(url, how=how))
                assert isinstance(outcome, Fetched if how.insecure_tls else FetchFailed), outcome
        assert len(server.hits) == 2


async def test_a_connection_opened_blindly_is_not_lent_to_a_request_that_looks() -> None:
    with serving("good") as server:
        async with one_at_a_time() as fetcher:
            for how in (HowToAsk(insecure_tls=True), HowToAsk()) * 2:
                await fetcher.fetch(FetchRequest(server.url("/feed"), how=how))
        first, second, third, fourth = (hit.peer_port for hit in server.hits)
        assert first == third != second == fourth


async def test_a_proxy_a_login_and_headers_are_one_requests_alone(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay() as first, Relay() as second:
        ways = [
            HowToAsk("agent", (("X-Key", "k"),), Login("me", password="WORD"), first.url("http", "a:b")),
            HowToAsk(),
            HowToAsk(proxy=second.url("socks5h", "c:d")),
            HowToAsk(proxy=first.url("http")),
            HowToAsk(proxy=second.url("socks5h")),
            HowToAsk(),
        ]
        async with one_at_a_time() as fetcher:
            for how in ways:
                assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"), how=how)), Fetched)
        assert [one.login for one in first.asked] == ["a:b", None]
        assert [one.login for one in second.asked] == ["c:d", None]
    for hit in server.hits[1:]:
        assert hit.headers["user-agent"] == "x"
        assert not {"x-key", "authorization"} & hit.headers.keys()
    assert not [hit for hit in server.hits[1:] if "proxy-authorization" in hit.headers and "a:b" in str(hit)]


class Place:
    """Where a fetch is cancelled: its URL, and what is waited for before that."""

    def __init__(self, url: str, reached: Callable[[], object], end: Callable[[], object] = lambda: None) -> None:
        self.url = url
        self.reached = reached
        self.end = end


@contextmanager
def place(phase: str, server: LoopbackServer, asked: Event, answered: Event) -> Iterator[Place]:
    match phase:
        case "look-up":
            yield Place(server.url("/feed", host="slow.example"), lambda: asked.wait(PATIENCE), answered.set)
        case "tls":
            with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as opened:
                yield Place(
                    f"https://127.0.0.1:{listener.getsockname()[1]}/",
                    lambda: opened.enter_context(listener.accept()[0]).recv(1),
                )
        case "head":
            server.hold("/slow")
            yield Place(server.url("/slow"), lambda: server.wait_until_held(1), server.release)
        case "redirected":
            server.hold("/slow")
            server.redirect("/there", "/slow")
            yield Place(server.url("/there"), lambda: server.wait_until_held(1), server.release)
        case _:
            server.script("/body", Reply(body=b"<rss", stall=True))
            yield Place(server.url("/body"), lambda: server.wait_for_hits(1))


@pytest.mark.parametrize("phase", ["look-up", "tls", "head", "redirected", "body"])
async def test_a_fetch_can_be_cancelled_in_every_phase_and_the_next_one_succeeds(
    server: LoopbackServer, clock: FakeClock, phase: str
) -> None:
    server.serve("/feed", b"<rss/>")
    asked, answered = Event(), Event()

    def slow(_: str) -> Sequence[str]:
        asked.set()
        answered.wait(PATIENCE)
        return ["127.0.0.1"]

    network = Network(lookup=slow, is_private=lambda _: False, proxies=dict)
    async with Fetcher(user_agent="x", clock=clock, network=network) as fetcher:
        with place(phase, server, asked, answered) as spot:
            task = asyncio.ensure_future(fetcher.fetch(FetchRequest(spot.url)))
            await asyncio.to_thread(spot.reached)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            spot.end()
            assert task.cancelled()
            for _ in range(2):
                assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_what_is_under_way_when_the_fetcher_closes_is_cancelled(server: LoopbackServer, clock: FakeClock) -> None:
    server.hold("/slow")
    async with Fetcher(user_agent="x", clock=clock, network=Network(proxies=dict)) as fetcher:
        task = asyncio.ensure_future(fetcher.fetch(FetchRequest(server.url("/slow"))))
        await asyncio.to_thread(server.wait_until_held, 1)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    server.release()


async def test_two_fetchers_on_one_loop_keep_out_of_each_others_way(server: LoopbackServer, clock: FakeClock) -> None:
    server.serve("/feed", b"<rss/>")
    request = FetchRequest(server.url("/feed"))
    async with Fetcher(user_agent="first", clock=clock, network=Network(proxies=dict)) as first:
        async with Fetcher(user_agent="second", clock=clock, network=Network(proxies=dict)) as second:
            outcomes = await asyncio.gather(*(one.fetch(request) for one in (first, second) * 4))
        outcomes.append(await first.fetch(request))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert sum(hit.headers["user-agent"] == "first" for hit in server.hits) == 5


@pytest.mark.parametrize("status", [b"200 OK", b"302 Found", b"304 Not Modified", b"404 Not Found"])
async def test_bytes_after_an_answer_are_not_taken_for_the_next_one(
    server: LoopbackServer, fetcher: Fetcher, status: bytes
) -> None:
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL"
    server.script(
        "/first",
        Reply(raw=b"HTTP/1.1 " + status + b"\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n" + smuggled, stall=True),
    )
    server.serve("/feed", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/first")))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<rss/>"
