"""Two keys go to any headline that is seen, and leaps show what comes next."""

import pytest

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.widgets.lines import Footer
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, press


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"one": [f"Headline {number}" for number in range(200)]}, clock)


def letter_of(app: NewsreaderApp, title: str) -> str:
    """The sign beside a headline on the screen."""
    line = next(line for line in screen_text(app).splitlines() if f"{title} " in line)
    return line[: line.index(title)].split()[-1]


def at(app: NewsreaderApp) -> str:
    row = main(app).session.row
    return row.title if row is not None else ""


@pytest.mark.parametrize("down", [1, 12, 30])
async def test_a_letter_goes_to_its_headline(make_app: MakeApp, library: Library, down: int) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 44)) as pilot:
        await press(pilot, "semicolon")
        headlines = main(app).session.headlines
        row = headlines.row(down)
        assert row is not None
        await press(pilot, letter_of(app, row.title))
        assert at(app) == row.title
        assert not main(app).hinting
        await press(pilot, "j")
        assert main(app).session.cursor == down + 1


@pytest.mark.parametrize("key", ["escape", "enter", "7"])
async def test_any_other_key_leaves_and_does_nothing(make_app: MakeApp, library: Library, key: str) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 24)) as pilot:
        await press(pilot, "j", "semicolon", key)
        assert (main(app).session.cursor, main(app).pane, main(app).hinting) == (1, "headlines", False)


async def test_after_a_leap_what_comes_next_is_seen(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 24)) as pilot:
        await press(pilot, *"40j")
        seen = main(app).table.rows_seen()
        assert seen[-1] - 40 >= 10
        first = seen[0]
        await press(pilot, *"30k")
        assert 10 - main(app).table.rows_seen()[0] >= 10 > first - 30
        await press(pilot, "pagedown")
        before = main(app).table.rows_seen()[-1]
        await press(pilot, "pagedown")
        assert main(app).table.rows_seen()[0] <= before + 1


async def test_that_one_cannot_go_on_is_said_until_one_goes_back(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 44)) as pilot:
        await press(pilot, "G", "N")
        footer = main(app).query_one(Footer)
        assert footer.left == "This is the last headline here."
        await press(pilot, "k")
        assert "read on" in footer.left
        await press(pilot, "s", "k")
        assert footer.left.startswith("Starred"), "what was done is said a while longer"
