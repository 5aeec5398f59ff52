"""What the commands do on the main screen."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from newsreader.library.indexing import waiting
from newsreader.library.views import View
from newsreader.tui.commands import bindings
from newsreader.tui.screens.main_chosen import MainChosen
from newsreader.tui.screens.main_copies import MainCopies
from newsreader.tui.screens.main_feeds import MainFeeds
from newsreader.tui.screens.main_health import MainHealth
from newsreader.tui.screens.main_place import MainPlace
from newsreader.tui.screens.main_states import MainStates
from newsreader.tui.screens.main_views import MainViews
from newsreader.tui.widgets.headline_table import HeadlineTable
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.sidebar import Sidebar
from newsreader.tui.widgets.typed_line import TypedLine


class MainScreen(
    MainPlace, MainChosen, MainCopies, MainStates, MainFeeds, MainHealth, MainViews, inherit_bindings=False
):
    """The main screen with its commands; each `action_` is a row of the command table."""

    BINDINGS: ClassVar[list[BindingType]] = bindings()

    # Views

    def action_unread_only(self) -> None:
        with self._telling():
            self.session.toggle_unread_only()
            self._show_list()
            self.say(self._unread_only_said())
            self.keep_place()

    def action_show_new(self) -> None:
        with self._telling():
            self.session.reopen()
            self._show_list()
            self._counts_changed()

    def action_search(self) -> None:
        if self.pane == "article":
            self.begin_find()
            return
        query = self.query_one("#query", Input)
        query.add_class("open")
        query.value = self.session.view.name if self.session.view.kind == "search" else ""
        self.set_focus(query)  # at once: what is typed next belongs to the query

    def line_entered(self, line: TypedLine) -> None:
        if line.id != "query":
            super().line_entered(line)
            return
        text = line.value.strip()
        with self._telling():
            if text:
                self.session.open_view(View("search", text, text))
            else:
                self.session.leave_search()
            line.remove_class("open")
            self._focus("headlines")
            self._show_list()
            self._counts_changed()
            if text and (left := waiting(self._library.store)):
                self.say(f"{left:,} new entries are not indexed yet; search again in a moment to find them too.")

    # The mouse

    @on(LineList.Chosen, "#sidebar")
    def _row_chosen(self, event: Sidebar.Chosen) -> None:
        view = self.sidebar.view_at(event.index)
        if event.index == self.sidebar.cursor and view is not None and view.kind == "folder":
            self.sidebar.fold(view.key not in self.sidebar.folded)
            self._remember_folds()
        self._open_row(event.index)

    @on(LineList.Chosen, "#headlines")
    def _headline_chosen(self, event: HeadlineTable.Chosen) -> None:
        self.session.cursor = event.index
        self._cursor_moved()
        self._open()
