"""Lines of text that can be selected with the mouse: by dragging, a word by two clicks, a paragraph by three."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.selection import Selection

from newsreader.tui.article_text import Spot, character_at, text_between, text_end, text_start, word_at
from newsreader.tui.widgets.article_paint import SELECTION, Overlay
from newsreader.tui.widgets.line_page import LinePage

if TYPE_CHECKING:
    from newsreader.tui.article_layout_lines import Line

WORD_CLICKS = 2
PARAGRAPH_CLICKS = 3


class SelectablePage(LinePage, inherit_bindings=False):
    """A LinePage whose text can be selected. Offsets in a Selection count the cells left of a line as characters."""

    ALLOW_SELECT = True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        lines = self._laid.lines if self._laid is not None else []
        if not lines:
            return None
        start = self._spot(selection.start) if selection.start is not None else (0, 0)
        end = self._spot(selection.end) if selection.end is not None else (len(lines) - 1, len(lines[-1].text))
        return text_between(lines, start, end), "\n"

    def _spot(self, offset: Offset) -> Spot:
        return offset.y, max(offset.x - self.left, 0)

    def selection_updated(self, selection: Selection | None) -> None:
        del selection
        self.repaint()

    def overlays(self, index: int, line: "Line") -> Sequence[Overlay]:
        selection = self.text_selection
        span = selection.get_span(index) if selection is not None else None
        if span is None:
            return ()
        start = max(span[0] - self.left, text_start(line))
        end = text_end(line) if span[1] < 0 else min(max(span[1] - self.left, 0), text_end(line))
        return [Overlay(start, end, SELECTION)] if start < end else ()

    def on_click(self, event: events.Click) -> None:
        """Select the word or the paragraph at the mouse, where Textual would select everything."""
        line = self.line_at(event.y)
        if event.chain < WORD_CLICKS or line is None:
            return
        event.prevent_default()
        index = event.y + self.scroll_offset.y
        if event.chain == WORD_CLICKS:
            word = word_at(line, character_at(line, event.x - self.left))
            if word is not None:
                self._select((index, word[0]), (index, word[1]))
        elif event.chain == PARAGRAPH_CLICKS:
            self._select_paragraph(index)

    def _select_paragraph(self, index: int) -> None:
        lines = self._laid.lines if self._laid is not None else []
        block = lines[index].place[0]
        first = last = index
        while first > 0 and lines[first - 1].place[0] == block and lines[first - 1].segments:
            first -= 1
        while last + 1 < len(lines) and lines[last + 1].place[0] == block:
            last += 1
        self._select((first, text_start(lines[first])), (last, text_end(lines[last])))

    def _select(self, start: Spot, end: Spot) -> None:
        offsets = (Offset(column + self.left, line) for line, column in (start, end))
        self.screen.selections = {self: Selection(*offsets)}
        self.screen.post_message(events.TextSelected())
