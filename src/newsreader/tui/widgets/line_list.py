"""A list of rows with a cursor: only the lines on the screen are made.

A row may have several lines, and headings may stand between rows; the cursor skips those.
"""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from newsreader.tui.icons import UNICODE, Icons
from newsreader.tui.widgets.line_scroll import LineScroll
from newsreader.tui.widgets.row_lines import RowLines

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
        "line--heading",
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
        & .line--heading { color: $text-accent; text-style: bold; }
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

    def __init__(self, *, id: str | None = None, icons: Icons = UNICODE) -> None:
        super().__init__(id=id)
        self._icons = icons
        self._components: dict[str, Style] = {}
        self._base: Style | None = None
        self.lines = RowLines()
        self._leap = 0
        self.wanted_above: int | None = None
        """How many lines shall be seen above the cursor's when it is shown first; None: as it comes."""

    @property
    def above(self) -> int:
        """How many lines are seen above the cursor's; what is wanted, where the list has not been seen yet."""
        if self.wanted_above is not None:
            return self.wanted_above
        return self.lines.first_line(self.cursor) - self.scroll_offset.y

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row_segments(self, index: int, width: int) -> list[Segment]:
        """A row as segments of together at most `width` cells; styles without background."""
        raise NotImplementedError

    def more_segments(self, index: int, line: int, width: int) -> list[Segment]:
        """A further line of a row (`line` 1 is the second), where rows have more than one; see `row_segments`."""
        raise NotImplementedError

    def heading_segments(self, number: int, width: int) -> list[Segment]:
        """A heading, where there are any; see `row_segments`."""
        raise NotImplementedError

    @property
    def page_rows(self) -> int:
        """How many rows the cursor moves by a page."""
        return max((self.size.height - 1) // self.lines.height, 1)

    def rows_seen(self) -> list[int]:
        """The rows whose first line is on the screen."""
        top = self.scroll_offset.y
        seen = (self.lines.at(line) for line in range(top, top + self.scrollable_content_region.height))
        return [index for index, line in seen if line == 0 and index < self.row_count()]

    def rows_changed(self) -> None:
        """Call after the rows have changed in number, order or height."""
        self.set_line_count(self.lines.count(self.row_count()))
        self.refresh()
        self.call_after_refresh(self.show_cursor)

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_line(old)
        self.refresh_line(new)
        self.leapt(new - old)

    def leapt(self, rows: int) -> None:
        """Scroll so that the cursor can be seen, and after a leap of more `rows` than one, what comes next."""
        self._leap = rows
        self.show_cursor()
        self._leap = 0

    def refresh_line(self, index: int) -> None:
        """Repaint a row, if it is on the screen."""
        y = self.lines.first_line(index) - self.scroll_offset.y
        if -self.lines.height < y < self.size.height:
            self.refresh(Region(0, max(y, 0), self.size.width, self.lines.height + min(y, 0)))

    def show_cursor(self) -> None:
        """Scroll so that the cursor can be seen."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        above, first = self.lines.top_line(self.cursor), self.lines.first_line(self.cursor)
        end = first + self.lines.height
        margin = min(MARGIN * self.lines.height, max((height - (end - above)) // 2, 0))
        top = self.scroll_offset.y
        last = max(self.lines.count(self.row_count()) - height, 0)
        wanted = min(max(top, end + margin - height), above - margin)
        if self.wanted_above is not None:
            wanted, self.wanted_above = first - min(max(self.wanted_above, 0), height - 1), None
        elif self._leap < -1 and self.has_focus and above - margin <= top:
            wanted = first - height * 3 // 4
            if -self._leap <= self.page_rows:
                # While pages are turned no row goes by unseen.
                wanted = min(max(wanted, top - height + self.lines.height), above - margin)
        elif (self._leap > 1 and end + margin >= top + height) or (wanted != top and not self.has_focus):
            # While articles are read the list goes on by pages: most keys then change only two of its lines.
            wanted = first - height // 4
            if 1 < self._leap <= self.page_rows:
                wanted = max(min(wanted, top + height - self.lines.height), end + margin - height)
        wanted = min(max(wanted, 0), last)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        self.show_cursor()

    def watch_has_focus(self, value: bool) -> None:
        super().watch_has_focus(value)
        self.refresh_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        index, line = self.lines.at(event.y + self.scroll_offset.y)
        if line >= 0 and 0 <= index < self.row_count():
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
        index, line = self.lines.at(y + self.scroll_offset.y)
        width = self.size.width
        base = self._base = self._base or self.rich_style
        if line < 0:
            segments = [
                Segment(text, base + own if own else base) for text, own, _ in self.heading_segments(index, width)
            ]
            return Strip(segments).adjust_cell_length(width, base)
        if not 0 <= index < self.row_count():
            return Strip.blank(width, base)
        selected = index == self.cursor
        style = base
        if selected:
            style = self.get_component_rich_style("line--cursor" if self.has_focus else "line--cursor-unfocused")
        mark = " "
        if selected:
            mark = self._icons.cursor if self.has_focus else self._icons.here if self.app.no_color else " "
        marker = Segment(mark, self.component("line--accent"))
        own = self.row_segments(index, width - 1) if line == 0 else self.more_segments(index, line, width - 1)
        painted = [Segment(text, style + given if given else style) for text, given, _ in (marker, *own)]
        return Strip(painted).adjust_cell_length(width, style)
