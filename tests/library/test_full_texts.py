"""Full texts: fetched politely, extracted behind a wall, stored beside the feed's own."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

import pytest

from clock import FakeClock
from feed_documents import rss
from loopback import LoopbackServer, Reply
from newsreader.core.errors import ExtractError, StoreError, UsageError
from newsreader.core.events import FullTextEvent, FullTextsFinished, FullTextTried
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.core.pages import ExtractedPage, SiteRules
from newsreader.core.subscriptions import FullText, Subscription
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network
from newsreader.library.digester import Digester
from newsreader.library.full_texts import MAX_FAILURES, FullTexts, PageReader
from newsreader.library.library import Library
from newsreader.library.parse_lane import FeedReader
from newsreader.library.refresher import Refresher
from newsreader.store import Store
from newsreader.store.full_texts import MAX_TRIES
from server_thread import PATIENCE
from stocked import memory_store

SENTENCE = "The delegation of the centre spoke about the cooperation of both sides and its prospects. "


def page(title: str) -> bytes:
    """A web page with an article of some length and what surrounds one."""
    paragraphs = "".join(f"<p>Paragraph {number} of {title}. {SENTENCE * 4}</p>" for number in range(1, 6))
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href='/'>Home</a><a href='/news'>News</a></nav>"
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main><footer>Imprint</footer></body></html>"
    ).encode()


class Bench:
    """A store that follows one feed, a server that has the feed and its pages."""

    def __init__(self, server: LoopbackServer, fetcher: Fetcher, reader: PageReader, clock: FakeClock) -> None:
        self.server = server
        self.fetcher = fetcher
        self.reader = reader
        self.clock = clock
        self.store: Store = memory_store(clock)
        self.library = Library(self.store, clock)
        self.events: list[FullTextEvent] = []

    async def follow(self, *titles: str, full_text: FullText = "auto") -> None:
        """Serve a feed with these entries, subscribe to it and refresh."""
        base = self.server.url("/").rstrip("/")
        self.server.serve("/feed", rss(*titles).replace(b"https://news.example", base.encode()))
        subscription = Subscription(self.server.url("/feed"), full_text=full_text)
        self.store.feeds.sync([subscription])
        with FeedReader() as reader:
            refresher = Refresher(
                store=self.store,
                fetcher=self.fetcher,
                digester=Digester(reader, lanes=0),
                clock=self.clock,
                emit=lambda _: None,
            )
            await refresher.run([subscription], asked=True)

    @property
    def texts(self) -> FullTexts:
        return FullTexts(store=self.store, fetcher=self.fetcher, reader=self.reader, emit=self.events.append, pause=0)

    def entry_id(self, title: str) -> int:
        ids = self.store.entries.ids(self.library._filter(self.library.view("all:")))  # type: ignore[arg-type]
        return next(row.id for row in self.store.entries.summaries(ids) if row.title == title)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    one = PageReader()
    yield one
    one.end()


@pytest.fixture
async def bench(reader: PageReader) -> AsyncIterator[Bench]:
    clock = FakeClock()
    with LoopbackServer() as server:
        async with Fetcher(user_agent="newsreader-test", clock=clock, network=Network(proxies=dict)) as fetcher:
            yield Bench(server, fetcher, reader, clock)


async def test_the_page_of_a_teaser_is_fetched_and_read_instead_of_it(bench: Bench) -> None:
    bench.server.serve("/chips", page("Chips"), content_type="text/html")
    await bench.follow("Chips")
    assert await bench.texts.fetch_wanted() == FullTextsFinished(fetched=1, failed=0)
    article = bench.library.article(bench.entry_id("Chips"))
    assert article is not None
    assert article.full_text
    text = str(article.document)
    assert "Paragraph 5 of Chips" in text
    assert "Imprint" not in text
    own = bench.library.article(bench.entry_id("Chips"), full=False)
    assert own is not None
    assert "The text of Chips." in str(own.document)


async def test_never_means_that_no_page_is_asked_for(bench: Bench) -> None:
    await bench.follow("Chips", full_text="never")
    await bench.texts.fetch_wanted()
    assert [hit.path for hit in bench.server.hits] == ["/feed"]


async def test_a_page_that_is_gone_keeps_the_feed_s_text_and_says_why(bench: Bench) -> None:
    await bench.follow("Chips")
    finished = await bench.texts.fetch_wanted()
    assert finished == FullTextsFinished(fetched=0, failed=1)
    article = bench.library.article(bench.entry_id("Chips"))
    assert article is not None
    assert not article.full_text
    assert article.entry.full_text is not None
    assert "404" in (article.entry.full_text.error or "")


async def test_each_page_is_told_and_the_end_comes_last(bench: Bench) -> None:
    names = [f"Story {number}" for number in range(6)]
    for name in names:
        bench.server.serve(f"/{name.lower().replace(' ', '-')}", page(name), content_type="text/html")
    await bench.follow(*names)
    await bench.texts.fetch_wanted()
    tried = [event for event in bench.events if isinstance(event, FullTextTried)]
    assert len(tried) == 6
    assert tried[-1].left == 0
    assert isinstance(bench.events[-1], FullTextsFinished)
    assert bench.server.most_at_once <= 2


async def test_a_site_that_fails_again_and_again_is_left_alone_until_the_next_run(bench: Bench) -> None:
    names = [f"Story {number}" for number in range(12)]
    for name in names:
        bench.server.answer(f"/{name.lower().replace(' ', '-')}", lambda _: Reply(status=503))
    await bench.follow(*names)
    await bench.texts.fetch_wanted()
    asked = len(bench.server.hits) - 1
    assert MAX_FAILURES <= asked <= MAX_FAILURES + 1
    assert len(bench.store.full_texts.wanted(100)) == 12


async def test_a_full_disk_ends_the_run_with_its_sentence(bench: Bench) -> None:
    names = [f"Story {number}" for number in range(4)]
    for name in names:
        words = " ".join(sha256(f"{name} {number}".encode()).hexdigest() for number in range(500))
        body = page(name).replace(b"</article>", f"<p>{words}</p></article>".encode())
        bench.server.serve(f"/{name.lower().replace(' ', '-')}", body, content_type="text/html")
    await bench.follow(*names)
    database = bench.store._db
    database.write(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    with pytest.raises(StoreError, match="disk is full"):
        await bench.texts.fetch_wanted()


async def test_one_page_can_be_fetched_on_request(bench: Bench) -> None:
    bench.server.serve("/chips", page("Chips"), content_type="text/html")
    await bench.follow("Chips", full_text="never")
    assert (await bench.texts.fetch_one(bench.entry_id("Chips"))).fetched == 1
    with pytest.raises(UsageError):
        await bench.texts.fetch_one(999)


async def test_prefetching_takes_everything_unread_and_starred(bench: Bench) -> None:
    for name in ("unread", "starred", "read"):
        bench.server.serve(f"/{name}", page(name), content_type="text/html")
    await bench.follow("Unread", "Starred", "Read", full_text="never")
    bench.library.set_flags([bench.entry_id("Starred"), bench.entry_id("Read")], "read", True)
    bench.library.set_flags([bench.entry_id("Starred")], "starred", True)
    assert bench.library.want_full_texts() == 2
    await bench.texts.fetch_wanted()
    assert sorted(hit.path for hit in bench.server.hits[1:]) == ["/starred", "/unread"]


async def test_a_link_of_a_feed_into_another_private_host_is_not_followed(bench: Bench) -> None:
    bench.server.serve("/chips", page("Chips"), content_type="text/html")
    await bench.follow("Chips")
    (wanted,) = bench.store.full_texts.wanted(1)
    elsewhere = wanted.link.replace("127.0.0.1", "localhost")
    bench.store.feeds.sync([Subscription(bench.server.url("/feed")), Subscription("https://other.example/feed")])
    bench.server.serve("/feed", rss("Evil").replace(b"https://news.example/evil", elsewhere.encode()))
    with FeedReader() as reader:
        refresher = Refresher(
            store=bench.store,
            fetcher=bench.fetcher,
            digester=Digester(reader, lanes=0),
            clock=bench.clock,
            emit=lambda _: None,
        )
        await refresher.run([Subscription(bench.server.url("/feed"))], asked=True)
    hits = len(bench.server.hits)
    await bench.texts.fetch_one(bench.entry_id("Evil"))
    assert len(bench.server.hits) == hits
    assert "private network" in str(bench.events[-2])


async def test_the_rules_of_a_site_count(bench: Bench) -> None:
    strange = b"<body><div class='menu'>Menu</div><div id='it'><p>Only this.</p><p class='ad'>Buy</p></div></body>"
    bench.server.serve("/chips", strange, content_type="text/html")
    await bench.follow("Chips")
    bench.reader = PageReader([SiteRules("127.0.0.1", content="#it", remove=(".ad",))])
    try:
        await bench.texts.fetch_wanted()
    finally:
        bench.reader.end()
    article = bench.library.article(bench.entry_id("Chips"), full=True)
    assert article is not None
    assert "Only this." in str(article.document)
    assert "Buy" not in str(article.document)


async def test_the_pages_of_a_host_that_asked_to_be_left_alone_wait(bench: Bench) -> None:
    bench.server.serve("/chips", page("Chips"), content_type="text/html")
    await bench.follow("Chips")
    before = len(bench.server.hits)
    alone = {f"127.0.0.1:{bench.server.port}": 1}
    texts = FullTexts(
        store=bench.store, fetcher=bench.fetcher, reader=bench.reader, emit=lambda _: None, left_alone=alone
    )
    assert await texts.fetch_wanted() == FullTextsFinished(fetched=0, failed=0)
    assert len(bench.server.hits) == before
    assert await bench.texts.fetch_wanted() == FullTextsFinished(fetched=1, failed=0)


async def test_a_page_that_was_not_asked_for_has_not_been_tried(bench: Bench) -> None:
    bench.server.script("/chips", Reply(429, headers={"Retry-After": "600"}))
    bench.server.serve("/trade", page("Trade"), content_type="text/html")
    await bench.follow("Chips", "Trade")
    refused = await bench.fetcher.fetch(FetchRequest(bench.server.url("/chips"), want="page"))
    assert isinstance(refused, FetchFailed)
    for _ in range(MAX_TRIES + 1):
        assert (await bench.texts.fetch_wanted()).fetched == 0
    assert len(bench.server.hits_of("/trade")) == 0
    bench.clock.advance(600)
    bench.server.serve("/chips", page("Chips"), content_type="text/html")
    assert await bench.texts.fetch_wanted() == FullTextsFinished(fetched=2, failed=0)


class SlowReader(PageReader):
    """Takes longer for a page than anybody waits."""

    def __init__(self) -> None:
        super().__init__(seconds=3)
        self.begun = threading.Event()

    def read(self, fetched: Fetched, *, feed_url: str | None = None, feed_title: str | None = None) -> ExtractedPage:
        self.begun.set()
        self._wall.call(time.sleep, PATIENCE)
        raise ExtractError(f"{fetched.url} {feed_url} {feed_title}", url=fetched.url)


async def test_a_page_that_is_not_read_to_its_end_has_not_been_tried(bench: Bench) -> None:
    await bench.follow("Talks")
    bench.server.serve("/talks", page("Talks"), content_type="text/html")
    bench.reader = reader = SlowReader()
    work = asyncio.create_task(bench.texts.fetch_wanted())
    await asyncio.to_thread(reader.begun.wait)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    (left,) = bench.store.full_texts.wanted(2)
    assert bench.store.full_texts.page_of(left.entry_id) == left
    assert bench.events == []
