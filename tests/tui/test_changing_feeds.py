"""Feeds are renamed, moved and left in the reader, and all of it is taken back, also after a restart."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from feed_documents import rss
from loopback import LoopbackServer
from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.core.subscriptions import WELCOME_URL
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.journal import JournalScreen
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import PaneTitle
from pictures import screen_text
from tui.driving import message, until
from tui.home import Home

FILE = """# Mine
[[feed]]
url = "{one}"  # the first
folder = "Centres"

# About the second
[[feed]]
url = "{two}"
title = "Second"
folder = "Other"

[[feed]]
url = "newsreader:welcome"
"""


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        one.serve("/one.xml", rss("Chips", "Trade", title="One"))
        one.serve("/two.xml", rss("Talks", title="Two"))
        yield one


@pytest.fixture
def home(tmp_path: Path, server: LoopbackServer) -> Home:
    home = Home(tmp_path)
    home.paths.feeds_file.write_text(FILE.format(one=server.url("/one.xml"), two=server.url("/two.xml")))
    return home


def sidebar(main: MainScreen) -> list[str]:
    known = ("folder", "feed")
    return [row.view.title for row in main.session.outline if row.view.kind in known and row.view.name != WELCOME_URL]


async def stand_on(pilot: Pilot[None], main: MainScreen, title: str) -> None:
    """Open the view of that name from the sidebar."""
    view = next(row.view for row in main.session.outline if row.view.title == title)
    main._focus("sidebar")
    main._open_view(view)
    main.show_outline()
    await pilot.pause()


async def answer(pilot: Pilot[None], text: str) -> None:
    """Type over what stands in the line."""
    await pilot.press("end", "ctrl+u", *text, "enter")


async def test_a_renamed_feed_has_its_old_name_back_after_a_restart(home: Home) -> None:
    before = home.paths.feeds_file.read_text()
    async with home.open() as (main, pilot):
        await stand_on(pilot, main, "Second")
        await pilot.press("e")
        await answer(pilot, "Neu [/b]")
        assert "Renamed Second to Neu [/b] · u to undo" in message(main)
        await until(pilot, lambda: "Neu [/b]" in sidebar(main))
        assert main.query_one("#headlines-title", PaneTitle).left == "Neu [/b]"
        assert 'title = "Neu [/b]"' in home.paths.feeds_file.read_text()
    async with home.open() as (main, pilot):
        await pilot.press("u")
        assert "Undid: Renamed Second to Neu" in message(main)
        await until(pilot, lambda: "Second" in sidebar(main))
        assert main.query_one("#headlines-title", PaneTitle).left == "Second"
        assert home.paths.feeds_file.read_text() == before
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Neu [/b]" in sidebar(main))


async def test_an_article_is_at_once_one_of_the_renamed_feed(home: Home) -> None:
    async with home.open() as (main, pilot):
        await pilot.press("g", "a")
        await until(pilot, lambda: "Welcome" in screen_text(pilot.app))
        await pilot.press("enter")
        row = main.session.row
        assert row is not None
        own = row.feed_title
        await until(pilot, lambda: f"More from {own}" in screen_text(pilot.app))
        await pilot.press("e")
        await answer(pilot, "Guide of mine")
        await until(pilot, lambda: screen_text(pilot.app).count("Guide of mine ·") == 1)
        assert "More from Guide of mine" in screen_text(pilot.app)
        await pilot.press("u")
        await until(pilot, lambda: f"More from {own}" in screen_text(pilot.app))


async def test_a_feed_is_moved_to_a_folder_that_is_completed(home: Home) -> None:
    before = home.paths.feeds_file.read_text()
    async with home.open(size=(80, 24)) as (main, pilot):
        await stand_on(pilot, main, "Second")
        await pilot.press("c", "end", "ctrl+u", *"cen")
        await pilot.pause(0.1)
        await pilot.press("right", "enter")
        assert "Moved Second to the folder Centres" in message(main)
        await until(pilot, lambda: "Other" not in sidebar(main))
        await pilot.press("u")
        await until(pilot, lambda: "Other" in sidebar(main))
        assert home.paths.feeds_file.read_text() == before


async def test_an_empty_answer_gives_a_feed_its_own_name_and_no_folder(home: Home, server: LoopbackServer) -> None:
    async with home.open() as (main, pilot):
        await stand_on(pilot, main, "Second")
        await pilot.press("e")
        await answer(pilot, "")
        assert "back to its own title" in message(main)
        await pilot.press("c")
        await answer(pilot, "")
        assert "out of its folder" in message(main)
        assert [(one.title, one.folder) for one in home.subscriptions][1] == (None, "")


async def test_leaving_a_feed_takes_one_key_and_another_takes_it_back(home: Home) -> None:
    before = home.paths.feeds_file.read_text()
    async with home.open() as (main, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "Two" not in sidebar(main) and main._library.store.entries.last_id() >= 11)
        await stand_on(pilot, main, "Second")
        await pilot.press("D")
        assert "Unsubscribed from Second; its starred articles stay · u to undo" in message(main)
        await until(pilot, lambda: "Second" not in sidebar(main))
    async with home.open() as (main, pilot):
        await pilot.press("u")
        await until(pilot, lambda: "Second" in sidebar(main))
        assert home.paths.feeds_file.read_text() == before
        await stand_on(pilot, main, "Second")
        assert len(main.session.headlines) == 1


async def test_any_one_change_is_taken_back_from_the_journal(home: Home) -> None:
    before = home.paths.feeds_file.read_text()
    async with home.open() as (main, pilot):
        await stand_on(pilot, main, "Second")
        await pilot.press("e")
        await answer(pilot, "New")
        await pilot.press("tab", "D")
        await until(pilot, lambda: "Unsubscribed" in message(main))
        home.paths.feeds_file.write_text("# A line by hand\n" + home.paths.feeds_file.read_text())
        await pilot.press("u")
        await until(pilot, lambda: "New" in sidebar(main))
        await pilot.press("U")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await pilot.press("j", "enter")
        await until(pilot, lambda: "Second" in sidebar(main))
        assert home.paths.feeds_file.read_text() == "# A line by hand\n" + before


async def test_what_was_changed_by_hand_since_is_said_and_left_alone(home: Home) -> None:
    async with home.open() as (main, pilot):
        await stand_on(pilot, main, "Second")
        await pilot.press("m", "e")
        await answer(pilot, "New")
        text = home.paths.feeds_file.read_text().replace('"New"', '"By hand"')
        home.paths.feeds_file.write_text(text)
        await pilot.press("u")
        assert "cannot be taken back: feeds.toml has been changed there since" in message(main)
        assert home.paths.feeds_file.read_text() == text
        home.paths.feeds_file.write_text(text.replace('"By hand"', '"New"'))
        await pilot.press("u")
        assert "Undid: Renamed Second to New" in message(main)


async def test_what_others_write_into_the_list_of_feeds_is_there_without_a_refresh(home: Home) -> None:
    file = home.paths.feeds_file
    async with home.open() as (main, pilot):
        app = pilot.app
        assert isinstance(app, NewsreaderApp)
        await until(pilot, lambda: "Second" in sidebar(main))
        with file.open("a") as more:
            more.write('[[search]]\ntitle = "Quartz"\nquery = "quartz"\n')
        file.write_text(file.read_text().replace('title = "Second"', 'title = "Zweite"'))
        await app._look_at_clock()
        await until(pilot, lambda: "Zweite" in sidebar(main))
        assert "Quartz" in [row.view.title for row in main.session.outline]
        file.write_text(file.read_text() + "colour = 1\n")
        await app._look_at_clock()
        assert "colour" in message(main)
        main.say("")
        await app._look_at_clock()
        assert "colour" not in message(main), "it has been said"


async def test_what_was_read_before_a_change_of_the_list_of_feeds_does_not_come_after_it(home: Home) -> None:
    async with home.open() as (main, pilot):
        app = pilot.app
        assert isinstance(app, NewsreaderApp)
        await until(pilot, lambda: "Second" in sidebar(main))
        begun, may_end, read = threading.Event(), threading.Event(), app._read_subscriptions

        def read_slowly() -> LoadedSubscriptions:
            loaded = read()
            begun.set()
            may_end.wait()
            return loaded

        app._read_subscriptions = read_slowly
        earlier = asyncio.create_task(app._follow())
        await asyncio.to_thread(begun.wait)
        app._read_subscriptions = read
        await stand_on(pilot, main, "Second")
        await pilot.press("e")
        await answer(pilot, "Renamed")
        await until(pilot, lambda: "Renamed" in sidebar(main))
        may_end.set()
        await earlier
        main.show_outline()
        assert "Renamed" in sidebar(main)
