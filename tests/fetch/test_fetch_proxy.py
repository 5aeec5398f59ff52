"""A proxy set in the environment is used, and does not lead round the checks."""

import base64
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.errors import FetchError
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network
from newsreader.fetch.proxies import Proxies

NAMES = {
    "news.example": "93.184.216.34",
    "inside.example": "10.0.0.5",
    "intranet.example": "10.0.0.6",
}


def lookup(host: str) -> Sequence[str]:
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return [NAMES[host]]


@asynccontextmanager
async def through(proxies: Mapping[str, str]) -> AsyncIterator[Fetcher]:
    network = Network(lookup=lookup, proxies=lambda: proxies)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        yield fetcher


async def test_a_request_goes_through_the_proxy_of_the_environment(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.serve("http://unknown.example/feed", b"<rss/>")
    monkeypatch.setenv("http_proxy", server.url("", host="name:word@127.0.0.1"))
    monkeypatch.delenv("no_proxy", raising=False)
    async with Fetcher(user_agent="x", clock=FakeClock()) as fetcher:
        for _ in range(2):
            outcome = await fetcher.fetch(FetchRequest("http://unknown.example/feed"))
            assert isinstance(outcome, Fetched)
            assert outcome.final_url == "http://unknown.example/feed"
    for hit in server.hits:
        assert hit.headers["proxy-authorization"] == "Basic " + base64.b64encode(b"name:word").decode()
        assert hit.headers["host"] == "unknown.example"


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("http://news.example/new", True),
        ("http://unknown.example/new", True),
        ("http://10.0.0.1/new", False),
        ("http://169.254.169.254/new", False),
        ("http://inside.example/new", False),
        ("http://localhost/new", False),
        ("http://127.1/new", False),
    ],
)
async def test_the_target_of_a_redirect_is_checked_behind_a_proxy_too(
    server: LoopbackServer, target: str, allowed: bool
) -> None:
    server.redirect("http://news.example/feed", target)
    server.serve(target, b"<rss/>")
    async with through({"http": server.url("")}) as fetcher:
        outcome = await fetcher.fetch(FetchRequest("http://news.example/feed"))
    assert isinstance(outcome, Fetched if allowed else FetchFailed)
    assert len(server.hits) == 1 + allowed


@pytest.mark.parametrize("start", ["http://intranet.example/feed", "http://10.0.0.9/feed"])
async def test_a_private_host_behind_a_proxy_may_lead_to_another_one(server: LoopbackServer, start: str) -> None:
    server.redirect(start, "http://inside.example/new")
    server.serve("http://inside.example/new", b"<rss/>")
    async with through({"http": server.url("")}) as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(start)), Fetched)


async def test_a_proxy_that_is_not_there_is_named(server: LoopbackServer) -> None:
    server.stop()
    async with through({"http": server.url("")}) as fetcher:
        outcome = await fetcher.fetch(FetchRequest("http://news.example/feed"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "The proxy set in the environment cannot be reached."
    assert outcome.offline


async def test_a_proxy_that_does_not_connect_is_named(server: LoopbackServer) -> None:
    server.script("news.example:443", Reply(407, b"who?"))
    async with through({"https": server.url("")}) as fetcher:
        outcome = await fetcher.fetch(FetchRequest("https://news.example/feed"))
    assert isinstance(outcome, FetchFailed)
    assert "did not connect to news.example (407 Proxy Authentication Required)" in outcome.reason
    assert server.hits[0].method == "CONNECT"


async def test_this_machine_is_never_asked_through_a_proxy(server: LoopbackServer) -> None:
    server.serve("/feed", b"<rss/>")
    async with through({"http": "http://127.0.0.1:1/"}) as fetcher:
        for host in ("127.0.0.1", "127.1"):
            assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed", host=host))), Fetched)


@pytest.mark.parametrize(
    ("proxies", "scheme", "proxy"),
    [
        ({}, "http", None),
        ({"https": "http://p:1"}, "http", None),
        ({"https": "http://p:1"}, "https", "http://p:1"),
        ({"all": "http://p:1"}, "https", "http://p:1"),
        ({"http": "p:1"}, "http", "http://p:1"),
        ({"http": "http://p:1", "no": "news.example"}, "http", None),
        ({"http": "http://p:1", "no": ".example"}, "http", None),
        ({"http": "http://p:1", "no": "*"}, "http", None),
        ({"http": "http://p:1", "no": "other.example"}, "http", "http://p:1"),
        ({"http": ""}, "http", None),
        ({"http": " "}, "http", None),
        ({"http": " http://p:1 "}, "http", "http://p:1"),
        ({"all": "socks5h://p:1"}, "https", "socks5h://p:1"),
    ],
)
def test_which_proxy_is_used(proxies: Mapping[str, str], scheme: str, proxy: str | None) -> None:
    assert Proxies(proxies).proxy_for(scheme, "news.example", 80) == proxy


@pytest.mark.parametrize(
    ("host", "without", "is_direct"),
    [
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "news.example, 10.1.0.0/16", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("2001:db8::1", "[2001:db8::1]", True),
        ("2001:db8::1", "[2001:db8::]/32", True),
        ("2001:db8::1", "10.0.0.0/8,2001:db9::/32", False),
        ("news.example", "10.0.0.0/8,/8,[", False),
        ("news.example", "news.example:80", True),
        ("news.example", "news.example:8080", False),
    ],
)
def test_no_proxy_may_name_networks_and_ports(host: str, without: str, is_direct: bool) -> None:
    proxy = Proxies({"http": "http://p:1", "no": without}).proxy_for("http", host, 80)
    assert (proxy is None) is is_direct


def test_a_proxy_of_another_kind_is_refused_rather_than_passed_by() -> None:
    with pytest.raises(FetchError, match="not supported here: ftp"):
        Proxies({"all": "ftp://p:1"}).proxy_for("https", "news.example", 443)
