"""A triage session by keys."""

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.core.errors import StoreError
from newsreader.library.library import Library
from newsreader.library.triage import resume
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.triage import TriageScreen
from newsreader.tui.widgets.lines import Footer
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": ["a1", "a2", "a3"]}, clock)


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


async def begin(app: NewsreaderApp, pilot: Pilot[None]) -> TriageScreen:
    await pilot.press("Z")
    await pilot.pause()
    assert isinstance(app.screen, TriageScreen)
    return app.screen


async def test_the_summary_has_a_line_for_each_thing_that_it_says(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Z", "m")
        await pilot.pause()
        said = [line.strip() for line in screen_text(app).splitlines()[2:-2] if line.strip()]
        assert said[0] == "Done."
        assert said[1].startswith("1 of 1 in less than a minute")
        assert said[2] == "Esc goes back to the headlines, A marks all of them read."


@pytest.mark.parametrize("key", ["m", "space"])
@pytest.mark.parametrize(("refused", "left"), [("set_flag", "1/3"), ("remember", "2/3")])
async def test_what_cannot_be_stored_is_told_below_the_article_at_hand(
    app: NewsreaderApp, library: Library, monkeypatch: pytest.MonkeyPatch, key: str, refused: str, left: str
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("The store is busy.")

    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(app, pilot)
        monkeypatch.setattr(library, refused, refuse)
        await pilot.press(key)
        await pilot.pause()
        assert screen.query_one(Footer).left == "The store is busy."
        assert left in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)


async def test_from_the_first_to_the_summary(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(app, pilot)
        assert "1/3 · less than a minute left" in screen_text(app)
        assert "The text of a1" in screen_text(app)
        await pilot.press("s", "j")
        assert "3/3" in screen_text(app)
        await pilot.press("space")
        assert "3 of 3 in less than a minute: 1 read, 1 starred, 1 skipped." in screen_text(app)
        await pilot.press("escape")
        rows = [row for one in (1, 2, 3) if (row := library.summary(one)) is not None]
        assert {row.title: (row.read, row.starred) for row in rows} == {
            "a1": (True, True),
            "a2": (False, False),
            "a3": (True, False),
        }


async def test_all_else_is_marked_read_from_the_summary(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(app, pilot)
        await pilot.press("A")
        assert "1/3" in screen_text(app)
        await pilot.press("j", "j", "m", "A")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        assert app.screen.query_one(Footer).left.startswith("Marked 2 read in All unread")
        rows = [row for one in (1, 2, 3) if (row := library.summary(one)) is not None]
        assert [row.read for row in rows] == [True] * 3


async def test_the_keys_fit_in_the_narrowest_terminal(app: NewsreaderApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        assert screen_text(app).rstrip().endswith("Esc stop")


async def test_a_verdict_is_taken_back(app: NewsreaderApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(app, pilot)
        await pilot.press("u")
        assert screen.query_one(Footer).left == "There is no verdict to take back here."
        await pilot.press("m", "u")
        assert "1/3" in screen_text(app)


async def test_what_is_left_is_taken_up_again(app: NewsreaderApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(app, pilot)
        await pilot.press("m", "escape")
        await pilot.pause()
        main = app.screen
        assert isinstance(main, MainScreen)
        assert main.query_one(Footer).left == "2 of “All unread” are left for another time; Z goes on with them."
        await begin(app, pilot)
        assert "2/3" in screen_text(app)


async def test_nothing_unread_is_a_sentence(app: NewsreaderApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("A", "Z")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        assert "nothing to judge" in app.screen.query_one(Footer).left


async def test_what_is_selected_is_judged_first_and_what_was_left_is_not_lost(app: NewsreaderApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(app, pilot)
        await pilot.press("m", "escape", "G", "v")
        await begin(app, pilot)
        text = screen_text(app)
        assert "Triage: selected, then All unread" in text
        assert "1/1" in text
        await pilot.press("m", "escape")
        await pilot.pause()
        main = app.screen
        assert isinstance(main, MainScreen)
        assert main.query_one(Footer).left == "2 of “All unread” are left for another time; Z goes on with them."
        await begin(app, pilot)
        assert "2/3" in screen_text(app)


async def test_a_session_is_kept_before_its_first_verdict(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("G", "v")
        await begin(app, pilot)
        kept = resume(library)
        assert kept is not None
        assert (kept.title, kept.left) == ("selected", 1)


async def test_the_keys_are_those_in_force(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, keys={"back": ("f2",), "quit": ("Q",), "star": ("q",), "space": ("f4",)})
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await begin(app, pilot)
        footer = screen.query_one(Footer).left
        assert footer == "m read · q star · b later · w snooze · j skip · F4 page · u back · F2 stop"
        await pilot.press("q", "f4")
        assert "3/3" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        row = library.summary(3)
        assert row is not None
        assert row.starred
