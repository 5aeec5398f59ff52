"""Pages of text in narrow windows."""

import pytest
from textual.content import Content

from clock import FakeClock
from newsreader.tui.screens.pages import hanging
from newsreader.tui.widgets.lines import Footer
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import until


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        ("", ""),
        ("one two three four", "one two three\nfour"),
        ("    one two three four", "    one two\n    three four"),
        ("Keeps  the last year", "Keeps  the last\n       year"),
        ("first\n\n  second line goes on", "first\n\n  second line\n  goes on"),
        ("A very long name  x", "A very long name  x"),
        ("  三个合作中心启动", "  三个合作中心\n  启动"),
    ],
)
def test_a_line_goes_on_below_where_it_begins(text: str, shown: str) -> None:
    assert hanging(Content(text), 15).plain == shown


async def test_a_mistake_in_the_config_is_cut_before_the_key_that_tells_all(
    make_app: MakeApp, clock: FakeClock
) -> None:
    keys = {"star": ("nokey",), "starr": ("x",), "a" * 70: ("y",)}
    app = make_app(library_of({"alpha": ["a1"]}, clock), keys=keys)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause(0.1)
        assert app.screen.query_one(Footer).left.endswith("(and 2 more: !)")
        await until(pilot, lambda: "more: !)" in screen_text(app))
