"""Going to any headline on the screen by a letter that stands beside it."""

import string
from typing import Final

from newsreader.tui.screens.main_bulk import MainBulk

LETTERS: Final = string.ascii_lowercase + string.digits + string.ascii_uppercase


class MainHints(MainBulk, inherit_bindings=False):
    """The command of jumping; each `action_` is a row of the command table."""

    @property
    def hinting(self) -> bool:
        """Whether the next key is a letter of a headline."""
        return bool(self.table.hints)

    def action_jump(self) -> None:
        if not len(self.session.headlines):
            self.say("There is no headline to jump to.")
            return
        if self.pane != "headlines":
            self._focus("headlines")
        self.table.hints = dict(zip(self.table.rows_seen(), LETTERS, strict=False))
        self.table.refresh()
        self.say("Type the letter of a headline; any other key leaves.")

    def hint_pressed(self, letter: str) -> None:
        """A key was pressed after `jump`; "" where it is no letter."""
        index = next((index for index, hint in self.table.hints.items() if hint == letter), None)
        self.table.hints = {}
        self.table.refresh()
        self._message_over()
        if index is not None:
            self.session.cursor = index
            self._cursor_moved()
