"""A machine without a network is one calm state, whatever the network says, and no feed's fault."""

import asyncio
from collections.abc import Iterator

import pytest

from feed_documents import rss
from loopback import LoopbackServer, Reply
from newsreader.core.events import FeedRefreshed, RefreshFinished
from newsreader.core.fetching import FetchRequest
from newsreader.core.offline import LATELY
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.library.digester import Digester
from newsreader.library.refresher import Refresher
from refreshing import Bench

LOGIN = b"<!doctype html><title>Hotel</title><form><input type=password></form>"


@pytest.fixture
def hosts() -> Iterator[list[LoopbackServer]]:
    """Servers at different addresses of this machine."""
    servers = [LoopbackServer(host=f"127.0.0.{number}") for number in (2, 3, 4)]
    for server in servers:
        server.serve("/feed", rss("Chips"))
    yield servers
    for server in servers:
        server.stop()


async def read_once(bench: Bench, hosts: list[LoopbackServer]) -> None:
    bench.follow(*(Subscription(server.url("/feed")) for server in hosts))
    assert (await bench.refresh()).failed == 0


def errors(bench: Bench) -> list[str]:
    return [state.error for state in bench.store.feeds.all() if state.error is not None]


async def test_when_no_host_answers_any_more_no_feed_is_blamed_for_a_month(
    bench: Bench, hosts: list[LoopbackServer]
) -> None:
    await read_once(bench, hosts)
    for server in hosts:
        server.stop()
    finished = await bench.refresh()
    assert (finished.offline, finished.login_page, finished.failed) == (True, False, 3)
    assert errors(bench) == []
    bench.clock.advance(LATELY)
    assert not (await bench.refresh()).offline
    assert len(errors(bench)) == 3


async def test_servers_at_different_ports_of_one_host_are_different(bench: Bench) -> None:
    servers = [LoopbackServer() for _ in range(4)]
    for server in servers:
        server.serve("/feed", rss("Chips"))
    await read_once(bench, servers)
    busy = servers[0]
    busy.script("/feed", Reply(429, headers={"Retry-After": "3600"}))
    for _ in range(2):
        await bench.refresh()
    assert [len(server.hits) for server in servers] == [2, 3, 3, 3]
    for server in servers:
        server.stop()
    assert (await bench.refresh()).offline


async def test_a_host_that_is_not_asked_has_not_answered(bench: Bench, hosts: list[LoopbackServer]) -> None:
    busy = LoopbackServer(host="127.0.0.5")
    busy.serve("/feed", rss("Chips"))
    busy.script("/page", Reply(429, headers={"Retry-After": "3600"}))
    await read_once(bench, [busy, *hosts])
    await bench._fetcher.fetch(FetchRequest(busy.url("/page")))
    for server in (busy, *hosts):
        server.stop()
    assert (await bench.refresh()).offline
    assert errors(bench) == []


async def test_when_one_host_answers_the_others_are_to_blame(bench: Bench, hosts: list[LoopbackServer]) -> None:
    await read_once(bench, hosts)
    for server in hosts[1:]:
        server.stop()
    assert not (await bench.refresh()).offline
    assert len(errors(bench)) == 2


async def test_three_feeds_that_never_answered_are_no_offline_machine(bench: Bench) -> None:
    bench.follow(*(Subscription(f"http://127.0.0.{number}:9/feed") for number in (2, 3, 4)))
    assert not (await bench.refresh()).offline
    assert len(errors(bench)) == 3


@pytest.mark.parametrize(
    "answer",
    [
        Reply(302, headers={"Location": "http://127.0.0.1:{port}/login"}),
        Reply(200, LOGIN, {"Content-Type": "text/html"}),
        Reply(511, LOGIN),
    ],
    ids=["led to one host", "the same page", "511"],
)
@pytest.mark.parametrize("status", [200, 403])
async def test_a_login_page_of_the_network_stores_nothing_and_all_is_well_when_it_is_gone(
    bench: Bench, hosts: list[LoopbackServer], answer: Reply, status: int
) -> None:
    await read_once(bench, hosts)
    bench.server.serve("/login", LOGIN, content_type="text/html", status=status)
    location = {name: value.format(port=bench.server.port) for name, value in answer.headers.items()}
    for server in hosts:
        server.script("/feed", Reply(answer.status, answer.body, location))
    before = bench.store.feeds.all()
    finished = await bench.refresh()
    assert (finished.offline, finished.login_page) == (True, True)
    assert bench.store.feeds.all() == before
    for server in hosts:
        server.serve("/feed", rss("Chips", "Trade"))
    finished = await bench.refresh()
    assert (finished.offline, finished.new, finished.failed) == (False, 3, 0)


PORTAL = b"<!doctype html><html><title>Hotel</title><body><form><input type=password></form>" + b"".join(
    b"<a href=/l%d>Some link number %d to our partner hotels</a><br>" % (number, number) for number in range(8)
)


def list_page(host: int) -> bytes:
    articles = "".join(
        f"<article><h3><a href=/news/{host}-{number}>Headline {number} about chips, and trade on island {host}</a></h3>"
        f"<time datetime=2026-11-{number:02}>then</time></article>"
        for number in range(1, 9)
    )
    return f"<!doctype html><html><title>News</title><body><main>{articles}</main></body></html>".encode()


@pytest.mark.parametrize("others", ["feeds", "pages"])
async def test_a_login_page_with_links_is_no_news(bench: Bench, hosts: list[LoopbackServer], others: str) -> None:
    """A news list page is a web page, too."""
    for number, server in enumerate(hosts):
        server.serve("/news/", list_page(number), content_type="text/html")
    pages = [Subscription(server.url("/news/"), page=PageRules()) for server in hosts]
    feeds = [Subscription(server.url("/feed")) for server in hosts] if others == "feeds" else []
    bench.follow(*pages[: 1 if feeds else 3], *feeds)
    assert (await bench.refresh()).failed == 0
    before = (bench.titles(), bench.store.feeds.all())
    for server in hosts:
        for path in ("/feed", "/news/"):
            server.serve(path, PORTAL, content_type="text/html")
    finished = await bench.refresh()
    assert (finished.offline, finished.login_page, finished.new) == (True, True, 0)
    assert (bench.titles(), bench.store.feeds.all()) == before
    assert all(event.reason for event in bench.events if isinstance(event, FeedRefreshed))


async def test_pages_alone_with_other_news_each_are_stored(bench: Bench, hosts: list[LoopbackServer]) -> None:
    for number, server in enumerate(hosts):
        server.serve("/news/", list_page(number), content_type="text/html")
    bench.follow(*(Subscription(server.url("/news/"), page=PageRules()) for server in hosts))
    assert (await bench.refresh()).new == 24


async def test_a_login_page_of_one_site_is_that_feeds_fault_and_named(
    bench: Bench, hosts: list[LoopbackServer]
) -> None:
    await read_once(bench, hosts)
    hosts[0].script("/feed", Reply(200, LOGIN, {"Content-Type": "text/html"}))
    assert not (await bench.refresh()).offline
    assert errors(bench) == ["This address answered with a login page, not a feed."]


async def test_a_failure_is_stored_and_told_as_soon_as_anybody_has_answered(
    bench: Bench, hosts: list[LoopbackServer]
) -> None:
    """Neither the progress nor a cancel waits for the slowest server."""
    hosts[1].serve("/feed", LOGIN)
    hosts[2].hold()
    bench.follow(*(Subscription(server.url("/feed")) for server in hosts))
    told: asyncio.Queue[FeedRefreshed] = asyncio.Queue()
    refresher = Refresher(
        store=bench.store,
        fetcher=bench._fetcher,
        digester=Digester(bench._reader, lanes=0),
        clock=bench.clock,
        emit=lambda event: told.put_nowait(event) if isinstance(event, FeedRefreshed) else None,
    )
    task = asyncio.create_task(refresher.run(bench.subscriptions, asked=True))
    outcomes = {(event.url, event.outcome) for event in [await told.get(), await told.get()]}
    assert outcomes == {(hosts[0].url("/feed"), "updated"), (hosts[1].url("/feed"), "failed")}
    assert len(errors(bench)) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancelled_refresh_keeps_the_failures_that_are_no_offline_machine(
    bench: Bench, hosts: list[LoopbackServer]
) -> None:
    hosts[1].stop()
    hosts[2].hold()
    bench.follow(*(Subscription(server.url("/feed")) for server in hosts[1:]))
    task = asyncio.create_task(bench.refresher().run(bench.subscriptions, asked=True))
    await asyncio.to_thread(hosts[2].wait_until_held, 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(errors(bench)) == 1
    assert not any(isinstance(event, RefreshFinished) for event in bench.events)
