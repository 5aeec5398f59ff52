"""Full texts and news pages without a feed, in the reader: a real worker, a real server, then none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feed_documents import rss
from loopback import LoopbackServer
from news_site import LIST_PATH, Language, articles, news_site
from newsreader.core.events import FeedRefreshed
from newsreader.tui.app import NewsreaderApp
from pictures import screen_text
from tui.driving import message, until
from tui.home import Home

SENTENCE = "The delegation spoke about the cooperation of both sides and its prospects in the years to come. "


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


def serve_feed(server: LoopbackServer) -> None:
    """A feed with one teaser, and its page."""
    base = server.url("/").rstrip("/").encode()
    server.serve("/feed", rss("Chips").replace(b"https://news.example", base))
    body = "".join(f"<p>Paragraph {number}. {SENTENCE * 3}</p>" for number in range(1, 6))
    page = f"<html><body><nav>Menu</nav><article><h1>Chips</h1>{body}</article></body></html>"
    server.serve("/chips", page.encode(), content_type="text/html")


async def test_a_teaser_becomes_the_full_text_after_a_refresh_and_f_goes_back_and_forth(
    home: Home, server: LoopbackServer
) -> None:
    serve_feed(server)
    home.subscribe(server.url("/feed"))
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "/chips" in [hit.path for hit in server.hits])
        await until(pilot, lambda: screen.session.row is not None)
        await pilot.press("enter")
        await until(pilot, lambda: "Paragraph 1." in screen_text(screen.app))
        assert "Menu" not in screen_text(screen.app).replace("newsreader", "")
        await pilot.press("f")
        await until(pilot, lambda: "The text of Chips." in screen_text(screen.app))
        await pilot.press("f")
        await until(pilot, lambda: "Paragraph 1." in screen_text(screen.app))
        await pilot.press("m")  # unread again, so that it is listed at the next start
    server.stop()
    async with home.open() as (screen, pilot):
        await until(pilot, lambda: "Paragraph 1." in screen_text(screen.app))


async def test_f_fetches_the_page_where_the_feed_is_never_asked_for_it(home: Home, server: LoopbackServer) -> None:
    serve_feed(server)
    home.subscribe(server.url("/feed"), extra='full_text = "never"\n')
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "1 new" in message(screen))
        await pilot.press("enter")
        assert "/chips" not in [hit.path for hit in server.hits]
        await pilot.press("f")
        await until(pilot, lambda: "Paragraph 1." in screen_text(screen.app))
        assert message(screen) == "The full text of its page"


async def test_news_that_arrive_while_the_reader_ends_change_nothing(home: Home, server: LoopbackServer) -> None:
    serve_feed(server)
    home.subscribe(server.url("/feed"))
    async with home.open() as (screen, pilot):
        app = screen.app
        await pilot.pause()
    assert isinstance(app, NewsreaderApp)
    app._arrivals()
    app._hear(FeedRefreshed(server.url("/feed"), "updated", 1, 0))
    assert app.fault is None


async def test_a_page_that_cannot_be_had_keeps_the_feed_s_text_and_says_why(home: Home, server: LoopbackServer) -> None:
    serve_feed(server)
    server.serve("/chips", b"", status=404)
    home.subscribe(server.url("/feed"), extra='full_text = "never"\n')
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "1 new" in message(screen))
        await pilot.press("enter", "f")
        await until(pilot, lambda: "No full text" in message(screen))
        assert "404" in message(screen)
        assert "The text of Chips." in screen_text(screen.app)


async def test_prefetching_makes_everything_readable_without_a_network(home: Home, server: LoopbackServer) -> None:
    serve_feed(server)
    home.subscribe(server.url("/feed"), extra='full_text = "never"\n')
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "1 new" in message(screen))
        await pilot.press("F")
        await until(pilot, lambda: "/chips" in [hit.path for hit in server.hits])
        await until(pilot, lambda: not screen.app._worker._under_way)  # type: ignore[attr-defined]
    server.stop()
    async with home.open() as (screen, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: "Paragraph 1." in screen_text(screen.app))


@pytest.mark.parametrize(("language", "encoding"), [("en", "utf-8"), ("ru", "windows-1251"), ("zh", "utf-8")])
async def test_a_news_page_without_a_feed_is_read_like_a_feed_and_offline(
    home: Home, server: LoopbackServer, language: Language, encoding: str
) -> None:
    for path, body in news_site(language, encoding=encoding).items():
        server.serve(path, body, content_type="text/html")
    home.subscribe(server.url(LIST_PATH), kind="page", extra=f'language = "{language}"\n')
    truth = articles(language)
    last = truth[0].paragraphs[-1]
    async with home.open(size=(200, 60)) as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: len(screen.session.headlines) == 12)
        await until(pilot, lambda: len(server.hits) >= 13)
        await until(pilot, lambda: not screen.app._worker._under_way)  # type: ignore[attr-defined]
        await pilot.press("full_stop", "g", "g", "enter")
        await until(pilot, lambda: last[:20] in screen_text(screen.app))
        assert truth[1].title in screen_text(screen.app)
        await pilot.press("m")
    server.stop()
    async with home.open(size=(200, 60)) as (screen, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: last[:20] in screen_text(screen.app))
