"""The article alone and back, and what Esc leaves: always what is nearest."""

from textual.widgets import Input

from newsreader.tui.screens.main_moves import MainMoves


class MainLeaving(MainMoves, inherit_bindings=False):
    """The commands of going back; each `action_` is a row of the command table."""

    refreshing = False
    """Whether a refresh is under way."""

    def action_back(self) -> None:
        query = self.query_one("#query", Input)
        if query.has_class("open"):
            query.remove_class("open")
            self._focus(self.pane)
        elif self._zoomed:
            self._zoomed = False
            self._lay_out()
        elif self.pane == "article":
            self._focus("headlines")
        elif self.session.view.kind == "search" and self.session.leave_search():
            self._show_list()
            self._counts_changed()
        elif self.refreshing:
            self.app.call_later(self.app.run_action, "app.stop_refresh")
        else:
            self._focus("sidebar")

    @property
    def stops_refresh_by(self) -> str:
        """The key that stops a refresh now, as nothing else is to be left; "" where there is none."""
        leaves = self._zoomed or self.typing or self.pane == "article" or self.session.view.kind == "search"
        chosen = self.session.chosen and self.pane == "headlines"
        return "" if leaves or chosen or self.session.selection else self._keymap.shown("back")

    def action_zoom(self) -> None:
        if self.session.row is None:
            self.say("There is no article to zoom.")
            return
        if self._shown is None:
            self._open()
        self._zoomed = not self._zoomed
        if self._zoomed:
            self._focus("article")
        self._lay_out()
