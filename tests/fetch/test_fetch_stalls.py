"""Answers that stop in the middle, and what needs no more than their heads."""

from collections.abc import Iterator
from threading import Event

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply, Request
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone
from newsreader.fetch import transfers
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network


@pytest.fixture(autouse=True)
def _short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "LOOK_SECONDS", 0.02)


def stalled(status: str, *lines: str, body: bytes = b"") -> Reply:
    return Reply(raw="\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body, stall=True)


@pytest.mark.parametrize("line", ["Content-Length: 10", "Transfer-Encoding: chunked", "X-Length: none"])
@pytest.mark.parametrize("body", [b"", b"4\r\nmo"])
async def test_a_redirect_is_followed_without_its_body(
    server: LoopbackServer, fetcher: Fetcher, line: str, body: bytes
) -> None:
    server.script("/feed", stalled("302 Found", "Location: /new", line, body=body))
    server.serve("/new", b"<rss/>")
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_a_body_that_nobody_wants_may_not_take_its_time(server: LoopbackServer, fetcher: Fetcher) -> None:
    is_followed = Event()

    def drops() -> Iterator[bytes]:
        while not is_followed.wait(0.001):
            yield b"x"

    def found(_: Request) -> Reply:
        is_followed.set()
        return Reply(body=b"<rss/>")

    with LoopbackServer() as slow:
        slow.answer("/feed", lambda _: Reply(302, headers={"Location": server.url("/new")}, chunks=drops()))
        server.answer("/new", found)
        assert isinstance(await fetcher.fetch(FetchRequest(slow.url("/feed"))), Fetched)


@pytest.mark.parametrize("status", [401, 404, 429, 503])
@pytest.mark.parametrize("body", [b"", b"busy"])
async def test_a_refusal_counts_without_the_rest_of_its_page(
    server: LoopbackServer, fetcher: Fetcher, status: int, body: bytes
) -> None:
    server.script("/feed", stalled(f"{status} No", "Retry-After: 77", body=body))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.status == status
    assert outcome.retry_at is not None


async def test_gone_is_gone_without_a_page_that_says_so(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", stalled("410 Gone", "Content-Length: 9"))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Gone)


async def test_a_stream_of_sound_that_brings_nothing_is_named_for_what_it_is(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.script("/feed", stalled("200 OK", "Content-Type: audio/mpeg"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), want="page"))
    assert isinstance(outcome, FetchFailed)
    assert "open it in the browser" in outcome.reason


async def test_the_body_of_a_feed_is_waited_for_to_its_end(server: LoopbackServer, clock: FakeClock) -> None:
    server.script("/feed", stalled("200 OK", "Content-Length: 60", body=b"<rss/>"))
    limits = Limits(total_seconds=0.2)
    async with Fetcher(user_agent="x", clock=clock, limits=limits, network=Network(proxies=dict)) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert "did not finish its answer" in outcome.reason
