"""The small menu of snoozing: tonight, tomorrow, Monday, or a date that is typed."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from newsreader.core.snooze import FORMS, SnoozeChoice, SnoozeError, moment_text, snooze_choices, snooze_until
from newsreader.core.text import clean_line
from newsreader.tui.cells import fit
from newsreader.tui.screens.window import Window
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.lines import KeyText
from newsreader.tui.widgets.typed_line import TypedLine

KEYS: Final = {"tonight": "t", "tomorrow": "w", "monday": "m"}
"""By choice the key that takes it. “w” is the key of the menu itself: twice means tomorrow."""

EXAMPLES: Final = "3h, 3d, friday, 2026-12-01 14:30"
FOOT: Final = "t w m or Enter takes it · d another date · Esc back"


class MomentList(LineList):
    """A moment a row: its key, its name, when that is."""

    def __init__(self, choices: Sequence[SnoozeChoice], *, id: str) -> None:
        super().__init__(id=id)
        self._choices = choices

    def row_count(self) -> int:
        return len(self._choices) + 1

    def row_segments(self, index: int, width: int) -> list[Segment]:
        if index < len(self._choices):
            choice = self._choices[index]
            key, name, when = KEYS[choice.name], choice.name.capitalize(), moment_text(choice.at)
        else:
            key, name, when = "d", "Another date", EXAMPLES
        return [
            Segment(f" {key}  ", self.component("line--accent")),
            Segment(f"{name:<14}", self.component("line--strong")),
            Segment(fit(when, max(width - 19, 0)), self.component("line--dim")),
        ]


class SnoozeScreen(Window[int | None]):
    """Asks until when; its result is Unix seconds, None where it was left. `now`: Unix seconds."""

    CSS_PATH = "asides.tcss"
    # With priority each key is done before the next one is looked at, which may be meant for the line.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        *(Binding(key, f"take('{name}')", show=False, priority=True) for name, key in KEYS.items()),
        Binding("d", "type", show=False, priority=True),
        Binding("q", "leave_list", show=False, priority=True),
        Binding("j,down", "move(1)", show=False, priority=True),
        Binding("k,up", "move(-1)", show=False, priority=True),
        Binding("enter", "take_row", show=False, priority=True),
    ]

    def __init__(self, what: str, now: int) -> None:
        super().__init__()
        self._what = what
        self._now = now
        self._choices = snooze_choices(now)

    def compose(self) -> ComposeResult:
        with Vertical(id="aside"):
            yield Static(Content.styled(f"Snooze {self._what} until", "bold $text-accent"), id="aside-title")
            yield MomentList(self._choices, id="aside-list")
            yield TypedLine(self._entered, id="aside-line", placeholder=FORMS)
            yield KeyText(FOOT, id="aside-foot", markup=False)

    def on_mount(self) -> None:
        self._list = self.query_one(MomentList)
        self._line = self.query_one(TypedLine)
        self._line.display = False
        self._list.rows_changed()
        self.set_focus(self._list)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.focused is self._line and action != "leave":
            return False
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_leave_list(self) -> None:
        self.dismiss(None)

    def action_move(self, rows: int) -> None:
        self._list.cursor = min(max(self._list.cursor + rows, 0), self._list.row_count() - 1)

    def action_take(self, name: str) -> None:
        self.dismiss(next(choice.at for choice in self._choices if choice.name == name))

    def action_take_row(self) -> None:
        if self._list.cursor < len(self._choices):
            self.dismiss(self._choices[self._list.cursor].at)
        else:
            self.action_type()

    def action_type(self) -> None:
        self._line.display = True
        self.set_focus(self._line)
        self.query_one("#aside-foot", Static).update("Enter takes it · Esc back")

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        self._list.cursor = event.index
        self.action_take_row()

    def _entered(self, line: TypedLine) -> None:
        if not line.value.strip():
            self.query_one("#aside-foot", Static).update(f"Type until when, such as {EXAMPLES}.")
            return
        try:
            self.dismiss(snooze_until(line.value, self._now))
        except SnoozeError as error:
            self.query_one("#aside-foot", Static).update(Content(clean_line(str(error), 300)))
