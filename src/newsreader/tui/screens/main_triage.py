"""Beginning a triage session, and taking one up again."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.tui.screens.main_look import MainLook

if TYPE_CHECKING:
    from newsreader.core.article import Article
    from newsreader.library.triage import TriageSession, Verdict
    from newsreader.tui.screens.triage import Act


class MainTriage(MainLook, inherit_bindings=False):
    """The command of the triage session, a row of the command table."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)

    def action_triage(self) -> None:
        from newsreader.library.triage import Triage, resume
        from newsreader.tui.screens.triage import TriageScreen

        with self._telling():
            session = None if self.selection else resume(self._library)
            if session is None:
                session = self._new_session()
            if session.left == 0:
                self.say("Nothing unread is listed here: there is nothing to judge.")
                return
            triage = Triage(self._library, session, monotonic=self.monotonic)
            triage.keep()
            screen = TriageScreen(
                triage,
                self.verdicts(),
                article=self._opened_for_judging,
                clock=self._library.now,
                keymap=self._keymap,
                measure=self._measure,
            )
            self.triaging = True
            self.app.push_screen(screen, self._triaged)
            self.keep_place()

    def _opened_for_judging(self, entry_id: int) -> "Article | None":
        """The article, which is in the history from now on."""
        if self.session.opened[-1:] != [entry_id]:
            self.session.opened.append(entry_id)
        return self._article(entry_id)

    def _new_session(self) -> "TriageSession":
        from newsreader.library.triage import begin

        headlines = self.session.headlines
        if self.selection:
            return begin(self._library, "selected", self.selection.among(headlines.ids))
        unread = headlines.unread_indexes()
        return begin(self._library, self.session.view.title, [headlines.ids[index] for index in unread], unread=True)

    def verdicts(self) -> "dict[Verdict, Act]":
        """What brings each verdict about."""
        return {"read": self._judged_read, "star": self._judged_star, "skip": lambda _: ()}

    def _judged_read(self, entry: EntrySummary) -> Sequence[Change | None]:
        return [self._library.set_flag(entry, "read", True)]

    def _judged_star(self, entry: EntrySummary) -> Sequence[Change | None]:
        return [self._library.set_flag(entry, "read", True), self._library.set_flag(entry, "starred", True)]

    def _triaged(self, all_read: bool | None) -> None:
        from newsreader.library.triage import resume

        self.triaging = False
        self.selection.clear()
        self._opened = None
        self._rows_changed(None)
        left = resume(self._library)
        if left is not None:
            key = self._keymap.shown("triage")
            self.say(f"{left.left:,} of “{left.title}” are left for another time; {key} goes on with them.")
        if all_read:
            self.action_mark_all_read()
