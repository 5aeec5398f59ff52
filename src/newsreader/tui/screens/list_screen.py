"""Windows over the main screen that are one list with a cursor: links, changes, feeds."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType

from newsreader.tui.screens.window import Window
from newsreader.tui.widgets.line_list import LineList

_MOVES = (
    ("j,down", "move(1)"),
    ("k,up", "move(-1)"),
    ("space,pagedown", "move(10)"),
    ("b,pageup", "move(-10)"),
    ("g,home", "move(-1000000)"),
    ("G,end", "move(1000000)"),
)


def list_bindings(*own: tuple[str, str]) -> list[BindingType]:
    """Keys and actions of a window's own, and those that move its cursor."""
    return [Binding(keys, action, show=False, priority=True) for keys, action in (*own, *_MOVES)]


class ListScreen(Window[ScreenResultType]):
    """Base of such a window; its LineList has the id "page-body"."""

    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list_bindings()

    def action_move(self, rows: int) -> None:
        for found in self.query("#page-body").results(LineList):
            found.cursor = min(max(found.cursor + rows, 0), max(found.row_count() - 1, 0))
