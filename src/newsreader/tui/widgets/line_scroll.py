"""What scrolls lines: the base of the lists and of the article."""

from textual.geometry import Size
from textual.scroll_view import ScrollView


class LineScroll(ScrollView):
    """A ScrollView whose length changes without a new layout of the screen around it."""

    def set_line_count(self, count: int) -> None:
        """How many lines there are to scroll through.

        Setting `virtual_size` would lay out and paint the whole screen anew, which costs more than everything else
        between a key and its article. Whether a scroll bar is needed is still decided here.
        """
        size = Size(0, count)
        if size != self.virtual_size:
            self.set_reactive(LineScroll.virtual_size, size)
            self._scroll_update(size)
            self.refresh()
