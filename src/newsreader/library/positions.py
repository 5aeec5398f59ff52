"""Where articles were left half read, over a restart."""

import json
from typing import Final

from newsreader.library.library import Library

MOST: Final = 500
"""Articles whose place is kept, those left last."""

BEGUN: Final = 0.05
FINISHED: Final = 0.95
"""Read less than the one or more than the other, an article begins at its top again."""

_KEY: Final = "positions"

Place = tuple[int, int]
"""Where in an article's text, whatever the width of the window: the number of a block and the character within."""

Left = tuple[int, Place | None]
"""An entry and where its article was left; None: at its top, or finished."""


class Positions:
    """The places of articles, kept in memory until `keep`."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._places = _read(library.recall(_KEY))
        self._unkept: dict[int, Place | None] = {}

    @property
    def unkept(self) -> tuple[Left, ...]:
        """What the store is to be told yet."""
        return tuple(self._unkept.items())

    def get(self, entry_id: int) -> Place | None:
        """Where the article was left, None: at its top, or finished."""
        return self._places.get(entry_id)

    def put(self, entry_id: int, place: Place, position: float) -> None:
        """An article is left at `place`, `position` (0 to 1) of it read."""
        self.leave(entry_id, place if BEGUN < position < FINISHED else None)

    def leave(self, entry_id: int, place: Place | None) -> None:
        """An article is left at `place`, None: it begins at its top again."""
        before = self._places.pop(entry_id, None)
        if place is not None:
            self._places[entry_id] = place
            if len(self._places) > MOST:
                del self._places[next(iter(self._places))]
        if place != before:
            self._unkept[entry_id] = place

    def pin(self, entry_id: int, place: Place) -> None:
        """The article is shown from `place` when it is shown next, however little or much of it is read."""
        self._places[entry_id] = place

    def keep(self) -> None:
        """Store what has changed. Raises StoreError where the store cannot be written."""
        if self._unkept:
            self._library.remember(_KEY, json.dumps([[entry, *place] for entry, place in self._places.items()]))
            self._unkept.clear()


def _read(kept: str | None) -> dict[int, Place]:
    try:
        return {int(entry): (int(block), int(offset)) for entry, block, offset in json.loads(kept or "[]")[-MOST:]}
    except (ValueError, TypeError, KeyError):
        return {}
