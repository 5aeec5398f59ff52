"""Selecting headlines by their numbers: what is done next is done to them all."""

from collections.abc import Callable, Iterator

from newsreader.plain.place import PlainPlace
from newsreader.plain.words import counted


class PlainSelecting(PlainPlace):
    """The commands of the selection; see PlainReader."""

    def _selecting(self) -> dict[str, Callable[[str], None]]:
        return {
            "select": self._select,
            "select_all": lambda _: self._select_all(),
            "invert_selection": lambda _: self._invert(),
        }

    def _numbered(self, rest: str) -> list[int]:
        """The ids of the headlines whose numbers were typed; without any the selected ones, else the one at hand.

        A selection is let go when it has been used.
        """
        session = self._session
        if not rest and session.selection:
            ids = list(session.selection.among(session.headlines.ids))
            session.selection.clear()
            return ids
        rows = [self._row(number) for number in self._numbers(rest)]
        return [row.id for row in rows if row is not None]

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
            else:
                selection.add(row.id for row in rows)
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
        done = " The next “star”, “read”, “later”, “snooze”, “tag” or “delete” is for all of them." if count else ""
        self._say(f"{counted(count, 'headline')} selected.{done}")
