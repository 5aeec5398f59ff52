"""Skim, choose by letters, read what was chosen one after the other, dismiss the rest."""

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.widgets.lines import Footer, Line, PaneTitle
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, press


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"one": [f"Headline {number}" for number in range(200)]}, clock)


def letter(app: NewsreaderApp, row: int) -> str:
    return main(app).table.hints[row]


def foot(app: NewsreaderApp) -> str:
    return main(app).query_one("#headlines-foot", Line).left


async def pick(app: NewsreaderApp, pilot: Pilot[None], *rows: int) -> None:
    await press(pilot, "comma")
    await press(pilot, *(letter(app, row) for row in rows))


async def test_each_letter_selects_its_headline_and_again_lets_it_go(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9, 5)
        ids = main(app).session.headlines.ids
        assert list(main(app).targets()) == [ids[2], ids[9]]
        assert main(app).session.cursor == 0
        assert "2 selected" in foot(app)
        assert screen_text(app).count("✓") == 2
        await press(pilot, "escape")
        assert (main(app).hinting, len(main(app).targets())) == (False, 2)


async def test_pages_are_turned_while_letters_select(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 3)
        await press(pilot, "pagedown")
        await press(pilot, letter(app, 50))
        await press(pilot, "pageup")
        await press(pilot, letter(app, 4))
        ids = main(app).session.headlines.ids
        assert list(main(app).targets()) == [ids[3], ids[4], ids[50]]


async def test_any_other_key_leaves_the_letters_and_does_what_it_does(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 70)) as pilot:
        await pick(app, pilot, 3, 4)
        await press(pilot, "A")  # on so high a screen all other capitals are letters
        assert not main(app).hinting
        headlines = main(app).session.headlines
        read = [row.read for row in map(headlines.row, range(6)) if row is not None]
        assert read == [False, False, False, True, True, False]


async def test_the_key_that_shows_the_letters_takes_them_away(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "comma", "comma")
        assert not main(app).hinting
        await press(pilot, "j")
        assert main(app).session.cursor == 1


async def test_space_reads_what_is_selected_and_nothing_else(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9)
        await press(pilot, "space")
        assert main(app).session.cursor == 2
        assert "1 of 3 chosen" in foot(app)
        assert main(app).query_one("#article-title", PaneTitle).right.startswith("1 of 3 chosen")
        await press(pilot, "s", "space")
        assert main(app).session.cursor == 5
        await press(pilot, "b", "n")
        assert main(app).session.cursor == 9
        await press(pilot, "space")
        assert main(app).query_one(Footer).left.startswith("That was the last of 3 chosen; A marks")
        headlines = main(app).session.headlines
        rows = [row for row in map(headlines.row, range(12)) if row is not None]
        assert [index for index, row in enumerate(rows) if row.read] == [2, 5, 9]
        assert [index for index, row in enumerate(rows) if row.starred] == [2]
        assert [index for index, row in enumerate(rows) if row.later] == [5]
        await press(pilot, "space")
        assert main(app).session.cursor == 10


async def test_a_triage_session_can_be_of_what_was_picked(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9)
        await press(pilot, "Z")
        assert "1/3" in screen_text(app)
        assert "Headline" in screen_text(app)
        await press(pilot, "s", "b", "space")
        assert "3 of 3" in screen_text(app)
        await press(pilot, "escape")
        headlines = main(app).session.headlines
        rows = [row for row in map(headlines.row, range(12)) if row is not None]
        assert [index for index, row in enumerate(rows) if row.read] == [2, 5, 9]
        assert [index for index, row in enumerate(rows) if row.starred] == [2]
        assert [index for index, row in enumerate(rows) if row.later] == [5]


async def test_one_can_go_back_among_the_chosen_to_the_first(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5)
        await press(pilot, "space", "n", "p")
        assert main(app).session.cursor == 2
        await press(pilot, "p")
        assert main(app).session.cursor == 2
        assert main(app).query_one(Footer).left == "This is the first one chosen."


async def test_esc_in_the_list_selects_again_what_was_not_come_to(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9)
        assert main(app).stops_refresh_by == ""
        await press(pilot, "space")
        assert main(app).stops_refresh_by == ""
        await press(pilot, "escape")
        ids = main(app).session.headlines.ids
        assert list(main(app).targets()) == [ids[5], ids[9]]
        assert "chosen" not in foot(app)
        await press(pilot, "escape")
        assert not main(app).selection
        assert main(app).stops_refresh_by == "Esc"


async def test_what_is_deleted_meanwhile_is_passed_over(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9)
        wanted = main(app).session.headlines.ids[9]
        library.states.delete([main(app).session.headlines.ids[5]])
        await press(pilot, "space")
        main(app).session.headlines.follow_hidden([main(app).session.headlines.ids[5]])
        await press(pilot, "n")
        row = main(app).session.row
        assert row is not None
        assert row.id == wanted


async def test_what_was_chosen_is_read_on_after_a_restart(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5, 9)
        ids = main(app).session.headlines.ids
        await press(pilot, "space", "n")
        await press(pilot, "q")
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert "2 of 3 chosen" in foot(app)
        await press(pilot, "n")
        row = main(app).session.row
        assert row is not None
        assert row.id == ids[9]


async def test_another_view_ends_what_was_chosen(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pick(app, pilot, 2, 5)
        await press(pilot, "space", "g", "s")
        assert not main(app).session.chosen


@pytest.mark.parametrize("first", [0, 9, 17, 30])
async def test_no_headline_goes_by_unseen_while_pages_are_turned(
    make_app: MakeApp, library: Library, first: int
) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, *["j"] * first)
        table = main(app).table
        seen = set(table.rows_seen())
        for _ in range(7):
            await press(pilot, "pagedown")
            seen |= set(table.rows_seen())
            assert main(app).session.cursor in table.rows_seen()
        assert seen == set(range(200))
        seen.clear()
        for _ in range(7):
            await press(pilot, "pageup")
            seen |= set(table.rows_seen())
            assert main(app).session.cursor in table.rows_seen()
        assert set(range(150)) <= seen


@pytest.mark.parametrize("key", ["comma", "semicolon"])
async def test_the_letters_stay_where_they_are_asked_for_from_the_article(
    make_app: MakeApp, library: Library, key: str
) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "enter", key)
        await pilot.pause()
        assert main(app).hinting
        assert main(app).pane == "headlines"
