"""One-line widgets: what gives way where there is no room."""

import pytest

from clock import FakeClock
from newsreader.tui.widgets.lines import Footer
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp

HINTS = ("Space read on", "n next unread", "s star", "? keys")


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (80, "Space read on · n next unread · s star · ? keys"),
        (46, "Space read on · n next unread · ? keys"),
        (37, "Space read on · ? keys"),
        (20, "? keys"),
        (3, "? keys"),
    ],
)
def test_of_the_keys_in_the_footer_only_whole_ones_are_shown_and_the_last_one_always(room: int, shown: str) -> None:
    footer = Footer()
    footer.hints = HINTS
    footer.left = " · ".join(HINTS)
    assert footer._left_within(room) == shown


def test_a_message_is_shown_as_it_is() -> None:
    footer = Footer()
    footer.hints = HINTS
    footer.left = "Marked 3 read · u to undo"
    assert footer._left_within(10) == footer.left


async def test_a_sentence_that_is_too_long_for_a_line_takes_two_for_as_long_as_it_is_there(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"is:odd", "enter")
        await pilot.pause()
        *_, one, two = screen_text(app).splitlines()
        assert one.startswith(" “is:” does not know “odd”")
        assert two.endswith("tagged.")
        await pilot.press("escape", "g")
        await pilot.pause()
        assert app.screen.query_one(Footer).size.height == 1


async def test_what_does_not_fit_in_two_lines_is_cut(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Footer).tell("word " * 50)
        await pilot.pause()
        assert screen_text(app).splitlines()[-1].endswith("…")


async def test_a_sentence_of_two_lines_leaves_room_for_the_progress_of_a_refresh(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        footer = app.screen.query_one(Footer)
        footer.right = "17/48 · Esc stops"
        footer.tell("word " * 15 + "end")
        await pilot.pause()
        *_, one, two = screen_text(app).splitlines()
        assert one.split() == ["word"] * 15 + ["end"]
        assert two.strip() == "17/48 · Esc stops"
        footer.tell("word " * 18 + "end")
        await pilot.pause()
        assert screen_text(app).splitlines()[-1].split("  ")[0].split()[-1] == "end"
        assert screen_text(app).rstrip().endswith("17/48 · Esc stops")
        footer.tell("word " * 50)
        await pilot.pause()
        assert screen_text(app).rstrip().endswith("… 17/48 · Esc stops")


async def test_a_sentence_takes_one_line_again_when_the_refresh_beside_it_has_ended(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        footer = app.screen.query_one(Footer)
        footer.right = "17/48 · Esc stops"
        footer.tell("word " * 13 + "end")
        await pilot.pause()
        assert footer.size.height == 2
        footer.right = ""
        await pilot.pause()
        assert footer.size.height == 1
