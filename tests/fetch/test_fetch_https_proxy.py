"""HTTP proxies that are reached over TLS, and such that are none."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.asking import HowToAsk
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network, Trust
from newsreader.fetch.proxies import usual_port
from tls_serving import CERTIFICATES, serving

FEED = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"


@contextmanager
def answering(answer: bytes, certificate: str | None = None) -> Iterator[int]:
    """The port of what answers every request with `answer`; `certificate`: over TLS."""
    with serving(certificate) if certificate is not None else LoopbackServer() as server:
        server.raw(None, answer)
        yield server.port


async def ask(url: str, how: HowToAsk) -> FetchOutcome:
    network = Network(trust=lambda: Trust(file=str(CERTIFICATES / "authority.pem")), proxies=dict)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        return await fetcher.fetch(FetchRequest(url, how=how))


@pytest.mark.parametrize("blindly", [False, True])
async def test_a_feed_comes_by_way_of_a_proxy_with_a_good_certificate(blindly: bool) -> None:
    with answering(FEED, "good") as port:
        how = HowToAsk(proxy=f"https://127.0.0.1:{port}", insecure_tls=blindly)
        assert isinstance(await ask("http://203.0.113.7/feed", how), Fetched)


@pytest.mark.parametrize("certificate", ["selfsigned", "expired", "elsewhere"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("blindly", [False, True])
async def test_a_bad_certificate_of_a_proxy_is_not_called_the_hosts(
    certificate: str, scheme: str, blindly: bool
) -> None:
    with answering(FEED, certificate) as port:
        how = HowToAsk(proxy=f"https://127.0.0.1:{port}", insecure_tls=blindly)
        outcome = await ask(f"{scheme}://203.0.113.7/feed", how)
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == (
        "The proxy set for 203.0.113.7 shows a certificate that this computer does not trust; nothing was sent to it."
    )


@pytest.mark.parametrize("answer", [b"", b"junk\r\n\r\n", b"HTTP/1.1 junk\r\n\r\n"])
async def test_what_does_not_answer_as_a_proxy_is_named(answer: bytes) -> None:
    with answering(answer) as port:
        outcome = await ask("https://203.0.113.7/feed", HowToAsk(proxy=f"http://127.0.0.1:{port}"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == (
        "The proxy set for 203.0.113.7 did not connect to 203.0.113.7: it does not answer as a proxy does."
    )


@pytest.mark.parametrize(
    ("proxy", "port"), [("http://p", 80), ("HTTP://p", 80), ("https://p", 443), ("socks5h://p", 1080)]
)
def test_a_proxy_that_names_no_port_has_the_usual_one(proxy: str, port: int) -> None:
    assert usual_port(proxy) == port
