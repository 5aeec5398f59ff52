"""The article pane: an article or its source, what is found in it, its links, and what else its feed has."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from newsreader.core.entries import EntrySummary
from newsreader.core.text import clean_text
from newsreader.tui.article_text import character_at, link_at, link_spans, link_words
from newsreader.tui.widgets.article_paint import STYLE_NAMES, Overlay
from newsreader.tui.widgets.line_page import TOP
from newsreader.tui.widgets.searched_page import SearchedPage

if TYPE_CHECKING:
    from newsreader.core.article import Article
    from newsreader.tui.article_layout import LaidOut
    from newsreader.tui.article_layout_lines import Line, Place


class ArticleView(SearchedPage, inherit_bindings=False):
    """Shows one article, or a sentence where there is none. The screen has the keys; the mouse is handled here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in STYLE_NAMES}
    DEFAULT_CSS = """
    ArticleView {
        background: $background;
        color: $foreground;
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
        & .article--found { background: $warning 25%; text-style: underline; }
        & .article--current { text-style: reverse bold; }
    }
    """

    class LinkClicked(Message):
        """A link was clicked. `url` is absolute, http(s) or mailto."""

        def __init__(self, sender: "ArticleView", url: str) -> None:
            super().__init__()
            self.article_view = sender
            self.url = url

        @property
        def control(self) -> "ArticleView":
            return self.article_view

    class Shown(Message):
        """Another text is shown."""

    class Moved(Message):
        """Another part of the article is seen, or more of its length is known."""

    class EntryClicked(Message):
        """A headline of the same feed was clicked. `number` is the one before it, from 1."""

        def __init__(self, sender: "ArticleView", number: int) -> None:
            super().__init__()
            self.article_view = sender
            self.number = number

        @property
        def control(self) -> "ArticleView":
            return self.article_view

    def __init__(self, *, clock: Callable[[], int], id: str | None = None) -> None:
        """`clock` tells the Unix seconds that ages and dates in the future are told by."""
        super().__init__(id=id)
        self._clock = clock
        self._article: Article | None = None
        self._message = ""
        self._more: Sequence[EntrySummary] = ()
        self._source = False
        self._read: tuple[Place, float] = (TOP, 0.0)
        self._picked: int | None = None

    # What is shown

    def show(self, article: "Article | None", message: str = "", *, place: "Place | None" = None) -> None:
        """Show `article` from `place`, None its top; the same entry with a new text keeps its place and what is found.

        No article: `message` stands in the middle.
        """
        shown = self._article
        self.screen.clear_selection()
        if article is None or shown is None or article.entry.id != shown.entry.id:
            self._place = place or TOP
            self._source = False
            self._more = ()
            self._finding.end()
            self._picked = None
            self.forget_pictures()
        self._article = article
        self._message = clean_text(message)
        self.lay_out()
        self.post_message(self.Shown())

    @property
    def shown(self) -> "Article | None":
        """The article, None where a message stands in its place."""
        return self._article

    @property
    def progress(self) -> str:
        """`position` in words: "40 %"; "" where no article is shown."""
        return f"{round(self.position * 100)} %" if self._article is not None else ""

    @property
    def reading(self) -> "tuple[Place, float] | None":
        """Where the article is read, for `show` at another time, and how far; None where nothing is laid out."""
        if self._article is None or self._laid is None:
            return None
        if self._source:
            return self._read
        return self._place, self.position if self._laid.is_complete else min(self.position, 0.5)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def lines_made(self) -> None:
        super().lines_made()
        self.post_message(self.Moved())

    @property
    def showing_source(self) -> bool:
        return self._source

    def toggle_source(self) -> None:
        """Show the article's HTML as it came, or the article again where it was read."""
        self.screen.clear_selection()
        if self._source:
            self._source, self._place = False, self._read[0]
        elif (read := self.reading) is not None:
            self._source, self._read, self._place = True, read, TOP
        self.lay_out()

    def show_more(self, entries: Sequence[EntrySummary]) -> None:
        """Let headlines of the same feed follow the article, numbered from 1."""
        had, self._more = self._more, entries
        if had or self._source:
            self.lay_out()
        elif self._laid is not None:
            self._laid.add(self._more_lines())
            self._make(len(self._laid.lines) + len(entries))

    @property
    def more(self) -> Sequence[EntrySummary]:
        """The headlines that follow the article."""
        return self._more

    def laid_out(self, width: int) -> "LaidOut | None":
        self._text = None
        if self._article is None:
            return None
        # What lays out articles is imported with the first one: the first headlines do not wait for it.
        from newsreader.tui.article_layout import lay_out, lay_out_source

        if self._source:
            laid = lay_out_source(self._article, width)
        else:
            plan = self.picture_plan(self._article.document)
            laid = lay_out(self._article, width, now=self._clock(), pictures=plan)
            laid.add(self._more_lines())
        return laid

    def _more_lines(self) -> "Sequence[Line]":
        from newsreader.tui.article_layout import more_lines

        title = self._article.entry.feed_title if self._article is not None else ""
        return list(more_lines(title, self._more, self.text_width, now=self._clock()))

    def overlays(self, index: int, line: "Line") -> Sequence[Overlay]:
        found = [Overlay(mark.start, mark.end, "found") for mark in self._finding.marks(index)]
        current = [Overlay(mark.start, mark.end, "current") for mark in self._finding.hit if mark.line == index]
        picked = [Overlay(*span, "current") for span in link_spans(line, self._picked)] if self._picked else []
        return [*found, *current, *picked, *super().overlays(index, line)]

    # Links

    @property
    def link_urls(self) -> tuple[str, ...]:
        """The URLs of the article's links; link number n is at n - 1."""
        return self._article.document.links if self._article is not None else ()

    def link_words(self) -> dict[int, str]:
        """What the article calls its links, by number."""
        return link_words(self.complete()) if not self._source else {}

    def pick(self, number: int | None) -> None:
        """Mark link `number`, None: no link."""
        self._picked = number
        self.repaint()

    # The mouse

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event.y)
        if line is None or event.chain > 1 or self.text_selection is not None:
            return
        number = link_at(line, character_at(line, event.x - self.left))
        if number is not None and 0 < number <= len(self.link_urls):
            event.stop()
            self.post_message(self.LinkClicked(self, self.link_urls[number - 1]))
        elif line.entry:
            event.stop()
            self.post_message(self.EntryClicked(self, line.entry))

    def empty_line(self, y: int) -> Strip:
        return self.painter.message_strip(self._message, y, self.size.width, self.size.height)
