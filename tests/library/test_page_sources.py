"""A news page without a feed is followed like a feed: list page, article pages, three languages, then no server."""

from collections.abc import AsyncIterator

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from news_site import LIST_PATH, Language, articles, news_site
from newsreader.core.document_text import plain_text
from newsreader.core.events import FeedRefreshed, RefreshEvent
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network
from newsreader.library.digester import Digester
from newsreader.library.full_texts import FullTexts, PageReader
from newsreader.library.library import Library
from newsreader.library.parse_lane import FeedReader
from newsreader.library.refresher import Refresher
from newsreader.library.views import ALL
from stocked import memory_store


class Site:
    """The example site on loopback, and a library that watches it."""

    def __init__(self, server: LoopbackServer, fetcher: Fetcher, clock: FakeClock) -> None:
        self.server = server
        self.fetcher = fetcher
        self.clock = clock
        self.store = memory_store(clock)
        self.library = Library(self.store, clock)
        self.events: list[RefreshEvent] = []

    def serve(self, language: Language, encoding: str = "utf-8") -> None:
        for path, body in news_site(language, encoding=encoding).items():
            self.server.serve(path, body, content_type="text/html")

    async def refresh(self, language: Language, rules: PageRules = PageRules()) -> None:  # noqa: B008  frozen
        subscription = Subscription(self.server.url(LIST_PATH), language=language, page=rules)
        self.store.feeds.sync([subscription])
        self.events.clear()
        reader = PageReader(subscriptions=[subscription])
        try:
            with FeedReader() as feeds:
                refresher = Refresher(
                    store=self.store,
                    fetcher=self.fetcher,
                    digester=Digester(feeds, lanes=0),
                    clock=self.clock,
                    emit=self.events.append,
                )
                await refresher.run([subscription], asked=True)
            texts = FullTexts(store=self.store, fetcher=self.fetcher, reader=reader, emit=lambda _: None, pause=0)
            await texts.fetch_wanted()
        finally:
            reader.end()

    @property
    def outcome(self) -> FeedRefreshed:
        return next(event for event in self.events if isinstance(event, FeedRefreshed))

    def titles(self) -> list[str]:
        headlines = self.library.headlines(ALL)
        rows = [headlines.row(index) for index in range(len(headlines))]
        return [row.title for row in rows if row is not None]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    clock = FakeClock()
    with LoopbackServer() as server:
        async with Fetcher(user_agent="newsreader-test", clock=clock, network=Network(proxies=dict)) as fetcher:
            yield Site(server, fetcher, clock)


@pytest.mark.parametrize(("language", "encoding"), [("en", "utf-8"), ("ru", "windows-1251"), ("zh", "utf-8")])
async def test_the_entries_of_a_page_are_its_articles_alone_and_are_read_whole(
    site: Site, language: Language, encoding: str
) -> None:
    site.serve(language, encoding)
    await site.refresh(language)
    truth = articles(language)
    assert site.titles() == [article.title for article in truth]
    headlines = site.library.headlines(ALL)
    for index, expected in enumerate(truth):
        row = headlines.row(index)
        assert row is not None
        article = site.library.article(row.id)
        assert article is not None
        assert article.full_text
        text = [part for part in plain_text(article.document.blocks) if part.strip()]
        assert text == expected.paragraphs
        assert row.published_at is not None


async def test_a_second_look_at_the_page_brings_nothing_new_and_asks_for_no_article_again(site: Site) -> None:
    site.serve("en")
    await site.refresh("en")
    hits = len(site.server.hits)
    await site.refresh("en")
    assert site.outcome.new == 0
    assert len(site.server.hits) == hits + 1


async def test_a_page_that_no_longer_gives_entries_is_an_error_and_keeps_what_is_stored(site: Site) -> None:
    site.serve("en")
    await site.refresh("en")
    site.server.serve(LIST_PATH, b"<html><body><p>We are rebuilding our site.</p></body></html>")
    await site.refresh("en")
    assert site.outcome.outcome == "failed"
    assert site.store.feeds.all()[0].error
    assert len(site.titles()) == 12


async def test_everything_is_there_without_the_server(site: Site) -> None:
    site.serve("zh")
    await site.refresh("zh")
    site.server.stop()
    await site.refresh("zh")
    row = site.library.headlines(ALL).row(0)
    assert row is not None
    article = site.library.article(row.id)
    assert article is not None
    assert articles("zh")[0].paragraphs[-1] in "".join(plain_text(article.document.blocks))


async def test_selectors_say_where_the_entries_and_their_bodies_are(site: Site) -> None:
    site.serve("en")
    rules = PageRules(item="div.news-item", headline=".news-item__title", content=".lead", limit=3)
    await site.refresh("en", rules)
    assert site.titles() == [article.title for article in articles("en")[:3]]
    row = site.library.headlines(ALL).row(0)
    assert row is not None
    article = site.library.article(row.id, full=True)
    assert article is not None
    assert list(plain_text(article.document.blocks)) == [articles("en")[0].paragraphs[0]]
