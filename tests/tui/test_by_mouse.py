"""The mouse does what keys do: a click on a key that is named, and one beside a window."""

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.core.commands import FOOTER
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.keys_page import KeysPage
from newsreader.tui.screens.triage import TriageScreen
from newsreader.tui.widgets.lines import Footer, key_at
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main

SIZE = (100, 30)


@pytest.fixture
def app(make_app: MakeApp, clock: FakeClock) -> NewsreaderApp:
    return make_app(library_of({"alpha": ["a1", "a2 · d day", "a3"]}, clock))


async def click(pilot: Pilot[None], app: NewsreaderApp, text: str) -> None:
    """Click on the last place on the screen where `text` stands."""
    lines = screen_text(app).splitlines()
    y = max(number for number, line in enumerate(lines) if text in line)
    await pilot.click(offset=(lines[y].rindex(text), y))
    await pilot.pause()


@pytest.mark.parametrize(
    ("x", "key"),
    [
        (0, "escape"),
        (7, "escape"),
        (9, None),
        (11, "question_mark"),
        (20, "ctrl+r"),
        (32, None),
        (35, None),
        (40, None),
    ],
)
def test_a_part_that_begins_with_a_key_is_that_key(x: int, key: str | None) -> None:
    assert key_at("Esc back · ? keys · Ctrl+R redo · 3 of 5", x) == key


@pytest.mark.parametrize("text", ["1 of 26", "Marked 3 read", "", " · ", "Размечено"])
def test_other_words_are_no_keys(text: str) -> None:
    assert key_at(text, 0) is None


async def test_the_keys_in_the_footer_are_clicked(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        assert "toggle_read" in FOOTER["headlines"]
        await click(pilot, app, "m read/unread")
        row = main(app).session.headlines.row(0)
        assert row is not None and row.read
        await pilot.press("d")
        await pilot.pause()
        assert len(main(app).session.headlines) == 2
        await click(pilot, app, "u to undo")
        assert len(main(app).session.headlines) == 3


async def test_what_a_headline_says_is_no_key(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "d")
        await pilot.pause()
        assert main(app).query_one(Footer).left.endswith("a2 · d day · u to undo")
        await click(pilot, app, "d day")
        assert len(main(app).session.headlines) == 2


@pytest.mark.parametrize("cells", range(12, 18))
async def test_the_keys_that_are_left_beside_the_progress_of_a_refresh_are_clicked(
    app: NewsreaderApp, cells: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Footer).right = "3/48 ".rjust(cells, "x")
        await pilot.pause()
        await click(pilot, app, "? keys")
        assert isinstance(app.screen, KeysPage)


async def test_verdicts_of_a_triage_are_clicked(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("Z")
        await pilot.pause()
        await click(pilot, app, "s star")
        assert "2/3" in screen_text(app)
        await click(pilot, app, "u back")
        assert "1/3" in screen_text(app)
        await click(pilot, app, "Esc stop")
        assert not isinstance(app.screen, TriageScreen)


@pytest.mark.parametrize("key", ["question_mark", "exclamation_mark", "U", "H", "I", "w", "C"])
@pytest.mark.parametrize("where", ["beside", "key"])
async def test_a_window_is_left_by_a_click(app: NewsreaderApp, key: str, where: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is not main(app)
        if where == "key":
            await click(pilot, app, "Esc ")
        else:
            await pilot.click(offset=(0, 0))
            await pilot.pause()
        assert app.screen is main(app)
