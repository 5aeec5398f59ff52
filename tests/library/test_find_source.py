"""From an address that a person knows to what can be subscribed to, at a real server."""

import asyncio
from collections.abc import Iterator

import pytest

from clock import FakeClock
from feed_documents import rss
from loopback import LoopbackServer
from news_site import LIST_PATH, Language, articles, news_site
from newsreader.core.errors import FetchError, ParseError, UsageError
from newsreader.core.events import SourceEvent, SourceFound, SourcesFinished
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network
from newsreader.library.discovery import MAX_REQUESTS, Found, find_source, tell_sources
from newsreader.library.parse_lane import FeedReader

HTML = "text/html; charset=utf-8"
NO_FEED = "<!doctype html><html><head><title>Nothing</title></head><body><p>Nothing here.</p></body></html>"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        yield server


def find(url: str) -> Found:
    clock = FakeClock()

    async def search(reader: FeedReader) -> Found:
        async with Fetcher(user_agent="newsreader-tests/1", clock=clock, network=Network(proxies=dict)) as fetcher:
            return await find_source(fetcher, reader, url, clock.now())

    with FeedReader() as reader:
        return asyncio.run(search(reader))


def tell(url: str) -> list[SourceEvent]:
    """What is told of an address."""
    clock = FakeClock()
    told: list[SourceEvent] = []

    async def search(reader: FeedReader) -> None:
        async with Fetcher(user_agent="newsreader-tests/1", clock=clock, network=Network(proxies=dict)) as fetcher:
            await tell_sources(fetcher, reader, url, clock.now(), told.append)

    with FeedReader() as reader:
        asyncio.run(search(reader))
    return told


def page(*links: str, body: str = "<p>Welcome.</p>") -> str:
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return f"<!doctype html><html><head><title>Centre</title>{named}</head><body>{body}</body></html>"


def paths(server: LoopbackServer) -> list[str]:
    return [hit.path for hit in server.hits]


def test_an_address_that_is_a_feed_is_asked_for_once(server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips", "Talks"))
    found = find(server.url("/feed"))
    assert found.subscription == Subscription(server.url("/feed"))
    assert [entry.title for entry in found.parsed.entries] == ["Chips", "Talks"]
    assert paths(server) == ["/feed"]


def test_the_feed_that_a_page_names_is_found(server: LoopbackServer) -> None:
    server.serve("/about/", page("/news.xml"), content_type=HTML)
    server.serve("/news.xml", rss("Chips"))
    found = find(server.url("/about/"))
    assert found.subscription == Subscription(server.url("/news.xml"))
    assert found.parsed.kind == "rss"
    assert paths(server) == ["/about/", "/news.xml"]


def test_every_feed_that_a_page_names_is_told_the_best_first(server: LoopbackServer) -> None:
    server.serve("/", page("/news.xml", "/broken.xml", "/talks.xml"), content_type=HTML)
    server.serve("/news.xml", rss("Chips", "Trade", title="News"))
    server.serve("/broken.xml", b"", status=500)
    server.serve("/talks.xml", rss("Talks", title="Talks"))
    day = 1_795_514_400
    assert tell(server.url("/")) == [
        SourceFound(server.url("/news.xml"), "rss", "News", 2, day),
        SourceFound(server.url("/talks.xml"), "rss", "Talks", 1, day),
        SourcesFinished(),
    ]


def test_that_nothing_can_be_followed_is_told_with_the_reason(server: LoopbackServer) -> None:
    server.serve("/", NO_FEED, content_type=HTML)
    (told,) = tell(server.url("/"))
    assert isinstance(told, SourcesFinished)
    assert "No feed was found behind it." in (told.reason or "")
    (told,) = tell("no address")
    assert isinstance(told, SourcesFinished)
    assert "cannot be subscribed to" in (told.reason or "")


def test_a_feed_that_is_named_and_does_not_work_is_passed_over(server: LoopbackServer) -> None:
    server.serve("/", page("/broken.xml", "/page.xml", "/good.xml"), content_type=HTML)
    server.serve("/broken.xml", b"", status=500)
    server.serve("/page.xml", NO_FEED, content_type=HTML)
    server.serve("/good.xml", rss("Chips"))
    assert find(server.url("/")).subscription.url == server.url("/good.xml")


@pytest.mark.parametrize("path", ["/feed", "/feed/", "/rss.xml", "/rss", "/news/feed/"])
def test_a_feed_at_a_usual_place_is_found_though_no_page_names_it(server: LoopbackServer, path: str) -> None:
    server.serve("/", NO_FEED, content_type=HTML)
    server.serve("/news/", NO_FEED, content_type=HTML)
    server.serve(path, rss("Chips"))
    start = "/news/" if path.startswith("/news/") else "/"
    assert find(server.url(start)).subscription.url == server.url(path)


@pytest.mark.parametrize(("language", "encoding"), [("en", "utf-8"), ("ru", "windows-1251"), ("zh", "utf-8")])
def test_a_page_that_lists_news_is_found_where_there_is_no_feed(
    server: LoopbackServer, language: Language, encoding: str
) -> None:
    for path, body in news_site(language, encoding=encoding).items():
        server.serve(path, body, content_type="text/html")
    found = find(server.url(LIST_PATH))
    assert found.subscription == Subscription(server.url(LIST_PATH), page=PageRules())
    assert found.parsed.kind == "page"
    assert [entry.link for entry in found.parsed.entries] == [server.url(one.path) for one in articles(language)]
    assert len(server.hits) <= MAX_REQUESTS


def test_a_list_of_news_is_better_than_an_empty_feed(server: LoopbackServer) -> None:
    server.serve(LIST_PATH, news_site("en")[LIST_PATH], content_type=HTML)
    server.serve("/rss.xml", rss())
    assert find(server.url(LIST_PATH)).parsed.kind == "page"


def test_an_empty_feed_is_better_than_nothing(server: LoopbackServer) -> None:
    server.serve("/", page("/rss.xml"), content_type=HTML)
    server.serve("/rss.xml", rss())
    assert find(server.url("/")).subscription == Subscription(server.url("/rss.xml"))


def test_a_page_with_nothing_is_a_sentence_after_few_requests(server: LoopbackServer) -> None:
    server.serve("/", page(*(f"/{number}.xml" for number in range(100))), content_type=HTML)
    with pytest.raises(ParseError, match=r"web page, not a feed: “Centre”\. No feed was found") as caught:
        find(server.url("/"))
    assert caught.value.url == server.url("/")
    assert len(server.hits) <= MAX_REQUESTS


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "a PDF document, not a feed"),
        (b"<opml version='2.0'><body/></opml>", "text/xml", "import the file with"),
        (b"", "text/html", "nothing, not a feed"),
    ],
)
def test_what_is_no_web_page_is_refused_at_once(
    server: LoopbackServer, body: bytes, content_type: str, sentence: str
) -> None:
    server.serve("/x", body, content_type=content_type)
    with pytest.raises(ParseError, match=sentence):
        find(server.url("/x"))
    assert paths(server) == ["/x"]


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_an_address_without_an_answer_is_a_sentence(server: LoopbackServer, status: int) -> None:
    server.serve("/", b"", status=status)
    with pytest.raises(FetchError):
        find(server.url("/"))
    assert set(paths(server)) == {"/"}  # a 403 is asked once more, plainly


def test_a_site_that_asks_for_peace_gets_it(server: LoopbackServer) -> None:
    server.serve("/", NO_FEED, content_type=HTML)
    for path in ("/feed", "/feed/", "/rss", "/rss.xml", "/atom.xml"):
        server.serve(path, b"", status=429)
    with pytest.raises(ParseError):
        find(server.url("/"))
    assert len(server.hits) == 2


def test_an_address_that_has_moved_for_good_is_taken_down_as_the_new_one(server: LoopbackServer) -> None:
    server.redirect("/old", "/new", 301)
    server.redirect("/now", "/new", 302)
    server.serve("/new", rss("Chips"))
    assert find(server.url("/old")).subscription.url == server.url("/new")
    assert find(server.url("/now")).subscription.url == server.url("/now")


def test_a_bare_host_that_has_no_https_is_reached_by_http(server: LoopbackServer) -> None:
    server.serve("/", rss("Chips"))
    assert find(f"127.0.0.1:{server.port}").subscription.url == server.url("/")


def test_a_stranger_s_page_leads_to_no_private_network(server: LoopbackServer) -> None:
    with LoopbackServer(host="127.0.0.2") as inner:
        inner.serve("/feed", rss("Secret"))
        server.serve("/", page(inner.url("/feed")), content_type=HTML)
        with pytest.raises(ParseError):
            find(server.url("/"))
        assert inner.hits == []


@pytest.mark.parametrize("url", ["", "mailto:a@b.example", "no address", "https://", "/a/file", "ftp://a.example/"])
def test_what_is_no_address_is_a_sentence(url: str) -> None:
    with pytest.raises(UsageError, match="cannot be subscribed to"):
        find(url)
