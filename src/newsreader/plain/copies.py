"""The copies of an article in plain mode: said after it, and parted from it where they are none."""

from collections.abc import Callable

from newsreader.core.counting import counted
from newsreader.library.unfolding import part, turn_fold
from newsreader.plain.place import PlainPlace


class PlainCopies(PlainPlace):
    """The commands of copies; see PlainReader."""

    def _copying(self) -> dict[str, Callable[[str], None]]:
        return {"unfold": self._unfold, "part": self._part}

    def _unfold(self, rest: str) -> None:
        """Let the copies of the article at hand, or that of a number, stand below it; or fold them again."""
        if self._row(rest) is None:
            return
        session = self._session
        came = turn_fold(session)
        if not came:
            self._say("It has no copies that are folded.")
        elif came < 0:
            self._say(f"{counted(-came, 'row')} folded.")
            self._say_row()
        else:
            self._say(f"{counted(came, 'more headline')} of the same:")
            for index in range(session.cursor + 1, session.cursor + 1 + came):
                if (row := session.headlines.row(index)) is not None:
                    self._say(self._headline(index, row))
            self._say("“part” and a number says that one is not the same.")

    def _part(self, rest: str) -> None:
        if self._row(rest) is not None:
            self._changed(part(self._session))
