"""Going from headline to headline and from pane to pane, and reading on."""

from newsreader.core.entries import EntrySummary, Flag
from newsreader.core.journal import Change
from newsreader.library.session import Step
from newsreader.library.views import View
from newsreader.tui.screens.main_counts import MainCounts
from newsreader.tui.screens.main_footer import PANES


class MainMoves(MainCounts, inherit_bindings=False):
    """The commands of moving and reading; each `action_` is a row of the command table."""

    # Moving

    def _cursor_moved(self) -> None:
        if self._until_moved:
            self._message_over()
        super()._cursor_moved()

    def action_next(self) -> None:
        self._move(1)

    def action_previous(self) -> None:
        self._move(-1)

    def action_first(self) -> None:
        if self.pane == "article":
            self.article.go_to_top()
            self._show_progress()
        else:
            self._move(-len(self.session.headlines) - len(self.session.outline))

    def action_last(self) -> None:
        if self.pane == "article":
            self.article.go_to_end()
            self._show_progress()
        else:
            self._move(len(self.session.headlines) + len(self.session.outline))

    def action_page_down(self) -> None:
        if self.pane == "article":
            self.article.page_down()
            self._show_progress()
        else:
            self._move(self._page_rows)

    def action_page_up(self) -> None:
        if self.pane == "article":
            self.article.page_up()
            self._show_progress()
        else:
            self._move(-self._page_rows)

    @property
    def _page_rows(self) -> int:
        pane = self.sidebar if self.pane == "sidebar" else self.table
        return pane.page_rows

    def _move(self, rows: int) -> None:
        if self.pane == "sidebar":
            index = min(max(self.sidebar.cursor + rows, 0), max(self.sidebar.row_count() - 1, 0))
            self._open_row(index)
        elif self.pane == "article":
            self.article.scroll_lines(rows)
            self._show_progress()
        elif len(self.session.headlines):
            self.session.move(rows)
            self._cursor_moved()

    def _open_row(self, index: int) -> None:
        view = self.sidebar.view_at(index)
        if view is None:
            return
        self.sidebar.cursor = index
        if view.key != self.session.view.key:
            self._open_view(view)

    def _open_view(self, view: View) -> None:
        with self._telling():
            self.session.open_view(view)
            self._show_list()
            self._counts_changed()

    def action_next_unread(self) -> None:
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        self._go_to_unread(-1)

    def _go_to_unread(self, step: Step) -> None:
        """From the article: open the next unread one; from the list: only go there."""
        with self._telling():
            before = self.session.view
            if not self.session.go_to_unread(step):
                self._moved_on(before)
                if self.session.view.kind == "search":
                    back = self._keymap.shown("back")
                    self.say(f"Nothing unread is left in this search; {back} leaves it.", until_moved=True)
                else:
                    self._say_all_caught_up()
                return
            self._arrived(before)

    def action_next_any(self) -> None:
        self._go_on(1)

    def action_previous_any(self) -> None:
        self._go_on(-1)

    def _go_on(self, step: Step) -> None:
        """To the headline beside, read or not; from the article, to its article."""
        index, headlines = self.session.cursor + step, self.session.headlines
        if index >= len(headlines) and not headlines.counted:
            headlines.whole_list()
        if not 0 <= index < len(headlines):
            end = "This is the last headline here." if step > 0 else "This is the first headline here."
            self.say(end, until_moved=True)
            return
        self.session.cursor = index
        self._arrived(self.session.view)

    def action_next_feed(self) -> None:
        self._go_to_feed(1)

    def action_previous_feed(self) -> None:
        self._go_to_feed(-1)

    def _go_to_feed(self, step: Step) -> None:
        with self._telling():
            before = self.session.view
            if self.session.go_to_other_feed(step):
                self._arrived(before)
            else:
                self._moved_on(before)
                self.say("No other feed has anything unread.", until_moved=True)

    def action_random_unread(self) -> None:
        with self._telling():
            before = self.session.view
            if self.session.go_to_random_unread():
                self._arrived(before)
            else:
                self._moved_on(before)
                self._say_all_caught_up()

    def _arrived(self, before: View) -> None:
        """The cursor is at another headline, in another view than `before` perhaps, or in the same as of now."""
        self._moved_on(before)
        self._cursor_moved()
        if self.pane == "article" or self._opened is not None:
            self._open()

    def _moved_on(self, before: View) -> None:
        """Show where the session is: whoever looks for something unread may have opened lists anew, also in vain."""
        if self.session.view != before:
            self.sidebar.show(self.session.outline, self.session.view)
        if self._listed is not self.session.headlines:
            self._show_list()

    def _say_all_caught_up(self) -> None:
        with self._telling():
            read, starred = self._library.tally_of_today()
            self.say(f"All caught up. Read today: {read:,} · starred: {starred:,}", until_moved=True)

    def action_next_pane(self) -> None:
        self._turn_to_pane(1)

    def action_previous_pane(self) -> None:
        self._turn_to_pane(-1)

    def _turn_to_pane(self, step: Step) -> None:
        panes = [pane for pane in PANES if pane != "article" or self.session.row is not None]
        at = panes.index(self.pane) if self.pane in panes else 0
        self._focus(panes[(at + step) % len(panes)])
        if self.pane == "article":
            self._preview()

    def action_left(self) -> None:
        if self.pane == "article":
            self._focus("headlines")
        elif self.pane == "headlines":
            self._focus("sidebar")
        elif self.sidebar.fold(True):
            self._remember_folds()
        elif self.sidebar.go_to_folder():
            self._open_row(self.sidebar.cursor)

    def _remember_folds(self) -> None:
        with self._telling():
            self._library.remember("folded", "\n".join(sorted(self.sidebar.folded)))

    def action_right(self) -> None:
        if self.pane == "sidebar":
            if self.sidebar.fold(False):
                self._remember_folds()
            else:
                self._focus("headlines")
        elif self.pane == "headlines":
            self.action_open()

    # Reading

    def action_open(self) -> None:
        if self.pane == "sidebar":
            self._focus("headlines")
        elif self.session.row is not None:
            self._open()
            self._focus("article")

    def _open(self) -> None:
        """Show the article under the cursor and mark it read; move to it where it cannot be seen beside the list."""
        row = self.session.row
        if row is None:
            return
        if self._shown != row.id:
            self._show_article(row.id)
        self._opened = row.id
        self.opened(row)
        if not self._article_visible:
            self._focus("article")

    def opened(self, row: EntrySummary) -> None:
        """An article was opened: it is read."""
        if not row.read:
            self._set_flag(row, "read", True)

    def left_at_its_end(self, entry_id: int) -> None:
        """The article was read to its end, and the next one follows."""

    def action_space(self) -> None:
        row = self.session.row
        if self.pane == "sidebar":
            self._focus("headlines")
        elif row is None or (row.id == self._opened and not (self.article.position < 1 and self.article.page_down())):
            self._read_on()
        elif row.id != self._opened:
            self._open()
        self._show_progress()

    def _read_on(self) -> None:
        if self._opened is not None and self._opened == self._shown:
            self.left_at_its_end(self._opened)
        self._opened = self._shown if self._shown is not None else -1
        self._go_to_unread(1)

    def action_space_back(self) -> None:
        self.article.page_up()
        self._show_progress()

    # Status

    def _set_flag(self, row: EntrySummary, flag: Flag, value: bool) -> Change | None:
        with self._telling():
            change = self._library.set_flag(row, flag, value)
            self._rows_changed([row.id])
            return change
        return None

    def _rows_changed(self, ids: list[int] | None) -> None:
        if len(self.session.headlines) == 0:  # what is back shows at once where nothing can move
            self.session.reopen()
            self._show_list()
        self.session.headlines.reread(ids)
        if ids == [getattr(self.session.row, "id", None)]:
            self.table.refresh_line(self.session.cursor)
        else:
            self.table.refresh()
        self._counts_changed()
