"""Read, unread and starred in plain mode: one headline, those of numbers, the selected, or a whole part of the list."""

from collections.abc import Callable, Sequence

from newsreader.core.entries import Flag
from newsreader.library.groups import group_at, range_of
from newsreader.plain.selecting import PlainSelecting
from newsreader.plain.typed import moment_typed


class PlainMarking(PlainSelecting):
    """The commands of marking; see PlainReader."""

    def _marking(self) -> dict[str, Callable[[str], None]]:
        return {
            "toggle_read": lambda rest: self._set("read", None, rest),
            "read": lambda rest: self._set("read", True, rest),
            "unread": lambda rest: self._set("read", False, rest),
            "star": lambda rest: self._set("starred", None, rest),
            "unstar": lambda rest: self._set("starred", False, rest),
            "mark_all_read": lambda _: self._mark_all(),
            "mark_above_read": lambda _: self._mark(self._listed[: self._session.cursor]),
            "mark_below_read": lambda _: self._mark(self._listed[self._session.cursor + 1 :]),
            "mark_older_read": self._mark_older,
            "mark_group_read": lambda _: self._mark_group(),
        }

    @property
    def _listed(self) -> Sequence[int]:
        return self._session.headlines.ids

    def _set(self, flag: Flag, value: bool | None, rest: str) -> None:
        """Set a flag; None turns it round: of many, all get it if one of them lacks it."""
        library, ids = self._session.library, self._chosen(rest, "Mark")
        if not ids:
            return
        if value is None:
            value = library.count_with(ids, flag, False) > 0
        row = library.summary(ids[0]) if len(ids) == 1 else None
        change = library.set_flag(row, flag, value) if row is not None else library.set_flags(ids, flag, value)
        self._used()
        self._changed(change)

    def _mark_all(self) -> None:
        """Everything listed, or what of it is selected."""
        selection = self._session.selection
        ids = selection.among(self._session.headlines.ids) if selection else self._listed
        self._mark(ids, selected=bool(selection))

    def _mark_older(self, rest: str) -> None:
        if not rest:
            self._say("Say from when on: “mark older read 7 days”, “mark older read yesterday”.")
        else:
            self._mark(self._session.headlines.older_than(self._session.library.moment(moment_typed(rest))))

    def _mark_group(self) -> None:
        groups = self._session.groups
        number = group_at(groups, self._session.cursor)
        if number is None:
            self._say("There are no headings here; “headings” shows them.")
            return
        listed = self._listed
        entries = range_of(self._session.groups, number, len(listed))
        self._mark(listed[entries.start : entries.stop])

    def _mark(self, ids: Sequence[int], *, selected: bool = False) -> None:
        self._from_selection = selected
        library = self._session.library
        count = library.count_with(ids, "read", False)
        if self._sure(count, f"{count:,} will be marked read."):
            self._used()
            self._changed(library.set_flags(ids, "read", True, f"in {self._session.view.title}"))
