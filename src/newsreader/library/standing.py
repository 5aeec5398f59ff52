"""Where the cursor is, told by entries: so that it finds its entry, or what stood next to it, in a list made anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsreader.library.headlines import HeadlineList

NEAR: Final = 200
"""So many entries below the cursor, and as many above, are looked for where its own has gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`entry_id`: the entry under the cursor; None: the list was empty. `near`: those below it, then those above."""

    entry_id: int | None
    near: Sequence[int] = ()

    @classmethod
    def at(cls, headlines: HeadlineList, cursor: int) -> "Standing":
        row = headlines.row(cursor)
        ids = headlines.come
        above = ids[max(cursor - NEAR, 0) : cursor]
        return cls(row.id if row else None, (*ids[cursor + 1 : cursor + 1 + NEAR], *reversed(above)))

    def beside(self, headlines: HeadlineList) -> int | None:
        """Where the nearest of those near stands now; None where none does."""
        indexes = {entry_id: index for index, entry_id in enumerate(headlines.come)}
        for entry_id in self.near:
            index = indexes.get(entry_id)
            if index is None and not headlines.whole:
                index = headlines.index_of(entry_id)
            if index is not None:
                return index
        return None
