"""Copies of an article on the screen: one row for all, unfolded and parted by keys."""

from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.tui.app import NewsreaderApp
from pictures import assert_picture
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, message

SIZE = (130, 30)
PICTURES = Path(__file__).parent / "pictures"


@pytest.fixture
def library(clock: FakeClock) -> Library:
    """b1 and b2 are copies of a1; the others have none."""
    library = library_of({"alpha": ["a1", "a2", "a3"], "beta": ["b1", "b2"]}, clock)
    rows = {row.title: row.id for row in library.store.entries.summaries(range(1, 6))}
    library.store.copies.add([(rows["a1"], rows["b1"]), (rows["a1"], rows["b2"])])
    return library


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


def lines(app: NewsreaderApp) -> list[str]:
    """The list's lines as they are painted, those with something on them."""
    table = main(app).table
    painted = (table.render_line(y).text.strip() for y in range(table.size.height))
    return [line for line in painted if line]


def titles(app: NewsreaderApp) -> str:
    headlines = main(app).session.headlines
    rows = (headlines.row(index) for index in range(len(headlines)))
    return " ".join(row.title for row in rows if row is not None)


def unread(library: Library) -> str:
    return " ".join(sorted(row.title for row in library.store.entries.summaries(range(1, 6)) if not row.read))


async def test_copies_unfold_below_their_article_and_fold_again(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert titles(app) == "a1 a2 a3"
        assert "+2 · alpha · 1 min" in lines(app)[0]
        await pilot.press("x")
        assert titles(app) == "a1 b1 b2 a2 a3"
        assert message(app) == "2 copies below it; g x parts what is not the same"
        assert "└ b1" in lines(app)[1]
        assert "beta" in lines(app)[1]
        await pilot.press("j", "x")
        assert titles(app) == "a1 a2 a3"
        assert main(app).session.cursor == 0
        assert message(app) == "2 copies folded"
        await pilot.press("j", "x")
        assert message(app) == "Nothing is folded here: no copy of this article is known."


async def test_what_is_read_is_read_in_all_copies_and_undone_with_them(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", "m")
        assert unread(library) == "a2 a3"
        assert not any("●" in line for line in lines(app)[:3])
        await pilot.press("j", "j", "j", "u")
        assert unread(library) == "a1 a2 a3 b1 b2"
        assert main(app).session.cursor == 0
        assert message(app) == "Undid: Marked read: a1 and 2 copies"


async def test_marking_all_says_how_many_with_what_is_folded(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("A")
        assert "Marked 5 read in All unread" in message(app)
        assert unread(library) == ""


async def test_what_is_deleted_goes_with_its_copies(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", "d")
        assert titles(app) == "a2 a3"
        await pilot.press("u", "full_stop")
        assert titles(app) == "a1 a2 a3"


async def test_what_is_not_the_same_is_parted(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", "j", "g", "x")
        assert message(app) == "Parted from others like it: b1 · u to undo"
        assert "+1" in lines(app)[0]
        assert "└" not in lines(app)[1]
        await pilot.press("g", "g", "full_stop")
        assert titles(app) == "b1 a1 a2 a3"
        await pilot.press("u", "full_stop")
        assert "+2" in next(line for line in lines(app) if "a1" in line)
        await pilot.press("G", "g", "x")
        assert message(app) == "No copy of this article is known."


async def test_copies_that_are_found_later_are_counted_when_the_list_is_opened_anew(
    app: NewsreaderApp, library: Library
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        rows = {row.title: row.id for row in library.store.entries.summaries(range(1, 6))}
        library.store.copies.add([(rows["a2"], rows["a3"])])
        assert titles(app) == "a1 a2 a3"
        await pilot.press("full_stop")
        assert titles(app) == "a1 a2"
        assert "+1" in lines(app)[1]


async def test_how_copies_look(make_app: MakeApp, library: Library) -> None:
    """One row with “+2”, its copies unfolded below it."""
    app = make_app(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert_picture(app, PICTURES / "copies-80x24.txt")
