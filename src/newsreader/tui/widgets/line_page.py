"""A page of lines that are laid out and painted only as far as they are seen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from newsreader.tui.widgets.article_paint import Overlay, Painter
from newsreader.tui.widgets.line_scroll import LineScroll

if TYPE_CHECKING:
    from newsreader.tui.article_layout import LaidOut
    from newsreader.tui.article_layout_lines import Line, Place

MEASURE: Final = 80
"""Cells of the longest line; longer ones are tiring to read."""

ROOMY: Final = 48
"""Cells of a pane from which the text gets two cells of space on both sides, instead of one."""

FIRST_LINES: Final = 400
"""Lines made before the first paint; the rest of a longer text follows in steps of as many, between the keys."""

STEP_SECONDS: Final = 0.02
KEPT_LINES: Final = 2
"""Lines of a page that are seen again at the top of the next one."""

TOP: "Final[Place]" = (0, 0)


class LinePage(LineScroll, can_focus=True, inherit_bindings=False):
    """Shows the lines that `laid_out` makes, in the middle of the pane.

    The text at the top stays there when the width changes. The screen has the keys.
    """

    measure: reactive[int] = reactive(MEASURE, repaint=False)
    """The most cells that a line of text takes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.painter = Painter(self)
        self.left = 0
        """The empty cells before every line."""
        self._laid: LaidOut | None = None
        self._laid_size = Size(0, 0)
        self._place: Place = TOP
        self._strips: dict[int, Strip] = {}
        self._timer: Timer | None = None

    def laid_out(self, width: int) -> "LaidOut | None":
        """The lines at `width` cells, None where there is nothing to lay out."""
        raise NotImplementedError

    def overlays(self, index: int, line: "Line") -> Sequence[Overlay]:
        """What is marked on line number `index`."""
        del index, line
        return ()

    def empty_line(self, y: int) -> Strip:
        """Line `y` of the pane where there is nothing laid out."""
        del y
        return Strip.blank(self.size.width, self.rich_style)

    # Moving

    @property
    def position(self) -> float:
        """How far the text is read: 0 at its top, 1 where its end can be seen."""
        last = (self._laid.text_end if self._laid is not None else 0) - self._page
        return min(self.scroll_offset.y / last, 1.0) if last > 0 else 1.0

    def page_down(self) -> bool:
        """Go a page on, two lines of it kept; False where the end can be seen already."""
        return self.scroll_lines(max(self._page - KEPT_LINES, 1))

    def page_up(self) -> bool:
        """Go a page back, two lines of it kept; False at the top."""
        return self.scroll_lines(-max(self._page - KEPT_LINES, 1))

    def scroll_lines(self, lines: int) -> bool:
        """Go `lines` on, or back where negative; False where that changes nothing."""
        top = self.scroll_offset.y
        self._make(top + lines + 2 * self._page)
        wanted = min(max(top + lines, 0), self.max_scroll_y)
        self._go(wanted)
        return wanted != top

    def go_to_top(self) -> None:
        self._go(0)

    def go_to_end(self) -> None:
        self.complete()
        self._go(self.max_scroll_y)

    def show_line(self, index: int) -> None:
        """Bring line `index` into view, a third down the pane where it is not yet there."""
        self._make(index + 2 * self._page)
        if not self.scroll_offset.y <= index < self.scroll_offset.y + self._page:
            self._go(min(max(index - self._page // 3, 0), self.max_scroll_y))

    def action_scroll_home(self) -> None:
        self.go_to_top()

    def action_scroll_end(self) -> None:
        self.go_to_end()

    @property
    def _page(self) -> int:
        return max(self.size.height, 1)

    def _go(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        # While the pane is being resized the lines are still those of the old width: the place read last counts.
        if self._laid is not None and self.size == self._laid_size:
            top = round(new_value)
            self._make(top + 2 * self._page)
            if top < len(self._laid.lines):
                self._place = self._laid.lines[top].place

    # Laying out

    def on_resize(self) -> None:
        if self.size.width != self._laid_size.width:
            self.lay_out()
        elif self._laid is not None and self.size != self._laid_size:
            self._go_to_place(self._laid)

    def watch_measure(self) -> None:
        self.lay_out()

    def notify_style_update(self) -> None:
        self._strips.clear()
        self.painter.forget()
        super().notify_style_update()

    def lay_out(self) -> None:
        """Lay out anew, the text that was at the top staying there."""
        self._strips.clear()
        self.left = max((self.scrollable_content_region.width - self.text_width) // 2, 0)
        self._laid = self.laid_out(self.text_width) if self.size.width > 0 else None
        if self._laid is not None:
            self._go_to_place(self._laid)
        else:
            self._laid_size = self.size
            self.set_line_count(0)
            self._go(0)
        self.refresh()

    def _go_to_place(self, laid: "LaidOut") -> None:
        line = laid.index_of(self._place) if self._place != TOP else 0
        laid.ensure(max(FIRST_LINES, line + 2 * self._page))
        self._laid_size = Size(0, 0)  # a place in the last page must outlive a taller pane and a shorter text
        self.lines_made()
        self._go(min(line, self.max_scroll_y))
        self._laid_size = self.size

    @property
    def text_width(self) -> int:
        """The cells that a line of text takes at most in this pane."""
        return max(min(self.measure, self.room), 2)

    @property
    def room(self) -> int:
        """The cells that a line could take."""
        room = self.scrollable_content_region.width
        return room - (4 if room >= ROOMY else 2)

    def line_at(self, y: int) -> "Line | None":
        """The line at row `y` of the pane, None where there is none."""
        index = y + self.scroll_offset.y
        lines = self._laid.lines if self._laid is not None else []
        return lines[index] if 0 <= index < len(lines) else None

    def complete(self) -> "list[Line]":
        """Make all lines."""
        if self._laid is None:
            return []
        self._laid.complete()
        self.lines_made()
        return self._laid.lines

    def _make(self, lines: int) -> None:
        if self._laid is not None and not self._laid.is_complete and len(self._laid.lines) < lines:
            self._laid.ensure(lines)
            self.lines_made()

    def lines_made(self) -> None:
        """Called when there may be more lines than before."""
        if self._laid is None:
            return
        self.set_line_count(len(self._laid.lines))
        if not self._laid.is_complete and self._timer is None:
            self._timer = self.set_timer(STEP_SECONDS, self._make_more)

    def _make_more(self) -> None:
        self._timer = None
        if self._laid is not None and not self._laid.is_complete:
            self._laid.ensure(len(self._laid.lines) + FIRST_LINES)
            self.lines_made()

    # Painting

    def repaint(self) -> None:
        """Paint anew, as what is marked has changed."""
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._laid is None:
            return self.empty_line(y)
        index = y + self.scroll_offset.y
        strip = self._strips.get(index)
        if strip is None:
            line = self.line_at(y)
            if line is None:
                return Strip.blank(self.size.width, self.rich_style)
            strip = self._strips[index] = self.line_strip(index, line)
        return strip

    def line_strip(self, index: int, line: "Line") -> Strip:
        """Line number `index` as it is painted."""
        strip = self.painter.strip(line.segments, self.left, self.size.width, self.overlays(index, line))
        # By the offsets Textual finds out where a selection begins and ends.
        return strip.apply_offsets(0, index)
