"""Putting articles aside in plain mode: snooze, later, delete, tags and notes."""

from collections.abc import Callable, Sequence
from functools import partial

from newsreader.core.journal import Change
from newsreader.core.snooze import FORMS
from newsreader.library.views import SMART, SNOOZED, View
from newsreader.plain.selecting import PlainSelecting


class PlainAsides(PlainSelecting):
    """The commands of what is put aside; see PlainReader."""

    def _asides(self) -> dict[str, Callable[[str], None]]:
        return {
            "snooze": self._snooze,
            "later": self._later,
            "later_up": lambda rest: self._move_later(-1, rest),
            "later_down": lambda rest: self._move_later(1, rest),
            "delete": self._delete,
            "tag": self._tag,
            "note": self._note,
            **{f"go_{view.kind}": partial(self._go_to, view) for view in SMART},
        }

    def _go_to(self, view: View, rest: str) -> None:
        del rest
        self._session.open_view(view)
        self._list(0)

    def _put_aside(self, ids: Sequence[int], change: Change | None) -> None:
        self._follow_hidden(ids)
        self._changed(change)

    def _follow_hidden(self, ids: Sequence[int]) -> None:
        """Some of these entries may have gone out of all lists, or come back."""
        session = self._session
        session.headlines.follow_hidden(ids)
        session.cursor = min(session.cursor, max(len(session.headlines) - 1, 0))

    def _snooze(self, rest: str) -> None:
        states = self._session.library.states
        if self._session.view == SNOOZED:
            ids = self._numbered(rest)
            self._put_aside(ids, states.unsnooze(ids))
        elif not rest:
            self._say(f"Say until when: “snooze tomorrow”. It can be {FORMS}.")
        elif ids := self._numbered(""):
            self._put_aside(ids, states.snooze(ids, rest))

    def _later(self, rest: str) -> None:
        states, ids = self._session.library.states, self._numbered(rest)
        value = not all(state.later for state in states.among(ids).values())
        self._put_aside(ids, states.set_later(ids, value))

    def _move_later(self, step: int, rest: str) -> None:
        row = self._row(rest)
        if row is None or self._session.view.kind != "later":
            self._say("Articles are moved in the view Later: “go later”.")
            return
        change = self._session.library.states.move_later(row.id, step)
        self._session.reopen()
        self._changed(change)

    def _delete(self, rest: str) -> None:
        ids = self._numbered(rest)
        self._put_aside(ids, self._session.library.states.delete(ids))

    def _tag(self, rest: str) -> None:
        if not rest.strip("-# "):
            self._say("Say the tag: “tag chips”; “tag -chips” takes it away.")
        elif ids := self._numbered(""):
            value = not rest.startswith("-")
            self._changed(self._session.library.states.tag(ids, rest.removeprefix("-"), value))

    def _note(self, rest: str) -> None:
        if (row := self._row("")) is None:
            return
        note = self._session.library.states.of(row.id).note
        if not rest:
            self._say(f"{note or 'There is no note.'}\n“note” and a text writes one; “note -” takes it away.")
        else:
            self._changed(self._session.library.states.put_note(row.id, "" if rest == "-" else rest))
