"""What windows over the main screen have in common."""

from typing import Final

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

HEIGHTS: Final = [(0, "-low"), (14, "-high")]
"""Rows and the class of windows from there on: low ones do without space between their parts."""


class Window(ModalScreen[ScreenResultType]):
    """A window over the main screen; a click beside it leaves it, as Esc does."""

    VERTICAL_BREAKPOINTS = HEIGHTS

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave the window once: what is still done in it after that would take away the screen below."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            event.stop()
            self.app.simulate_key("escape")
