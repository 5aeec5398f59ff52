"""The screen of keys, made from the live keymap and narrowed by typing."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from newsreader.tui.cells import wrap
from newsreader.tui.commands import COMMANDS, Keymap
from newsreader.tui.screens.pages import PageScreen
from newsreader.tui.widgets.lines import KeyText

LEAST_HELP: Final = 10
"""Cells; where less is left, the help goes on at the left."""


class Words(Input):
    """Where words are typed; before the first one Space is no text but a page down, as elsewhere."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return (key != "space" or bool(self.value)) and super().check_consume_key(key, character)


class KeysPage(PageScreen, inherit_bindings=False):
    """Every command with its keys; what is typed leaves those that have all of its words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False, priority=True)
        for keys, action in (
            ("escape,enter,question_mark", "dismiss"),
            ("down", "page_scroll('down')"),
            ("up", "page_scroll('up')"),
            ("pagedown", "page_scroll('page_down')"),
            ("pageup", "page_scroll('page_up')"),
            ("space", "page_scroll('page_down')"),
        )
    ]

    def __init__(self, keymap: Keymap) -> None:
        super().__init__("Keys", Content(""))
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(Content.styled("Keys", "bold $text-accent"), id="page-title")
            yield Words(placeholder="Type to narrow", id="page-find", compact=True)
            with VerticalScroll(id="page-body", can_focus=False):
                yield Static(keys_text(self._keymap, ""), id="page-keys", markup=False)
            scroll = " ".join(map(self._keymap.shown_key, ("up", "down", "pageup", "pagedown")))
            yield KeyText(f"Esc back · {scroll} scroll", id="page-foot", markup=False)

    @on(Input.Changed)
    def _narrow(self) -> None:
        width = self.query_one("#page-body").scrollable_content_region.width
        typed = self.query_one("#page-find", Input).value
        self.query_one("#page-keys", Static).update(keys_text(self._keymap, typed, width))

    def on_resize(self) -> None:
        self.call_after_refresh(self._narrow)  # the page has its new width then


def keys_text(keymap: Keymap, typed: str, columns: int = 0) -> Content:
    """The commands in whose name, keys or help every word of `typed` stands; all for "".

    A "/" before the first word is the key that finds everywhere else, pressed by habit.

    Args:
        columns: How wide a line may be; what is longer goes on below its beginning. 0: no matter.
    """
    words = (typed if len(typed) == 1 else typed.removeprefix("/")).casefold().split()
    lines: list[Content] = []
    width = max(len(keymap.shown(command.id, every=True)) for command in COMMANDS) + 2
    for scope in dict.fromkeys(command.scope for command in COMMANDS):
        found: list[Content] = []
        for command in COMMANDS:
            keys = keymap.shown(command.id, every=True)
            about = f"{command.id} {command.title} {command.help} {keys}".casefold()
            if command.scope == scope and all(word in about for word in words):
                found += _command_lines("  " + keys.ljust(width), command.help, columns)
        if found:
            lines += [Content(""), Content.styled(scope, "bold"), *found]
    if not lines:
        return Content("No command has this in its name, keys or help.")
    if not words:
        names = ", ".join(command.id for command in COMMANDS if not command.takes_key)
        lines.append(Content(f"\nKeys are changed under [keys] in config.toml, by these names: {names}."))
    return Content("\n").join(lines[1:])


def _command_lines(keys: str, told: str, columns: int) -> list[Content]:
    """A command's keys and beside them its help."""
    room = columns - len(keys)
    parts = [told[start:end] for start, end in wrap(told, room)] if room >= LEAST_HELP else [told]
    first = Content.assemble((keys, "$text-accent"), parts[0])
    return [first, *(Content(" " * len(keys) + part) for part in parts[1:])]
