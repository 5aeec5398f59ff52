"""Hosts with several addresses, of which some do not answer."""

import socket

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network, Trust
from tls_serving import CERTIFICATES, serving


def knowing(clock: FakeClock, *addresses: str) -> Fetcher:
    network = Network(lookup=lambda _: addresses, is_private=lambda _: False, proxies=dict, has_route=lambda: True)
    return Fetcher(user_agent="x", clock=clock, network=network)


@pytest.mark.parametrize("addresses", [("::1", "127.0.0.1"), ("127.0.0.9", "127.0.0.1"), ("127.0.0.1", "::1")])
async def test_an_address_where_nobody_listens_is_passed_by(
    server: LoopbackServer, clock: FakeClock, addresses: tuple[str, ...]
) -> None:
    server.serve("/feed", b"<rss/>")
    async with knowing(clock, *addresses) as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed", host="news.example"))), Fetched)


async def test_an_address_that_stays_silent_is_passed_by(server: LoopbackServer, clock: FakeClock) -> None:
    server.serve("/feed", b"<rss/>")
    waiting = [socket.socket() for _ in range(3)]
    with socket.create_server(("127.0.0.2", server.port), backlog=0):
        for one in waiting:  # more than it takes on without having accepted one: the next gets no answer at all
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", server.port))
        async with knowing(clock, "127.0.0.2", "127.0.0.1") as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="news.example")))
    for one in waiting:
        one.close()
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize("raw", [b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"])
async def test_a_dead_address_is_not_blamed_for_what_another_one_answered(
    server: LoopbackServer, clock: FakeClock, raw: bytes
) -> None:
    server.raw("/feed", raw)
    async with knowing(clock, "::1", "127.0.0.1") as fetcher:
        outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="news.example")))
    assert isinstance(outcome, FetchFailed)
    assert "HTTP" in outcome.reason


async def test_when_a_certificate_expired_is_asked_where_somebody_listens(clock: FakeClock) -> None:
    trust = Trust(file=str(CERTIFICATES / "authority.pem"))
    network = Network(lookup=lambda _: ("127.0.0.9", "127.0.0.1"), proxies=dict, trust=lambda: trust)
    with serving("expired") as server:
        async with Fetcher(user_agent="x", clock=clock, network=network) as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="localhost")))
    assert isinstance(outcome, FetchFailed)
    assert "expired on 3 February 2021" in outcome.reason


@pytest.mark.parametrize(
    "host", ["news.example.", "NEWS.example", "x_y.example", "bücher.example", "a..example", "-a-.example", "1e5"]
)
async def test_names_of_every_shape_are_asked_at_the_addresses_that_were_looked_up(
    server: LoopbackServer, clock: FakeClock, host: str
) -> None:
    server.serve("/feed", b"<rss/>")
    async with knowing(clock, "127.0.0.1") as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed", host=host))), Fetched)
