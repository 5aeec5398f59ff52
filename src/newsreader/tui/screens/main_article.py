"""Reading an article: finding in it, how long its lines are, its source, copying, and what else its feed has."""

from typing import Final

from textual import on
from textual.timer import Timer
from textual.widgets import Input

from newsreader.core.entries import EntrySummary
from newsreader.core.text import clean_line
from newsreader.library.session import ReadingSession
from newsreader.tui.article_find import MOST_HITS
from newsreader.tui.commands import Keymap
from newsreader.tui.icons import Icons
from newsreader.tui.screens.main_footer import FIND_TEXT
from newsreader.tui.screens.main_full_text import MainFullText
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.lines import Footer, Line
from newsreader.tui.widgets.typed_line import TypedLine

MORE_SECONDS: Final = 0.1
"""How long after an article the other headlines of its feed are looked up: not while a key waits to be seen."""

NARROWEST: Final = 40
WIDEST: Final = 200
MEASURE_STEP: Final = 4
"""Columns."""


class MainArticle(MainFullText, inherit_bindings=False):
    """The commands of the article pane; each `action_` is a row of the command table."""

    def __init__(self, session: ReadingSession, keymap: Keymap, icons: Icons, *, measure: int = 80) -> None:
        super().__init__(session, keymap, icons, measure=measure)
        self._configured_measure = measure
        self._measure = self._recall_measure()
        self._last_query = ""
        self._more_timer: Timer | None = None

    # What is shown

    def _show_article(self, entry_id: int | None) -> None:
        self._close_find()
        super()._show_article(entry_id)
        if self._more_timer is not None:
            self._more_timer.stop()
        if self._shown is not None:
            self._more_timer = self.set_timer(MORE_SECONDS, self._show_more)

    @on(ArticleView.Moved)
    def _article_moved(self) -> None:
        self._show_progress()
        reading, shown = self.article.reading, self.article.shown
        if reading is not None and shown is not None:
            self.session.positions.put(shown.entry.id, *reading)

    def _show_footer(self) -> None:
        if self._message_timer is not None or self.pane != "article" or not self.query_one("#find").has_class("open"):
            super()._show_footer()
            return
        shown = self._keymap.shown
        back = shown("back")
        keys = f"{shown('next_unread')} next · {shown('next_any')} previous · {back} ends the find"
        self.query_one(Footer).left = f"Enter keeps the place · {back} goes back" if self.typing else keys

    def action_back(self) -> None:
        if self.pane != "article":
            super().action_back()
        elif self.selections:
            self.clear_selection()
        elif self.query_one("#find").has_class("open"):
            self.article.end_find(back=self.typing)
            self._close_find()
        elif self.article.showing_source:
            self.action_source()
        else:
            super().action_back()

    # Finding

    def begin_find(self) -> None:
        """Open the line in which the text to find in the article is typed."""
        if self.article.shown is None:
            self.say("There is no article to find anything in.")
            return
        self.article.begin_find()
        self.query_one("#find").add_class("open")
        text = self.query_one(f"#{FIND_TEXT}", Input)
        text.value = self._last_query
        self.set_focus(text)  # at once: what is typed next belongs to it

    @on(Input.Changed, f"#{FIND_TEXT}")
    def _find(self, event: Input.Changed) -> None:
        if self.query_one("#find").has_class("open"):
            self.article.find(event.value)
            self._show_hits()

    def line_entered(self, line: TypedLine) -> None:
        if line.id != FIND_TEXT:
            super().line_entered(line)
            return
        self._last_query = line.value.strip()
        if not self._last_query:
            self._close_find()
            return
        self.article.find(line.value, all_of_it=True)
        self._show_hits()
        if self.article.found[1]:
            self._focus("article")
        else:
            self.say(f"“{clean_line(self._last_query, 40)}” is not in this article.")

    @on(ArticleView.Found)
    def _more_found(self) -> None:
        self._show_hits()

    def _show_hits(self) -> None:
        number, count = self.article.found
        looked_for = bool(self.article.looked_for.strip())
        more = "+" if count == MOST_HITS else ""
        said = f"{number:,}/{count:,}{more}" if count else "none" if looked_for else ""
        self.query_one("#find-count", Line).right = said
        self._show_footer()

    def _close_find(self) -> None:
        bar = self.query_one("#find")
        if not bar.has_class("open"):
            return
        bar.remove_class("open")
        self.article.end_find()
        if self.typing:
            self._focus("article")
        self._show_hits()

    def action_next_unread(self) -> None:
        if self.pane == "article" and self.article.looked_for:
            self._go_to_hit(1)
        else:
            super().action_next_unread()

    def action_next_any(self) -> None:
        if self.pane == "article" and self.article.looked_for:
            self._go_to_hit(-1)
        else:
            super().action_next_any()

    def _go_to_hit(self, hits: int) -> None:
        self.article.next_hit(hits)
        self._show_hits()

    # The length of lines

    def action_narrower(self) -> None:
        self._change_measure(-MEASURE_STEP)

    def action_wider(self) -> None:
        self._change_measure(MEASURE_STEP)

    def _change_measure(self, columns: int) -> None:
        room = self.article.room if self._article_visible else WIDEST
        if columns > 0 and self.article.measure >= max(room, NARROWEST):
            self.say(f"Lines cannot be longer here: {room} columns.")
            return
        seen = min(self.article.measure, max(room, NARROWEST))
        self._measure = self.article.measure = min(max(seen + columns, NARROWEST), WIDEST)
        self.say(f"Lines of {self._measure} columns")
        with self._telling():
            self._library.remember("measure", f"{self._configured_measure}:{self._measure}")

    def _recall_measure(self) -> int:
        """What was chosen last, unless config.toml has been changed since."""
        with self._telling():
            configured, _, chosen = (self._library.recall("measure") or "").partition(":")
            if configured == str(self._configured_measure) and chosen.isdecimal():
                return min(max(int(chosen), NARROWEST), WIDEST)
        return self._configured_measure

    # The source

    def action_source(self) -> None:
        shown = self.article.shown
        if shown is None:
            self.say("There is no article whose source could be shown.")
            return
        self._close_find()
        self.article.toggle_source()
        self._show_title(shown)
        self._show_progress()

    # Copying

    def on_text_selected(self) -> None:
        """Copy what was selected with the mouse, as terminals do."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"Copied “{clean_line(text, 50)}”")

    # More of the same feed

    def _show_more(self) -> None:
        self._more_timer = None
        shown = self.article.shown
        if shown is not None:
            with self._telling():
                self.article.show_more(self._library.next_unread_of(shown.entry.feed_id, shown.entry.id))

    @on(ArticleView.EntryClicked)
    def _entry_clicked(self, event: ArticleView.EntryClicked) -> None:
        self._open_more(event.number)

    def action_number(self, key: str) -> None:
        if self.pane == "article":
            self._open_more(int(key))

    def _open_more(self, number: int) -> None:
        more = self.article.more
        if 0 < number <= len(more):
            self._go_to_entry(more[number - 1])

    def _go_to_entry(self, entry: EntrySummary) -> None:
        with self._telling():
            before = self.session.view
            if not self.session.go_to_entry(entry):
                self.say("That headline is not listed any more.")
                return
            if self.session.view is not before:
                self.sidebar.show(self.session.outline, self.session.view)
                self._show_list()
            self._cursor_moved()
            self._open()
            self._focus("article")
