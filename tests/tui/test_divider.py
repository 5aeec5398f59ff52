"""A line in the list parts what has come since the last visit from the rest."""

from clock import FakeClock
from newsreader.core.retention import DAY
from newsreader.library.library import Library
from pictures import screen_text
from stocked import library_of
from store.world import World, entry
from tui.conftest import MakeApp

LINE = "2 new since your last visit above"


def visited_before(clock: FakeClock) -> Library:
    """A library with three entries of the visit before, of other days, and two newer ones."""
    library = library_of({}, clock)
    world = World(library.store, clock)
    old = [entry(name, at=clock.now() - DAY * age) for name, age in (("old 1", 9), ("old 2", 8), ("old 3", 7))]
    world.publish(*old)
    library.visits.end()
    clock.advance(DAY)
    world.publish(*old, entry("new 1", at=clock.now() - DAY), entry("new 2", at=clock.now()))
    return Library(library.store, clock)


async def test_the_line_stands_between_new_and_old_and_the_cursor_skips_it(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(visited_before(clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = [line for line in screen_text(app).splitlines() if "new" in line or "old" in line]
        at = next(number for number, line in enumerate(lines) if LINE in line)
        assert "new 1" in lines[at - 1]
        assert "old 3" in lines[at + 1]
        assert lines[at].rstrip().endswith("──"), "drawn to the end of the pane, not cut off"
        await pilot.press("j", "j")
        row = app._session.row
        assert row is not None
        assert row.title == "old 3"


async def test_the_line_stands_among_headings_too(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(visited_before(clock), headings=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "Today" in text
        assert f"Earlier · {LINE}" in text


async def test_signs_of_ascii_draw_the_line_where_these_are_asked_for(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(visited_before(clock), icons="ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f"-- {LINE} --" in screen_text(app)
