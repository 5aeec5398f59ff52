"""Keys in, commands out: counts before keys ("5j") and two-key sequences ("g s"). Pure; no clock: nothing times out."""

from dataclasses import dataclass
from typing import Final

from newsreader.core.commands import COMMANDS
from newsreader.core.keymap import Keymap

LARGEST_COUNT: Final = 999
_REPEATED: Final = frozenset(
    command.id for command in COMMANDS if command.scope == "Moving" and command.id not in ("first", "last")
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key led to.

    `pending` is what waits for more keys, as people write it, "" where nothing does. `command` None: none is complete.
    `used` False: the key is no count and no part of a sequence, and does what it does by itself.
    """

    used: bool
    pending: str = ""
    command: str | None = None
    count: int = 1


class KeyReader:
    """Remembers the keys that wait. Only moving is repeated by a count; other commands are done once."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._single = {key: row.id for row in COMMANDS if not row.takes_key for key in keymap.keys(row.id)}
        self._sequences = {key: command for key, command in self._single.items() if " " in key}
        self._firsts = {key.partition(" ")[0] for key in self._sequences}
        self._count = ""
        self._first = ""

    def press(self, key: str, *, counting: bool = True) -> Pressed:
        """Take in a key of Textual's name.

        Args:
            key: The key.
            counting: Whether digits are counts here.
        """
        if self._first:
            command = self._sequences.get(f"{self._first} {key}")
            self._first = ""
            return self._done(command)
        if counting and key.isdecimal() and len(key) == 1 and (self._count or key != "0"):
            self._count = str(min(int(self._count + key), LARGEST_COUNT))
            return Pressed(True, self._count)
        if key in self._firsts:
            self._first = key
            return Pressed(True, f"{self._count} {self._keymap.shown_key(key)} …".strip())
        if self._count:
            command = self._single.get(key)
            return self._done(command) if command or key == "escape" else self._drop()
        return Pressed(False)

    @property
    def waiting(self) -> bool:
        """Whether a count or the first key of a sequence waits for more."""
        return bool(self._count or self._first)

    def forget(self) -> None:
        """Let go of what waits."""
        self._count = self._first = ""

    def _drop(self) -> Pressed:
        self.forget()
        return Pressed(False)

    def _done(self, command: str | None) -> Pressed:
        count = min(int(self._count or 1), LARGEST_COUNT) if command in _REPEATED else 1
        escaped = command == "back" and bool(self._count)
        self.forget()
        return Pressed(True, "", None if escaped else command, count)
