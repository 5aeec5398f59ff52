"""Selecting headlines by their numbers: what is done next is done to them all."""

from collections.abc import Callable, Iterator, Sequence

from newsreader.core.counting import counted
from newsreader.plain.place import PlainPlace


class PlainSelecting(PlainPlace):
    """The commands of the selection; see PlainReader."""

    def _selecting(self) -> dict[str, Callable[[str], None]]:
        return {
            "select": self._select,
            "select_range": self._select_range,
            "select_all": lambda _: self._select_all(),
            "invert_selection": lambda _: self._invert(),
        }

    _from_selection = False

    def _chosen(self, rest: str, verb: str) -> Sequence[int]:
        """The ids of the headlines whose numbers were typed; without any the selected ones, else the one at hand.

        None of them (an empty sequence) after saying why: there is no such headline, or they are so many that it is to
        be asked for twice.
        """
        session = self._session
        self._from_selection = not rest and bool(session.selection)
        ids: Sequence[int]
        if self._from_selection:
            ids = session.selection.among(session.headlines.ids)
        else:
            rows = [self._row(number) for number in self._numbers(rest)]
            ids = [row.id for row in rows if row is not None] if None not in rows else ()
        return ids if self._sure(len(ids), f"{verb} {counted(len(ids), 'article')}?") else ()

    def _used(self) -> None:
        """Let the selection go, where it was what a change was for."""
        if self._from_selection:
            self._session.selection.clear()

    def _numbers(self, rest: str) -> Iterator[str]:
        """ "3 5-7" as "3", "5", "6", "7"; "" alone where nothing was typed."""
        most = len(self._session.headlines)
        for word in rest.replace(",", " ").split() or [""]:
            first, dash, last = word.partition("-")
            if dash and first.isdecimal() and last.isdecimal() and len(word) < 20:
                yield from map(str, range(int(first), min(int(last), most) + 1))
            else:
                yield word

    def _select(self, rest: str) -> None:
        selection = self._session.selection
        if rest in ("none", "nothing"):
            selection.clear()
        elif rest == "all":
            self._select_all()
            return
        else:
            numbers = list(self._numbers(rest))
            rows = [row for number in numbers if (row := self._row(number)) is not None]
            if len(numbers) == 1 and rows:
                selection.toggle(rows[0].id)
            elif rows:
                selection.add(row.id for row in rows)
                selection.anchor = rows[-1].id
        self._say_selected()

    def _select_range(self, rest: str) -> None:
        """From the last one selected to the one at hand, or to that of a number."""
        session = self._session
        start = session.headlines.index_of(session.selection.anchor) if session.selection.anchor is not None else None
        if start is None:
            self._say("Select the first headline, “select 3”; then “select range 9” selects all up to that one.")
        elif (row := self._row(rest)) is not None:
            low, high = sorted((start, session.cursor))
            session.selection.add(session.headlines.ids[low : high + 1])
            session.selection.anchor = row.id
            self._say_selected()

    def _select_all(self) -> None:
        self._session.selection.clear()
        self._invert()

    def _invert(self) -> None:
        self._session.selection.invert()
        self._say_selected()

    def _say_selected(self) -> None:
        session = self._session
        count = len(session.selection.among(session.headlines.ids))
        verbs = "“star”, “read”, “later”, “snooze”, “tag” or “delete”"
        done = f" The next {verbs} is for all of them; “read on” reads them one after the other." if count else ""
        self._say(f"{counted(count, 'headline')} selected.{done}")
