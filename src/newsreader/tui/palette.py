"""What the palette offers: every command with its keys, found by its name, or by words of its help."""

from collections.abc import Callable, Iterator
from typing import Final

from textual.app import SystemCommand
from textual.command import Hit, Hits
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


def offered(keymap: Keymap, caller: Callable[[str], Callable[[], object]]) -> Iterator[SystemCommand]:
    """The commands that can be chosen by name; `caller` makes of an action what does it."""
    for command in COMMANDS:
        if command.id == "command_palette" or command.takes_key:
            continue
        keys = keymap.shown(command.id)
        title = f"{command.title}  ({keys})" if keys else command.title
        yield SystemCommand(title, command.help, caller(command.action))
