"""Putting articles aside: snooze, the list for later, delete; tags and notes; the history of what was opened."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from newsreader.core.counting import counted
from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.library.library import Library
from newsreader.library.views import SNOOZED
from newsreader.tui.screens.main_bulk import MANY, VERY_MANY
from newsreader.tui.screens.main_footer import NO_ARTICLE
from newsreader.tui.screens.main_triage import MainTriage

if TYPE_CHECKING:
    from newsreader.library.triage import Verdict
    from newsreader.tui.screens.triage import Act

WAKE_SECONDS: Final = 60.0
"""How often what is due is looked for."""


class MainStates(MainTriage, inherit_bindings=False):
    """The commands of what is put aside; each `action_` is a row of the command table."""

    def on_mount(self) -> None:
        self._snoozed_in_triage: list[int] = []
        self.set_interval(WAKE_SECONDS, self._wake)

    # What is due

    def news_arrived(self) -> None:
        self._wake()
        super().news_arrived()

    def _wake(self) -> None:
        with self._telling():
            back = self._library.states.wake_due()
            if not back:
                return
            self._follow_hidden(back)
            self._rows_changed(None)
            articles = "1 snoozed article is" if len(back) == 1 else f"{len(back):,} snoozed articles are"
            self.say(f"{articles} back; {self._keymap.shown('show_new')} puts what is new on top.")

    # Putting aside

    def action_snooze(self) -> None:
        ids = self._wanted_ids()
        if not ids:
            return
        if self.session.view == SNOOZED:
            self._put_aside("snooze", "Put back", ids, lambda library: library.states.unsnooze(ids))
            return
        from newsreader.tui.screens.snooze import SnoozeScreen

        def snooze(until: int | None) -> None:
            if until is not None:
                self._put_aside("snooze", "Snooze", ids, lambda library: library.states.snooze(ids, until))

        what = "this article" if len(ids) == 1 else f"{len(ids):,} articles"
        self.app.push_screen(SnoozeScreen(what, self._library.now()), snooze)

    def action_later(self) -> None:
        ids = self._wanted_ids()
        with self._telling():
            value = not self._library.states.all_later(ids)
            self._put_aside("later", "Change", ids, lambda library: library.states.set_later(ids, value))

    def action_delete(self) -> None:
        ids = self._wanted_ids()
        self._put_aside("delete", "Delete", ids, lambda library: library.states.delete(ids))

    def _wanted_ids(self) -> Sequence[int]:
        ids = self.targets()
        if not ids:
            self.say(NO_ARTICLE, until_moved=True)
        return ids

    def _put_aside(
        self, command: str, verb: str, ids: Sequence[int], change: Callable[[Library], Change | None]
    ) -> None:
        """Make a change that may take entries out of the list; `command` is pressed again to say yes to many."""
        if not ids:
            return
        if len(ids) >= MANY and not self._confirmed(command, len(ids)):
            self.say(f"{verb} {counted(len(ids), 'article')}? {self._keymap.shown(command)} again does it.")
            return

        def tell(made: Change | None) -> None:
            self.selection.clear()
            self._follow_hidden(ids if made is None else made.ids)
            self._rows_changed(None)
            self._show_anew(ids)
            self.say_change(made.what if made is not None else "", "Nothing changed.")

        with self._telling():
            self._beside(change, tell, many=len(ids) >= VERY_MANY)

    # The list for later

    def action_later_up(self) -> None:
        self._move_later(-1)

    def action_later_down(self) -> None:
        self._move_later(1)

    def _move_later(self, step: int) -> None:
        row = self.session.row
        if row is None or self.session.view.kind != "later":
            self.say("Articles are moved in the view Later.")
            return
        with self._telling():
            if self._library.states.move_later(row.id, step) is not None:
                self.session.reopen()
                self._show_list()

    # Tags and notes

    def action_tag(self) -> None:
        ids = self._wanted_ids()
        if not ids:
            return
        with self._telling():
            own = self._library.states.tags_among(ids)
            has = f" (has {', '.join(own)}; -{own[0]} takes one away)" if own else ""
            known = [*self._library.states.tags(), *(f"-{tag}" for tag in own)]
            self.ask(f"Tag{has}: ", lambda text: self._tag(ids, text), known=known)

    def _tag(self, ids: Sequence[int], text: str) -> None:
        self._put_aside("tag", "Tag", ids, lambda library: library.states.change_tags(ids, text))

    def action_note(self) -> None:
        from newsreader.library.drafts import recall_draft

        if (row := self.session.row) is None:
            self.say(NO_ARTICLE, until_moved=True)
            return
        with self._telling():
            draft = recall_draft(self._library)  # there is one where a note could not be stored
            self._write_note(row, draft.text if draft is not None and draft.entry_id == row.id else None)

    def _write_note(self, row: EntrySummary, draft: str | None) -> None:
        from newsreader.library.drafts import Draft, keep_draft
        from newsreader.tui.screens.note import NoteScreen

        def keep_text(text: str) -> None:
            with self._telling():
                keep_draft(self._library, Draft(row.id, text))

        def keep(note: str | None) -> None:
            if note is None:
                with self._telling():
                    keep_draft(self._library, None)
                return
            keep_text(note)  # until it is stored

            def put(library: Library) -> Change | None:
                change = library.states.put_note(row.id, note)
                keep_draft(library, None)
                return change

            self._put_aside("note", "Note", [row.id], put)

        with self._telling():
            note = self._library.states.of(row.id).note
            self.app.push_screen(NoteScreen(row.title, note, draft=draft, keep_draft=keep_text), keep)

    def go_on(self) -> None:
        """Take up what the reader was in the midst of when it was ended: a triage session, or a note."""
        from newsreader.library.drafts import recall_draft
        from newsreader.library.triage import resume

        with self._telling():
            draft = recall_draft(self._library)
            row = self._library.summary(draft.entry_id) if draft is not None else None
            if draft is not None and row is not None:
                self._write_note(row, draft.text)
            elif self.session.seen.triage and not self.triaging and resume(self._library) is not None:
                self.action_triage()

    def _show_anew(self, ids: Sequence[int]) -> None:
        """Show the article at hand with the tags and the note that it has now; the place in it stays."""
        if self._shown is not None and self._shown in ids:
            article = self._article(self._shown)
            if article is not None:
                self._show_changed(article)

    # History

    def _open(self) -> None:
        super()._open()
        row = self.session.row
        if row is not None and self.session.opened[-1:] != [row.id]:
            self.session.opened.append(row.id)

    # Triage

    def verdicts(self) -> "dict[Verdict, Act]":
        verdicts = super().verdicts()
        skip = verdicts.pop("skip")
        return {**verdicts, "later": self._judged_later, "snooze": self._judged_snooze, "skip": skip}

    def _judged_later(self, entry: EntrySummary) -> Sequence[Change | None]:
        return [self._library.set_flag(entry, "read", True), self._library.states.set_later([entry.id], True)]

    def _judged_snooze(self, entry: EntrySummary) -> Sequence[Change | None]:
        change = self._library.states.snooze([entry.id], "tomorrow")
        self._snoozed_in_triage.extend(change.ids if change is not None else ())
        return [change]

    def _triaged(self, all_read: bool | None) -> None:
        self._follow_hidden(self._snoozed_in_triage)
        self._snoozed_in_triage.clear()
        super()._triaged(all_read)
