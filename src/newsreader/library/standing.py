"""Where the cursor is, told by entries: so that it finds its own, or what stood next to it, in a list that changed."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsreader.library.headlines import HeadlineList

NEAR: Final = 200
"""So many entries below the cursor, and as many above, are looked for where its own has gone."""


class Standing(NamedTuple):
    """`entry_id`: the entry under the cursor; None: the list was empty. `near`: those below it, then those above."""

    cursor: int
    entry_id: int | None
    near: Sequence[int] = ()

    @classmethod
    def at(cls, headlines: HeadlineList, cursor: int) -> "Standing":
        row = headlines.row(cursor)
        ids = headlines.come
        above = ids[max(cursor - NEAR, 0) : cursor]
        return cls(cursor, row.id if row else None, (*ids[cursor + 1 : cursor + 1 + NEAR], *reversed(above)))

    def index_in(self, headlines: HeadlineList, *, moved: int | None = None) -> int | None:
        """Where the entry stands now, else the nearest of those near; None where none of them does.

        `moved`: entries have come into the same list or gone from it, at most so many; None: it is another list.
        """
        ids = headlines.come
        start = 0 if moved is None else max(self.cursor - NEAR - moved, 0)
        end = len(ids) if moved is None else self.cursor + NEAR + moved + 1
        wanted = {self.entry_id, *self.near}
        indexes = {entry_id: index for index, entry_id in enumerate(ids[start:end], start) if entry_id in wanted}
        for entry_id in (self.entry_id, *self.near):
            index = indexes.get(entry_id) if entry_id is not None else None
            if index is None and entry_id is not None and not headlines.whole:
                index = headlines.index_of(entry_id)
            if index is not None:
                return index
        return None
