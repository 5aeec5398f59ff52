"""The reader under a test's hand: keys in, what it shows out."""

import asyncio
from collections.abc import Callable

from textual.pilot import Pilot

from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import Footer

PATIENCE_SECONDS = 30


def main(app: NewsreaderApp) -> MainScreen:
    screen = app.get_default_screen()
    assert isinstance(screen, MainScreen)
    return screen


def message(shown: NewsreaderApp | MainScreen) -> str:
    """What the footer says, in the main screen."""
    screen = shown if isinstance(shown, MainScreen) else main(shown)
    return str(screen.query_one(Footer).left)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, and let the reader answer them."""
    await pilot.press(*keys)
    await pilot.pause()


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the reader work until `condition` holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await pilot.pause(0.02)
