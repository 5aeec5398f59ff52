"""Going to a view by a sequence of keys."""

from newsreader.library.views import ALL, HISTORY, LATER, NEW, SNOOZED, STARRED, TODAY, WHOLE, View
from newsreader.tui.screens.main_moves import MainMoves


class MainViews(MainMoves, inherit_bindings=False):
    """The commands that go to a view; each `action_` is a row of the command table."""

    def action_go_all(self) -> None:
        self._go_to_view(ALL)

    def action_go_today(self) -> None:
        self._go_to_view(TODAY)

    def action_go_new(self) -> None:
        self._go_to_view(NEW)

    def action_go_starred(self) -> None:
        self._go_to_view(STARRED)

    def action_go_later(self) -> None:
        self._go_to_view(LATER)

    def action_go_snoozed(self) -> None:
        self._go_to_view(SNOOZED)

    def action_go_history(self) -> None:
        self._go_to_view(HISTORY)

    def _go_to_view(self, view: View) -> None:
        self._open_view(view)
        self.sidebar.show(self.session.outline, self.session.view)
        self._focus("headlines")

    def _unread_only_said(self) -> str:
        said = "only unread headlines" if self.session.unread_only else "all headlines, read ones too"
        view = self.session.view
        if view.kind == "all":
            return f"In other views: {said}; {view.title} has no others"
        if view.kind in WHOLE | {"search"}:
            return f"In other views: {said}; this one always has all"
        return said.capitalize()
