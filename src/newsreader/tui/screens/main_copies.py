"""The copies of an article: looked at below it, and parted from it where they are none."""

from newsreader.core.counting import counted
from newsreader.library.unfolding import part, turn_fold
from newsreader.tui.screens.main_bulk import MainBulk


class MainCopies(MainBulk, inherit_bindings=False):
    """The commands of copies; each `action_` is a row of the command table."""

    def action_unfold(self) -> None:
        with self._telling():
            came = turn_fold(self.session)
            if came:
                self._show_list()
                copies = counted(abs(came), "copy")
                parts = self._keymap.shown("part")
                self.say(f"{copies} below it; {parts} parts what is not the same" if came > 0 else f"{copies} folded")
            elif self.session.row is not None and self.facts.copies(self.session.row):
                self.say("Its copies have rows of their own here.")
            else:
                self.say("Nothing is folded here: no copy of this article is known.")

    def action_part(self) -> None:
        with self._telling():
            change = part(self.session)
            self._show_list()
            self.say_change(change.what if change is not None else "", "No copy of this article is known.")

    def _show_list(self) -> None:
        self.facts.forget_copies()  # of what came with a large refresh they are found out after its end
        super()._show_list()

    def _rows_changed(self, ids: list[int] | None) -> None:
        # What is done to an article is done to its copies, which may be rows here.
        super()._rows_changed(None if self.session.headlines.unfolded else ids)
