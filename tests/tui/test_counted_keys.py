"""Counts and two-key sequences in the reader."""

import pytest

from clock import FakeClock
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import Footer
from stocked import library_of
from tui.conftest import MakeApp


async def test_a_count_waits_in_the_footer_and_moves_so_far(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": [f"a{number}" for number in range(9)]}, clock))
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        await pilot.press("5")
        assert main.query_one(Footer).left == "5"
        await pilot.press("j")
        assert main.session.cursor == 5
        await pilot.press("2", "k")
        assert main.session.cursor == 3


async def test_a_sequence_is_one_command(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1", "a2"]}, clock))
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        await pilot.press("g")
        assert main.query_one(Footer).left == "g …"
        await pilot.press("s")
        assert main.session.view.kind == "starred"
        assert main.query_one(Footer).left != "g …"
        await pilot.press("g", "a", "j", "g", "g")
        assert (main.session.view.kind, main.session.cursor) == ("all", 0)


@pytest.mark.parametrize("how", ["escape", "click", "focus"])
async def test_what_waits_is_let_go_of_and_nothing_else_is_done(make_app: MakeApp, clock: FakeClock, how: str) -> None:
    app = make_app(library_of({"alpha": ["a1", "a2"]}, clock))
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        hints = main.query_one(Footer).left
        await pilot.press("3", "g")
        if how == "click":
            await pilot.click("#headlines", offset=(5, 0))
        elif how == "focus":
            main.query_one("#headlines").blur()
            main.query_one("#headlines").focus()
            await pilot.pause()
        else:
            await pilot.press("escape")
        assert main.pane == "headlines"
        assert main.query_one(Footer).left == hints
        await pilot.press("s")
        assert main.session.view.kind == "all"


async def test_digits_are_counts_in_lists_and_headlines_below_an_article(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1", "a2", "a3"]}, clock))
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        await pilot.press("enter")
        await pilot.pause()
        below = main.article.more
        assert below
        await pilot.press("1")
        assert main.session.row is not None
        assert main.session.row.id == below[0].id


async def test_the_panes_get_back_the_sizes_they_have_by_themselves(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": ["a1"]}, clock)
    app = make_app(library)
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        before = main.query_one("#headlines-pane").region
        await pilot.press("right_parenthesis")
        await pilot.pause()
        assert main.query_one("#headlines-pane").region.width > before.width
        await pilot.press("g", "p")
        await pilot.pause()
        assert main.query_one("#headlines-pane").region == before
        assert library.recall("panes") == "[null, null, null]"
