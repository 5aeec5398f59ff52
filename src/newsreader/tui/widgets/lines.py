"""One-line widgets: the title of a pane, the foot of the list, the footer. A key that is named there can be clicked."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from newsreader.core.keymap import key_named
from newsreader.core.text import clean_line
from newsreader.tui.cells import cell_width, fit, wrap


def key_at(text: str, x: int) -> str | None:
    """Textual's name of the key that the part of "Esc back · ? keys" at this cell begins with, None where none does."""
    end = 0
    for part in text.split(" · "):
        start, end = end, end + cell_width(part)
        if start <= x < end:
            return key_named(part.partition(" ")[0])
        end += 3
    return None


class Line(Widget):
    """Text on the left, text on the right, in one line; foreign text is safe here."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Line {
        height: 1;
        color: $text-muted;
        background: $background;
        padding: 0;
    }
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        width, style, room = self.size.width, self.rich_style, self._room_left
        text = f" {fit(self._left_within(room), room)}{self._end}"
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    @property
    def _end(self) -> str:
        """What stands behind the room of the text on the left."""
        right = fit(self.right, min(cell_width(self.right), self._room_right(self.size.width)))
        return f" {right} " if right else " "

    @property
    def _room_left(self) -> int:
        return max(self.size.width - cell_width(self._end) - 1, 0)

    def _room_right(self, width: int) -> int:
        return max(width - 2, 0)

    def _left_within(self, room: int) -> str:
        del room  # what is too long is cut
        return self.left


class PaneTitle(Line):
    """The title line of a pane; the screen's styles set it apart while its pane has the focus.

    Of what stands on the right more than SHORT cells give way to the title.
    """

    SHORT: ClassVar[int] = 8

    DEFAULT_CSS = """
    PaneTitle { text-style: bold; }
    """

    def _room_right(self, width: int) -> int:
        left_over = width - cell_width(self.left) - 3
        return min(max(left_over, self.SHORT), super()._room_right(width))


class KeyLine(Line):
    """A line of parts, some of which begin with a key: a click on them is that key."""

    def on_click(self, event: events.Click) -> None:
        key = self._key_at(self._left_within(self._room_left), event.x - 1)
        if key is not None:
            event.stop()
            self.app.simulate_key(key)

    def _key_at(self, text: str, x: int) -> str | None:
        return key_at(text, x)


class KeyText(Static):
    """The same as text that may take several lines; the keys are those of its first one."""

    def on_click(self, event: events.Click) -> None:
        key = key_at(str(self.content), event.x) if event.y == 0 else None
        if key is not None:
            event.stop()
            self.app.simulate_key(key)


class Footer(KeyLine):
    """The keys that matter here and now, or a message; the progress of a refresh on the right."""

    DEFAULT_CSS = """
    Footer { background: $panel; color: $foreground; }
    """

    _sentence = ""
    _rows = 1

    hints: tuple[str, ...] = ()
    """The keys that `left` names, where it does: of these only as many are shown as fit whole, the last one always."""

    def tell(self, sentence: str) -> None:
        """Show a sentence whole: what is too long for one line takes two."""
        self._sentence = sentence
        self.left = sentence
        self._fit_rows()

    def watch_left(self) -> None:
        self._fit_rows()

    def watch_right(self) -> None:
        self._fit_rows()

    def on_resize(self) -> None:
        self._fit_rows()

    def _fit_rows(self) -> None:
        long = cell_width(self.left) > self._room_left > 0
        rows = 2 if self.left and self.left == self._sentence and long else 1
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows

    def render_line(self, y: int) -> Strip:
        if self._rows == 1:
            return super().render_line(y)
        width, style = self.size.width, self.rich_style
        text = clean_line(self.left)
        (_, end), *more = wrap(text, max(width - 2, 1))
        part = text[:end] if y == 0 else text[more[0][0] :] if more and y == 1 else ""
        beside = f" {self.right}" if self.right and y == 1 else ""
        room = max(width - 2 - cell_width(beside), 1)
        return Strip([Segment(f" {fit(part, room)}{beside} ", style)]).adjust_cell_length(width, style)

    def _left_within(self, room: int) -> str:
        shown = list(self.hints)
        if self.left != " · ".join(shown):
            return self.left
        while len(shown) > 1 and cell_width(" · ".join(shown)) > room:
            del shown[-2]
        return " · ".join(shown)

    def _key_at(self, text: str, x: int) -> str | None:
        if self._rows > 1:
            return None
        before, dot, last = text.rpartition(" · ")
        if self.left == " · ".join(self.hints) or not dot:
            return super()._key_at(text, x)
        # What was changed may be named before: those are no keys.
        return super()._key_at(last, x - cell_width(before + dot))
