"""The report of the last refresh, in a reader that did not make it."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from pathlib import Path

import pytest

from feed_documents import rss
from loopback import LoopbackServer, Reply
from newsreader.core.events import FullTextTried, RefreshFinished, RefreshStarted, WorkerLost
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.pages import PageScreen
from newsreader.tui.widgets.lines import Footer
from pictures import screen_text
from tui.driving import until
from tui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def refresh(home: Home) -> int:
    """Refresh every feed, as cron does it; the exit status."""
    folders = ("--config-dir", str(home.paths.config_dir), "--data-dir", str(home.paths.data_dir))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "newsreader", *folders, "refresh", "--all", stdout=DEVNULL, stderr=DEVNULL
    )
    return await process.wait()


def report(main: MainScreen) -> str:
    page = main.app.screen
    assert isinstance(page, PageScreen)
    return str(page._content)


async def test_the_report_of_cron_s_refresh_is_the_readers(home: Home) -> None:
    with LoopbackServer() as server:
        server.script("/good", Reply(body=rss("One", title="Good")), Reply(body=rss("Two", "One", title="Good")))
        server.serve("/bad", b"", status=500)
        home.subscribe(server.url("/good"), server.url("/bad"))
        async with home.open() as (main, pilot):
            await pilot.press("exclamation_mark")
            assert "No refresh has been made yet." in report(main)
        assert await refresh(home) == 3
        async with home.open() as (main, pilot):
            await pilot.press("exclamation_mark")
            text = report(main)
            assert "1 new in 1 feed · 1 failed" in text
            assert "Brought (1)\n  Good: 1 new" in text
            assert "Failed lately (1)" in text
            assert "New since your last visit (1)\n  Good: 1" in text
            await pilot.press("escape")
            assert await refresh(home) == 3
            await pilot.press("exclamation_mark")
            assert "Good: 1 new, 1 unchanged" in report(main)


async def test_the_page_of_a_feed_says_what_its_last_check_found(home: Home) -> None:
    with LoopbackServer() as server:
        server.serve("/good", rss("One", "Two"))
        home.subscribe(server.url("/good"))
        async with home.open() as (main, pilot):
            await refresh(home)
            await pilot.press("H", "enter")
            await until(pilot, lambda: isinstance(main.app.screen, PageScreen))
            assert "updated: 2 new" in report(main)


@pytest.mark.parametrize(("extra", "again"), [("", "next try"), ("paused = true\n", "not tried again by itself")])
async def test_of_a_feed_that_fails_it_is_said_whether_it_is_tried_again(home: Home, extra: str, again: str) -> None:
    with LoopbackServer() as server:
        server.serve("/bad", b"", status=500)
        home.subscribe(server.url("/bad"))
        assert await refresh(home) == 3
        home.subscribe(server.url("/bad"), extra=extra)
        async with home.open() as (main, pilot):
            await until(pilot, lambda: bool(main._library.following.feeds))
            await pilot.press("exclamation_mark")
            assert f"Failed lately (1)\n  {server.url('/bad')}\n" in report(main)
            assert f"; {again}" in report(main)


async def test_what_cron_s_refresh_brings_is_counted_while_the_reader_is_open(home: Home) -> None:
    with LoopbackServer() as server:
        server.script("/good", Reply(body=rss("One", title="Good")), Reply(body=rss("Two", "One", title="Good")))
        home.subscribe(server.url("/good"))
        assert await refresh(home) == 0
        async with home.open() as (main, pilot):
            app = main.app
            assert isinstance(app, NewsreaderApp)
            assert await refresh(home) == 0
            await pilot.pause()
            assert "1 new" not in screen_text(app)
            await app._look_at_clock()
            await until(pilot, lambda: "1 of 1 · 1 new" in screen_text(app))
            told: list[str] = []
            main.news_arrived = lambda: told.append("again")  # type: ignore[method-assign]
            await app._look_at_clock()
            assert told == [], "nothing has changed since"


async def test_a_worker_that_is_lost_at_pages_ends_what_is_shown_of_them_and_is_not_told_for_the_last_refresh(
    home: Home,
) -> None:
    async with home.open() as (main, pilot):
        app = main.app
        assert isinstance(app, NewsreaderApp)
        for event in (RefreshStarted(1), RefreshFinished(1, 0, 0, 0, 0.1), FullTextTried(1, None, left=12)):
            app._hear(event)
        footer = main.query_one(Footer)
        assert "12 full texts" in footer.right
        app._hear(WorkerLost("The worker has ended."))
        assert (footer.left, footer.right) == ("The worker has ended.", "")
        await pilot.press("exclamation_mark")
        assert "Nothing new" in report(main)
