"""Letters beside the headlines on the screen: one goes to its headline, or many select theirs, page by page."""

import string
from typing import Final

from newsreader.tui.screens.main_bulk import MainBulk

LETTERS: Final = string.ascii_lowercase + string.digits + string.ascii_uppercase
PAGES: Final = {"page_down": 1, "page_up": -1}
"""The commands that turn the page while letters select, and their direction."""


FINISHING: Final = ("space", "triage", "mark_all_read")
"""The commands that what was selected is most likely for: their keys are no letters while letters select."""


class MainHints(MainBulk, inherit_bindings=False):
    """The commands of the letters; each `action_` is a row of the command table."""

    _picking = False

    @property
    def hinting(self) -> bool:
        """Whether the next key may be a letter of a headline."""
        return bool(self.table.hints)

    def action_jump(self) -> None:
        if self._show_letters():
            self.say("Type the letter of a headline; any other key leaves.")

    def action_pick(self) -> None:
        if self._show_letters(self._picking_letters):
            self._picking = True
            shown = self._keymap.shown
            read, judge, page, back = shown("space"), shown("triage"), shown("page_down"), shown("back")
            self.say(f"Letters select · {page} next page · {read} reads · {judge} triages · {back} leaves")

    @property
    def _picking_letters(self) -> str:
        taken = {key for command in FINISHING for key in self._keymap.keys(command)}
        return "".join(letter for letter in LETTERS if letter not in taken)

    def _show_letters(self, letters: str = LETTERS) -> bool:
        if not len(self.session.headlines):
            self.say("There is no headline here.")
            return False
        if self.pane != "headlines":
            self._focus("headlines")
        self.table.hints = dict(zip(self.table.rows_seen(), letters, strict=False))
        self.table.refresh()
        return True

    def hint_pressed(self, key: str) -> bool:
        """Take in a key, of Textual's name, while letters are shown; "" is what is no key, such as a click.

        Returns:
            False where the letters are gone and the key shall do what it does by itself.
        """
        index = next((index for index, hint in self.table.hints.items() if hint == key), None)
        if not self._picking:
            self._leave_letters()
            if index is not None:
                self.session.cursor = index
                self._cursor_moved()
            return True
        if index is not None:
            if (row := self.session.headlines.row(index)) is not None:
                self.selection.toggle(row.id)
                self._selection_changed()
            return True
        for command, step in PAGES.items():
            if key in self._keymap.keys(command):
                self._move(step * self._page_rows)
                self._show_letters(self._picking_letters)
                return True
        self._leave_letters()
        return key in ("", *self._keymap.keys("pick"), *self._keymap.keys("back"))

    def _leave_letters(self) -> None:
        self._picking = False
        self.table.hints = {}
        self.table.refresh()
        self._message_over()
