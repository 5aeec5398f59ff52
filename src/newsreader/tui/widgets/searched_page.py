"""Lines in which something can be found: a long text is searched piece by piece, never while a key waits."""

import time
from typing import Final

from textual.message import Message
from textual.timer import Timer

from newsreader.tui.article_find import ArticleText, Finding
from newsreader.tui.widgets.sixel_pictures import SixelPage

SEARCH_SECONDS: Final = 0.012
"""How long a text is made ready for finding in one go."""


class SearchedPage(SixelPage, inherit_bindings=False):
    """A page of pictures with what is found in it."""

    class Found(Message):
        """More of the text has been searched."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found_from = 0
        self._text: ArticleText | None = None
        self._find_timer: Timer | None = None
        self._finding = Finding()

    def lay_out(self) -> None:
        super().lay_out()
        if self.looked_for and self._laid is not None:
            self._text = ArticleText(self.complete())
            self._finding.look_again(self._text)

    def begin_find(self) -> None:
        """What `find` finds is looked for from the line at the top now."""
        self._found_from = self.scroll_offset.y
        self._prepare_on()

    def find(self, query: str, *, all_of_it: bool = False) -> None:
        """Mark where `query` stands, and go to the first such place from where `begin_find` was called.

        A long text is searched piece by piece between the keys, and Found is posted after each; `all_of_it`: at once.
        """
        text = self._prepared(all_of_it)
        if text is None:
            return
        self._finding.look(text, query, from_line=self._found_from)
        if not self._finding.hit:
            self._go(self._found_from)
        self._show_hit()
        self._prepare_soon()

    def _prepared(self, all_of_it: bool = False) -> ArticleText | None:
        """The text to search, a piece more of it ready; None where no article is laid out."""
        if self._text is None and self._laid is not None:
            self._text = ArticleText(self._laid.every())
        if self._text is not None and not self._text.is_ready:
            end = time.perf_counter() + SEARCH_SECONDS
            self._text.prepare(None if all_of_it else lambda: time.perf_counter() > end)
            self.lines_made()
        return self._text

    def _prepare_soon(self) -> None:
        if self._text is not None and not self._text.is_ready and self._find_timer is None:
            self._find_timer = self.set_timer(SEARCH_SECONDS, self._prepare_on)

    def _prepare_on(self) -> None:
        """Make more of the text ready, and find in it what is looked for."""
        self._find_timer = None
        text = self._prepared()
        if text is None:
            return
        if self.looked_for:
            had_hit = bool(self._finding.hit)
            self._finding.look_on(text)
            if self._finding.hit and not had_hit:
                self._show_hit()
            self.repaint()
            self.post_message(self.Found())
        self._prepare_soon()

    def end_find(self, *, back: bool = False) -> None:
        """Take the marks away; `back`: go back to where `begin_find` was called."""
        if back:
            self._go(self._found_from)
        self._finding.end()
        self.repaint()

    def next_hit(self, hits: int) -> None:
        """Go `hits` on, back where negative, and round over the ends."""
        if self.looked_for and (text := self._prepared(all_of_it=True)) is not None:
            self._finding.look_on(text)
        self._finding.step(hits)
        self._show_hit()

    @property
    def looked_for(self) -> str:
        """What is being looked for, "" where nothing is."""
        return self._finding.query

    @property
    def found(self) -> tuple[int, int]:
        """The number of the hit at hand and how many there are; (0, 0) where nothing is found."""
        return self._finding.count

    def _show_hit(self) -> None:
        if self._finding.hit:
            self.show_line(self._finding.hit[0].line)
        self.repaint()
