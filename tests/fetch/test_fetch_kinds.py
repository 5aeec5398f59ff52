"""Pages and pictures are asked for as such, and what turns out to be something else is not downloaded."""

from collections.abc import AsyncIterator, Iterator

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Wanted
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(user_agent="newsreader-test", clock=FakeClock(), network=Network(proxies=dict)) as one:
        yield one


@pytest.mark.parametrize(
    ("want", "content_type", "fetched"),
    [
        ("feed", "video/mp4", True),
        ("feed", "text/html", True),
        ("page", "text/html; charset=utf-8", True),
        ("page", "application/xhtml+xml", True),
        ("page", "text/plain", True),
        ("page", "application/pdf", False),
        ("page", "application/zip", False),
        ("page", "video/mp4", False),
        ("page", "IMAGE/PNG", False),
        ("page", "application/vnd.ms-excel", False),
        ("image", "image/png", True),
        ("image", "application/octet-stream", True),
        ("image", "text/html", False),
    ],
)
async def test_the_type_decides_whether_a_body_is_worth_having(
    fetcher: Fetcher, server: LoopbackServer, want: Wanted, content_type: str, fetched: bool
) -> None:
    server.serve("/x", b"body", content_type=content_type)
    outcome = await fetcher.fetch(FetchRequest(server.url("/x"), want=want))
    assert isinstance(outcome, Fetched if fetched else FetchFailed)
    if isinstance(outcome, FetchFailed):
        assert "open it in the browser" in outcome.reason


@pytest.mark.parametrize(
    ("want", "first"), [("feed", "application/atom+xml"), ("page", "text/html"), ("image", "image/")]
)
async def test_the_request_says_what_it_wants(
    fetcher: Fetcher, server: LoopbackServer, want: Wanted, first: str
) -> None:
    server.serve("/x", b"body", content_type="image/png" if want == "image" else "text/html")
    await fetcher.fetch(FetchRequest(server.url("/x"), want=want))
    assert server.hits[0].headers["accept"].startswith(first)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_stranger_s_link_into_a_private_network_is_not_followed(
    fetcher: Fetcher, server: LoopbackServer, host: str
) -> None:
    server.serve("/x", b"secret", content_type="text/html")
    url = server.url("/x").replace("127.0.0.1", host)
    outcome = await fetcher.fetch(FetchRequest(url, want="page", private=False))
    assert isinstance(outcome, FetchFailed)
    assert "private network" in outcome.reason
    assert server.hits == []
