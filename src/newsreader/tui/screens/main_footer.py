"""What the footer says: the keys of the pane at hand, or a message for a while, and how far a refresh is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from newsreader.core.errors import NewsreaderError
from newsreader.tui.cells import cell_width, crop
from newsreader.tui.commands import COMMANDS, FOOTER, WHILE_TYPING, Keymap, Pane
from newsreader.tui.widgets.lines import Footer

MESSAGE_SECONDS: Final = 8.0
MARGINS: Final = 4
"""Cells of the footer that are always blank."""

WRAPPING: Final = 20
"""Cells that may be lost where a sentence of two lines is broken between words."""

FIND_TEXT: Final = "find-text"
NO_ARTICLE: Final = "There is no article here."
PANES: Final[tuple[Pane, ...]] = ("sidebar", "headlines", "article")


class MainFooter(Screen[None], inherit_bindings=False):
    """A screen with a Footer that depends on the pane at hand."""

    focused: reactive[Widget | None] = reactive(None, repaint=False)
    """As Textual's, without painting the whole screen anew: what looks otherwise with the focus paints itself."""

    _keymap: Keymap
    _pending = ""
    _message_timer: Timer | None = None
    _until_moved = False
    """Whether the message is true only as long as the cursor stays."""
    _last_pane: Pane = "headlines"

    @property
    def typing(self) -> bool:
        """Whether keys are text now."""
        return isinstance(self.focused, Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.typing and action not in WHILE_TYPING:
            return False
        return super().check_action(action, parameters)

    @property
    def pane(self) -> Pane:
        """The pane that has the focus, or had it before a line of text, or before the terminal lost it to others."""
        return self._pane_of(self.focused)

    def _pane_of(self, focused: Widget | None) -> Pane:
        name = focused.id if focused is not None else None
        if name == FIND_TEXT:
            return "article"
        return next((pane for pane in PANES if name == pane), self._last_pane)

    def watch_focused(self, focused: Widget | None) -> None:
        self._last_pane = self._pane_of(focused)

    def _show_footer(self) -> None:
        if self._pending:
            self.query_one(Footer).left = self._pending
        elif self._message_timer is None:
            short = {command.id: command.short for command in COMMANDS}
            shown = self._keymap.shown
            footer = self.query_one(Footer)
            if self.typing:
                footer.hints = "Enter takes it", f"{shown('back')} back"
            else:
                footer.hints = tuple(f"{shown(name)} {short[name]}" for name in FOOTER[self.pane])
            footer.left = " · ".join(footer.hints)

    def say(self, message: str, *, until_moved: bool = False) -> None:
        """Show a sentence in the footer for a while, or `until_moved`: at most until the cursor moves."""
        self._until_moved = until_moved
        if self._message_timer is not None:
            self._message_timer.stop()
        self.query_one(Footer).tell(message)
        self._message_timer = self.set_timer(MESSAGE_SECONDS, self._message_over)

    @property
    def said(self) -> str:
        """The sentence or the keys that the footer shows."""
        return self.query_one(Footer).left

    def unsay(self) -> None:
        """Take a message away that what happens now makes untrue."""
        self._message_over()

    def _message_over(self) -> None:
        """Show what stands in the footer otherwise."""
        self._until_moved = False
        if self._message_timer is not None:
            self._message_timer.stop()
            self._message_timer = None
        self._show_footer()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn an error of the library into a sentence in the footer; what was asked for has not happened then."""
        try:
            yield
        except NewsreaderError as error:
            self.say(str(error))

    def say_change(self, what: str, nothing: str = "") -> None:
        """Say what was changed, however long that is, and then the key that takes it back; `nothing` where it is ""."""
        if not what:
            self.say(nothing)
            return
        end = f" · {self._keymap.shown('undo')} to undo"
        taken = cell_width(end) + cell_width(self.query_one(Footer).right) + MARGINS
        self.say(crop(what, self.size.width - taken) + end)

    def say_first(self, problems: Sequence[str]) -> None:
        """Show the first of some sentences in at most two lines, and the key of the report, which has the others."""
        more = len(problems) - 1
        end = f" (and {more} more: {self._keymap.shown('report')})" if more else ""
        self.say(crop(problems[0], self.size.width * 2 - cell_width(end) - WRAPPING) + end)

    def say_ended(self, what: str, *, more: bool) -> None:
        """Say how a refresh ended, and the key of the report where that says `more`."""
        key = self._keymap.shown("report")
        self.say(f"{what} · {key} says more" if more and key else what)

    def show_pending(self, keys: str) -> None:
        """Show the keys that wait for more, for as long as they wait; "" shows the hints again."""
        self._pending = keys
        self._message_over()

    def show_progress(self, progress: str) -> None:
        """Show how far a refresh is, "" where none runs."""
        self.query_one(Footer).right = progress
