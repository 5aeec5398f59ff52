"""A list of one-line rows with a cursor: only the lines on the screen are made."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from newsreader.tui.widgets.line_scroll import LineScroll

MARGIN = 2
"""Rows kept between the cursor and the edge where there are more to see."""


class LineList(LineScroll, can_focus=True, inherit_bindings=False):
    """Base of the sidebar and of the headline list. The screen has the keys; the mouse is handled here."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--cursor-unfocused",
        "line--dim",
        "line--strong",
        "line--accent",
        "line--trouble",
    }
    DEFAULT_CSS = """
    LineList {
        background: $background;
        color: $foreground;
        & .line--cursor { background: $accent 30%; }
        & .line--cursor-unfocused { background: $foreground 10%; }
        & .line--dim { color: $text-muted; }
        & .line--strong { text-style: bold; }
        & .line--accent { color: $text-accent; }
        & .line--trouble { color: $text-error; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)

    class Chosen(Message):
        """A row was clicked. `index` is the row's."""

        def __init__(self, sender: "LineList", index: int) -> None:
            super().__init__()
            self.line_list = sender
            self.index = index

        @property
        def control(self) -> "LineList":
            return self.line_list

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._components: dict[str, Style] = {}
        self._base: Style | None = None

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row_segments(self, index: int, width: int) -> list[Segment]:
        """A row as segments of together at most `width` cells; styles without background."""
        raise NotImplementedError

    def rows_changed(self) -> None:
        """Call after the rows have changed in number or order."""
        self.set_line_count(self.row_count())
        self.refresh()
        self.call_after_refresh(self.show_cursor)

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_line(old)
        self.refresh_line(new)
        self.show_cursor()

    def refresh_line(self, y: int) -> None:
        """Repaint row `y`, if it is on the screen."""
        top = self.scroll_offset.y
        if top <= y < top + self.size.height:
            self.refresh(Region(0, y - top, self.size.width, 1))

    def show_cursor(self) -> None:
        """Scroll so that the cursor can be seen."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        margin = min(MARGIN, (height - 1) // 2)
        top = self.scroll_offset.y
        last = max(self.row_count() - height, 0)
        wanted = min(max(top, self.cursor - height + 1 + margin), self.cursor - margin)
        if wanted != top and not self.has_focus:
            # While articles are read the list goes on by pages: most keys then change only two of its lines.
            wanted = self.cursor - height // 4
        wanted = min(max(wanted, 0), last)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        self.show_cursor()

    def watch_has_focus(self, value: bool) -> None:
        super().watch_has_focus(value)
        self.refresh_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y
        if 0 <= index < self.row_count():
            event.stop()
            self.post_message(self.Chosen(self, index))

    def component(self, name: str) -> Style:
        """The style of a component class without a background, so that the cursor's shows through."""
        style = self._components.get(name)
        if style is None:
            # Only the full style has its colours mixed with what is behind them ($text-muted is half transparent).
            full = self.get_component_rich_style(name)
            style = Style(color=full.color, bold=full.bold, dim=full.dim, italic=full.italic)
            self._components[name] = style
        return style

    def notify_style_update(self) -> None:
        self._components.clear()
        self._base = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.size.width
        base = self._base = self._base or self.rich_style
        if not 0 <= index < self.row_count():
            return Strip.blank(width, base)
        selected = index == self.cursor
        style = base
        if selected:
            style = self.get_component_rich_style("line--cursor" if self.has_focus else "line--cursor-unfocused")
        marker = Segment("▌" if selected and self.has_focus else " ", self.component("line--accent"))
        segments = [marker, *self.row_segments(index, width - 1)]
        painted = [Segment(text, style + own if own else style) for text, own, _ in segments]
        return Strip(painted).adjust_cell_length(width, style)
