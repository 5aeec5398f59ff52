"""A pane of the main screen; the mouse drags its border."""

from typing import ClassVar

from textual import events
from textual.containers import Vertical
from textual.message import Message


class EdgePane(Vertical):
    """A pane whose border, on its left or its top, can be dragged. The screen gives it another size."""

    ALLOW_SELECT: ClassVar[bool] = False

    class Dragged(Message):
        """The border is dragged to this cell of the screen. `ended`: the button was let go there."""

        def __init__(self, pane: "EdgePane", x: int, y: int, *, ended: bool) -> None:
            super().__init__()
            self.pane = pane
            self.x = x
            self.y = y
            self.ended = ended

        @property
        def control(self) -> "EdgePane":
            return self.pane

    _dragging = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        left, top = self.styles.border_left[0], self.styles.border_top[0]
        on_left = bool(left) and event.screen_x == self.region.x
        on_top = bool(top) and event.screen_y == self.region.y
        if on_left or on_top:
            event.stop()
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self.post_message(self.Dragged(self, int(event.screen_x), int(event.screen_y), ended=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()
            self.post_message(self.Dragged(self, int(event.screen_x), int(event.screen_y), ended=True))
