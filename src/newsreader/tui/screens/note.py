"""The small editor of a note."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from newsreader.core.text import clean_line
from newsreader.tui.screens.window import Window
from newsreader.tui.widgets.lines import KeyText

FOOT: Final = "Ctrl+S keeps it · Esc leaves all as it was · empty: no note"
SURE: Final = "Ctrl+S keeps what you have written · Esc once more throws it away"

REST_SECONDS: Final = 0.25
"""How long no key may have changed the text before it is kept as a draft."""


class NoteText(TextArea):
    """Where a note is typed; its keys are done at once and in their order, as those of a TypedLine."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.leave", show=False),
        Binding("ctrl+s", "screen.keep", show=False),
    ]

    async def _on_key(self, event: events.Key) -> None:
        bound = self._bindings.key_to_bindings.get(event.key)
        if not bound:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(bound[0].action)


class NoteScreen(Window[str | None]):
    """Edits `note`, the note on the article called `title`; its result is the text, None where it stays as it was.

    Args:
        title: The article's.
        note: The note that it has, "" for none.
        draft: What was written of another one before the reader was ended; None: nothing.
        keep_draft: Called with the text when the keys rest.
    """

    CSS_PATH = "asides.tcss"

    def __init__(
        self,
        title: str,
        note: str,
        *,
        draft: str | None = None,
        keep_draft: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._draft = note if draft is None else draft
        self._keep_draft = keep_draft
        self._rest: Timer | None = None
        self._about = clean_line(title, 200)
        self._note = note
        self._warned_of: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="aside"):
            yield Static(Content.styled(f"Note on {self._about}", "bold $text-accent"), id="aside-title")
            yield NoteText(self._draft, id="aside-text", compact=True, highlight_cursor_line=False)
            yield KeyText(FOOT, id="aside-foot", markup=False)

    def on_mount(self) -> None:
        text = self.query_one(TextArea)
        text.move_cursor(text.document.end)
        self.set_focus(text)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self.query_one(TextArea).text == self._draft:
            return
        if self._warned_of != self.query_one(TextArea).text:
            self._warn(None)  # who has written on has not said that it may go
        if self._rest is None:
            self._rest = self.set_timer(REST_SECONDS, self._rested)
        else:
            self._rest.reset()

    def _rested(self) -> None:
        self._rest = None
        self._draft = self.query_one(TextArea).text
        self._keep_draft(self._draft)

    def action_keep(self) -> None:
        self.dismiss(self.query_one(TextArea).text)

    def action_leave(self) -> None:
        text = self.query_one(TextArea).text
        if text == self._warned_of or text.strip() == self._note.strip():
            self.dismiss(None)
            return
        self._warn(text)

    def _warn(self, text: str | None) -> None:
        """Warn of throwing `text` away, None: no more."""
        if text != self._warned_of:
            self._warned_of = text
            self.query_one("#aside-foot", Static).update(FOOT if text is None else SURE)
