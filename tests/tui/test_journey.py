"""The reader's main job, end to end: files, worker process, server, store and keys, as a user has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feed_documents import rss
from loopback import LoopbackServer
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import Footer, Line
from pictures import screen_text
from tui.driving import message, until
from tui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


def title(screen: MainScreen) -> str:
    assert screen.session.row is not None
    return screen.session.row.title


async def test_from_the_first_start_offline_to_a_restart_without_the_server(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips", "Trade", "Health", title="Centre"))
    home.subscribe("newsreader:welcome", server.url("/feed"))
    server.hold()

    # The first start needs no network: there is the guide to read.
    async with home.open() as (screen, pilot):
        assert title(screen) == "Welcome: how to move around"
        await pilot.press("space")
        assert screen.session.library.summary(screen.session.row.id).read  # type: ignore[union-attr]

        # A refresh runs beside the reading and announces what it brings.
        await pilot.press("R", "j")
        server.wait_until_held(1)
        await pilot.press("j")
        assert title(screen) != "Welcome: how to move around"
        server.release()
        await until(pilot, lambda: "3 new in 1 feed" in message(screen))
        await until(pilot, lambda: "3 new" in screen.query_one("#headlines-foot", Line).left)
        await pilot.press("full_stop")

        # Triage: open the next unread of the new feed, star one, dismiss the rest of it.
        await pilot.press("h", "G")
        assert screen.session.view.title == "Centre"
        await pilot.press("enter", "enter", "s", "n")
        assert title(screen) == "Trade"
        await pilot.press("escape", "A")
        assert message(screen) == "Marked 1 read in Centre · u to undo"
        await pilot.press("q")

    server.stop()
    async with home.open() as (screen, pilot):
        assert (screen.session.view.title, title(screen)) == ("Centre", "Trade")
        rows = [screen.session.headlines.row(index) for index in range(3)]
        assert [(row.title, row.read, row.starred) for row in rows if row] == [
            ("Chips", True, True),
            ("Trade", True, False),
            ("Health", True, False),
        ]
        await pilot.press("enter")
        assert "The text of Trade." in "".join(
            "".join(segment.text for segment in screen.article.render_line(y)) for y in range(10)
        )
        await pilot.press("u")
        assert message(screen) == "Undid: Marked 1 read in Centre"

        # The server is gone: the refresh says so, and nothing is lost.
        await pilot.press("R")
        await until(pilot, lambda: "failed" in message(screen) or "Offline" in message(screen))
        assert len(screen.session.headlines) == 3


async def test_a_crash_of_the_worker_is_a_message_and_the_reader_goes_on(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips"))
    server.hold()
    home.subscribe("newsreader:welcome", server.url("/feed"))
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        server.wait_until_held(1)
        app = screen.app
        assert isinstance(app, NewsreaderApp)
        process = app._worker._process
        assert process is not None
        process.kill()
        await until(pilot, lambda: "ended unexpectedly" in message(screen))
        server.release()
        await pilot.press("j", "R")
        await until(pilot, lambda: "1 new in 1 feed" in message(screen))


async def test_a_refresh_can_be_stopped_and_says_that_it_was(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips"))
    server.hold()
    home.subscribe(server.url("/feed"))
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        server.wait_until_held(1)
        await pilot.press("X")
        await until(pilot, lambda: "was stopped" in message(screen))
        await pilot.press("R")
        assert "was stopped" not in message(screen), "another one is under way"


async def test_esc_stops_a_refresh_where_nothing_else_is_to_be_left(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips"))
    server.serve("/slow", rss("Late"))
    server.hold("/slow")
    home.subscribe(server.url("/feed"), server.url("/slow"))
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "1/2 · Esc stops" in screen.query_one(Footer).right)
        await until(pilot, lambda: screen.session.row is not None)
        await pilot.press("enter", "z")
        assert screen.pane == "article"
        await pilot.press("escape", "escape")
        assert "was stopped" not in message(screen)
        await pilot.press("escape")
        await until(pilot, lambda: "was stopped" in message(screen))
        assert screen.query_one(Footer).right == ""
        await pilot.press("escape")
        await until(pilot, lambda: screen.pane == "sidebar")


async def test_a_feeds_toml_edited_while_the_reader_is_open_counts_at_the_next_refresh(
    home: Home, server: LoopbackServer
) -> None:
    server.serve("/feed", rss("Chips", title="Late Centre"))
    home.subscribe("newsreader:welcome")
    async with home.open() as (screen, pilot):
        home.subscribe("newsreader:welcome", server.url("/feed"))
        await pilot.press("R")
        await until(pilot, lambda: any(row.view.title == "Late Centre" for row in screen.session.outline))


async def test_failures_stand_in_the_report_as_sentences(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", b"", status=404)
    home.subscribe(server.url("/feed"))
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: "1 failed" in message(screen))
        await pilot.press("exclamation_mark")
        await pilot.pause()
        text = str(screen.app.screen.query_one("#page-body Static").render())
        assert server.url("/feed") in text
        assert "404" in text


async def test_the_end_of_a_refresh_names_the_key_of_the_report_in_force(home: Home, server: LoopbackServer) -> None:
    home.subscribe(server.url("/missing"))
    with home.paths.settings_file.open("a") as file:
        file.write('[keys]\nreport = "F9"\n')
    async with home.open() as (screen, pilot):
        await pilot.press("R")
        await until(pilot, lambda: message(screen) == "Nothing new · 1 failed · F9 says more")
        await pilot.press("f9")
        await pilot.pause()
        assert "Nothing new · 1 failed" in screen_text(screen.app)
