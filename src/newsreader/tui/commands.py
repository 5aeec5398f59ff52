"""The table of commands as Textual's bindings."""

from collections.abc import Callable
from typing import Final

from textual.binding import Binding, BindingType
from textual.command import Provider

from newsreader.core.commands import COMMANDS, DIGITS, FOOTER, WHILE_TYPING, Command, Pane, Scope
from newsreader.core.keymap import Keymap, shown_key, textual_key

__all__ = [
    "COMMANDS",
    "DIGITS",
    "FOOTER",
    "PALETTE",
    "WHILE_TYPING",
    "Command",
    "Keymap",
    "Pane",
    "Scope",
    "bindings",
    "shown_key",
    "textual_key",
]


def bindings() -> list[BindingType]:
    """The table as bindings with its default keys; App.set_keymap lays the user's over them.

    They have priority, so that each key is done before the next one is looked at: of "/chips" typed in one go, all but
    the first belong to the query. WHILE_TYPING says which still count there.
    """
    table: list[BindingType] = []
    for row in COMMANDS:
        if row.takes_key:
            table += [Binding(key, f"{row.action}({key!r})", row.title, show=False, priority=True) for key in row.keys]
        else:
            # Sequences of two are for CountedKeys. Textual wants a key; none has this name.
            keys = ",".join(key for key in row.keys if " " not in key) or f"no_key_of_{row.id}"
            table.append(Binding(keys, row.action, row.title, show=False, id=row.id, priority=True))
    return table


def _offered() -> type[Provider]:
    from newsreader.tui.palette import Offered  # not before somebody asks for it

    return Offered


PALETTE: Final[set[type[Provider] | Callable[[], type[Provider]]]] = {_offered}
"""What Textual asks for the commands of its palette."""
