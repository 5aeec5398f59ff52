"""Which keys do what: the table of commands with the user's `[keys]` laid over it. Nothing here needs a terminal."""

import string
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from newsreader.core.commands import COMMANDS, DIGITS
from newsreader.core.nearest import nearest
from newsreader.core.text import clean_line

PRESET: Final = "preset"
"""The name in `[keys]` that chooses "vim" or "arrows"."""

_ARROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "next": ("down",),
    "previous": ("up",),
    "first": ("home",),
    "last": ("end",),
    "left": ("left",),
    "right": ("right",),
    "page_down": ("pagedown",),
    "page_up": ("pageup",),
}
"""No letters for moving: those are free for the user's own."""

NAMED_KEYS: Final = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace"),
    *("enter", "escape", "space", "tab", *(f"f{number}" for number in range(1, 25))),
)
_MODIFIERS: Final = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})

_NO_FIRST_KEYS: Final = frozenset({*DIGITS, "escape"})
"""They begin no sequence: a digit is a count, and Esc lets go of what waits."""

_TAKING_KEYS: Final = frozenset(command.id for command in COMMANDS if command.takes_key)
_NAMES: Final = {"esc": "escape", "return": "enter", "pgdn": "pagedown", "pgup": "pageup", "del": "delete"}
_SIGNS: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Textual's names of signs, where they are not Unicode's."""


def _sign_name(sign: str) -> str:
    name = unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return _SIGNS.get(name, name)


_ARROW_KEYS: Final = frozenset({"down", "up", "left", "right"})
_SHOWN: Final = {_sign_name(sign): sign for sign in string.punctuation} | {
    "escape": "Esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


class Keymap:
    """Which keys do what: the table with the user's `[keys]` laid over it.

    A default key gives way to a wish as long as its command keeps another; a default sequence gives way always.

    Args:
        overrides: `[keys]`: command ids and their keys.
        places: Where each of them stands in the user's file ("config.toml:12"), to begin a sentence with.
        arrows: Whether the terminal has arrows to show; else those keys are shown by words.

    `problems` are sentences about entries of `[keys]` that are left out: no such command, no such key, a clash.
    """

    def __init__(
        self,
        overrides: Mapping[str, tuple[str, ...]] | None = None,
        places: Mapping[str, str] | None = None,
        *,
        arrows: bool = True,
    ) -> None:
        self._arrows = arrows
        self.problems: list[str] = []
        self._places = places or {}
        self._keys = {command.id: command.keys for command in COMMANDS}
        wishes = dict(overrides or {})
        preset = " ".join(wishes.pop(PRESET, ("vim",))).lower()
        if preset == "arrows":
            self._keys |= _ARROWS
        elif preset != "vim":
            self._refuse(PRESET, f"preset is “vim” or “arrows”, not “{clean_line(preset, 40)}”.")
        self._wished: dict[str, str] = {}
        for command_id, keys in wishes.items():
            self._override(command_id, keys)

    def _refuse(self, command_id: str, sentence: str) -> None:
        place = self._places.get(command_id)
        self.problems.append(f"{place}: [keys]: {sentence}" if place else f"[keys]: {sentence}")

    def _override(self, command_id: str, keys: Iterable[str]) -> None:
        if command_id not in self._keys:
            near = nearest(command_id, self._keys)
            hint = f" Did you mean “{near}”?" if near else ""
            self._refuse(command_id, f"there is no command “{command_id}”.{hint}")
            return
        if command_id in _TAKING_KEYS:
            self._refuse(command_id, f"the keys of {command_id} are the digits; they cannot be changed.")
            return
        known = tuple(dict.fromkeys(self._known(command_id, keys)))
        wanted = tuple(key for key in known if self._granted(command_id, key))
        if wanted or not tuple(keys):
            self._keys[command_id] = wanted

    def _granted(self, command_id: str, key: str) -> bool:
        """Whether the command can have the key; what had it by default has given way then."""
        if (rival := self._wished.get(key, command_id)) != command_id:
            self._refuse(command_id, f"“{shown_key(key)}” stands for both {rival} and {command_id}; {rival} has it.")
            return False
        if (clash := self._clash(key)) is not None:
            self._refuse(command_id, f"“{shown_key(key)}” for {command_id}: {clash}.")
            return False
        holder = next((other for other, held in self._keys.items() if key in held and other != command_id), None)
        if holder in _TAKING_KEYS:
            self._refuse(command_id, f"“{key}” for {command_id} is a digit; they pick links and headlines.")
            return False
        if holder is not None:
            # A default gives way to the user's wish as long as its command keeps another key.
            rest = tuple(held for held in self._keys[holder] if held != key)
            if not rest and " " not in key:
                clashing = f"“{shown_key(key)}” for {command_id} is the only key of {holder}"
                self._refuse(command_id, f"{clashing}; give {holder} another one first.")
                return False
            self._keys[holder] = rest
        self._wished[key] = command_id
        if " " in key:
            self._make_way(key.partition(" ")[0])
        else:
            self._end_sequences(key)
        return True

    def _clash(self, key: str) -> str | None:
        """Why this key cannot be beside what was wished before it, None where it can."""
        first = key.partition(" ")[0]
        if " " not in key:
            begun = next((wish for wish in self._wished if wish.startswith(f"{key} ")), None)
            return f"it begins “{shown_key(begun)}”, the key of {self._wished[begun]}" if begun else None
        if first in _NO_FIRST_KEYS:
            return f"a sequence cannot begin with {'a digit' if first in DIGITS else shown_key(first)}"
        if first in self._wished:
            return f"“{shown_key(first)}” is the key of {self._wished[first]} by itself"
        return None

    def _known(self, command_id: str, keys: Iterable[str]) -> Iterable[str]:
        """The keys that there are, in Textual's names; the others become problems."""
        for text in keys:
            names = [textual_key(part) for part in text.split()] if len(text) > 1 else [textual_key(text)]
            strange = [name for name in names if not _is_key(name)]
            if strange or not 1 <= len(names) <= 2:
                near = nearest(strange[0], NAMED_KEYS) if strange else None
                hint = f" Did you mean “{near}”?" if near else ""
                why = "there is no such key" if strange else "a sequence has two keys"
                self._refuse(command_id, f"“{clean_line(text, 40)}” for {command_id}: {why}.{hint}")
                continue
            yield " ".join(names)

    def _make_way(self, first: str) -> None:
        """A key that begins a sequence does nothing by itself: pressed twice, it does what it did alone."""
        for command_id, keys in self._keys.items():
            if first in keys and command_id not in _TAKING_KEYS:
                double = f"{first} {first}"
                kept = () if double in self._wished else (double,)
                self._keys[command_id] = tuple(name for key in keys for name in (kept if key == first else (key,)))

    def _end_sequences(self, first: str) -> None:
        """A key that does something by itself begins no sequence of the table's."""
        for command_id, keys in self._keys.items():
            self._keys[command_id] = tuple(key for key in keys if not key.startswith(f"{first} "))

    def keys(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command in Textual's names, the main one first; () where it has none."""
        return self._keys[command_id]

    def shown(self, command_id: str, *, every: bool = False) -> str:
        """The command's main key as people write it, or `every` key; "" where it has none."""
        keys = [self.shown_key(key) for key in self._keys[command_id]]
        if every and command_id in _TAKING_KEYS:
            return f"{keys[0]} … {keys[-1]}"
        return " ".join(keys) if every else next(iter(keys), "")

    def shown_key(self, key: str) -> str:
        """A key of Textual's, or a sequence of two, as it is shown on this terminal."""
        return shown_key(key, arrows=self._arrows)

    def for_textual(self) -> dict[str, str]:
        """The keymap for App.set_keymap: every command's binding id to its keys."""
        keymap = {
            command_id: ",".join(key for key in keys if " " not in key) for command_id, keys in self._keys.items()
        }
        for command_id in _TAKING_KEYS:
            del keymap[command_id]
        return keymap


def _is_key(name: str) -> bool:
    *modifiers, last = name.split("+")
    return _MODIFIERS.issuperset(modifiers) and (len(last) == 1 or last in NAMED_KEYS or last in _SHOWN)


def key_named(text: str) -> str | None:
    """Textual's name of the key that is written so, None where it is no key, or a digit: a number is none."""
    name = textual_key(text) if text else ""
    return name if text and name not in DIGITS and _is_key(name) else None


def textual_key(text: str) -> str:
    """A key as people write it ("Ctrl+R", "?", "Space", "A") in Textual's name."""
    if len(text) == 1:
        return text if text.isalnum() else _sign_name(text)
    *modifiers, key = text.split("+")
    key = key.lower() if len(key) > 1 or modifiers else key
    key = _NAMES.get(key, key)
    return "+".join([*(modifier.lower() for modifier in modifiers), key])


def shown_key(key: str, *, arrows: bool = True) -> str:
    """A key of Textual's, or a sequence of two, as people write it; without `arrows` it is a word where it is one."""
    if " " in key:
        return " ".join(shown_key(part, arrows=arrows) for part in key.split())
    *modifiers, last = key.split("+")
    name = (
        last.capitalize()
        if last in _ARROW_KEYS and not arrows
        else _SHOWN.get(last, last if len(last) == 1 else last.replace("_", " ").capitalize())
    )
    if modifiers and len(name) == 1:
        name = name.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])
