"""What scrolls lines: the base of the lists and of the article."""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar

EIGHTHS = 8
"""Textual draws the ends of a scroll bar's thumb in eighths of a cell."""


class LineScrollBar(ScrollBar):
    """A scroll bar that is painted when its thumb moves, not at each line of a long list."""

    def validate_position(self, position: float) -> float:
        step = max(self.window_virtual_size / max(self.size.height, 1) / EIGHTHS, 1 / EIGHTHS)
        return int(position / step) * step


class LineScroll(ScrollView):
    """A ScrollView whose length changes without a new layout of the screen around it.

    Setting `virtual_size` would lay out and paint the whole screen anew, and so would a scroll bar that comes and goes;
    either costs more than everything else between a key and its article. So the bar's column is always there, and the
    bar is invisible where there is nothing to scroll.
    """

    DEFAULT_CSS = """
    LineScroll {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-color: $panel;
    }
    """

    _lines = 0

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            bar = LineScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def set_line_count(self, count: int) -> None:
        """How many lines there are to scroll through."""
        before, self._lines = self._lines, count
        if before != count and min(before, count) < self.scroll_offset.y + self.size.height:
            self.refresh()  # lines that are seen come or go
        # All that fits counts as one length, so that the bar of one short article is that of the next.
        size = Size(0, max(count, self.scrollable_content_region.height))
        if size != self.virtual_size:
            self.set_reactive(LineScroll.virtual_size, size)
            self._scroll_update(size)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Leave the styles as they are: none of them depends on the focus, and to apply them costs a frame."""

    def on_resize(self) -> None:
        self.set_line_count(self._lines)
