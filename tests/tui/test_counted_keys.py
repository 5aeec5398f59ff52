"""Counts and two-key sequences in the reader."""

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
    app = make_app(library_of({"alpha": ["a1", "a2"]}, clock), keys={"star": ("g s",)})
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        await pilot.press("g")
        assert main.query_one(Footer).left == "g …"
        await pilot.press("s")
        assert main.session.row is not None
        assert main.session.row.starred
        await pilot.press("j", "g", "g")
        assert main.session.cursor == 0
