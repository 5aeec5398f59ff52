"""What windows over the main screen have in common."""

from typing import Final

from textual import events
from textual.screen import ModalScreen, ScreenResultType

HEIGHTS: Final = [(0, "-low"), (14, "-high")]
"""Rows and the class of windows from there on: low ones do without space between their parts."""


class Window(ModalScreen[ScreenResultType]):
    """A window over the main screen; a click beside it leaves it, as Esc does."""

    VERTICAL_BREAKPOINTS = HEIGHTS

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            event.stop()
            self.app.simulate_key("escape")
