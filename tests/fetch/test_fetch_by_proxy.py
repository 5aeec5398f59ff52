"""A proxy that the user sets for a feed or host: used, for every kind, and never passed by."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.asking import DIRECT, UNUSABLE, HowToAsk, Login
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest
from newsreader.fetch.addresses import Lookup
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network
from relays import Asked, Relay
from tls_serving import serving

ALL = ["http", "socks5", "socks5h", "socks4"]


def nobody(host: str) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, f"{host} was looked up")


def knowing(lookup: Lookup) -> Network:
    return Network(lookup=lookup, is_private=lambda _: False, proxies=dict, has_route=lambda: True)


@asynccontextmanager
async def fetching(environment: str | None = None) -> AsyncIterator[Fetcher]:
    proxies = {"http": environment, "https": environment} if environment else {}
    network = Network(lookup=nobody, proxies=lambda: proxies, has_route=lambda: True)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        yield fetcher


async def ask(url: str, how: HowToAsk, environment: str | None = None) -> FetchOutcome:
    async with fetching(environment) as fetcher:
        return await fetcher.fetch(FetchRequest(url, how=how))


@pytest.mark.parametrize("scheme", ALL)
async def test_a_feed_is_fetched_by_way_of_its_proxy(server: LoopbackServer, scheme: str) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay() as relay:
        how = HowToAsk("agent", (("X-Key", "k"),), Login("me", password="WORD"), relay.url(scheme))
        outcome = await ask(server.url("/feed"), how)
        assert isinstance(outcome, Fetched), outcome
        assert [(one.host, one.port) for one in relay.asked] == [("127.0.0.1", server.port)]
    (hit,) = server.hits
    assert (hit.target, hit.headers["user-agent"], hit.headers["x-key"]) == ("/feed", "agent", "k")
    assert "proxy-authorization" not in hit.headers


@pytest.mark.parametrize("scheme", ALL)
async def test_https_goes_through_it_end_to_end(scheme: str) -> None:
    with serving("good") as server, Relay() as relay:
        how = HowToAsk("agent", (("X-Key", "k"),), Login("me", password="WORD"), relay.url(scheme), insecure_tls=True)
        outcome = await ask(server.url("/feed"), how)
        assert isinstance(outcome, Fetched), outcome
        assert server.hits[0].headers["x-key"] == "k"
        assert len(relay.asked) == 1
        # What is meant for the server is not told to the proxy.
        assert not [head for head in relay.heads if "X-Key" in head or "\r\nAuthorization" in head]


@pytest.mark.parametrize("scheme", ALL)
async def test_a_certificate_is_checked_behind_a_proxy_too(scheme: str) -> None:
    with serving("selfsigned") as server, Relay() as relay:
        outcome = await ask(server.url("/feed"), HowToAsk(proxy=relay.url(scheme)))
        assert isinstance(outcome, FetchFailed)
        assert "is self-signed" in outcome.reason
        assert server.hits == []


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
async def test_the_name_is_looked_up_by_the_proxy_alone(server: LoopbackServer, scheme: str) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        outcome = await ask("http://news.example/feed", HowToAsk(proxy=relay.url(scheme)))
        assert isinstance(outcome, Fetched), outcome
        assert [(one.host, one.port) for one in relay.asked] == [("news.example", 80)]


@pytest.mark.parametrize("scheme", ["socks5", "socks4"])
async def test_these_kinds_are_given_an_address_that_was_looked_up_once(server: LoopbackServer, scheme: str) -> None:
    found = [["192.0.2.7"], ["127.0.0.1"]]
    server.serve("/feed", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=knowing(lambda _: found.pop(0))) as fetcher:
            for _ in range(2):
                how = HowToAsk(proxy=relay.url(scheme))
                assert isinstance(await fetcher.fetch(FetchRequest("http://news.example/feed", how=how)), Fetched)
        assert {one.host for one in relay.asked} == {"192.0.2.7"}


@pytest.mark.parametrize("scheme", ALL)
async def test_the_name_of_a_proxy_is_looked_up_as_every_other(server: LoopbackServer, scheme: str) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        how = HowToAsk(proxy=f"{scheme}://Proxy.example:{relay.port}")
        async with Fetcher(user_agent="x", clock=FakeClock(), network=knowing(lambda _: ["127.0.0.1"])) as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest("http://news.example/feed", how=how)), Fetched)
        outcome = await ask("http://203.0.113.7/feed", how)
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "The proxy set for 203.0.113.7 cannot be reached."


@pytest.mark.parametrize(
    ("written", "login"), [("me:w%40rd", "me:w@rd"), ("me:wörd", "me:wörd"), ("me:w@r d", "me:w@r d")]
)
@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_a_proxys_login_goes_to_the_proxy(server: LoopbackServer, scheme: str, written: str, login: str) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay() as relay:
        outcome = await ask(server.url("/feed"), HowToAsk(proxy=relay.url(scheme, written)))
        assert isinstance(outcome, Fetched), outcome
        assert relay.asked[0].login == login


@pytest.mark.parametrize("scheme", ALL)
async def test_a_proxy_that_is_not_there_is_named_and_not_passed_by(server: LoopbackServer, scheme: str) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay() as relay:
        relay.stop()
        outcome = await ask(server.url("/feed"), HowToAsk(proxy=relay.url(scheme, "me:WORD")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "The proxy set for 127.0.0.1 cannot be reached."
    assert not outcome.offline
    assert server.hits == []


@pytest.mark.parametrize("scheme", ["https", "socks5", "socks4"])
async def test_a_proxy_that_says_nothing_is_named_beside_the_host(server: LoopbackServer, scheme: str) -> None:
    how = HowToAsk(proxy=f"{scheme}://127.0.0.1:{server.port}")  # a server that waits for the rest of a request
    network = Network(lookup=nobody, proxies=dict, has_route=lambda: True)
    limits = Limits(connect_seconds=0.1)
    async with Fetcher(user_agent="x", clock=FakeClock(), limits=limits, network=network) as fetcher:
        failed = await fetcher.fetch(FetchRequest("http://203.0.113.7/feed", how=how))
    assert isinstance(failed, FetchFailed)
    assert failed.reason == "203.0.113.7 did not answer in time, by way of the proxy set for it."


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
async def test_a_proxy_that_does_not_connect_is_named(server: LoopbackServer, scheme: str) -> None:
    with Relay(refuses=True) as relay:
        outcome = await ask(server.url("/feed"), HowToAsk(proxy=relay.url(scheme, "me:WORD")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "The proxy set for 127.0.0.1 did not connect to 127.0.0.1."


async def test_a_proxy_that_wants_a_login_is_named(server: LoopbackServer) -> None:
    with Relay(needs_login=True) as relay:
        outcome = await ask(server.url("/feed"), HowToAsk(proxy=relay.url("socks5")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason.startswith("The proxy set for 127.0.0.1 wants a name and a password")


@pytest.mark.parametrize("scheme", ["socks5", "socks4"])
async def test_a_name_that_cannot_be_looked_up_for_a_proxy_is_a_sentence(scheme: str) -> None:
    with Relay() as relay:
        outcome = await ask("http://a..b/feed", HowToAsk(proxy=relay.url(scheme)))
        assert isinstance(outcome, FetchFailed)
        assert outcome.reason == "There is no host named a..b."
        assert relay.asked == []


async def test_the_users_proxy_wins_over_the_environments(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay(leads_to=server.port) as own, Relay(leads_to=server.port) as other:
        outcome = await ask("http://news.example/feed", HowToAsk(proxy=own.url("http")), other.url("http"))
        assert isinstance(outcome, Fetched), outcome
        assert (len(own.asked), len(other.asked)) == (1, 0)


async def test_a_socks_proxy_of_the_environment_is_used(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        outcome = await ask("http://news.example/feed", HowToAsk(), relay.url("socks5h"))
        assert isinstance(outcome, Fetched), outcome
        assert relay.asked == [Asked("socks5", "news.example", 80)]


async def test_direct_means_that_no_proxy_is_used_at_all(server: LoopbackServer) -> None:
    with Relay() as relay:
        outcome = await ask("http://news.example/feed", HowToAsk(proxy=DIRECT), relay.url("http"))
        assert isinstance(outcome, FetchFailed)
        assert outcome.reason == "There is no host named news.example."
        assert relay.asked == []


async def test_what_is_behind_a_proxy_written_wrongly_is_not_fetched(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    outcome = await ask(server.url("/feed"), HowToAsk(proxy=UNUSABLE))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason.startswith("The proxy written for 127.0.0.1 cannot be used; “newsreader doctor” says")
    assert server.hits == []


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/new", "http://localhost/new", "http://169.254.169.254/", "http://printer/", "http://nas.local/"],
)
async def test_a_public_feed_does_not_lead_into_the_network_of_the_proxy(server: LoopbackServer, target: str) -> None:
    server.redirect("/feed", target)
    with Relay(leads_to=server.port) as relay:
        outcome = await ask("http://news.example/feed", HowToAsk(proxy=relay.url("socks5h")))
        assert len(relay.asked) == 1
    assert isinstance(outcome, FetchFailed)
    assert "inside a private network; this is not followed" in outcome.reason


@pytest.mark.parametrize("host", ["10%2e0.0.1", "%31%30.0.0.1", "127.0.0.1%2f.example", "%6cocalhost", "localhost%2e"])
@pytest.mark.parametrize("scheme", ALL)
async def test_a_private_host_does_not_hide_behind_an_escape(server: LoopbackServer, scheme: str, host: str) -> None:
    server.redirect("/feed", f"http://{host}/new")
    server.serve("/new", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        outcome = await ask("http://203.0.113.7/feed", HowToAsk(proxy=relay.url(scheme)))
        assert isinstance(outcome, FetchFailed)
        assert outcome.reason == "203.0.113.7 redirects to something that is not an address."
        assert len(relay.asked) == 1


@pytest.mark.parametrize("host", ["news\0.example", "news%00.example", "news\x7f.example", "ne ws.example", "ne%20ws"])
@pytest.mark.parametrize("scheme", ALL)
async def test_what_is_no_host_is_not_asked_for(scheme: str, host: str) -> None:
    with Relay() as relay:
        outcome = await ask(f"http://{host}/feed", HowToAsk(proxy=relay.url(scheme)))
        assert isinstance(outcome, FetchFailed)
        assert outcome.reason.endswith("is not a valid address.")
        assert relay.asked == []


async def test_a_redirect_stays_behind_the_proxy(server: LoopbackServer) -> None:
    server.redirect("/feed", "http://other.example/new")
    server.serve("/new", b"<rss/>")
    with Relay(leads_to=server.port) as relay:
        outcome = await ask("http://news.example/feed", HowToAsk(proxy=relay.url("socks5h")))
        assert isinstance(outcome, Fetched), outcome
        assert [one.host for one in relay.asked] == ["news.example", "other.example"]
