"""Reading what was selected, one article after the other, past everything else."""

from newsreader.library.session import Step
from newsreader.tui.screens.main_hints import MainHints
from newsreader.tui.widgets.lines import Line, PaneTitle


class MainChosen(MainHints, inherit_bindings=False):
    """Reading on, where headlines are selected; each `action_` is a row of the command table.

    Reading on from the list turns the selection into a queue, so that a star is for the article at hand again.
    """

    def action_space(self) -> None:
        if self.pane != "headlines" or not self.selection:
            super().action_space()
            return
        ids = self.targets()
        self.selection.clear()
        self.session.chosen.begin(ids)
        self._selection_changed()
        self._opened = self._shown if self._shown is not None else -1
        self._go_to_unread(1)

    def _go_to_unread(self, step: Step) -> None:
        chosen = self.session.chosen
        if not chosen:
            super()._go_to_unread(step)
            return
        index_of = self.session.headlines.index_of
        entry_id = chosen.step(step, lambda one: index_of(one) is not None)
        index = index_of(entry_id) if entry_id is not None else None
        if index is not None:
            self.session.cursor = index
            self._arrived(self.session.view)
        elif step < 0:
            self.say("This is the first one chosen.", until_moved=True)
        else:
            count = len(chosen)
            chosen.end()
            self._show_progress()
            all_read = self._keymap.shown("mark_all_read")
            self.say(f"That was the last of {count:,} chosen; {all_read} marks what else is listed read.")
        self._show_foot()

    def action_back(self) -> None:
        if self.session.chosen and self.pane == "headlines" and not self.typing and not self.selection:
            self.selection.add(self.session.chosen.end())
            self._show_progress()
            self._selection_changed()
        else:
            super().action_back()

    def _show_progress(self) -> None:
        super()._show_progress()
        if self.session.chosen and self._shown is not None:
            title = self.query_one("#article-title", PaneTitle)
            title.right = " · ".join(filter(None, (self.session.chosen.progress, title.right)))

    def _show_foot(self) -> None:
        super()._show_foot()
        if self.session.chosen:
            foot = self.query_one("#headlines-foot", Line)
            foot.left = f"{foot.left} · {self.session.chosen.progress}"
