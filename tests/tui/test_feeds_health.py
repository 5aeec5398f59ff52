"""How the feeds fare, as it is seen and used."""

from pathlib import Path

import pytest

from clock import FakeClock
from feed_documents import numbered, rss
from loopback import LoopbackServer
from newsreader.core.feeds import FeedState
from newsreader.core.health import FeedHealth
from newsreader.tui.editing import editor_command
from newsreader.tui.screens.health import HealthScreen, feed_page, summary
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.pages import PageScreen
from newsreader.tui.widgets.lines import Footer, KeyLine
from pictures import screen_text
from stocked import library_of, stock
from tui.conftest import MakeApp
from tui.driving import main, until
from tui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def health(main: MainScreen) -> HealthScreen:
    screen = main.app.screen
    assert isinstance(screen, HealthScreen)
    return screen


async def test_a_feed_is_paused_and_let_go_in_feeds_toml(home: Home) -> None:
    home.subscribe("https://one.invalid/feed", "https://two.invalid/feed")
    async with home.open((80, 24)) as (main, pilot):
        await pilot.press("H")
        await until(pilot, lambda: isinstance(main.app.screen, HealthScreen))
        screen = health(main)
        assert [one.trouble for one in screen.list.rows] == ["unchecked", "unchecked"]
        await pilot.press("j", "p")
        await until(pilot, lambda: [one.paused for one in screen.list.rows] == [False, True])
        assert [one.paused for one in home.subscriptions] == [False, True]
        await pilot.press("p")
        await until(pilot, lambda: not any(one.paused for one in screen.list.rows))
        assert [one.paused for one in home.subscriptions] == [False, False]
        await pilot.press("escape")
        assert main.app.screen is main


async def test_a_feed_is_retried_from_the_list(home: Home) -> None:
    with LoopbackServer() as server:
        server.serve("/feed", rss(*numbered(3)))
        home.subscribe(server.url("/feed"))
        async with home.open() as (main, pilot):
            await pilot.press("H", "r")
            screen = health(main)
            await until(pilot, lambda: screen.list.rows[0].counts.entries == 3)
            assert screen.list.rows[0].trouble == "well"
            assert screen.query_one(KeyLine).left.endswith(": updated: 3 new")


async def test_news_may_come_while_the_list_opens(home: Home) -> None:
    home.subscribe("https://one.invalid/feed")
    async with home.open() as (main, pilot):
        main.action_health()
        main.news_arrived()
        await until(pilot, lambda: "one.invalid/feed" in screen_text(main.app))
        assert len(health(main).list.rows) == 1


async def test_news_are_in_the_list_also_where_they_came_while_the_page_of_a_feed_was_over_it(
    make_app: MakeApp, clock: FakeClock
) -> None:
    library = library_of({"alpha": ["a1"]}, clock)
    app = make_app(library)
    async with app.run_test() as pilot:
        await pilot.press("H", "enter")
        assert isinstance(app.screen, PageScreen)
        stock(library.store, clock, "https://alpha.example/", ["a2"])
        main(app).news_arrived()
        await pilot.press("escape")
        assert health(main(app)).list.rows[0].counts.entries == 2


async def test_feeds_without_a_name_are_told_apart_by_what_follows_the_scheme(home: Home) -> None:
    home.subscribe("https://one.invalid/feed", "https://two.invalid/feed")
    async with home.open((80, 24)) as (main, pilot):
        await pilot.press("H")
        await until(pilot, lambda: isinstance(main.app.screen, HealthScreen))
        assert "▌  one.invalid/feed" in screen_text(main.app)
        await pilot.press("escape")
        await until(pilot, lambda: main.app.screen is main)
        await until(pilot, lambda: "two.invalid/feed" in screen_text(main.app))
        assert "https://" not in screen_text(main.app)


@pytest.mark.parametrize(
    ("size", "heads"),
    [((80, 24), "Feed State Newest Publishes"), ((60, 20), "Feed State Newest"), ((44, 20), "Feed State")],
)
async def test_in_a_narrow_window_what_matters_less_gives_way_to_the_names(
    home: Home, size: tuple[int, int], heads: str
) -> None:
    home.subscribe("https://one.invalid/a-long-path/feed")
    async with home.open(size) as (main, pilot):
        await pilot.press("H")
        await until(pilot, lambda: isinstance(main.app.screen, HealthScreen))
        await until(pilot, lambda: heads in " ".join(screen_text(main.app).split()))
        assert ("Publishes" in screen_text(main.app)) is ("Publishes" in heads)
        assert ("Newest" in screen_text(main.app)) is ("Newest" in heads)
        assert "one.invalid/a-l" in screen_text(main.app)
        assert "never checked" in screen_text(main.app)


async def test_what_a_retry_of_a_feed_met_is_said_there(home: Home) -> None:
    with LoopbackServer() as server:
        server.serve("/feed", b"", status=410)
        home.subscribe(server.url("/feed"))
        async with home.open() as (main, pilot):
            await pilot.press("H", "r")
            screen = health(main)
            assert screen.query_one(KeyLine).left.endswith("is being checked.")
            await until(pilot, lambda: screen.list.rows[0].trouble == "gone")
            assert "gone for good (410)" in screen.query_one(KeyLine).left
            await pilot.press("j")
            assert screen.query_one(KeyLine).left.startswith("Enter info")


async def test_the_page_of_a_feed_says_why_it_waits(home: Home) -> None:
    home.subscribe("https://one.invalid/feed", extra="paused = true\n")
    async with home.open() as (main, pilot):
        await pilot.press("H", "enter")
        page = main.app.screen
        assert isinstance(page, PageScreen)
        text = str(page._content)
        assert "https://one.invalid/feed" in text
        assert "It is paused in feeds.toml." in text


def test_foreign_text_cannot_steer_the_page_of_a_feed() -> None:
    feed = FeedState(1, "https://example.org/", "A\x1b]52;c;x\x07", error="\x1b[2J", failures=1)
    page = feed_page(FeedHealth(feed), None, None, "\x9b", now=0)
    assert not any(sign in str(page._content) + page._title for sign in "\x1b\x07\x9b")


@pytest.mark.parametrize(("days", "said"), [(2, "23 Nov 2026, 10:00 (2 d)"), (40, "16 Oct 2026, 10:00\n")])
def test_the_age_of_the_last_entry_is_told_where_it_says_more_than_the_date(days: int, said: str) -> None:
    now = 1_795_600_800  # 25 November 2026, 10:00
    one = FeedHealth(FeedState(1, "https://example.org/", "A"), last_new_at=now - days * 86_400)
    assert f"Last new entry  {said}" in str(feed_page(one, None, None, "", now=now)._content)


def test_the_title_counts_what_is_wrong() -> None:
    feed = FeedState(1, "https://example.org/", "A")
    assert summary([FeedHealth(feed), FeedHealth(feed, trouble="failing")]) == "Feeds (2) · 1 failing"


@pytest.mark.parametrize(
    ("variables", "command"),
    [
        ({}, ["vi", "+7", "/x/feeds.toml"]),
        ({"EDITOR": "nano -w"}, ["nano", "-w", "+7", "/x/feeds.toml"]),
        ({"EDITOR": "nano", "VISUAL": "code"}, ["code", "--wait", "--goto", "/x/feeds.toml:7"]),
        ({"EDITOR": "/usr/bin/hx"}, ["/usr/bin/hx", "/x/feeds.toml:7"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(variables: dict[str, str], command: list[str]) -> None:
    assert editor_command(Path("/x/feeds.toml"), 7, variables) == command


@pytest.mark.parametrize("key", ["H", "U", "question_mark", "exclamation_mark"])
async def test_each_window_stands_in_the_middle(make_app: MakeApp, clock: FakeClock, key: str) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        window = app.screen.query_one("#page").region
        assert (window.x, window.y) == (140 - window.right, 40 - window.bottom)


async def test_the_feed_at_hand_is_that_of_the_headline_and_of_a_folder_in_the_sidebar_none(home: Home) -> None:
    with LoopbackServer() as server:
        server.serve("/one", rss("Only", title="One"))
        home.subscribe(server.url("/none"), server.url("/one"))
        async with home.open() as (main, pilot):
            await pilot.press("R")
            await until(pilot, lambda: len(main.session.headlines) == 1)
            main._open_view(next(row.view for row in main.session.outline if row.view.kind == "folder"))
            await pilot.press("I")
            await until(pilot, lambda: isinstance(main.app.screen, PageScreen))
            assert server.url("/one") in screen_text(main.app)
            await pilot.press("escape", "h")
            for key in "IeDc":
                main.unsay()
                await pilot.press(key)
                assert main.query_one(Footer).left.startswith("Choose one feed in the sidebar, or a headline of it")


async def test_a_mistake_in_feeds_toml_is_said_as_soon_as_it_is_read(home: Home) -> None:
    home.subscribe("https://one.invalid/feed", extra="paused = true\n")
    async with home.open() as (main, pilot):
        await pilot.pause()
        with home.paths.feeds_file.open("a") as file:
            file.write("kep = 5\n")
        main.post_message(main.ListChanged(None))
        await until(pilot, lambda: "feeds.toml:5: kep: " in main.query_one(Footer).left)
        main.unsay()
        main.post_message(main.ListChanged(None))
        await pilot.pause(0.2)
        assert "kep" not in main.query_one(Footer).left
