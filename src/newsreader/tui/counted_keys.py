"""Counts and sequences of keys, looked at before Textual's own bindings."""

from collections import deque
from functools import cached_property

from textual import events
from textual.app import App

from newsreader.core.commands import COMMANDS
from newsreader.core.key_reader import KeyReader
from newsreader.tui.screens.main import MainScreen


class CountedKeys(App[None]):
    """An application whose main screen takes "5j" and "g s".

    What waits for more keys waits as long as it takes, seen in the footer, until Esc, a click or another pane.
    """

    _main: MainScreen
    _key_reader: KeyReader

    @cached_property
    def _typed_ahead(self) -> deque[events.Key]:
        """Keys that came before the screen that is to have them was there."""
        return deque()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Textual calls this for every key, first for the bindings with priority."""
        if priority and self.screen is self._main and self._main.hinting and self._main.hint_pressed(key):
            return True
        if priority and self.screen is self._main and not self._main.typing:
            # In an article, digits pick links.
            pressed = self._key_reader.press(key, counting=self._main.pane != "article")
            if pressed.used:
                self._main.show_pending(pressed.pending)
                row = next((row for row in COMMANDS if row.id == pressed.command), None)
                before = self._main.session.cursor
                for _ in range(pressed.count if row is not None else 0):
                    assert row is not None
                    await self._main.run_action(row.action)
                if pressed.count > 1:
                    self._main.table.leapt(self._main.session.cursor - before)
                return True
        return await super()._check_bindings(key, priority)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.MouseDown):
            self._forget_keys()
        if not isinstance(event, events.Key):
            await super().on_event(event)
            return
        self._typed_ahead.append(event)
        await self._take_keys()

    async def _take_keys(self) -> None:
        """Give the screen the keys, in their order, as soon as it is there; a key among them may bring another one."""
        while self._typed_ahead and self._main.is_mounted:
            screen = self.screen
            if not screen.is_mounted:
                screen.call_later(self.call_later, self._take_keys)  # a screen is called only once it is mounted
                return
            await super().on_event(self._typed_ahead.popleft())

    async def on_ready(self) -> None:
        """Let the keys count that were typed before there was anything to see."""
        await self._take_keys()

    def on_descendant_focus(self) -> None:
        # The letters themselves bring the focus to the headlines.
        self._forget_keys(letters=self._main.is_mounted and self._main.pane != "headlines")

    def _forget_keys(self, *, letters: bool = True) -> None:
        if letters and self._main.is_mounted and self._main.hinting:
            self._main.hint_pressed("")
        if self._key_reader.waiting:
            self._key_reader.forget()
            self._main.show_pending("")
