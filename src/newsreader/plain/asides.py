"""Putting articles aside in plain mode: snooze, later, delete, tags and notes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from newsreader.core.journal import Change
from newsreader.library.views import SMART, SNOOZED, View
from newsreader.plain.selecting import PlainSelecting
from newsreader.plain.typed import moment_typed

MOST_TAGS: Final = 20
UNTIL: Final = (
    "Say until when: “snooze tomorrow”. It can be tonight, tomorrow, a weekday, “3 hours”, “3 days”, “2 weeks”, "
    "or a date: “2026-12-01”, “2026-12-01 14:30”."
)


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
        self._used()
        self._session.follow_hidden(ids if change is None else change.ids)
        self._changed(change)

    def _snooze(self, rest: str) -> None:
        states = self._session.library.states
        if self._session.view == SNOOZED:
            if ids := self._chosen(rest, "Put back"):
                self._put_aside(ids, states.unsnooze(ids))
        elif not rest:
            self._say(UNTIL)
        elif ids := self._chosen("", "Snooze"):
            self._put_aside(ids, states.snooze(ids, moment_typed(rest)))

    def _later(self, rest: str) -> None:
        states = self._session.library.states
        if ids := self._chosen(rest, "Put on the list for later"):
            value = not states.all_later(ids)
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
        if ids := self._chosen(rest, "Delete"):
            self._put_aside(ids, self._session.library.states.delete(ids))

    def _tag(self, rest: str) -> None:
        if not rest.strip("-# "):
            known = self._session.library.states.tags()[:MOST_TAGS]
            others = f" Tags in use: {', '.join(known)}." if known else ""
            self._say(f"Say the tag: “tag chips”; with a hyphen before it, it is taken away.{others}")
        elif ids := self._chosen("", "Tag"):
            self._put_aside(ids, self._session.library.states.change_tags(ids, rest))

    def _note(self, rest: str) -> None:
        if (row := self._row("")) is None:
            return
        note = self._session.library.states.of(row.id).note
        if not rest:
            self._say(
                f"{note or 'There is no note.'}\n“note” and a text writes one; “note” and a hyphen takes it away."
            )
        else:
            self._changed(self._session.library.states.put_note(row.id, "" if rest == "-" else rest))
