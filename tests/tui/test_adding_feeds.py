"""Feeds are added and left in the reader, with a real worker looking what is behind an address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from feed_documents import rss
from loopback import LoopbackServer
from newsreader.core.events import SourceFound
from newsreader.core.subscriptions import Subscription
from newsreader.tui.screens.add_feed import AddFeedScreen, SourceList
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import Footer
from tui.driving import until
from tui.home import Home

HTML = "text/html; charset=utf-8"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        named = LINK.format("/news.xml") + LINK.format("/talks.xml")
        one.serve("/", f"<!doctype html><html><head>{named}</head><body><p>Hello.</p></body></html>", content_type=HTML)
        one.serve("/old.xml", rss("Old", title="Old"))
        one.serve("/news.xml", rss("Chips", "Trade", title="News").replace(b"https://news.example", b"/"))
        one.serve("/talks.xml", rss("Talks", title="Talks").replace(b"https://news.example", b"/"))
        yield one


@pytest.fixture
def home(tmp_path: Path, server: LoopbackServer) -> Home:
    one = Home(tmp_path)
    one.subscribe(server.url("/old.xml"), extra='full_text = "never"\n')
    return one


def foot(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#add-foot", Static).content)


async def look_up(pilot: Pilot[None], address: str) -> AddFeedScreen:
    await pilot.press("a")
    await until(pilot, lambda: isinstance(pilot.app.screen, AddFeedScreen))
    screen = pilot.app.screen
    assert isinstance(screen, AddFeedScreen)
    await pilot.press(*address)
    await pilot.press("enter")
    return screen


async def test_one_of_the_feeds_behind_an_address_is_added_and_fetched(home: Home, server: LoopbackServer) -> None:
    async with home.open(size=(80, 24)) as (main, pilot):
        screen = await look_up(pilot, server.url("/"))
        found = screen.query_one(SourceList)
        await until(pilot, lambda: len(found.sources) == 2 and "Enter takes it ·" in foot(pilot))
        assert [source.title for source in found.sources] == ["News", "Talks"]
        await until(pilot, lambda: "more" not in foot(pilot))
        assert found.size.height == found.row_count() == 2
        await pilot.press("down", "enter", *"Cen", "right", "enter")
        await until(pilot, lambda: pilot.app.screen is main)
        url = server.url("/talks.xml")
        await until(pilot, lambda: any("Talks" in row.view.title for row in main.session.outline))
        assert home.subscriptions[1] == Subscription(url, folder="Centres")


async def test_what_is_found_is_there_also_where_the_commands_were_over_it(home: Home, server: LoopbackServer) -> None:
    async with home.open(size=(80, 24)) as (_, pilot):
        screen = await look_up(pilot, server.url("/"))
        await pilot.press("ctrl+p")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await until(pilot, lambda: len(screen.query_one(SourceList).sources) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: "Enter takes it" in foot(pilot) and "more" not in foot(pilot))


async def test_a_single_feed_asks_for_its_folder_at_once(home: Home, server: LoopbackServer) -> None:
    async with home.open(size=(80, 24)) as (main, pilot):
        await look_up(pilot, server.url("/news.xml"))
        await until(pilot, lambda: "completes the folder" in foot(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is main)
        await until(pilot, lambda: len(home.subscriptions) == 2)


async def test_a_title_and_what_it_is_stay_apart_where_there_is_no_room_for_both(home: Home) -> None:
    async with home.open(size=(80, 24)) as (_, pilot):
        await pilot.press("a")
        found = pilot.app.screen.query_one(SourceList)
        found.sources = [SourceFound("https://a.example/", "atom", "A long title " * 9, 5)]
        row = "".join(segment.text for segment in found.row_segments(0, 60))
        assert row.endswith("… Atom feed · 5 entries")


async def test_what_holds_nothing_is_said_and_the_address_can_be_mended(home: Home, server: LoopbackServer) -> None:
    async with home.open(size=(80, 24)) as (main, pilot):
        await look_up(pilot, "no address")
        await until(pilot, lambda: "cannot be subscribed to" in foot(pilot))
        await pilot.press("escape")
        assert pilot.app.screen is main
        assert len(home.subscriptions) == 1


async def test_what_is_followed_already_is_not_added(home: Home, server: LoopbackServer) -> None:
    async with home.open(size=(80, 24)) as (_, pilot):
        await look_up(pilot, server.url("/old.xml"))
        await until(pilot, lambda: "followed already" in foot(pilot))


async def test_where_the_list_of_feeds_cannot_be_changed_it_is_said(home: Home) -> None:
    async with home.open() as (main, pilot):
        assert isinstance(main, MainScreen)
        main.feeds_list = None
        await pilot.press("D")
        assert main.query_one(Footer).left == "The list of feeds cannot be changed here."
