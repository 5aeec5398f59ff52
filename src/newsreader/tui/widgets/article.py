"""The article pane: a page of lines that are laid out and painted only as far as they are seen."""

import time
from collections.abc import Callable
from typing import ClassVar, Final

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from newsreader.core.article import Article
from newsreader.core.text import clean_line
from newsreader.tui.article_layout import LaidOut, lay_out
from newsreader.tui.article_layout_lines import Place
from newsreader.tui.cells import cell_width
from newsreader.tui.widgets.article_paint import STYLE_NAMES, Painter

MEASURE: Final = 80
"""Cells of the longest line; longer ones are tiring to read."""

ROOMY: Final = 48
"""Cells of a pane from which the text gets two cells of space on both sides, instead of one."""

FIRST_LINES: Final = 400
"""Lines made before the first paint; the rest of a longer article follows in steps of as many, between the keys."""

STEP_SECONDS: Final = 0.02
KEPT_LINES: Final = 2
"""Lines of a page that are seen again at the top of the next one."""

_TOP: Final[Place] = (0, 0)


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one article, or a sentence where there is none. The screen has the keys; the mouse is handled here."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in STYLE_NAMES}
    DEFAULT_CSS = """
    ArticleView {
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        overflow-x: hidden;
        & .article--title { text-style: bold; }
        & .article--meta { color: $text-muted; }
        & .article--heading { text-style: bold; }
        & .article--subheading { text-style: bold; color: $foreground 80%; }
        & .article--quote { color: $foreground 85%; }
        & .article--bar { color: $foreground 35%; }
        & .article--link { color: $text-accent; }
        & .article--number { color: $text-muted; }
        & .article--strong { text-style: bold; }
        & .article--emphasis { text-style: italic; }
        & .article--code { background: $foreground 7%; }
        & .article--strike { text-style: strike; }
        & .article--mark { text-style: reverse; }
        & .article--bullet { color: $text-muted; }
        & .article--rule { color: $foreground 25%; }
        & .article--caption { color: $text-muted; text-style: italic; }
        & .article--dim { color: $text-muted; }
    }
    """

    measure: reactive[int] = reactive(MEASURE, repaint=False)
    """The most cells that a line of text takes."""

    class LinkClicked(Message):
        """A link was clicked. `url` is absolute, http(s) or mailto."""

        def __init__(self, sender: "ArticleView", url: str) -> None:
            super().__init__()
            self.article_view = sender
            self.url = url

        @property
        def control(self) -> "ArticleView":
            return self.article_view

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`clock` tells the Unix seconds that dates in the future are told by."""
        super().__init__(name=name, id=id, classes=classes)
        self._clock = clock
        self._article: Article | None = None
        self._message = ""
        self._laid: LaidOut | None = None
        self._laid_size = Size(0, 0)
        self._place: Place = _TOP
        self._strips: dict[int, Strip] = {}
        self._painter = Painter(self)
        self._timer: Timer | None = None

    # What is shown

    def show(self, article: Article | None, message: str = "") -> None:
        """Show `article` from its top; the same entry with a new text keeps its place. None: `message`, centred."""
        shown = self._article
        if article is None or shown is None or article.entry.id != shown.entry.id:
            self._place = _TOP
        self._article = article
        self._message = clean_line(message)
        self._lay_out()

    @property
    def shown(self) -> Article | None:
        """The article, None where a message stands in its place."""
        return self._article

    @property
    def link_urls(self) -> tuple[str, ...]:
        """The URLs of the article's links; link number n is at n - 1."""
        return self._article.document.links if self._article is not None else ()

    @property
    def position(self) -> float:
        """How far the article is read: 0 at its top, 1 where its end can be seen."""
        last = self.max_scroll_y
        return min(self.scroll_offset.y / last, 1.0) if last > 0 else 1.0

    @property
    def progress(self) -> str:
        """`position` in words: "40 %"; "" where no article is shown."""
        return f"{round(self.position * 100)} %" if self._article is not None else ""

    # Moving

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
        if self._laid is not None:
            self._laid.complete()
            self._lines_made()
        self._go(self.max_scroll_y)

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
        if self.size != self._laid_size:
            self._lay_out()

    def watch_measure(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._painter.forget()
        super().notify_style_update()

    def _lay_out(self) -> None:
        """Lay out anew, the text that was at the top staying there."""
        self._strips.clear()
        self._laid = None
        if self.size.width > 0 and self._article is not None:
            self._laid = lay_out(self._article, self._text_width, now=int(self._clock()))
            line = self._laid.index_of(self._place) if self._place != _TOP else 0
            self._laid.ensure(max(FIRST_LINES, line + 2 * self._page))
            self._lines_made()
            self._laid_size = Size(0, 0)  # a place in the last page must outlive a taller pane
            self._go(min(line, self.max_scroll_y))
            self._laid_size = self.size
        else:
            self._laid_size = self.size
            self.virtual_size = Size(0, 0)
            self._go(0)
        self.refresh()

    @property
    def _text_width(self) -> int:
        room = self.scrollable_content_region.width
        return max(min(self.measure, room - (4 if room >= ROOMY else 2)), 2)

    @property
    def _left(self) -> int:
        return max((self.scrollable_content_region.width - self._text_width) // 2, 0)

    def _make(self, lines: int) -> None:
        if self._laid is not None and not self._laid.is_complete and len(self._laid.lines) < lines:
            self._laid.ensure(lines)
            self._lines_made()

    def _lines_made(self) -> None:
        if self._laid is None:
            return
        height = len(self._laid.lines)
        if self.virtual_size.height != height:
            self.virtual_size = Size(0, height)
        if not self._laid.is_complete and self._timer is None:
            self._timer = self.set_timer(STEP_SECONDS, self._make_more)

    def _make_more(self) -> None:
        self._timer = None
        if self._laid is not None and not self._laid.is_complete:
            self._laid.ensure(len(self._laid.lines) + FIRST_LINES)
            self._lines_made()

    # Painting

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._article is None:
            return self._painter.message_strip(self._message, y, width, self.size.height)
        index = y + self.scroll_offset.y
        if self._laid is None or not 0 <= index < len(self._laid.lines):
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get(index)
        if strip is None:
            segments = self._laid.lines[index].segments
            strip = self._strips[index] = self._painter.strip(segments, self._left, width)
        return strip

    # The mouse

    def on_click(self, event: events.Click) -> None:
        number = self._link_at(event.x, event.y)
        if number is not None and 0 < number <= len(self.link_urls):
            event.stop()
            self.post_message(self.LinkClicked(self, self.link_urls[number - 1]))

    def _link_at(self, x: int, y: int) -> int | None:
        """The number of the link at a cell of the pane, None where there is none."""
        index = y + self.scroll_offset.y
        if self._laid is None or not 0 <= index < len(self._laid.lines):
            return None
        end = self._left
        for segment in self._laid.lines[index].segments:
            start, end = end, end + cell_width(segment.text)
            if start <= x < end:
                return segment.link
        return None
