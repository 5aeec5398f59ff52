"""What makes an article read."""

import pytest

from clock import FakeClock
from newsreader.config.settings import MarkRead
from newsreader.library.library import Library
from newsreader.tui.widgets.lines import Footer
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": ["a1", "a2", "a3"]}, clock)


def read(library: Library) -> set[str]:
    rows = [row for one in (1, 2, 3) if (row := library.summary(one)) is not None]
    return {row.title for row in rows if row.read}


@pytest.mark.parametrize(
    ("setting", "keys", "expected"),
    [
        ("open", ["enter"], {"a1"}),
        ("open", ["j", "j"], set()),
        ("open", ["enter", "space"], {"a1", "a2"}),
        ("scroll", ["j", "j"], {"a1", "a2"}),
        ("scroll", ["j", "k"], {"a1"}),
        ("scroll", ["enter"], {"a1"}),
        ("scroll", ["G"], {"a1", "a2"}),
        ("scroll", ["N"], {"a1"}),
        ("scroll", ["n"], {"a1"}),
        ("open", ["N", "n"], set()),
        ("never", ["enter", "space", "space"], set()),
        ("never", ["enter", "m"], {"a1"}),
        ("dwell", ["enter"], set()),
        ("dwell", ["enter", "space"], {"a1"}),
    ],
)
async def test_the_setting_says_what_reads_an_article(
    make_app: MakeApp, library: Library, setting: MarkRead, keys: list[str], expected: set[str]
) -> None:
    app = make_app(library, mark_read=setting, dwell=600)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert read(library) == expected


async def test_an_article_that_stays_on_the_screen_becomes_read(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, mark_read="dwell", dwell=600)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("enter")
        main(app)._dwelt()
        assert read(library) == {"a1"}


async def test_what_was_passed_is_taken_back_by_one_key(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, mark_read="scroll")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("G", "u")
        assert read(library) == set()
        assert main(app).query_one(Footer).left == "Undid: Marked 2 read by going past"


async def test_a_leap_over_more_than_a_page_passes_nothing_by(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": [f"a{number}" for number in range(60)]}, clock)
    app = make_app(library, mark_read="scroll")
    async with app.run_test(size=(140, 40)) as pilot:
        ids = list(main(app).session.headlines.ids)
        await pilot.press("G")
        assert library.count_with(ids, "read", True) == 0
        await pilot.press("g", "g", "pagedown")
        assert library.count_with(ids, "read", True) == main(app).session.cursor > 10
