"""How the screens look. One picture per state; see pictures.py for how to renew them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.tui.app import NewsreaderApp
from pictures import assert_picture, screen_text
from tui.conftest import MakeApp
from tui.driving import main
from tui.sample import sample_library

PICTURES = Path(__file__).parent / "pictures"


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dates are shown in local time; here that is UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("main-80x24", (80, 24), ()),
        ("main-120x40", (120, 40), ()),
        ("main-200x50", (200, 50), ()),
        ("reading-80x24", (80, 24), ("enter",)),
        ("zoomed-120x40", (120, 40), ("enter", "z")),
        ("find-80x24", (80, 24), ("enter", "slash", *"trade", "enter", "n")),
        ("finding-120x40", (120, 40), ("enter", "slash", *"on the table")),
        ("pick-80x24", (80, 24), ("enter", "l", "2")),
        ("links-100x24", (100, 24), ("enter", "ctrl+l", "j")),
        ("source-100x24", (100, 24), ("enter", "backslash")),
        ("more-80x24", (80, 24), ("enter", "G")),
        ("narrow-50x20", (50, 20), ()),
        ("search-100x20", (100, 20), ("slash", *"微电子", "enter")),
        ("help-120x40", (120, 40), ("question_mark",)),
        ("report-100x24", (100, 24), ("exclamation_mark",)),
        ("health-80x24", (80, 24), ("H",)),
        ("feed-info-100x24", (100, 24), ("H", "j", "enter")),
        ("grouped-80x24", (80, 24), ("equals_sign",)),
        ("text-lines-80x24", (80, 24), ("S", "S", "equals_sign", "E", "E")),
        ("stacked-120x40", (120, 40), ("L", "L", "equals_sign")),
        ("stacked-80x24", (80, 24), ("L", "L")),
        ("zen-100x24", (100, 24), ("ctrl+f",)),
    ],
)
async def test_the_screen_is_as_in_its_picture(
    make_app: MakeApp, clock: FakeClock, name: str, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    app = make_app(sample_library(clock))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys[:-1])
        await settle(pilot, app)  # what follows an article comes a moment after it, and the last key may look for it
        await pilot.press(*keys[-1:])
        await settle(pilot, app)
        assert_picture(app, PICTURES / f"{name}.txt")


async def settle(pilot: Pilot[None], app: NewsreaderApp) -> None:
    """Wait until the screen has stood still for a while: preview, counts and history come a moment after the keys."""
    still, before = 0, ""
    while still < 8 or main(app).session.untold:
        await pilot.pause(0.05)
        now = screen_text(app)
        still = still + 1 if now == before else 0
        before = now
