"""The place that was kept is taken again, on the screen."""

import pytest

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.tui.screens.main import MainScreen
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, until


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": [f"a{number}" for number in range(100)]}, clock)


async def test_an_article_that_was_open_beside_the_list_is_open_again(make_app: MakeApp, library: Library) -> None:
    first = make_app(library)
    async with first.run_test(size=(140, 40)) as pilot:
        await pilot.press("j", "space")
        await pilot.pause()
        opened = main(first)._opened
        assert opened is not None
        assert main(first).pane == "headlines"
        main(first).keep_place()
    second = make_app(library)
    async with second.run_test(size=(140, 40)) as pilot:
        main(second).keep_place()
        assert main(second).session.seen.opened, "not before it has been shown, either"
        await until(pilot, lambda: main(second)._opened == opened)


async def test_the_scroll_of_a_list_that_is_not_seen_is_kept(make_app: MakeApp, library: Library) -> None:
    app = make_app(library)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press(*"60j", *"9k", "z")
        await pilot.pause()
        above = main(app).table.above
        assert above < 38
        main(app).keep_place()
    for _ in range(2):
        app = make_app(library)
        async with app.run_test(size=(140, 40)) as pilot:
            await pilot.pause()
            main(app).keep_place()
            assert main(app).session.seen.above == above
    async with make_app(library).run_test(size=(140, 40)) as pilot:
        await pilot.press("z")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        assert screen.table.above == above
