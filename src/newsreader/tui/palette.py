"""The palette: every command with its keys, found by its name, or by words of its help."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, Hit, Hits
from textual.content import Content
from textual.system_commands import SystemCommandsProvider

from newsreader.tui.commands import COMMANDS, Keymap

BY_HELP: Final = 0.01
"""How well a command fits whose help alone has what is typed: below all that have it in their name."""


class Offered(SystemCommandsProvider):
    """Textual's own way to find commands looks at their names alone, where "folder" or "sort" is in few."""

    async def search(self, query: str) -> Hits:
        matcher, words = self.matcher(query), query.casefold().split()
        for name, told, callback, *_ in self.app.get_system_commands(self.screen):
            if (match := matcher.match(name)) > 0:
                yield Hit(match, matcher.highlight(name), callback, help=told)
            elif all(word in f"{name} {told}".casefold() for word in words):
                yield Hit(BY_HELP, Content(name), callback, help=told)


class Palette(CommandPalette):
    """Textual's own, which does not bear quick keys.

    It is left by each of two Enters, with the screen below, may search on when it is gone, and turns the page of a list
    that is not laid out yet.
    """

    def dismiss(self, result: Any = None) -> AwaitComplete:
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def _action_command_list(self, action: str) -> None:
        with contextlib.suppress(KeyError):
            super()._action_command_list(action)

    def run_worker(self, *args: Any, **options: Any) -> Any:
        return super().run_worker(*args, **{**options, "exit_on_error": False})


def offered(keymap: Keymap, caller: Callable[[str], Callable[[], object]]) -> Iterator[SystemCommand]:
    """The commands that can be chosen by name; `caller` makes of an action what does it."""
    for command in COMMANDS:
        if command.id == "command_palette" or command.takes_key:
            continue
        keys = keymap.shown(command.id)
        title = f"{command.title}  ({keys})" if keys else command.title
        yield SystemCommand(title, command.help, _once(caller(command.action)))


def _once(do: Callable[[], object]) -> Callable[[], object]:
    """`do`, which two quick Enters shall not do twice."""
    left = [do]
    return lambda: left.pop()() if left else None
