"""The small editor of a note."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from newsreader.core.text import clean_line

FOOT: Final = "Ctrl+S keeps it · Esc leaves it as it was · an empty note is taken away"
SURE: Final = "Ctrl+S keeps what you have written · Esc once more throws it away"


class NoteScreen(ModalScreen[str | None]):
    """Edits `note`, the note on the article called `title`; its result is the text, None where it stays as it was."""

    CSS_PATH = "asides.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "keep", show=False, priority=True),
    ]

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self._about = clean_line(title, 200)
        self._note = note
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(id="aside"):
            yield Static(Content.styled(f"Note on {self._about}", "bold $text-accent"), id="aside-title")
            yield TextArea(self._note, id="aside-text", compact=True, highlight_cursor_line=False)
            yield Static(FOOT, id="aside-foot", markup=False)

    def on_mount(self) -> None:
        text = self.query_one(TextArea)
        text.move_cursor(text.document.end)
        self.set_focus(text)

    def action_keep(self) -> None:
        self.dismiss(self.query_one(TextArea).text)

    def action_leave(self) -> None:
        if self._warned or self.query_one(TextArea).text.strip() == self._note.strip():
            self.dismiss(None)
            return
        self._warned = True
        self.query_one("#aside-foot", Static).update(SURE)
