"""What windows over the main screen have in common."""

from textual import events
from textual.screen import ModalScreen, ScreenResultType


class Window(ModalScreen[ScreenResultType]):
    """A window over the main screen; a click beside it leaves it, as Esc does."""

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            event.stop()
            self.app.simulate_key("escape")
