"""A public host must not lead into a private network.

Everything here is on loopback, so the line is drawn inside it: 127.0.0.1 stands for the public internet, and what
else there is for a private network. Names are looked up in a table.
"""

import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.addresses import IPAddress
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network

PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"


def is_inside(address: IPAddress) -> bool:
    return address != ip_address(PUBLIC)


@asynccontextmanager
async def fetching(names: Mapping[str, list[Sequence[str]]] | None = None) -> AsyncIterator[Fetcher]:
    """A fetcher whose names are in `names`: name → answers, one for each look-up; the last one stays."""
    answers = {name: list(found) for name, found in (names or {}).items()}

    def lookup(host: str) -> Sequence[str]:
        if host not in answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]

    network = Network(lookup=lookup, is_private=is_inside, proxies=dict, has_route=lambda: True)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        yield fetcher


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/secret",
        "http://127.2:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://0x7f000002:{port}/secret",
        "http://①②⑦.0.0.②:{port}/secret",
        "http://name:word@127.0.0.2:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.2]:{port}/secret",
        "http://[::]:{port}/secret",
        "http://0.0.0.0:{port}/secret",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://localhost:{port}/secret",
        "http://LOCALHOST.:{port}/secret",
        "http://a.localhost:{port}/secret",
        "http://inside.example:{port}/secret",
        "//127.0.0.2:{port}/secret",
    ],
)
@pytest.mark.parametrize("status", [301, 307])
async def test_a_public_host_cannot_redirect_to_a_private_one(server: LoopbackServer, target: str, status: int) -> None:
    server.redirect("/feed", target.format(port=server.port), status)
    server.serve("/secret", b"secret")
    async with fetching({"public.example": [[PUBLIC]], "inside.example": [[PRIVATE]]}) as fetcher:
        for host in ("127.0.0.1", "public.example"):
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host=host)))
            assert isinstance(outcome, FetchFailed)
            assert "inside a private network; this is not followed" in outcome.reason
            assert "word" not in outcome.reason
    assert server.hits_of("/secret") == []


async def test_the_check_is_made_at_every_hop(server: LoopbackServer) -> None:
    server.redirect("/1", server.url("/2", host="public.example"))
    server.redirect("/2", server.url("/3", host="inside.example"))
    server.serve("/3", b"secret")
    async with fetching({"public.example": [[PUBLIC]], "inside.example": [[PRIVATE]]}) as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/1"))), FetchFailed)
    assert server.hits_of("/3") == []


async def test_a_private_address_may_be_asked_for_and_redirect_within_its_network() -> None:
    with LoopbackServer(host=PRIVATE) as inside:
        inside.redirect("/feed", "/new")
        inside.serve("/new", b"<rss/>")
        async with fetching({"inside.example": [[PRIVATE]]}) as fetcher:
            for host in ("127.0.0.2", "127.2", "inside.example"):
                outcome = await fetcher.fetch(FetchRequest(inside.url("/feed", host=host)))
                assert isinstance(outcome, Fetched), outcome
                assert outcome.body == b"<rss/>"


async def test_a_private_host_may_lead_out_but_not_in_again(server: LoopbackServer) -> None:
    with LoopbackServer(host=PRIVATE) as inside:
        inside.redirect("/out", server.url("/feed"))
        inside.redirect("/round", server.url("/back"))
        inside.serve("/secret", b"secret")
        server.serve("/feed", b"<rss/>")
        server.redirect("/back", inside.url("/secret"))
        async with fetching() as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest(inside.url("/out"))), Fetched)
            assert isinstance(await fetcher.fetch(FetchRequest(inside.url("/round"))), FetchFailed)
        assert inside.hits_of("/secret") == []


async def test_a_name_with_addresses_on_both_sides_is_asked_at_the_public_one(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    async with fetching({"both.example": [[PRIVATE, PUBLIC]]}) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="both.example")))
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize(("addresses", "is_reached"), [(["fe80::1%2", PRIVATE], True), (["fe80::1%2"], False)])
async def test_an_address_in_a_zone_is_passed_by(addresses: Sequence[str], is_reached: bool) -> None:
    with LoopbackServer(host=PRIVATE) as inside:
        inside.serve("/feed", b"<rss/>")
        async with fetching({"nas.local": [addresses]}) as fetcher:
            outcome = await fetcher.fetch(FetchRequest(inside.url("/feed", host="nas.local")))
    if is_reached:
        assert isinstance(outcome, Fetched), outcome
    else:
        assert isinstance(outcome, FetchFailed)
        assert outcome.reason == "nas.local cannot be reached: there is no way to it."


async def test_a_name_that_changes_its_address_between_two_look_ups_gains_nothing(server: LoopbackServer) -> None:
    server.redirect("/feed", server.url("/secret", host="rebind.example"))
    server.serve("/secret", b"secret")
    async with fetching({"rebind.example": [[PRIVATE], [PUBLIC]]}) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(server.url("/secret", host="rebind.example")))
        assert isinstance(outcome, FetchFailed)
        assert "changed between two look-ups" in outcome.reason
    async with fetching({"rebind.example": [[PUBLIC], [PRIVATE]]}) as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/secret", host="rebind.example"))), Fetched)
    assert len(server.hits) == 1


async def test_a_connection_opened_for_a_private_subscription_is_not_lent_to_a_public_one(
    server: LoopbackServer,
) -> None:
    with LoopbackServer(host=PRIVATE) as inside:
        inside.serve("/feed", b"<rss/>")
        inside.serve("/secret", b"secret")
        server.redirect("/feed", inside.url("/secret"))
        async with fetching() as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest(inside.url("/feed"))), Fetched)
            assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), FetchFailed)
        assert inside.hits_of("/secret") == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "localhost", "①②⑦.0.0.1"])
async def test_on_the_real_line_this_machine_may_be_asked_in_any_spelling(
    server: LoopbackServer, fetcher: Fetcher, host: str
) -> None:
    server.serve("/feed", b"<rss/>")
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed", host=host))), Fetched)
