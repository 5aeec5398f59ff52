"""Triage of one entry or of many: what is selected, what is above or below, everything listed; and taking it back."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from textual.suggester import SuggestFromList
from textual.widgets import Static

from newsreader.core.entries import EntrySummary, Flag
from newsreader.core.journal import FEEDS_CHANGED, Change
from newsreader.library.folding import is_one_article
from newsreader.library.library import Library
from newsreader.library.selection import Selection
from newsreader.tui.screens.main_beside import MainBeside
from newsreader.tui.screens.main_footer import NO_ARTICLE
from newsreader.tui.widgets.typed_line import TypedLine

MANY: Final = 1_000
"""From so many entries on a change is asked for twice; below that, undo is the confirmation."""

VERY_MANY: Final = 300
"""From so many on it may take longer than a key may, in a store of a million entries."""

UNCOUNTED: Final = 20_000
"""Of so many it is not counted how many would really change before it is asked: that takes longer than a key may."""

CONFIRM_SECONDS: Final = 6.0
"""How long a second press of the key counts as the answer to the question."""

_SAID: Final[dict[tuple[Flag, bool], str]] = {
    ("starred", True): "Starred: it is kept for good",
    ("starred", False): "Star taken away",
}


class MainBulk(MainBeside, inherit_bindings=False):
    """The commands of triage; each `action_` is a row of the command table."""

    triaging = False
    """Whether a triage session is on the screen."""

    _asked_for: tuple[str, int, float] = ("", 0, 0.0)
    _answered: Callable[[str], None] = staticmethod(lambda _: None)
    _blank_answers = False

    # Selecting

    @property
    def selection(self) -> Selection:
        return self.session.selection

    def targets(self) -> Sequence[int]:
        """The ids that a command is for: what is selected, else the entry under the cursor."""
        if self.selection:
            return self.selection.among(self.session.headlines.ids)
        row = self.session.row
        return [row.id] if row is not None else []

    def action_select(self) -> None:
        if (row := self.session.row) is not None:
            self.selection.toggle(row.id)
            self._selection_changed()
            self._move(1)

    def action_select_range(self) -> None:
        row, anchor = self.session.row, self.selection.anchor
        start = self.session.headlines.index_of(anchor) if anchor is not None else None
        if row is None or start is None:
            self.say(f"Select the first entry with {self._keymap.shown('select')}; then this selects all up to here.")
            return
        low, high = sorted((start, self.session.cursor))
        self.selection.add(self.session.headlines.ids[low : high + 1])
        self.selection.anchor = row.id
        self._selection_changed()

    def action_select_all(self) -> None:
        self.selection.clear()
        self.selection.invert()
        self._selection_changed()

    def action_invert_selection(self) -> None:
        self.selection.invert()
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.table.refresh()
        self._show_foot()

    def action_back(self) -> None:
        if self.query_one("#question").has_class("open"):
            self._close_question()
        elif self.selection and not self.typing and self.pane != "article":
            self.selection.clear()
            self._selection_changed()
        else:
            super().action_back()

    # Flags

    def action_toggle_read(self) -> None:
        self._toggle("read")

    def action_star(self) -> None:
        self._toggle("starred")

    def _toggle(self, flag: Flag) -> None:
        """Of many, all get the flag if one of them lacks it."""
        row = self.session.row
        if not self.selection:
            if row is None:
                self.say(NO_ARTICLE, until_moved=True)
                return
            value = not getattr(row, flag)
            if self._set_flag(row, flag, value) is not None and (flag, value) in _SAID:
                self.say(_SAID[flag, value])
            return
        ids = self.targets()
        with self._telling():
            value = self._library.any_with(ids, flag, False)
            self._change_many(ids, flag, value, "toggle_read" if flag == "read" else "star", "among the selected")

    def action_mark_all_read(self) -> None:
        ids = self.targets() if self.selection else self.session.headlines.ids
        self._mark_read(ids, f"in {self.session.view.title}", "mark_all_read", "Everything listed is read already.")

    def action_mark_above_read(self) -> None:
        ids = self.session.headlines.ids[: self.session.cursor]
        self._mark_read(ids, "above", "mark_above_read", "Everything above is read already.")

    def action_mark_below_read(self) -> None:
        ids = self.session.headlines.ids[self.session.cursor + 1 :]
        self._mark_read(ids, "below", "mark_below_read", "Everything below is read already.")

    def action_mark_older_read(self) -> None:
        self.ask("Older than (7d, yesterday, 2026-11-01): ", self._mark_older)

    def _mark_older(self, text: str) -> None:
        with self._telling():
            at = self._library.moment(text)
            ids = self.session.headlines.older_than(at)
            older = f"older than {text}"
            self._mark_read(ids, older, "mark_older_read", f"Everything {older} is read already.")

    def _mark_read(self, ids: Sequence[int], where: str, command: str, nothing: str) -> None:
        if not ids:
            self.say(f"There is no headline {where}.")
            return
        with self._telling():
            self._change_many(ids, "read", True, command, where, nothing)

    def _change_many(
        self, ids: Sequence[int], flag: Flag, value: bool, command: str, where: str, nothing: str = ""
    ) -> None:
        """`command` is what is pressed again to say yes; `nothing` is said where all of them are so already."""
        very_many = len(ids) >= VERY_MANY

        def tell(change: Change | None) -> None:
            self.selection.clear()
            self._rows_changed(None)
            self.say_change(change.what if change is not None else "", nothing)

        def change() -> None:
            self._beside(lambda library: library.set_flags(ids, flag, value, where), tell, many=very_many)

        def ask(changing: int) -> None:
            if changing < MANY:
                change()
                return
            verb = ("" if value else "un") + ("read" if flag == "read" else "starred")
            self.say(f"Mark {changing:,} {verb} {where}? {self._keymap.shown(command)} again does it.")

        if len(ids) < MANY or self._confirmed(command, len(ids)):
            change()
        elif len(ids) >= UNCOUNTED:
            ask(len(ids))
        else:
            self._beside(lambda library: library.count_with(ids, flag, not value), ask, many=very_many)

    def _set_flag(self, row: EntrySummary, flag: Flag, value: bool) -> Change | None:
        """Set it now, or after the changes that are being made; None then."""
        if not self.changing:
            return super()._set_flag(row, flag, value)

        def tell(change: Change | None) -> None:
            self._rows_changed([row.id])
            if change is not None and (flag, value) in _SAID:
                self.say(_SAID[flag, value])

        self._beside(lambda library: library.set_flag(row, flag, value), tell, many=False)
        return None

    def _confirmed(self, command: str, count: int) -> bool:
        """Whether the same was asked for a moment ago; if not, this is the question."""
        before, of, at = self._asked_for
        now = time.monotonic()
        self._asked_for = (command, count, now)
        return before == command and of == count and now - at < CONFIRM_SECONDS

    # Taking back

    def action_undo(self) -> None:
        self._travel(Library.undo, "Undid", "There is nothing to undo.")

    def action_redo(self) -> None:
        self._travel(Library.redo, "Redid", "There is nothing to redo.")

    def _travel(self, change_state: Callable[[Library], Change | None], verb: str, nothing: str) -> None:
        def tell(change: Change | None) -> None:
            if change is None:
                self.say(nothing)
                return
            self._opened = None  # an article whose opening was undone stays unread until it is opened again
            if change.kind not in ("flag", FEEDS_CHANGED):
                self._follow_hidden(change.ids)
            self._rows_changed(None)
            one = is_one_article(self._library.store, change.ids)
            index = self.session.headlines.index_of(change.ids[0]) if one else None
            if index is not None:
                self.session.cursor = index
                self._cursor_moved()
            self.say(f"{verb}: {change.told}")
            if change.kind == FEEDS_CHANGED:
                self.post_message(self.ListChanged(None))

        with self._telling():
            self._beside(change_state, tell, many=self._library.largest_change() >= VERY_MANY)

    def _follow_hidden(self, ids: Sequence[int]) -> None:
        """Some of these entries may have gone out of all lists, or come back."""
        self.session.follow_hidden(ids)
        self._show_list()

    def action_journal(self) -> None:
        with self._telling():
            changes = self._library.changes()
            from newsreader.tui.screens.journal import JournalScreen

            self.app.push_screen(JournalScreen(changes, now=self._library.now()), self._revert)

    def _revert(self, change_id: int | None) -> None:
        if change_id is not None:
            nothing = "That change has no effect any more: it is undone, or everything was changed since."
            self._travel(lambda library: library.revert(change_id), "Undid", nothing)

    # Asking

    def ask(
        self,
        question: str,
        answered: Callable[[str], None],
        *,
        value: str = "",
        known: Sequence[str] = (),
        blank: bool = False,
    ) -> None:
        """Ask for a line of text; `answered` gets it, unless Esc is the answer, or an empty line that is not `blank`.

        `value` is there at first; `known` are texts that complete what is typed.
        """
        self._answered = answered
        self._blank_answers = blank
        self.query_one("#question").add_class("open")
        self.query_one("#question-label", Static).update(question)
        line = self.query_one("#answer", TypedLine)
        line.suggester = SuggestFromList(known, case_sensitive=False) if known else None
        line.value = value
        self.set_focus(line)

    def line_entered(self, line: TypedLine) -> None:
        if line.id != "answer":
            super().line_entered(line)
            return
        self._close_question()
        text = line.value.strip()
        if text or self._blank_answers:
            self._answered(text)

    def _close_question(self) -> None:
        self.query_one("#question").remove_class("open")
        self._focus(self.pane)
